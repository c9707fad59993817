"""Nothing that an audience may not see reaches a page of its site: a word of its own stands in every hidden place."""

import json
from pathlib import Path
from typing import Any

import pytest

from rolebook.model.base import models_in
from rolebook.model.library import Competencies
from rolebook.model.policy import Discipline, Policy
from rolebook.model.role import Role
from rolebook.model.visibility import declarations, for_managers
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import SiteOptions, render_site
from rolebook.view import Audience

HIDDEN_WORD = "Zanzibar"
FIELDS: dict[str, Any] = {
    "alternative_titles": [{"id": "alias", "text": HIDDEN_WORD}],
    "code": HIDDEN_WORD,
    "grade": HIDDEN_WORD,
    "territory": HIDDEN_WORD,
    "appointment": {"by": "role:chief", "text": HIDDEN_WORD},
    "dismissal": {"by": "role:chief", "text": HIDDEN_WORD},
    "duties": [{"id": "work", "text": HIDDEN_WORD}],
    "other_tasks": {"kinds": ["related"], "text": HIDDEN_WORD},
    "service_levels": [{"id": "answer", "text": HIDDEN_WORD}],
    "requirements": [{"id": "know", "kind": "knowledge", "text": HIDDEN_WORD}],
    "rights": [{"id": "ask", "text": HIDDEN_WORD}],
    "authority": [{"id": "buy", "text": HIDDEN_WORD}],
    "liability": [{"id": "duty", "text": HIDDEN_WORD}],
    "prohibitions": [{"id": "never", "text": HIDDEN_WORD}],
    "indicators": [{"id": "speed", "text": HIDDEN_WORD}],
    "relations": [{"id": "bank", "side": "external", "text": HIDDEN_WORD}],
    "dimensions": {"text": HIDDEN_WORD},
    "conditions": {"workplace": HIDDEN_WORD},
    "deputising": HIDDEN_WORD,
    "outcomes": [{"id": "served", "text": HIDDEN_WORD}],
    "behaviours": [{"id": "kind", "text": HIDDEN_WORD}],
    "pay": {"variable": HIDDEN_WORD},
    "employment": {"benefits": [{"id": "meals", "text": HIDDEN_WORD}]},
    "sections": [{"id": "norms", "heading": HIDDEN_WORD}],
    "career": {"text": HIDDEN_WORD},
    "legal_basis": [{"id": "law", "text": HIDDEN_WORD}],
}


def write(root: Path, path: str, content: object) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(json.dumps(content), "utf-8")


def handbook(root: Path, clerk: dict[str, Any], chief: dict[str, Any] | None = None) -> Path:
    """A clerk under a chief, a policy that names both, and the disciplinary rules."""
    settings = {
        "language": "en",
        "languages": ["en"],
        "organisation": {"name": "Firm"},
        "entities": [{"id": "firm", "name": "Firm Ltd", "jurisdiction": "GB", "head": "chief"}],
        "departments": [{"id": "office", "name": "Office", "head": "chief"}],
    }
    write(root, "content/handbook.yml", settings)
    work = {"purpose": "Works.", "duties": [{"id": "work", "text": "Works for [[role:chief]]."}]}
    links = {"reports_to": "chief", "deputised_by": ["chief"], "department": "office", "policies": ["rules"]}
    relation = {"relations": [{"id": "boss", "side": "internal", "with": "chief", "gives": "Reports"}]}
    write(root, "roles/clerk.yml", {"title": "Clerk", **work, **links, **relation, **clerk})
    write(root, "roles/chief.yml", {"title": "Chief", **work, "reports_to": "owner", **(chief or {})})
    write(root, "roles/owner.yml", {"title": "Owner", **work})
    sections = [{"id": "a", "heading": "A", "clauses": [{"id": "b", "text": "Ask [[role:chief]].", "offence": "late"}]}]
    rules = {"title": "Rules", "purpose": "Order.", "owner": "role:chief", "scope": {"roles": ["clerk", "chief"]}}
    write(root, "policies/rules.yml", {**rules, "sections": sections})
    late = {
        "id": "late",
        "heading": "Late",
        "severity": "minor",
        "consequences": [{"occurrence": 1, "sanction": "notice"}],
    }
    write(root, "policies/discipline.yml", {"title": "Discipline", "purpose": "Fair.", "offences": [late]})
    return root


