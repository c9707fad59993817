"""What a run says of its findings: the law that it looked at, the checks that are new, what repeats."""

import json
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rolebook.checks import NEW
from rolebook.cli import application
from rolebook.diagnostics import Location, Rule, Severity
from rolebook.diagnostics.text import show
from rolebook.language import phrasebook
from rolebook.pipeline.check.cached_report import findings_of
from tests.messages import ANYTHING, says, sentence

SETTINGS = """\
language: {language}
languages: [{language}]
organisation: {{name: Example}}
entities:
  - {{id: one, name: Example One, jurisdiction: {place}}}
"""
ROLE = """\
title: Clerk
purpose: Serves.
duties: [{id: serve, text: Serves the counter.}]
"""


def handbook(root: Path, place: str, language: str = "en", role: str = ROLE) -> Path:
    for path, text in {
        "content/handbook.yml": SETTINGS.format(place=place, language=language),
        "roles/clerk.yml": role,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.mark.parametrize(
    ("place", "language", "packs", "layers", "without", "unread"),
    [
        ("ES", "en", {"ES"}, set(), (), ()),
        ("CN-GD", "zh", {"CN-GD"}, set(), (), ()),
        ("DE", "en", set(), {"DE"}, (), ()),
        ("NZ", "en", set(), set(), ("NZ",), ()),
        ("CN-SH", "zh", set(), {"CN-SH"}, (), ()),
        ("GB-NIR", "en", {"GB-NIR"}, set(), (), ()),
        ("US-CA", "en", {"US-CA"}, set(), (), ()),
        ("US-TX", "en", set(), {"US-TX"}, (), ()),
        ("ES", "de", {"ES"}, set(), (), ("de",)),
    ],
)
def test_what_was_checked_is_named_by_place_and_language(  # noqa: PLR0917
    place: str, language: str, packs: set[str], layers: set[str], without: tuple[str, ...], unread: tuple[str, ...],
    tmp_path: Path,
) -> None:  # fmt: skip
    root = handbook(tmp_path, place, language)
    for _ in range(2):  # made, then remembered
        covered = findings_of(root).coverage
        assert covered is not None
        assert set(covered.packs) == packs
        assert {*covered.layers, *covered.regions} == layers
        assert (covered.without, covered.unread) == (without, unread)


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(application("check"), ["check", *map(str, words)])


def last_line(root: Path) -> str:
    return run(root).stdout.strip().splitlines()[-1]


def test_no_clean_bill_where_there_is_no_pack_or_nobody_read_the_texts(tmp_path: Path) -> None:
    clean = (sentence("packs-clean", packs=ANYTHING).partition(ANYTHING)[0], sentence("pack-of", code="ES", as_of=""))
    assert last_line(handbook(tmp_path / "a", "ES")).startswith("".join(clean))
    country = last_line(handbook(tmp_path / "e", "US-TX"))
    assert not country.startswith(clean[0])
    assert "US-TX (US" in country
    layer = last_line(handbook(tmp_path / "b", "DE"))
    assert sentence("pack-of", code="DE", as_of="") not in layer
    assert "DE (EU" in layer
    assert "NZ" in last_line(handbook(tmp_path / "c", "NZ"))
    unread = last_line(handbook(tmp_path / "d", "ES", "de"))
    assert not unread.startswith(clean[0])
    assert unread.endswith(sentence("covered-unread", what="de"))


def test_strict_names_the_checks_that_are_new(tmp_path: Path) -> None:
    root = handbook(tmp_path, "NZ", role=ROLE.replace("Serves.", "Serves # all."))
    assert run(root).exit_code == 0
    strict = run("--strict", root)
    assert strict.exit_code == 1
    assert says(strict.stderr, "new-checks", codes="cut-text")
    assert "cut-text" in NEW


def test_only_the_terminal_folds_what_repeats(tmp_path: Path) -> None:
    findings = [Rule("empty-text", Severity.ERROR).at(Location("roles/a.yml", line)) for line in range(1, 9)]
    terminal, pipe = Terminal(), StringIO()
    show(findings, phrasebook("en"), terminal)
    show(findings, phrasebook("en"), pipe)
    assert terminal.getvalue().count("error[empty-text]") == 1
    assert "roles/a.yml:2" in terminal.getvalue()
    assert pipe.getvalue().count("error[empty-text]") == 8
    texts = "".join(f'  - {{id: d{number}, text: {{en: Works., es: ""}}}}\n' for number in range(8))
    root = handbook(tmp_path, "NZ", role=f"title: Clerk\npurpose: Serves.\nduties:\n{texts}")
    told = json.loads(run("--format", "json", root).stdout)
    assert len([one for one in told if one["code"] == "empty-text"]) == 8
