"""A whole number in the forms that lists have (ECMA-376 part 1, 17.18.59, ST_NumberFormat)."""

from collections.abc import Callable, Mapping

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "абвгдежзиклмнопрстуфхцчшщэюя"
"""Word's list of Russian letters: without ё, й, ъ, ы, ь."""
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_HAN = "〇一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_MOST = 3999


def numeral(number: int, form: str) -> str:
    """Returns a number in one of Word's forms; in digits where the form is unknown or does not reach so far."""
    if form == "decimalZero":
        return f"{number:02d}"
    known = _FORMS.get(form)
    return known(number) if known and 0 < number <= _LONGEST.get(form, _MOST) else str(number)


def _letters(number: int, alphabet: str) -> str:
    """The letter as often as the alphabet was gone through: `z`, `aa`, `bb`."""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1)


def _roman(number: int) -> str:
    found = ""
    for size, signs in _ROMAN:
        times, number = divmod(number, size)
        found += signs * times
    return found


def _han(number: int) -> str:
    """Han numerals as documents count: 十一, 二十, 一百零三."""
    digits = str(number)
    found, gap = "", False
    for place, sign in enumerate(digits):
        unit = ("", "十", "百", "千")[len(digits) - place - 1]
        if sign == "0":
            gap = bool(found)
            continue
        found += ("零" if gap else "") + _HAN[int(sign)] + unit
        gap = False
    return found[1:] if found.startswith("一十") else found


def _digits(number: int) -> str:
    return "".join(_HAN[int(sign)] for sign in str(number))


_FORMS: Mapping[str, Callable[[int], str]] = {
    "lowerLetter": lambda number: _letters(number, _LATIN),
    "upperLetter": lambda number: _letters(number, _LATIN).upper(),
    "russianLower": lambda number: _letters(number, _CYRILLIC),
    "russianUpper": lambda number: _letters(number, _CYRILLIC).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"), _han),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital"), _digits),
    "ideographTraditional": lambda number: _STEMS[number - 1],
    "ideographZodiac": lambda number: _BRANCHES[number - 1],
    "decimalEnclosedCircle": lambda number: chr(0x2460 + number - 1),
    "decimalEnclosedCircleChinese": lambda number: chr(0x2460 + number - 1),
    "decimalEnclosedParen": lambda number: chr(0x2474 + number - 1),
    "decimalFullWidth": lambda number: "".join(chr(ord(sign) + 0xFEE0) for sign in str(number)),
}
_LONGEST = {
    "ideographTraditional": len(_STEMS),
    "ideographZodiac": len(_BRANCHES),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese", "decimalEnclosedParen"), 20),
}