def site(root: Path, audience: Audience) -> str:
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    pages = list(render_site(report.handbook, SiteOptions(audience)))
    assert len(pages) >= 6
    return "".join(page.path + page.text for page in pages)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_for_managers_is_on_no_staff_page(field: str, tmp_path: Path) -> None:
    clerk = {field: FIELDS[field], "field_visibility": {field: "managers"}}
    if field == "relations":
        clerk["relations"] = FIELDS[field]
    root = handbook(tmp_path, clerk)
    assert HIDDEN_WORD not in site(root, Audience.STAFF)
    assert HIDDEN_WORD in site(root, Audience.MANAGERS)


def test_a_role_for_managers_is_named_on_no_staff_page(tmp_path: Path) -> None:
    root = handbook(tmp_path, {}, {"title": HIDDEN_WORD, "visibility": "managers"})
    assert HIDDEN_WORD not in site(root, Audience.STAFF)
    assert "roles/chief" not in site(root, Audience.STAFF)
    assert HIDDEN_WORD in site(root, Audience.MANAGERS)


def test_who_reports_to_a_hidden_role_stays_in_chart_and_list(tmp_path: Path) -> None:
    root = handbook(tmp_path, {}, {"visibility": "managers"})
    report = check_handbook(root)
    assert report.handbook is not None
    page = next(page for page in render_site(report.handbook) if page.path == "en/organisation.md")
    assert page.text.count(">Clerk<") == 1  # the chart is the list


def test_rules_for_managers_are_named_on_no_staff_page(tmp_path: Path) -> None:
    root = handbook(tmp_path, {})
    path = root / "policies" / "discipline.yml"
    rules = json.loads(path.read_text("utf-8"))
    rules["offences"][0]["heading"] = HIDDEN_WORD
    path.write_text(json.dumps({**rules, "title": HIDDEN_WORD, "visibility": "managers"}), "utf-8")
    assert HIDDEN_WORD not in site(root, Audience.STAFF)
    assert HIDDEN_WORD in site(root, Audience.MANAGERS)


def test_a_page_that_leaves_something_out_shows_no_fingerprint(tmp_path: Path) -> None:
    """It would tell of the grade: whoever knows the rest can try all grades."""
    root = handbook(tmp_path, {"grade": "G7"})
    report = check_handbook(root)
    assert report.handbook is not None
    pages = {page.path: page.text for page in render_site(report.handbook)}
    assert "rb1:" not in pages["en/roles/clerk.md"]
    assert "rb1:" in pages["en/roles/owner.md"]


def test_staff_matters_are_on_no_public_page(tmp_path: Path) -> None:
    root = handbook(tmp_path, {"title": HIDDEN_WORD}, {"visibility": "public"})
    assert HIDDEN_WORD not in site(root, Audience.PUBLIC)
    assert "Chief" in site(root, Audience.PUBLIC)


@pytest.mark.parametrize("document", [Role, Policy, Discipline])
def test_every_field_of_a_document_declares_who_sees_it(document: type[Role | Policy | Discipline]) -> None:
    assert len(document.model_fields) > 20
    assert declarations(document).keys() == document.model_fields.keys()


def test_only_declarations_of_whole_documents_and_of_competencies_hide_a_field() -> None:
    """A part inside a document is shown with the field that holds it, so it cannot hide a field of its own."""
    hiding = {model.__name__ for model in models_in(Role, Policy, Discipline, Competencies) if for_managers(model)}
    assert hiding == {"Role", "Competency"}
