"""How words sound in Latin letters, and which Chinese signs sound alike."""

from collections import defaultdict

from anyascii import anyascii

_ROWS, _CELLS = range(0xB0, 0xD8), range(0xA1, 0xFF)  # the 3,755 most frequent signs of GB 2312


def in_latin_letters(words: str) -> str:
    """Returns the words transliterated; Chinese signs by their sounds."""
    letters: str = anyascii(words)
    return letters


def signs_by_sound() -> dict[str, str]:
    """Returns the frequent Chinese signs by their sound without tones, sorted."""
    signs = bytes(part for row in _ROWS for cell in _CELLS for part in (row, cell)).decode("gb2312", "ignore")
    found: defaultdict[str, str] = defaultdict(str)
    for sign in signs:
        found[in_latin_letters(sign).strip().lower()] += sign
    return dict(sorted(found.items()))
