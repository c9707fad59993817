"""Words about people that never enter a handbook: passwords, telephone numbers, who signed."""

import re

from rolebook.pipeline.importing.lexicon import Lexicon, has_word
from rolebook.pipeline.importing.lines import Line

_TELEPHONE = re.compile(r"(?<![\d.,-])\+?\d[\d\s().-]{7,}\d(?![\d.,]*[%€$₽¥])")
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
_SECRET_VALUE = re.compile(r"\W{0,3}(?:\S+\s){0,2}?\S{0,12}?\s*[:：=]\s*(?P<value>\S.*)")
_SECRET_TOKEN = re.compile(r"(?<![\w.])(?=[^\s]*[A-Za-z])(?=[^\s]*\d)[A-Za-z\d!@#$%^&*_-]{4,}")
_PIN = re.compile(r"(?:\W+\w+){0,5}?\W+\d{4,8}\b(?!\s*[^\W\d])")
_MOST_WORDS, _NEAR = 3, 60
_GAP = r"(?:…|\.{3,}|_{2,})"
_LINE_TO_SIGN = re.compile(rf"_{{3,}}|\.{{6,}}|…{{2,}}|{_GAP}[^…._]{{1,20}}{_GAP}")


def personal_reason(line: Line, lexicon: Lexicon) -> str:
    """Returns why a line stays out of the handbook, as a word of messages; empty for one that may go in."""
    words, text = lexicon.words, f"{line.heading} {line.text}" if line.heading else line.text
    if has_word(words.secrets, text, spaced=lexicon.spaced) and _names_secret(text, lexicon):
        return "secret"
    if _has_telephone(text, lexicon):
        return "telephone"
    if line.part == "other" or _LINE_TO_SIGN.search(text):
        is_signed = has_word(words.signatories, text, spaced=lexicon.spaced) or _LINE_TO_SIGN.search(text)
        return "signatory" if is_signed else ""
    return ""


def _names_secret(text: str, lexicon: Lexicon) -> bool:
    """Whether a secret follows its word, `password: …`; a rule about passwords, their length or age names none."""
    low = text.casefold()
    places = [low.find(word.casefold()) + len(word) for word in lexicon.words.secrets if word.casefold() in low]
    return any(_is_secret(text[place : place + _NEAR]) for place in places)


def _is_secret(rest: str) -> bool:
    labelled = _SECRET_VALUE.match(rest)
    if labelled and len(labelled["value"].split()) <= _MOST_WORDS:
        return True
    return bool(_SECRET_TOKEN.search(rest) or _PIN.match(rest))


def _has_telephone(text: str, lexicon: Lexicon) -> bool:
    for match in _TELEPHONE.finditer(text):
        digits = sum(sign.isdigit() for sign in match[0])
        if _LEAST_DIGITS <= digits <= _MOST_DIGITS and (
            match[0].startswith("+") or has_word(lexicon.words.telephones, text[: match.start()], spaced=lexicon.spaced)
        ):
            return True
    return False
