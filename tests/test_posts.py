"""Posts without a description and families: in chart, list and text, without a page, a paper or an acknowledgement."""

from pathlib import Path
from typing import Any

import pytest

from rolebook.model.acknowledgement import acknowledgements_due
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import texts_of
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import SiteOptions, render_site
from rolebook.view import Audience, Reader, identity_of
from rolebook.view.paper import paper_of
from tests.test_visibility import write

WORK = {"purpose": "Works.", "duties": [{"id": "work", "text": "Works for [[role:owner]]."}]}


@pytest.fixture
def settings() -> dict[str, Any]:
    return {
        "language": "en",
        "languages": ["en", "ru"],
        "organisation": {"name": "Firm"},
        "entities": [{"id": "firm", "name": "Firm Ltd", "jurisdiction": "GB", "head": "owner"}],
        "posts": [
            {"id": "owner", "title": {"en": "Owner", "ru": "Владелец"}, "reports_to": "ministry"},
            {"id": "ministry", "title": {"en": "Ministry", "ru": "Министерство"}, "kind": "external"},
            {"id": "auditor", "title": {"en": "Auditor", "ru": "Аудитор"}, "kind": "external"},
        ],
    }


def made(root: Path, settings: dict[str, Any]) -> Handbook:
    write(root, "content/handbook.yml", settings)
    family = {"title": "Kitchen staff", "abstract": True, "rights": [{"id": "refuse", "text": "May refuse."}]}
    write(root, "roles/kitchen-staff.yml", family)
    write(root, "roles/cook.yml", {"title": "Cook", "extends": "kitchen-staff", "reports_to": "owner", **WORK})
    write(root, "roles/porter.yml", {"title": "Porter", "extends": "kitchen-staff", "reports_to": "cook", **WORK})
    clauses = [{"id": "wash", "text": "Wash your hands."}]
    scope = {"roles": ["kitchen-staff"]}
    policy = {"title": "Hygiene", "purpose": "Health.", "scope": scope, "acknowledgement": {"form": "read"}}
    write(root, "policies/hygiene.yml", {**policy, "sections": [{"id": "a", "heading": "A", "clauses": clauses}]})
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def pages(handbook: Handbook, audience: Audience = Audience.STAFF) -> dict[str, str]:
    return {page.path: page.text for page in render_site(handbook, SiteOptions(audience))}


def test_a_post_without_a_description_is_in_chart_and_text_in_the_readers_language(
    tmp_path: Path, settings: dict[str, Any]
) -> None:
    site = pages(made(tmp_path, settings))
    chart, drawn = site["ru/organisation.md"], site["ru/organisation.svg"]
    assert chart.count("Владелец") == 3  # its box, the name of what it unfolds, head of the employer
    assert " outside" in chart
    assert drawn.count('<g class="post outside">') == 1
    assert "Аудитор" not in drawn
    assert "Аудитор" not in chart  # leads nobody
    cook = site["en/roles/cook.md"]
    assert "Works for owner" in cook
    assert "roles/owner" not in cook + chart
    assert not any("owner" in path or "ministry" in path for path in site)


def test_a_post_for_managers_is_named_on_no_staff_page(tmp_path: Path, settings: dict[str, Any]) -> None:
    settings["posts"][0]["visibility"] = "managers"
    handbook = made(tmp_path, settings)
    assert "Owner" not in "".join(pages(handbook).values())
    assert "Owner" in "".join(pages(handbook, Audience.MANAGERS).values())


def test_a_family_is_listed_with_its_roles_and_has_no_page(tmp_path: Path, settings: dict[str, Any]) -> None:
    site = pages(made(tmp_path, settings))
    assert "Kitchen staff" in site["en/roles/index.md"]
    assert "Kitchen staff" in site["en/roles/cook.md"]
    assert "Kitchen staff" not in site["en/organisation.md"]
    assert not any("kitchen-staff" in path for path in site)


def test_the_texts_of_a_family_and_of_posts_are_translated(tmp_path: Path, settings: dict[str, Any]) -> None:
    places = {placed.place for placed in texts_of(made(tmp_path, settings))}
    assert {"role/kitchen-staff/title", "role/kitchen-staff/rights/refuse", "handbook/posts/owner/title"} <= places
    assert "role/cook/rights/refuse" not in places


def test_a_scope_that_names_a_family_binds_its_roles(tmp_path: Path, settings: dict[str, Any]) -> None:
    handbook = made(tmp_path, settings)
    entity = handbook.entities["firm"]
    due = acknowledgements_due(handbook, handbook.roles["cook"], entity)
    assert [one.document.id for one in due if one.document.id == "hygiene"] == ["hygiene"]
    assert "kitchen-staff" not in handbook.roles


def test_a_fingerprint_stays_when_somebody_describes_the_post(tmp_path: Path, settings: dict[str, Any]) -> None:
    before, after = made(tmp_path / "one", settings), None
    settings["posts"] = settings["posts"][1:]
    write(tmp_path / "two", "roles/owner.yml", {"title": "Proprietor", "purpose": "Owns.", "duties": WORK["duties"]})
    after = made(tmp_path / "two", settings)
    papers = [
        paper_of(book.roles["cook"], identity_of(book.roles["cook"], entity, "en"), Reader(book, "en", entity))
        for book in (before, after)
        for entity in book.settings.entities
    ]
    assert len({paper.fingerprint for paper in papers}) == 1
    shown = [one for paper in papers for fact in paper.position for one in fact.prose]
    assert {"Owner", "Proprietor"} <= {getattr(run, "text", "") for one in shown for run in one.runs}
