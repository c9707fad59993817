"""Findings for people: one line each and a hint below, coloured on a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from rolebook.diagnostics.diagnostic import Diagnostic, Phrasebook, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan", Severity.OFF: ""}


def as_text(findings: Iterable[Diagnostic], phrase: Phrasebook) -> str:
    """`file:line:col: severity[code]: message`, then `    hint: …` where there is one."""
    return "".join(f"{line.plain}\n" for line in _lines(findings, phrase))


def show(findings: Iterable[Diagnostic], phrase: Phrasebook, console: Console) -> None:
    """The same lines on a console, with colour if it has any."""
    for line in _lines(findings, phrase):
        console.print(line, soft_wrap=True, highlight=False)


def _lines(findings: Iterable[Diagnostic], phrase: Phrasebook) -> Iterable[Text]:
    for finding in findings:
        words, place = phrase(finding), finding.location
        yield Text.assemble(
            (f"{place.file}:{place.line}:{place.column}: ", "bold"),
            (f"{finding.severity}[{finding.code}]", _STYLES[finding.severity]),
            f": {words.message}",
        )
        if words.hint:
            yield Text.assemble("    ", ("hint", "green"), f": {words.hint}")
