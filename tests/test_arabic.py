"""A sixth language is data: Arabic on the site, on paper and in Word, from `tests/arabic` and a font package."""

import io
import re
import unicodedata
import zipfile
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.print.typeset import make_copy
from rolebook.render import Output, render_site
from rolebook.sign.structure import structure_faults
from tests.conftest import ROOT
from tests.papers import by_pdfminer, jobs, pressed

FOLDER = Path(__file__).parent / "arabic"
LATIN = re.compile(r"[A-Za-z]{2,}")


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    report = check_handbook(FOLDER)
    assert [finding for finding in report.findings if finding.severity != "info"] == []
    assert report.handbook is not None
    return report.handbook


@pytest.fixture(scope="module")
def pages(handbook: Handbook) -> dict[str, Output]:
    return {page.path: page for page in render_site(handbook)}


@pytest.mark.parametrize(
    "key", ["index", "roles/chef", "policies/hygiene", "organisation", "glossary", "guide/welcome"]
)
def test_a_page_runs_from_right_to_left_and_every_word_is_arabic(pages: dict[str, Output], key: str) -> None:
    text = pages[f"ar/{key}.md"].text
    head, body = text.split("---\n\n", 1)
    assert 'lang: "ar"' in head
    assert 'dir: "rtl"' in head
    shown = BeautifulSoup(re.sub(r"\{:[^}]*\}", "", body), "html.parser").get_text()
    assert len(re.findall(r"[\u0600-\u06ff]{2,}", shown)) > 5
    assert set(LATIN.findall(shown)) <= {"rb"} | set(re.findall(r"[a-f]{2,}", shown))
    assert "notice" not in body


def test_the_theme_places_nothing_on_the_left_or_right() -> None:
    css = (ROOT / "generator" / "rolebook" / "theme" / "css" / "rolebook.css").read_text("utf-8")
    assert "inline-start" in css
    assert (
        re.findall(r"(?:margin|padding|border)-(?:left|right)|align: *(?:left|right)|[;{ ](?:left|right):", css) == []
    )


def test_dates_numbers_and_plurals_follow_the_language(handbook: Handbook) -> None:
    arabic = language_for("ar", handbook.languages["ar"])
    assert [arabic.counted("years", count) for count in (1, 2, 5, 11)] == ["سنة واحدة", "سنتان", "5 سنوات", "11 سنة"]
    hits, misses = arabic.quantities.examples
    assert len(hits) == len(misses) == 4
    for text, numbers in hits.items():
        assert sorted(arabic.quantities.digits(text) + arabic.quantities.spelled(text)) == sorted(numbers), text
    for text in misses:
        assert not arabic.quantities.digits(text) + arabic.quantities.spelled(text), text


@pytest.mark.parametrize("name", ["chef", "hygiene"])
def test_a_paper_is_tagged_archivable_and_wholly_arabic(handbook: Handbook, tmp_path: Path, name: str) -> None:
    pdf = pressed(handbook, tmp_path, name, languages=("ar",))
    assert structure_faults(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "ar"
    text = unicodedata.normalize("NFKC", by_pdfminer(pdf))
    assert len(re.findall(r"[\u0600-\u06ff]{2,}", text)) > 20
    assert {word for word in LATIN.findall(text) if not re.fullmatch(r"rb|[a-f]+|[A-Z]+", word)} == set()


def test_a_paper_in_two_directions_names_the_language_that_controls(handbook: Handbook, tmp_path: Path) -> None:
    pdf = pressed(handbook, tmp_path, "chef", languages=("ar",), bilingual="en")
    assert structure_faults(pdf) == []
    english = pressed(handbook, tmp_path / "en", "chef", languages=("en",))
    assert "The version in this language controls" in by_pdfminer(english)


def test_a_word_document_runs_from_right_to_left(handbook: Handbook, tmp_path: Path) -> None:
    (job,) = jobs(handbook, tmp_path, "chef", languages=("ar",), word=True)
    with zipfile.ZipFile(io.BytesIO(make_copy(job).temporary.read_bytes())) as word:
        styles, body = word.read("word/styles.xml").decode(), word.read("word/document.xml").decode()
    assert styles.count("<w:bidi/>") >= 4
    assert styles.count("<w:rtl/>") >= 4
    said = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body))
    assert "يتذوق كل طبق." in said
    assert LATIN.findall(said) == []
