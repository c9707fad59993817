"""Words about people that never enter a handbook: passwords, telephone numbers, who signed."""

import re

from rolebook.pipeline.importing.lexicon import Lexicon, has_word
from rolebook.pipeline.importing.lines import Line

_TELEPHONE = re.compile(r"(?<![\d.,-])\+?\d[\d\s().-]{7,}\d(?![\d.,]*[%€$₽¥])")
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
_SECRET_SIGN = re.compile(r"[:：=]\s*\S|\d")
_LINE_TO_SIGN = re.compile(r"_{3,}|\.{6,}|…{2,}")


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
    """Whether a secret follows its word: `password: …`; a duty to keep passwords names none."""
    low = text.casefold()
    places = [low.find(word.casefold()) + len(word) for word in lexicon.words.secrets if word.casefold() in low]
    return any(_SECRET_SIGN.search(text, place) for place in places)


def _has_telephone(text: str, lexicon: Lexicon) -> bool:
    for match in _TELEPHONE.finditer(text):
        digits = sum(sign.isdigit() for sign in match[0])
        if _LEAST_DIGITS <= digits <= _MOST_DIGITS and (
            match[0].startswith("+") or has_word(lexicon.words.telephones, text[: match.start()], spaced=lexicon.spaced)
        ):
            return True
    return False
