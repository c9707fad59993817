"""Numbers that a text names: in digits anywhere, in words only where they count something.

What counts as a number word, and before which nouns, stands in the language's data file under `quantities`.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from rolebook.language.length import counts_signs

Amount = Decimal | str
"""A number; a string for what looks like one and is none, as `3.2.1`."""

_DIGITS = re.compile(r"\d+(?:[.,:/٫٬]\d+)*")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?![\d])")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?\Z")
_LONGEST = 24
"""Digits of what may be a number; longer is a code."""
_LETTERS = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(r"(\d{1,2}):00\Z")


class Quantities:
    """The numbers in texts of one language; `decimal` is its sign between whole and fraction."""

    def __init__(
        self, tag: str, data: Mapping[str, Any], decimal: str, *, spaces: bool = False, months: Mapping[int, str]
    ) -> None:
        self._signs = counts_signs(tag)
        self._data, self._decimal, self._spaces, self._months = data, decimal, spaces, months

    def digits(self, text: str) -> Counter[Amount]:
        """The numbers in digits, with words such as *million* behind them."""
        found: Counter[Amount] = Counter()
        if not _DIGITS.search(text):
            return found
        if self._spaces:
            text = _SPACED.sub(lambda match: re.sub(r"[\u00a0\u202f ]", "", match[0]), text)
        for match in _DIGITS.finditer(text):
            amount = self._amount(match[0])
            factor = self._multiplier.match(text, match.end()) if self._multiplier else None
            if factor and isinstance(amount, Decimal):
                amount *= self._factor(factor[1])
            found[amount] += 1
        return found

    def spelled(self, text: str) -> Counter[Amount]:
        """The numbers in words that stand before a noun of quantity."""
        if self._counted is None:
            return Counter()
        folded = unicodedata.normalize("NFC", text).casefold()
        if not self._may_count(folded):
            return Counter()
        return Counter(self._numbers[match[1]] for match in self._counted.finditer(folded))

    def loose(self, text: str) -> frozenset[Amount]:
        """What words of the text may stand for: *both* for 2, a month's name for its number."""
        folded = unicodedata.normalize("NFC", text).casefold()
        named = {Decimal(number) for number, name in self._months.items() if name.casefold() in folded}
        said = {Decimal(number) for number, pattern in self._loose if pattern.search(folded)}
        return frozenset(named | said)

    @property
    def words(self) -> Mapping[str, int]:
        """Whole numbers by the words for them, *one* and *a* among them."""
        listed = {1: self._data.get("one", ()), **self._data.get("numbers", {})}
        return {word.casefold(): int(number) for number, words in listed.items() for word in words}

    @property
    def examples(self) -> tuple[Mapping[str, Sequence[int]], Sequence[str]]:
        """Texts with the numbers in them, and texts with none, which tests run."""
        return self._data.get("hits", {}), self._data.get("misses", ())

    def _amount(self, written: str) -> Amount:
        if written.isascii() and written.isdigit() and len(written) <= _LONGEST:
            return Decimal(written)
        plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in written)
        if "٬" in plain or "٫" in plain:  # Arabic signs say by themselves which is which
            plain = plain.replace("٬", "").replace("٫", self._decimal)
        if len(plain) > _LONGEST:
            return plain
        if clock := _CLOCK.match(plain):
            return Decimal(clock[1])
        group = "." if self._decimal == "," else ","
        if _GROUPED.match(plain) and self._decimal not in plain:
            return Decimal(plain.replace(group, ""))
        whole, sign, rest = plain.rpartition(self._decimal)
        if sign and _GROUPED.match(whole) and rest.isdigit():
            return Decimal(f"{whole.replace(group, '')}.{rest}").normalize()
        if _PLAIN.match(plain):
            return _normal(Decimal(plain.replace(",", ".")))
        return plain

    def _factor(self, word: str) -> int:
        for written, factor in self._data["multipliers"].items():
            if re.fullmatch(_pattern(written), word):
                return int(factor)
        return 1

    def _may_count(self, folded: str) -> bool:
        if self._signs:
            return any(sign in folded for sign in self._first_signs)
        return not self._first_words.isdisjoint(_LETTERS.findall(folded))

    @cached_property
    def _first_signs(self) -> frozenset[str]:
        return frozenset(word[0] for word in self._numbers)

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(re.split(r"[\s-]", word)[0] for word in self._numbers)

    @cached_property
    def _numbers(self) -> dict[str, Amount]:
        listed = self._data.get("numbers", {}).items()
        return {word.casefold(): Decimal(number) for number, words in listed for word in words}

    @cached_property
    def _counted(self) -> re.Pattern[str] | None:
        nouns = self._data.get("nouns", ())
        if not self._numbers or not nouns:
            return None
        number = _any(sorted(self._numbers, key=len, reverse=True))
        between, noun = _any(self._data.get("between") or ("\0",)), _any(nouns)
        if self._signs:
            others = "".join(sorted({sign for word in self._numbers for sign in word}))
            return re.compile(rf"(?<![第周期\d{others}一百千万])({number})(?:{noun})")
        return re.compile(rf"(?<![\w-])(?<!\d )({number}) (?:(?:{between}) ){{0,2}}(?:{noun})(?!\w)")

    @cached_property
    def _multiplier(self) -> re.Pattern[str] | None:
        words = sorted(self._data.get("multipliers", {}), key=len, reverse=True)
        if not words:
            return None
        gap, end = ("", "") if self._signs else (r"[\s\u00a0]", r"(?!\w)")
        return re.compile(f"{gap}({_any(words)}){end}", re.IGNORECASE)

    @cached_property
    def _loose(self) -> list[tuple[int, re.Pattern[str]]]:
        around = ("", "") if self._signs else (r"(?<!\w)", r"(?!\w)")
        listed = self._data.get("loose", {}).items()
        return [(number, re.compile(f"{around[0]}(?:{_any(words)}){around[1]}")) for number, words in listed]


def _any(words: Iterable[str]) -> str:
    return "|".join(_pattern(word) for word in words)


def _pattern(word: str) -> str:
    """A word as a pattern; a star at its end is any ending."""
    folded = word.casefold()
    return rf"{re.escape(folded[:-1])}\w*" if folded.endswith("*") else re.escape(folded)


def _normal(number: Decimal) -> Decimal:
    """2.0 is 2, and 100 stays 100."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
