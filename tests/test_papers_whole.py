"""Nothing that a document says is left off its paper: every layout, language and format, one language or two."""

import io
import re
from pathlib import Path
from typing import Any, get_args, get_origin
from zipfile import ZipFile

import pypdfium2
import pytest

from rolebook.model.base import Part
from rolebook.model.handbook import Handbook
from rolebook.model.policy import Discipline, Policy
from rolebook.model.role import RoleSays
from rolebook.model.visibility import uncounted
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.site.reading_copies import make_reading_copies
from rolebook.render import render_site
from rolebook.render.site import SiteOptions
from rolebook.view import Audience
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import identity_of
from tests.every_field import DISCIPLINE, LANGUAGES, PLACES, POLICY, ROLE, mark, marks_in, write_handbook
from tests.papers import pressed

MARKS = re.compile(r"Xq[a-z0-9]+")
NOT_ON_PAPER = {"figure-alt"}
"""Read out by a screen reader: in the PDF's tags and the picture's description in Word."""
ONLY_IN_RUSSIA = {"late-adds"}
DOCUMENTS = {
    "post": (ROLE, {"superior", "functional", "department", "policy", "care", "level"}),
    "whole": (POLICY, {"superior", "functional", "department"}),
    "discipline": (DISCIPLINE, {"functional"}),
}
"""What each document says, and the names of others that its paper shows."""


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    report = check_handbook(write_handbook(tmp_path_factory.mktemp("whole")))
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def expected(document: str, language: str, place: str = "RU") -> set[str]:
    told, beside = DOCUMENTS[document]
    hidden = {mark(name, language) for name in (*NOT_ON_PAPER, *(() if place == "RU" else ONLY_IN_RUSSIA))}
    return {*marks_in(told, language), *(mark(name, language) for name in beside)} - hidden


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


WITHOUT_WORDS = {
    *("Acknowledgement.by", "Acknowledgement.renew", "CaseStep.working_days", "Consequence.ground"),
    *("Consequence.length", "Counting.in_a_row", "Counting.unit", "FigureBlock.width", "Indicator.period"),
    *("Occupation.esco", "Override.consequences", "Override.counting", "PayRange.basis", "PayRange.maximum"),
    *("Scope.entities", "Scope.everyone", "Scope.jurisdictions", "ServiceLevel.clock", "Step.working_days"),
}
"""Figures, days and choices of parts, which have tests of their own: what a text says is what is lost unseen."""
NAMES_OTHERS = {"Clause.offence", *(f"{one}.sign_off" for one in ("RoleSays", "Policy", "Discipline"))}
IN_ANOTHER_PLACE = {
    *("RoleSays.authority", "RoleSays.grade", "Override.text", "Clause.blocks"),
    *("PolicySection.number", "RoleSection.number"),
    *(f"Headings.{one}" for one in ("authority", "behaviours", "competencies", "indicators", "relations")),
    "Headings.service_levels",
}
"""Written in other tests (`test_visibility`, `test_role_fields`, `test_law_view`), or like a field that is here."""


def test_the_documents_use_every_field_that_counts() -> None:
    """A new field, of a part too, gets a value here, and so a place on page and paper, or is named above."""
    used: dict[type[Part], set[str]] = {}
    for model, told in ((RoleSays, ROLE), (Policy, POLICY), (Discipline, {**POLICY, **DISCIPLINE})):
        _note_fields(model, told, used)
    unused = {
        f"{model.__name__}.{name}"
        for model, names in used.items()
        for name in set(model.model_fields) - names - uncounted(model)
    }
    assert unused == WITHOUT_WORDS | NAMES_OTHERS | IN_ANOTHER_PLACE


def _note_fields(model: type[Part], told: dict[str, Any], used: dict[type[Part], set[str]]) -> None:
    known = {info.alias or name: name for name, info in model.model_fields.items()}
    used.setdefault(model, set()).update(known[key] for key in told if key in known)
    for key, value in told.items():
        info = model.model_fields.get(known.get(key, ""))
        if info is None:
            continue
        if get_origin(info.annotation) is dict:
            value = [*value.values()]  # noqa: PLW2901
        for item in value if isinstance(value, list) else [value]:
            for one in _models_in(info.annotation):
                if isinstance(item, dict) and _fits(one, item):
                    _note_fields(one, item, used)


