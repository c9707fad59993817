"""Findings for people: one line each and a hint below, coloured on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from rolebook.diagnostics.diagnostic import Diagnostic, Phrase, Phrasebook, Severity
from rolebook.diagnostics.folding import alike, is_folded

_SHOWN, _LISTED = 1, 6
"""Of what is folded, so many places are shown as findings are, and so many in all are named."""
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

    def said(finding: Diagnostic) -> tuple[Phrase, Severity, str]:
        return phrase(finding), finding.severity, finding.code

    for (words, severity, code), found in alike(findings, said).items():
        places = [finding.location for finding in found]
        for place in places[:_SHOWN] if is_folded(places) else places:
            yield Text.assemble(
                (f"{place.file}:{place.line}:{place.column}: ", "bold"),
                (f"{words.severity or severity}[{code}]", _STYLES[severity]),
                f": {words.message}",
            )
        if is_folded(places):
            others = ", ".join(f"{place.file}:{place.line}" for place in places[_SHOWN:_LISTED])
            more = f" … (+{len(places) - _LISTED})" if len(places) > _LISTED else ""
            yield Text.assemble("    ", (f"+{len(places) - _SHOWN}", "bold"), f": {others}{more}")
        if words.hint:
            yield Text.assemble("    ", (words.hint_label, "green"), f": {words.hint}")
