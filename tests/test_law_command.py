"""`rolebook law`: what is looked at in a place, by articles, and what is not."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rolebook.cli import application
from rolebook.diagnostics import Message, UserError
from rolebook.language import language_for, say, word_of
from rolebook.model.law.merge import known_packs
from tests.messages import says

SETTINGS = """\
language: en
languages: [en]
organisation: {name: Example}
entities: [{id: one, name: Example One, jurisdiction: NZ}]
"""
PACK = """\
name: New Zealand
as_of: 2026-11-01
sources: [{id: act, title: The Act, cite: "Act s. {article}", url: "https://example.org/act"}]
sanctions: [{id: fine, standing: forbidden, article: act 7}]
protected: [{id: age, weight: error, article: act 8, verified: false}]
"""


def law(*words: str | Path) -> Result:
    return CliRunner().invoke(application("law"), ["law", *map(str, words)])


def lines_below(output: str, title: str, tag: str = "en") -> list[str]:
    part = output.split(f"{say(Message(title), tag)}:\n", 1)[1]
    return part.split("\n\n", 1)[0].splitlines()


@pytest.mark.parametrize("tag", ["en", "es", "zh", "vi", "ru"])
@pytest.mark.parametrize("place", known_packs())
def test_every_pack_is_told_in_every_language(place: str, tag: str, tmp_path: Path) -> None:
    result = law(place, "--handbook", tmp_path, "--messages", tag)
    assert result.exit_code == 0
    assert result.stdout.count("\n  - ") > 5


def test_what_is_not_looked_at_is_listed(tmp_path: Path) -> None:
    told = law("FR", "--handbook", tmp_path).stdout
    assert told.splitlines()[0].endswith("France, FR")
    assert says(told.splitlines()[1], "covered-by-layer", what="European Union, EU")
    missing = lines_below(told, "law-not")
    assert f"  - {word_of('attribute-deposit', 'en')}" in missing
    assert f"  - {word_of('attribute-age', 'en')}" not in missing


@pytest.mark.parametrize("tag", ["en", "es", "zh", "vi", "ru"])
def test_whether_a_lawyer_has_looked_is_told_in_every_language(tag: str, tmp_path: Path) -> None:
    region, national = (law(code, "--handbook", tmp_path, "--messages", tag).stdout for code in ("US-TX", "US"))
    assert language_for(tag).word("pack-not-reviewed") in national
    assert "draft" not in national.splitlines()[1]
    assert "US" in region.splitlines()[1]


def test_a_pack_of_the_handbook_counts(tmp_path: Path) -> None:
    for path, text in {"content/handbook.yml": SETTINGS, "content/jurisdictions/NZ.yml": PACK}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    told = law("NZ", "--handbook", tmp_path).stdout
    assert "Act s. 7" in lines_below(told, "law-forbidden")[0]
    assert word_of("not-verified", "en") in lines_below(told, "law-protected")[0]
    assert "https://example.org/act" in lines_below(told, "law-sources")[0]


def test_a_place_without_a_pack_is_refused(tmp_path: Path) -> None:
    error = law("NZ", "--handbook", tmp_path).exception
    assert isinstance(error, UserError)
    assert error.message.code == "law-unknown"