def _fits(model: type[Part], told: dict[str, Any]) -> bool:
    return set(told) <= {info.alias or name for name, info in model.model_fields.items()}


def _models_in(annotation: Any) -> list[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return [annotation]
    return [one for argument in get_args(annotation) for one in _models_in(argument)]


LAID_OUT = [
    *(("post", place) for place in PLACES.values()),
    ("whole", "GB"),
    ("discipline", "GB"),
    ("discipline", "RU"),
]
"""Each layout: those of roles are chosen by the place, policies have one."""


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper", LAID_OUT, ids="-".join)
def test_every_text_is_on_the_paper(
    handbook: Handbook, tmp_path: Path, paper: tuple[str, str], language: str, form: str
) -> None:
    document, place = paper
    wanted = {"jurisdictions": (place,), "languages": (language,), "word": form == "docx", "profile": "draft"}
    said = words(pressed(handbook, tmp_path, document, **wanted))
    assert {one for one in expected(document, language, place) if one not in said} == set()


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("paper", LAID_OUT, ids="-".join)
def test_every_text_of_both_languages_is_on_a_paper_in_two(
    handbook: Handbook, tmp_path: Path, paper: tuple[str, str], form: str
) -> None:
    document, place = paper
    wanted = {"jurisdictions": (place,), "languages": ("ru",), "bilingual": "en", "profile": "draft"}
    said = words(pressed(handbook, tmp_path, document, word=form == "docx", **wanted))
    assert {
        one for one in expected(document, "ru", place) | expected(document, "en", place) if one not in said
    } == set()


def test_what_a_place_adds_is_printed_there_only_and_counts(handbook: Handbook, tmp_path: Path) -> None:
    wanted = {"languages": ("en",), "profile": "draft"}
    russian, british = (
        words(pressed(handbook, tmp_path, "discipline", jurisdictions=(place,), **wanted)) for place in ("RU", "GB")
    )
    assert russian.index(mark("late-text", "en")) < russian.index(mark("late-adds", "en"))
    assert mark("late-adds", "en") not in british
    rules = handbook.policies["discipline"]
    assert isinstance(rules, Discipline)
    without = rules.model_copy(
        update={"offences": tuple(one.model_copy(update={"overrides": {}}) for one in rules.offences)}
    )
    changed = [
        entity
        for entity, place in PLACES.items()
        for identity in [identity_of(rules, handbook.entities[entity], "en")]
        if fingerprint(handbook, rules, identity) != fingerprint(handbook, without, identity)
    ]
    assert [PLACES[entity] for entity in changed] == ["RU"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("document", "page"), [("post", "roles/post"), ("whole", "policies/whole"), ("discipline", "policies/discipline")]
)
def test_every_text_is_on_the_page(handbook: Handbook, document: str, page: str, language: str) -> None:
    pages = render_site(handbook, SiteOptions(Audience.MANAGERS))
    said = next(one.text for one in pages if one.path == f"{language}/{page}.md")
    assert {one for one in expected(document, language) if one not in said} == set()


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.MANAGERS])
def test_a_copy_to_read_says_what_staff_see_on_the_page_and_no_more(
    handbook: Handbook, tmp_path: Path, audience: Audience
) -> None:
    pages = {one.path: one.text for one in render_site(handbook, SiteOptions(Audience.STAFF))}
    copies = {one.path: one for one in make_reading_copies(tmp_path, handbook, audience)}
    for language in LANGUAGES:
        said = words(copies[f"reading/post.{language}.pdf"].file.read_bytes())
        shown = set(MARKS.findall(pages[f"{language}/roles/post.md"]))
        wanted = {one for one in expected("post", language) if one in shown}
        assert len(wanted) > 60
        assert {one for one in wanted if one not in said} == set()
        assert {one for one in set(marks_in(ROLE, language)) - shown if one in said} == set()
        assert mark("benefit", language) not in said
