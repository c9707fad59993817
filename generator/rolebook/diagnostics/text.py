"""Findings for people: one line each and a hint below, coloured on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, TextIO, TypeVar

from rolebook.diagnostics.diagnostic import Diagnostic, Location, Phrase, Phrasebook, Severity

FOLDED, _SHOWN, _LISTED = 3, 1, 6
"""More places than `FOLDED` of which the same is said are one finding to a person, with some of the places."""
One = TypeVar("One")
Said = TypeVar("Said", bound=Hashable)
if TYPE_CHECKING:
    from rich.text import Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan", Severity.OFF: ""}


def as_text(findings: Iterable[Diagnostic], phrase: Phrasebook) -> str:
    """`file:line:col: severity[code]: message`, then `    hint: …` where there is one."""
    return "".join(_plain(finding, phrase(finding)) for finding in findings)


def show(findings: Iterable[Diagnostic], phrase: Phrasebook, stream: TextIO) -> None:
    """Writes the same lines to a stream, coloured on a terminal."""
    if not stream.isatty():
        stream.write(as_text(findings, phrase))
        return
    from rich.console import Console  # noqa: PLC0415  takes a fifth of a second, and only terminals need it

    console = Console(file=stream)
    for line in _lines(findings, phrase):  # what repeats is folded here; programs get each
        console.print(line, soft_wrap=True, highlight=False)


def _plain(finding: Diagnostic, words: Phrase) -> str:
    place = finding.location
    weight = words.severity or finding.severity
    told = f"{place.file}:{place.line}:{place.column}: {weight}[{finding.code}]: {words.message}\n"
    return f"{told}    {words.hint_label}: {words.hint}\n" if words.hint else told


def _lines(findings: Iterable[Diagnostic], phrase: Phrasebook) -> Iterable[Text]:
    from rich.text import Text  # noqa: PLC0415

    for (words, severity, code), places in _folded(findings, phrase).items():
        for place in places[:_SHOWN] if len(places) > FOLDED else places:
            yield Text.assemble(
                (f"{place.file}:{place.line}:{place.column}: ", "bold"),
                (f"{words.severity or severity}[{code}]", _STYLES[severity]),
                f": {words.message}",
            )
        if len(places) > FOLDED:
            others = ", ".join(f"{place.file}:{place.line}" for place in places[_SHOWN:_LISTED])
            more = f" … (+{len(places) - _LISTED})" if len(places) > _LISTED else ""
            yield Text.assemble("    ", (f"+{len(places) - _SHOWN}", "bold"), f": {others}{more}")
        if words.hint:
            yield Text.assemble("    ", (words.hint_label, "green"), f": {words.hint}")


def _folded(findings: Iterable[Diagnostic], phrase: Phrasebook) -> dict[tuple[Phrase, Severity, str], list[Location]]:
    """Places by what is said of them, in the order of the first of each."""
    same = alike(findings, lambda one: (phrase(one), one.severity, one.code))
    return {said: [one.location for one in several] for said, several in same.items()}


def alike(several: Iterable[One], said: Callable[[One], Said]) -> dict[Said, list[One]]:
    """Returns what has the same said of it together, in the order of the first of each; see `FOLDED`."""
    found: dict[Said, list[One]] = {}
    for one in several:
        found.setdefault(said(one), []).append(one)
    return found
