"""The encoding of a text file, proved by what its bytes say; a file that two encodings fit is refused.

Statistical guessers name an encoding for any bytes. Here an encoding must read every word of the file as a word of
its script: no mixed scripts in a word, no capitals inside one, no signs that nobody types.
"""

import re
import unicodedata
from dataclasses import dataclass

_CYRILLIC = re.compile(r"[А-ЯЁа-яёІіЇїЄєҐґЎў]+\Z")
_LATIN = "áàâäãåæçéèêëíìîïñóòôöõøœúùûüÿßšžªº"
_LATIN_WORD = re.compile(rf"[A-Za-z{_LATIN}{_LATIN.upper()}]+\Z")
_SIGNS = "«»“”„‘’‚–—…№§©®°€·•\u00a0¿¡"
_MOST_LETTERS_ABROAD = 3
"""So many letters with accents in a row no word has; bytes of another script look so."""
_COMMON = 0.8
_VOWELS, _FEWEST_VOWELS = "аеёиоуыэюяіїє", 0.25
"""Greek bytes read as Cyrillic have hardly a vowel."""


class UnknownEncodingError(ValueError):
    """Bytes that no encoding fits, or several."""


@dataclass(frozen=True, slots=True)
class DecodedText:
    """The words of a file; `encoding` where it is no Unicode, with a `sample` of how a word is read."""

    words: str
    encoding: str = ""
    sample: str = ""


def decode(data: bytes) -> DecodedText:
    """Returns the text of a file in Unicode or in an encoding of Excel; raises UnknownEncodingError where in doubt."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return DecodedText(_strictly(data, encoding))
    if wide := _wide_encoding(data):
        return DecodedText(_strictly(data, wide))
    try:
        return DecodedText(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    fitting = [told for told in (_windows(data, "cp1251"), _windows(data, "cp1252"), _chinese(data)) if told]
    if len(fitting) != 1:
        raise UnknownEncodingError
    return fitting[0]


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark, by its line ends of two bytes; one stray NUL in a text of one byte a sign is no proof."""
    ends = data.count(b"\n")
    for encoding, end in (("utf-16-le", b"\n\0"), ("utf-16-be", b"\0\n")):
        if b"\0" in data and ends and 2 * data.count(end) >= ends:
            return encoding
    return ""


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnknownEncodingError from None


def _windows(data: bytes, encoding: str) -> DecodedText | None:
    """The text where all its words are Cyrillic (Windows-1251) or Latin (Windows-1252) ones."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    others = {sign for sign in text if ord(sign) > 127 and not sign.isalpha()}
    fits = _is_cyrillic if encoding == "cp1251" else _is_latin
    if encoding == "cp1251" and not _sounds(words):
        return None
    if not words or not others <= set(_SIGNS) or not all(map(fits, words)):
        return None
    return DecodedText(text, encoding.replace("cp", "Windows-"), words[0])


def _sounds(words: list[str]) -> bool:
    letters = "".join(words).lower()
    return sum(sign in _VOWELS for sign in letters) >= _FEWEST_VOWELS * len(letters)


def _is_cyrillic(word: str) -> bool:
    return bool(_CYRILLIC.match(word)) and _has_usual_case(word)


def _is_latin(word: str) -> bool:
    if not _LATIN_WORD.match(word) or not _has_usual_case(word):
        return False
    return not re.search(rf"[^\x00-\x7f]{{{_MOST_LETTERS_ABROAD},}}", word) and any(sign.isascii() for sign in word)


def _has_usual_case(word: str) -> bool:
    """Whether capitals are at the beginning only, or everywhere, or begin a part as in McDonald."""
    return (
        word.isupper() or word[1:].islower() or len(word) == 1 or bool(re.fullmatch(r"(?:[^\W\d_a-z]?[a-z]+){2}", word))
    )


def _chinese(data: bytes) -> DecodedText | None:
    """The text where its characters are those of GB 2312, common ones for the most part."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    wide = [sign for sign in text if ord(sign) > 127]
    codes = [sign.encode("gb18030") for sign in wide]
    hanzi = [
        code for sign, code in zip(wide, codes, strict=True) if unicodedata.name(sign, "").startswith("CJK UNIFIED")
    ]
    if not hanzi or any(len(code) == 2 and code[1] < 0xA1 and not _is_rare_name(code) for code in codes):
        return None
    if sum(0xB0 <= code[0] <= 0xD7 for code in hanzi) < _COMMON * len(hanzi):
        return None
    return DecodedText(text, "GB 18030", next(iter(re.findall(r"[\u3400-\u9fff]+", text))))


def _is_rare_name(code: bytes) -> bool:
    """Whether a character is one of the extensions' that names have: neither byte is a letter of ASCII."""
    return not (0x40 <= code[1] <= 0x7E)
