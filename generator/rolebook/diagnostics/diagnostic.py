"""One finding as data: a rule, a place, arguments. The words come from the reader's language."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs; only errors fail a run."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    def __reduce_ex__(self, proto: object) -> tuple[Any, ...]:
        """Pickles by value: Python 3.11.2 looks members up by name through `getattr`, which our reader refuses."""
        return Severity, (self.value,)

    def lower(self) -> "Severity":
        """One step less; what is for information stays so."""
        return {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFO}.get(self, self)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path relative to the handbook with forward slashes, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Localized:
    """An argument of a finding that has its own words in each language: the name of a law, a suggestion."""

    words: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, words: Mapping[str, str]) -> "Localized":
        """From words by language tag."""
        return cls(tuple(words.items()))

    def in_language(self, tag: str) -> str:
        """The words in a language or its parent, else in English, else the first there are."""
        told = dict(self.words)
        chosen = next((one for one in (tag, tag.partition("-")[0], "en") if one in told), next(iter(told), ""))
        return told.get(chosen, "")


Argument = str | int | Localized


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of fault. The code names the fault, not the cure."""

    code: str
    severity: Severity = Severity.ERROR

    def at(self, location: Location, *, hint: str | None = None, **arguments: Argument) -> "Diagnostic":
        """A finding of this rule. `hint` names a hint of the language files; none takes the rule's own."""
        return Diagnostic(location, self.code, self.severity, arguments, hint)


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """A finding; its order is that of its place."""

    location: Location
    code: str
    severity: Severity
    arguments: dict[str, Argument] = field(compare=False)
    hint: str | None = field(default=None, compare=False)

    def as_error(self) -> "Diagnostic":
        """The finding where warnings count as errors."""
        return replace(self, severity=Severity.ERROR) if self.severity is Severity.WARNING else self

    def weighing(self, severity: Severity) -> "Diagnostic":
        """The same finding with another severity."""
        return replace(self, severity=severity)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A finding in the words of one language; the hint is empty where there is nothing to advise.

    `severity` and `hint_label` are the words for its weight and for a hint, where the language has its own.
    """

    message: str
    hint: str = ""
    severity: str = ""
    hint_label: str = "hint"


Phrasebook = Callable[[Diagnostic], Phrase]


def did_you_mean(word: str, known: Iterable[str], *, near: float = 0.6) -> dict[str, str]:
    """Arguments of the did-you-mean hint: the nearest known word, or nothing when none is as `near` (0 to 1)."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=near)
    return {"hint": "did-you-mean", "suggestion": found[0]} if found else {}
