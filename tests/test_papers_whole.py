"""Nothing that a document says is left off its paper: every layout, language and format, one language or two."""

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from rolebook.model.handbook import Handbook
from rolebook.model.role import RoleSays
from rolebook.model.visibility import uncounted
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import render_site
from rolebook.render.site import SiteOptions
from rolebook.view import Audience
from tests.every_field import LANGUAGES, PLACES, ROLE, mark, marks_in, write_handbook
from tests.papers import pressed

NOT_ON_PAPER = {"figure-alt"}
"""Read out by a screen reader: in the PDF's tags and the picture's description in Word."""
BESIDE = {"superior", "functional", "department", "policy", "care", "level"}
"""Names of others that the role's paper shows."""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    report = check_handbook(write_handbook(tmp_path_factory.mktemp("whole")))
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def expected(language: str) -> set[str]:
    hidden = {mark(name, language) for name in NOT_ON_PAPER}
    return {*marks_in(ROLE, language), *(mark(name, language) for name in BESIDE)} - hidden


def words(paper: bytes) -> str:
    """The words of a PDF or Word file without spaces and hyphens, where lines may break them."""
    if paper.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(paper)
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    else:
        with ZipFile(io.BytesIO(paper)) as parts:
            named = [name for name in parts.namelist() if re.match(r"word/(document|header|footer)", name)]
            text = "".join(re.sub(r"<[^>]*>", "", parts.read(name).decode()) for name in named)
    return re.sub(r"[\s\x02\u00ad\u2010\ufffe-]", "", text)


def test_the_role_uses_every_field_that_counts() -> None:
    """A new field gets a value here, and so a place on page and paper, or says that it does not count."""
    aside = uncounted(RoleSays) | {"grade", "authority", "sign_off"}
    assert set(RoleSays.model_fields) - set(ROLE) - aside == set()


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES.values())
def test_every_text_of_a_role_is_on_its_paper(
    handbook: Handbook, tmp_path: Path, place: str, language: str, form: str
) -> None:
    paper = pressed(
        handbook, tmp_path, "post", jurisdictions=(place,), languages=(language,), word=form == "docx", profile="draft"
    )
    said = words(paper)
    assert {one for one in expected(language) if one not in said} == set()


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("place", PLACES.values())
def test_every_text_of_both_languages_is_on_a_paper_in_two(
    handbook: Handbook, tmp_path: Path, place: str, form: str
) -> None:
    paper = pressed(
        handbook,
        tmp_path,
        "post",
        jurisdictions=(place,),
        languages=("ru",),
        bilingual="en",
        word=form == "docx",
        profile="draft",
    )
    said = words(paper)
    assert {one for one in expected("ru") | expected("en") if one not in said} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_role_is_on_its_page(handbook: Handbook, language: str) -> None:
    pages = render_site(handbook, SiteOptions(Audience.MANAGERS))
    said = next(page.text for page in pages if page.path == f"{language}/roles/post.md")
    assert {one for one in expected(language) if one not in said} == set()
