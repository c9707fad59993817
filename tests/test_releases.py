"""Releases: baselines that never change, the difference in words, and what may not be released."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rolebook.diagnostics import Message, Severity, UserError
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.release.release import Decision, compare, release_documents
from rolebook.source.editing import Insert, Move, SetValue, edit_file
from tests.messages import says
from tests.registers import on_one_page
from tests.test_cli import rolebook

ROLE = "roles/team-member.yml"
FIRST = Decision(approver="office:head-of-entity", released=date(2027, 1, 1))
RELEASES = "content/releases/role/team-member"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh handbook whose every document is released."""
    init_handbook(tmp_path / "shop", ("en", "es"), ("ES",))
    on_one_page(tmp_path / "shop")
    release_documents(tmp_path / "shop", FIRST)
    return tmp_path / "shop"


def change(root: Path, old: str, new: str, file: str = ROLE) -> None:
    path = root / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def revise(root: Path, old: str, new: str) -> None:
    change(root, old, new)
    change(root, 'revision: "1.0"', 'revision: "1.1"')


def errors(root: Path) -> list[tuple[str, str, int]]:
    found = check_handbook(root).findings
    return [(one.code, one.location.file, one.location.line) for one in found if one.severity is Severity.ERROR]


def test_a_release_keeps_words_values_and_fingerprints_in_every_confirmed_language(shop: Path) -> None:
    told = json.loads((shop / RELEASES / "1.0.json").read_text("utf-8"))
    assert (told["change"], told["approver"], told["released"]) == ("first", "office:head-of-entity", "2027-01-01")
    assert told["words"]["es"]["duties/serve/text"] == "Atender y resolver las peticiones de cada [[customer]]."
    assert told["values"]["duties/serve/frequency"] == "daily"
    assert set(told["fingerprints"]["employer-es"]) == {"en", "es"}


def test_releasing_again_without_a_change_writes_nothing(shop: Path) -> None:
    assert release_documents(shop, FIRST)[1] == []


def test_a_change_without_a_new_revision_is_told_at_the_revision(shop: Path) -> None:
    change(shop, "frequency: daily", "frequency: weekly")
    assert errors(shop) == [("changed-without-revision", ROLE, 16)]
    assert release_documents(shop, FIRST)[0].failed


def test_another_order_is_a_change_too(shop: Path) -> None:
    """The numbers of a paper and what is signed follow the order of its lists."""
    path = shop / ROLE
    second = {"id": "tidy", "text": {"en": "Keeps the shop tidy.", "es": "Mantener la tienda ordenada."}}
    edits = [Insert(("duties",), 1, second), SetValue(("revision",), "1.1")]
    path.write_text(edit_file(path.read_text("utf-8"), ROLE, edits), "utf-8")
    assert release_documents(shop, replace(FIRST, change="substantive", released=date(2027, 2, 1)))[1]
    assert errors(shop) == []
    moved = edit_file(path.read_text("utf-8"), ROLE, [Move(("duties", "tidy"), ("duties",), 0)])
    path.write_text(moved, "utf-8")
    assert [one[:2] for one in errors(shop)] == [("changed-without-revision", ROLE)]
    path.write_text(edit_file(moved, ROLE, [Move(("duties", "tidy"), ("duties",), 1)]), "utf-8")
    assert errors(shop) == []


def test_an_employer_that_is_new_since_a_release_was_released_nothing_that_could_have_changed(shop: Path) -> None:
    there = "    jurisdiction: ES\n"
    change(shop, there, f"{there}  - {{id: employer-gb, name: Employer, jurisdiction: GB}}\n", "content/handbook.yml")
    policy = "policies/working-together.yml"
    clause = "      - {id: greet, kind: obligation, jurisdictions: [GB], text: {en: We greet., es: Saludamos.}}\n"
    change(shop, "    clauses:\n", f"    clauses:\n{clause}", policy)
    assert errors(shop) == []
    change(shop, "jurisdictions: [GB], ", "", policy)
    assert errors(shop) == [("changed-without-revision", policy, 18)]


def test_layout_comments_and_order_of_files_change_nothing(shop: Path) -> None:
    change(shop, "department: team\n", "# a comment\ndepartment:   team\n")
    assert errors(shop) == []


def test_an_editorial_change_is_wording_only(shop: Path) -> None:
    revise(shop, "first week.", "the first week.")
    (path,) = release_documents(shop, Decision("A", date(2027, 2, 1), "editorial", ("team-member",)))[1]
    assert json.loads(path.read_text("utf-8"))["change"] == "editorial"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("frequency: daily", "frequency: weekly"),
        ("first week.", "first 2 weeks."),
        ("every [[customer]]", "every customer"),
        ("  - {id: teamwork, level: basic}", "  - {id: teamwork, level: advanced}"),
        ("requirements:\n", "requirements:\n  - {id: more, kind: skill, text: {en: More., es: Más.}}\n"),
    ],
    ids=["value", "number", "reference", "level", "item"],
)
def test_a_change_of_substance_cannot_be_released_as_editorial(shop: Path, old: str, new: str) -> None:
    revise(shop, old, new)
    with pytest.raises(UserError, match="not-editorial"):
        release_documents(shop, Decision("A", date(2027, 2, 1), "editorial", ("team-member",)))
    assert not (shop / RELEASES / "1.1.json").exists()


