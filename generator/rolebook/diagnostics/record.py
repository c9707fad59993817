"""Findings as plain data and back, without loss."""

from typing import Any

from rolebook.diagnostics.diagnostic import Argument, Diagnostic, Localized, Location, Severity


def as_record(finding: Diagnostic) -> list[Any]:
    """A finding as JSON knows it."""
    place = finding.location
    span = [place.file, place.line, place.column, place.end_line, place.end_column]
    arguments = {name: _plain(value) for name, value in finding.arguments.items()}
    return [span, finding.code, finding.severity, arguments, finding.hint]


def from_record(record: list[Any]) -> Diagnostic:
    """The finding of a record."""
    span, code, severity, arguments, hint = record
    told = {name: _argument(value) for name, value in arguments.items()}
    return Diagnostic(Location(*span), code, Severity(severity), told, hint)


def _plain(value: Argument) -> Any:
    return list(value.words) if isinstance(value, Localized) else value


def _argument(value: Any) -> Argument:
    return Localized(tuple((tag, words) for tag, words in value)) if isinstance(value, list) else value
