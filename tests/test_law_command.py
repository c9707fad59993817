"""`rolebook law`: what is looked at in a place, by articles, and what is not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from typer.testing import CliRunner, Result

from rolebook.cli import application
from rolebook.diagnostics import Message, UserError
from rolebook.language import language_for, say, word_of
from rolebook.model.base import walk
from rolebook.model.law.cited import Cited
from rolebook.model.law.merge import citations, facts_digest, known_packs, pack_for
from rolebook.model.law.pack import Pack, Protected, SanctionRule
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.coverage import coverage_line
from rolebook.pipeline.law.facts import fact_sections
from rolebook.pipeline.law.review import read_review
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


@dataclass(frozen=True)
class NoPacks:
    jurisdictions: Mapping[str, Pack] = field(default_factory=dict)


@pytest.mark.parametrize("place", known_packs())
def test_everything_that_cites_an_article_is_told_and_reviewed(place: str) -> None:
    pack = pack_for(NoPacks(), place)
    assert pack
    asked = [one for one in walk(pack) if isinstance(one, Cited) and one.article]
    model = pack.sanction_model
    for holds, article in (
        (model.listed_breaches, model.breaches_article),
        (model.one_per_breach, model.single_article),
    ):
        asked += [Cited(article=article or model.article)] if holds else []
    cited = Counter(citations(pack, one)["en"] for one in asked if getattr(one, "weight", "") != "off")
    told = [fact for section in fact_sections(pack, "en") for fact in section.facts]
    assert Counter(fact.article for fact in told if fact.article) == cited
    assert len({fact.key for fact in told}) == len(told)


def test_a_fact_is_told_with_what_the_check_goes_by() -> None:
    told = law("VN").stdout + law("RU").stdout
    for words in (
        "5 days in all within 30 days / 20 days in all within",
        "after an audit",
        "(20%)",
        "4 hours",
        "theft,",
    ):
        assert words in told, words


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


HANDBOOK = SETTINGS.replace("NZ", "ES")


def marked(form: Path, name: str, day: str, wrong: int = -1, left: int = -1) -> None:
    """Fills a form in as a lawyer would, in Word."""
    word = Document(form)
    for row, told in zip(word.tables[0].rows, (name, day), strict=True):
        row.cells[1].text = told
    rows = [row for table in word.tables[1:] for row in table.rows[1:]]
    for at, row in enumerate(rows):
        if at != left:
            row.cells[5 if at == wrong else 4].text = "x"
        if at == wrong:
            row.cells[6].text = "Repealed in 2025"
    word.save(form)


def handbook_of(root: Path, pack: str = "") -> Path:
    (root / "content").mkdir(parents=True)
    (root / "content" / "handbook.yml").write_text(HANDBOOK, "utf-8")
    (root / "roles").mkdir()
    (root / "roles" / "clerk.yml").write_text("title: Clerk\npurpose: Files papers.\nrevision: '1'\n", "utf-8")
    if pack:
        (root / "content" / "jurisdictions").mkdir()
        (root / "content" / "jurisdictions" / "ES.yml").write_text(pack, "utf-8")
    return root


def test_a_review_that_finds_all_right_is_recorded_and_told(tmp_path: Path) -> None:
    root, form = handbook_of(tmp_path / "firm"), tmp_path / "review.docx"
    assert law("ES", "--handbook", root, "--export", form).exit_code == 0
    marked(form, "Employee 001", "2026-11-30")
    taken = law("ES", "--handbook", root, "--answers", form, "--messages", "es")
    assert taken.exit_code == 0, taken.output
    told = (root / "content" / "jurisdictions" / "ES.yml").read_text("utf-8")
    assert "reviewed_by: Employee 001" in told
    report = check_handbook(root)
    assert report.coverage is not None
    assert report.coverage.reviewers == {"ES": "Employee 001"}
    assert "Employee 001" in coverage_line(report.coverage, "en", clean=False)
    assert "draft-pack" not in {one.code for one in report.findings}
    assert "Employee 001" in law("ES", "--handbook", root).stdout.splitlines()[1]


@pytest.mark.parametrize("how", [{"wrong": 3}, {"left": 3}, {"name": ""}, {"day": "yesterday"}])
def test_a_review_with_doubts_changes_nothing_and_says_which(tmp_path: Path, how: dict[str, Any]) -> None:
    root, form = handbook_of(tmp_path / "firm"), tmp_path / "review.docx"
    law("ES", "--handbook", root, "--export", form)
    marked(form, **({"name": "Employee 001", "day": "2026-11-30"} | how))
    taken = law("ES", "--handbook", root, "--answers", form)
    assert taken.exit_code == 1
    assert ("Repealed in 2025" in taken.stdout) is ("wrong" in how)
    assert not (root / "content" / "jurisdictions").exists()


def test_a_review_counts_for_the_facts_it_saw(tmp_path: Path) -> None:
    root, form = handbook_of(tmp_path / "firm", "# ours\nname: Spain, ours\n"), tmp_path / "review.docx"
    law("ES", "--handbook", root, "--export", form)
    marked(form, "Employee 001", "2026-11-30")
    assert law("ES", "--handbook", root, "--answers", form).exit_code == 0
    pack = root / "content" / "jurisdictions" / "ES.yml"
    told = pack.read_text("utf-8")
    assert told.startswith("# ours\nname: Spain, ours\n")
    assert "draft-pack" not in {one.code for one in check_handbook(root).findings}
    pack.write_text(f"{told}protected: [{{id: age, weight: warning}}]\n", "utf-8")
    assert "draft-pack" in {one.code for one in check_handbook(root).findings}


def test_a_recorded_review_outlives_releases_of_rolebook() -> None:
    # Handbooks hold this figure: a field that the format gains must not void what a lawyer has looked at.
    fine = SanctionRule(id="fine", standing="forbidden", article="act 7")
    age = Protected(id="age", weight="error", article="act 8", verified=False)
    recorded = "eef4f806edc9a37b546d1be3715846b24f59f44ff587f430289c16b89824995a"
    assert facts_digest(Pack(id="NZ", sanctions=(fine,), protected=(age,))) == recorded
    assert facts_digest(Pack(id="NZ", name="Another name", sanctions=(fine,), protected=(age,))) == recorded
    assert facts_digest(Pack(id="NZ", sanctions=(fine,))) != recorded


def test_a_form_that_may_be_filled_in_is_not_written_over(tmp_path: Path) -> None:
    root, form = handbook_of(tmp_path / "firm"), tmp_path / "review.docx"
    law("ES", "--handbook", root, "--export", form)
    before = form.read_bytes()
    again = law("ES", "--handbook", root, "--export", form)
    assert isinstance(again.exception, UserError)
    assert again.exception.code == "file-exists"
    assert form.read_bytes() == before


def test_a_pack_that_cannot_be_edited_is_refused_and_kept(tmp_path: Path) -> None:
    root = handbook_of(tmp_path / "firm", "name: &ours Spain\nreviewed_by: *ours\n")
    form, pack = tmp_path / "review.docx", root / "content" / "jurisdictions" / "ES.yml"
    law("ES", "--handbook", root, "--export", form)
    marked(form, "Employee 001", "2026-11-30")
    before = pack.read_bytes()
    refused = law("ES", "--handbook", root, "--answers", form)
    assert isinstance(refused.exception, UserError)
    assert refused.exception.code.startswith("edit-")
    assert pack.read_bytes() == before


def test_a_file_that_is_no_review_of_the_pack_is_refused(tmp_path: Path) -> None:
    root, form = handbook_of(tmp_path / "firm"), tmp_path / "review.docx"
    law("RU", "--handbook", root, "--export", form)
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    for file in (form, broken):
        with pytest.raises(UserError) as refused:
            read_review("ES", root, "en", file)
        assert refused.value.code == "law-review-other"


@pytest.mark.parametrize("tag", ["es", "zh", "vi", "ru"])
def test_the_form_is_in_the_readers_language_and_its_answers_in_any(tmp_path: Path, tag: str) -> None:
    root, form = handbook_of(tmp_path / "firm"), tmp_path / "review.docx"
    law("ES", "--handbook", root, "--export", form, "--messages", tag)
    assert say(Message("law-review-how"), tag) in {one.text for one in Document(form).paragraphs}
    marked(form, "Employee 001", "2026-11-30")
    assert read_review("ES", root, "en", form).is_complete
