"""Findings for programs: JSON, GitHub annotations, SARIF 2.1.0 (OASIS)."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from rolebook.diagnostics.diagnostic import Argument, Diagnostic, Localized, Phrasebook, Severity

_GITHUB = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
    Severity.OFF: "debug",
}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.OFF: "none"}


def as_json(findings: Sequence[Diagnostic], phrase: Phrasebook) -> str:
    """A list of objects, one a finding."""
    rows = [
        {
            "file": finding.location.file,
            "line": finding.location.line,
            "column": finding.location.column,
            "severity": finding.severity,
            "code": finding.code,
            "message": phrase(finding).message,
            "hint": phrase(finding).hint,
            "arguments": {name: _plain(value) for name, value in finding.arguments.items()},
        }
        for finding in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Argument) -> str | int | dict[str, str]:
    return dict(value.words) if isinstance(value, Localized) else value


def as_github(findings: Sequence[Diagnostic], phrase: Phrasebook) -> str:
    """Workflow commands that annotate the lines of a pull request."""
    return "".join(_annotation(finding, phrase) for finding in findings)


def as_sarif(findings: Sequence[Diagnostic], phrase: Phrasebook) -> str:
    """One run of the tool `rolebook`, as code scanners read it."""
    codes = sorted({finding.code for finding in findings})
    run = {
        "tool": {"driver": {"name": "rolebook", "rules": [{"id": code} for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, phrase) for finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _annotation(finding: Diagnostic, phrase: Phrasebook) -> str:
    words, place = phrase(finding), finding.location
    message = f"{words.message}\nhint: {words.hint}" if words.hint else words.message
    properties = {"file": place.file, "line": place.line, "col": place.column, "title": finding.code}
    listed = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    return f"::{_GITHUB[finding.severity]} {listed}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    for sign in "%\r\n" + more:
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def _result(finding: Diagnostic, phrase: Phrasebook) -> dict[str, Any]:
    words, place = phrase(finding), finding.location
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": max(place.line, place.end_line),
        "endColumn": place.end_column if place.end_line > place.line else max(place.column, place.end_column),
    }
    text = f"{words.message} ({words.hint})" if words.hint else words.message
    return {
        "ruleId": finding.code,
        "level": _SARIF[finding.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(place.file)}, "region": region}}],
    }
