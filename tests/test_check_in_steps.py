"""A check in steps: what is known at once is a part of the whole, and what an editor ends with is the whole."""

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from rolebook.checks.engine import WITHIN, local_findings
from rolebook.diagnostics.record import as_record
from rolebook.model.handbook import Handbook
from rolebook.model.policy import Policy
from rolebook.model.role import Role
from rolebook.model.translation.text_addresses import PAGES, documents_of
from rolebook.pipeline.check.check import check_handbook, find_at_once, read_to_check
from rolebook.pipeline.edit.documents import documents_in
from rolebook.pipeline.edit.workspace import Workspace
from rolebook.store.cache import VARIABLE
from tests.conftest import EFFORT
from tests.edits import EDITS, WORDS, grown_firm, say_otherwise


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return grown_firm(tmp_path / "firm")


def among_strangers(handbook: Handbook, place: str) -> Handbook:
    """The handbook whose other roles and policies keep nothing but their ids, those of before among them."""
    kept, role = {place.partition("/")[2]}, handbook.described.get(place.partition("/")[2])
    while role is not None and role.extends:
        kept.add(role.extends)
        role = handbook.described.get(role.extends)
    bare = {"title": {"en": "a"}, "purpose": {"en": "a"}, "duties": [{"id": "a", "text": {"en": "a"}}], "revision": "1"}
    said = {
        "purpose": {"en": "a"},
        "sections": [{"id": "a", "heading": {"en": "a"}, "clauses": [{"id": "a", "text": {"en": "a"}}]}],
    }
    role_kept = kept if place.startswith("role/") else set()
    policy_kept = kept if place.startswith("policy/") else set()
    roles = {
        name: one
        if name in role_kept
        else Role.model_validate({**bare, "id": name, "formerly": one.formerly, "abstract": one.abstract})
        for name, one in handbook.described.items()
    }
    policies = {
        name: one
        if name in policy_kept
        else Policy.model_validate({"id": name, "title": {"en": "a"}, "formerly": one.formerly, **said})
        for name, one in handbook.policies.items()
    }
    families = {name: one for name, one in roles.items() if one.abstract}
    held = {name: one for name, one in roles.items() if not one.abstract}
    return replace(handbook, roles=held, families=families, policies=policies, focus=frozenset({place}))


def test_checks_within_a_document_see_of_others_no_more_than_their_ids(sample: Handbook) -> None:
    seen = 0
    for place in [*(place for place, _ in documents_of(sample)), PAGES]:
        alone = local_findings(among_strangers(sample, place), WITHIN)
        whole = local_findings(replace(sample, focus=frozenset({place})), WITHIN)
        assert alone == whole
        seen += len(whole)
    assert seen > 5


def test_what_is_known_at_once_is_part_of_the_whole_and_an_editor_ends_with_the_whole(root: Path) -> None:
    workspace, draw, known = Workspace(root), random.Random(7), 0
    for turn in range(9 * EFFORT):
        (say_otherwise if turn % 3 else draw.choice(EDITS))(draw, root)
        read = read_to_check(root)
        snapshot = workspace.now()
        told = [as_record(one) for one in snapshot.report.findings]
        with pytest.MonkeyPatch.context() as clean:
            clean.setenv(VARIABLE, "off")
            assert told == [as_record(one) for one in check_handbook(root).findings]
        for document, path in documents_in(root).items():
            at_once = [as_record(one) for one in find_at_once(read, document.place, path)]
            assert all(one in told for one in at_once), document
            known += len(at_once)
    assert known > 10


def test_a_form_is_there_before_the_check_and_keeps_what_was_known_of_others(root: Path) -> None:
    workspace = Workspace(root)
    first = workspace.now()
    assert first.known_findings == () or first.is_checked
    assert first.report.findings
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("department: kitchen", "department: kitchn"), "utf-8")
    second = workspace.now()
    document = next(one for one in second.documents if one.name == "head-chef")
    assert "unknown-department" in {one.finding.code for one in second.findings_of(document)}
    if not second.is_checked:
        kept = {one.finding.location.file for one in second.known_findings}
        assert kept - {"roles/head-chef.yml"} <= {one.location.file for one in first.report.findings}
    end = time.monotonic() + 60
    while not second.is_checked and time.monotonic() < end:
        time.sleep(0.05)
    assert second.is_checked, "nobody asked for it"
    assert workspace.now() is second


def test_what_is_known_of_one_document_stays_when_another_changes(root: Path) -> None:
    """A check that looked beyond its document made a cached run forget the rest of what was known there."""
    cook, chef = root / "roles" / "cook.yml", root / "roles" / "head-chef.yml"
    cook.write_text(f"{cook.read_text('utf-8')}languages: [en, fr]\nterritory: {{en: {WORDS[0]}, es: 8 d}}\n", "utf-8")
    before = [as_record(one) for one in check_handbook(root).findings]
    assert len([one for one in before if one[0][0] == "roles/cook.yml"]) > 1
    chef.write_text(f"{chef.read_text('utf-8')}\n# a comment\n", "utf-8")
    assert [as_record(one) for one in check_handbook(root).findings] == before
