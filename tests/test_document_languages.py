"""`languages` of a document narrows what is asked for; `prevails` is on paper and site."""

from pathlib import Path
from typing import Any

import pytest

from rolebook.model.handbook import Handbook
from rolebook.model.translation.units import State, Translations
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import render_site
from rolebook.view import Reader, fingerprint, identity_of
from rolebook.view.paper import paper_of
from tests.papers import jobs
from tests.test_visibility import write


def made(root: Path, entity: dict[str, Any] | None = None, **cook: Any) -> Handbook:
    employer = {"id": "firm", "name": "Firm", "jurisdiction": "NZ", "languages": ["en", "ru"], **(entity or {})}
    settings = {"language": "en", "languages": ["en", "ru"], "organisation": {"name": "Firm"}, "entities": [employer]}
    write(root, "content/handbook.yml", settings)
    duties = [{"id": "cook", "text": "Cooks the meals."}]
    write(root, "roles/cook.yml", {"title": "Cook", "purpose": "Cooks.", "duties": duties, **cook})
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def missing(book: Handbook) -> set[str]:
    return {unit.place for unit in Translations(book).units("ru") if unit.state is State.MISSING}


def test_nobody_is_asked_for_a_language_that_the_document_is_not_wanted_in(tmp_path: Path) -> None:
    assert "role/cook/duties/cook" in missing(made(tmp_path / "all"))
    assert not {place for place in missing(made(tmp_path / "one", languages=["en"])) if place.startswith("role/")}


def test_a_document_is_printed_in_its_own_languages(tmp_path: Path) -> None:
    book = made(tmp_path, languages=["en"])
    assert [job.target.name for job in jobs(book, tmp_path / "out", "cook")] == ["cook.firm.en.pdf"]
    assert book.language_for(book.roles["cook"], book.entities["firm"], "ru") == "en"


def test_languages_do_not_count_for_the_fingerprint(tmp_path: Path) -> None:
    prints = set()
    for name, more in (("one", {}), ("two", {"languages": ["en"]})):
        book = made(tmp_path / name, **more)
        cook, entity = book.roles["cook"], book.entities["firm"]
        prints.add(fingerprint(book, cook, identity_of(cook, entity, "en")))
    assert len(prints) == 1


@pytest.mark.parametrize(
    ("entity", "name", "own"), [({}, "English", "English"), ({"prevails": "ru"}, "Russian", "Русский")]
)
def test_paper_and_page_say_which_language_prevails(
    entity: dict[str, Any], name: str, own: str, tmp_path: Path
) -> None:
    book = made(tmp_path, entity)
    cook, employer = book.roles["cook"], book.entities["firm"]
    paper = paper_of(cook, identity_of(cook, employer, "en"), Reader(book, "en", employer))
    assert f"The version in this language controls: {name}." in paper.notices
    page = next(one.text for one in render_site(book) if one.path == "en/roles/cook.md")
    assert (f"controls: {own}" in page) is bool(entity)
