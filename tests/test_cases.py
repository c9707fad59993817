"""Runs the literate cases in `cases/*.md`.

A case is a heading and YAML blocks with a title, the file's path. A comment `# error[code] 5` at a line's end says:
a finding of that code and severity at this line, column 5. Every finding expected must occur, and no other. A block of
text without a title lists them with their arguments; the sentences are in `golden/sentences.txt`. What is said of packs
is left out where a case does not expect it; the usual employer is in a place without one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from rolebook.checks import RULES, importing, lifecycle, people, signable
from rolebook.diagnostics import Diagnostic
from rolebook.pipeline.check.check import check_handbook
from tests.messages import listed

CASES = Path(__file__).parent / "cases"
SETTINGS = """\
language: en
languages: [en, es]
organisation: {name: Example}
entities: [{id: employer, name: Example Ltd, jurisdiction: NZ}]
"""
# Every handbook is told what its packs are; a case is about that only when it says so.
ABOUT_PACKS = {"draft-pack", "no-pack"}
BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARKS = re.compile(r"[ \t]*(?:#|//) (?:error|warning|info)\[[^\n]*$", re.MULTILINE)
"""Left out of what is written: a comment behind a text without quotes is a finding of its own."""
EXPECTED = re.compile(r"(?:#|and|:) (error|warning|info)\[([a-z0-9-]+)\] (\d+)")


@dataclass
class Case:
    name: str
    files: dict[str, str] = field(default_factory=dict)
    listed: str | None = None


def cases() -> Iterator[Case]:
    for path in sorted(CASES.glob("*.md")):
        for section in re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            case = Case(f"{path.stem}: {section.splitlines()[0].strip()}")
            for language, title, body in BLOCK.findall(section):
                if title:
                    case.files[title] = body
                elif language == "text":
                    case.listed = body
            yield case


ALL = list(cases())


def findings_of(case: Case, root: Path) -> list[Diagnostic]:
    """Writes the files of a case and checks them."""
    for path, text in {"content/handbook.yml": SETTINGS, **case.files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(MARKS.sub("", text) if path.endswith(".yml") else text, "utf-8")
    text = "".join(case.files.values())
    unasked = {code for code in ABOUT_PACKS if f"[{code}]" not in text}
    return [one for one in check_handbook(root).findings if one.code not in unasked]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path) -> None:
    assert case.files, "a case has files"
    findings = findings_of(case, tmp_path)
    expected = sorted(
        (path, line, int(column), severity, code)
        for path, text in case.files.items()
        for line, content in enumerate(text.splitlines(), 1)
        for severity, code, column in EXPECTED.findall(content)
    )
    found = sorted(
        (one.location.file, one.location.line, one.location.column, str(one.severity), one.code) for one in findings
    )
    assert found == expected
    if case.listed is not None:
        assert listed(findings) == case.listed


def test_every_code_has_a_case() -> None:
    shown = {code for case in ALL for text in case.files.values() for _, code, _ in EXPECTED.findall(text)}
    by_hand = {"not-utf8", "file-too-large", "outside-handbook", "unreadable-file", "missing-settings"}
    by_hand |= {
        "control-character",
        "empty-file",
        "tab-indentation",
        "too-deep",
        "alias-bomb",
        "yaml-syntax",
        "duplicate-lock",
    }
    commands = (signable, people, lifecycle, importing)
    elsewhere = {rule.code for family in commands for rule in family.RULES}  # in tests of their commands
    assert set(RULES) - shown - by_hand - elsewhere == set()