def test_the_difference_is_told_in_words(shop: Path) -> None:
    revise(shop, "first week.", "first day.")
    release_documents(shop, Decision("A", date(2027, 2, 1), documents=("team-member",)))
    done = rolebook("diff", "team-member", "1.0", "1.1", "--language", "en", cwd=shop)
    assert done.stdout == "requirements/start/text: Introduction by the team lead, first [-week-]{+day+}.\n"
    (found,) = compare(shop, "team-member", ("1.0", "1.1"), "en")
    assert [(one.act, one.text) for one in found.passages][1:3] == [("removed", "week"), ("added", "day")]


def test_added_and_removed_items_are_told_whole(shop: Path) -> None:
    revise(shop, "sign_off: standard", "rights: [{id: new, text: {en: May rest.}}]\nsign_off: standard")
    found = compare(shop, "team-member", (), "en")
    assert [(one.place, one.act) for one in found] == [("rights/new/text", "added")]


def test_chinese_is_compared_sign_by_sign(tmp_path: Path) -> None:
    init_handbook(tmp_path, ("zh", "en"), ("CN",))
    release_documents(tmp_path, FIRST)
    path = tmp_path / ROLE
    text = path.read_text("utf-8")
    path.write_text(text.replace("frequency: daily", "result: {zh: 当日完成。, en: Done today.}"), "utf-8")
    found = {one.place: one.act for one in compare(tmp_path, "team-member", (), "zh")}
    assert found == {"duties/serve/result": "added", "duties/serve/frequency": "removed"}


def test_a_revision_that_is_overtaken_is_told(shop: Path) -> None:
    change(shop, 'revision: "1.0"', 'revision: "1.1"\neffective: 2027-03-01')
    release_documents(shop, Decision("A", date(2027, 2, 1), documents=("team-member",)))
    change(shop, 'revision: "1.1"\neffective: 2027-03-01', 'revision: "1.2"\neffective: 2027-02-15')
    assert errors(shop) == [("effective-overtaken", ROLE, 17)]


@pytest.mark.parametrize(
    ("name", "text"),
    [("1.0.json", "{"), ("1.0.json", "[]"), ("1.0.json", '{"notation": "rolebook-release/1"}'), ("9.json", None)],
    ids=["json", "list", "keys", "place"],
)
def test_a_damaged_or_moved_release_is_told(shop: Path, name: str, text: str | None) -> None:
    whole = (shop / RELEASES / "1.0.json").read_text("utf-8")
    (shop / RELEASES / name).write_text(whole if text is None else text, "utf-8")
    assert [(code, file) for code, file, _ in errors(shop)] == [("broken-release", f"{RELEASES}/{name}")]


def test_a_release_of_nothing_is_told_with_the_nearest_id(shop: Path) -> None:
    (shop / "content/releases/role/team-membr").mkdir()
    whole = (shop / RELEASES / "1.0.json").read_text("utf-8")
    (shop / "content/releases/role/team-membr/1.0.json").write_text(whole.replace('"team-member"', '"team-membr"'))
    (found,) = (one for one in check_handbook(shop).findings if one.code == "unknown-release")
    assert found.arguments["suggestion"] == "team-member"


def test_references_to_a_document_that_is_gone_say_so_and_to_a_renamed_one_its_name(shop: Path) -> None:
    lead = shop / "roles" / "team-lead.yml"
    told = lead.read_text("utf-8").replace("purpose:", "deputised_by: [team-member]\npurpose:", 1)
    lead.write_text(told, "utf-8")
    path = shop / ROLE
    text = path.read_text("utf-8")
    path.unlink()
    told = [(one.hint, one.arguments["id"]) for one in check_handbook(shop).findings if one.code == "unknown-role"]
    assert ("was-released", "team-member") in told
    path.with_name("shop-hand.yml").write_text(f"formerly: [team-member]\n{text}", "utf-8")
    (found, *_) = [one for one in check_handbook(shop).findings if one.code == "unknown-role"]
    assert (found.hint, found.arguments["suggestion"]) == ("was-renamed", "shop-hand")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["diff", "team-member", "9"], Message("unknown-revision", id="team-member", revision="9")),
        (["diff", "nobody"], Message("unknown-document", id="nobody")),
        (["release", "--approver", "A", "--note", "what"], Message("needs-language", value="what")),
    ],
)
def test_wrong_use_is_one_line(shop: Path, words: list[str], why: Message) -> None:
    done = rolebook(*words, cwd=shop)
    assert done.returncode == 2
    assert says(done.stderr, why)
