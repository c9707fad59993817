"""Findings for people: one line each and a hint below, coloured on a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from rolebook.diagnostics.diagnostic import Diagnostic, Phrase, Phrasebook, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan", Severity.OFF: ""}


def as_text(findings: Iterable[Diagnostic], phrase: Phrasebook) -> str:
    """`file:line:col: severity[code]: message`, then `    hint: …` where there is one."""
    return "".join(_plain(finding, phrase(finding)) for finding in findings)


def show(findings: Iterable[Diagnostic], phrase: Phrasebook, console: Console) -> None:
    """The same lines on a console, with colour if it has any; where it has none, at once."""
    if not console.is_terminal:
        console.file.write(as_text(findings, phrase))
        return
    for line in _lines(findings, phrase):
        console.print(line, soft_wrap=True, highlight=False)


def _plain(finding: Diagnostic, words: Phrase) -> str:
    place = finding.location
    told = f"{place.file}:{place.line}:{place.column}: {finding.severity}[{finding.code}]: {words.message}\n"
    return f"{told}    hint: {words.hint}\n" if words.hint else told


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
