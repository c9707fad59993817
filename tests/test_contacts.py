"""How offices are reached, and where somebody complains: on the organisation's page and with every set of sanctions."""

import json
from pathlib import Path
from typing import Any

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import render_site
from rolebook.render.paper.values import values_of
from rolebook.view import Reader, identity_of
from rolebook.view.paper import paper_of, sanctions_of
from tests.test_visibility import handbook as firm
from tests.test_visibility import write

OFFICE = {
    "id": "ombudsman",
    "kind": "other",
    "name": "Ombudsman",
    "contacts": [
        {"id": "main", "mail": "ask@example.com", "telephone": "+44 20 7946 0000", "hours": "Weekdays 9 to 5"},
        {"id": "spain", "mail": "preguntas@example.com", "entities": ["other"]},
    ],
}


def made(root: Path, **settings: Any) -> Handbook:
    firm(root, {})
    path = root / "content" / "handbook.yml"
    told = json.loads(path.read_text("utf-8"))
    told["entities"].append({"id": "other", "name": "Otra S.L.", "jurisdiction": "ES"})
    write(root, "content/handbook.yml", {**told, "offices": [OFFICE], **settings})
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def pages(book: Handbook) -> dict[str, str]:
    return {one.path: one.text for one in render_site(book)}


def test_the_page_of_the_organisation_says_how_an_office_is_reached(tmp_path: Path) -> None:
    page = pages(made(tmp_path))["en/organisation.md"]
    assert '<a href="mailto:ask@example.com" rel="noopener">' in page
    assert '<a href="tel:+442079460000" rel="noopener">' in page
    assert "Weekdays 9 to 5" in page
    assert "preguntas@example.com</a> · Otra S.L." in page


def test_a_channel_for_complaints_stands_with_every_set_of_sanctions(tmp_path: Path) -> None:
    channel = {"id": "usual", "to": "office:ombudsman", "text": "Nobody learns of it."}
    book = made(tmp_path, complaints=[channel])
    site = pages(book)
    for path in ("en/policies/discipline.md", "en/organisation.md"):
        assert "Nobody learns of it." in site[path]
        assert "Where to complain" in site[path]
    rules, entity = book.discipline, book.entities["other"]
    assert rules is not None
    identity, reader = identity_of(rules, entity, "en"), Reader(book, "en", entity)
    for paper in (paper_of(rules, identity, reader), sanctions_of(rules, identity, reader)):
        text = json.dumps(values_of(paper, language_for("en")))
        assert "Nobody learns of it." in text
        assert "preguntas@example.com" in text
    assert "Where to complain" not in pages(made(tmp_path / "without"))["en/policies/discipline.md"]


def test_a_channel_of_one_employer_is_shown_with_its_own_sanctions_alone(tmp_path: Path) -> None:
    book = made(tmp_path, complaints=[{"id": "usual", "to": "office:ombudsman", "entities": ["other"]}])
    rules = book.discipline
    assert rules is not None
    told = {}
    for name, entity in book.entities.items():
        paper = sanctions_of(rules, identity_of(rules, entity, "en"), Reader(book, "en", entity))
        told[name] = "Where to complain" in json.dumps(values_of(paper, language_for("en")))
    assert told == {"firm": False, "other": True}
