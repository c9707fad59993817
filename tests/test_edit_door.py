"""One door for writes: several files together or none, collisions said, edits undone."""

import json
import os
import shutil
import stat
from functools import partial
from pathlib import Path

import pytest

from rolebook.diagnostics import UserError
from rolebook.model.base import walk
from rolebook.model.role import Duty, DutyGroup
from rolebook.model.translation.units import State, Translations, Unit
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.edit.confirm import WordsChanged, confirm, words_of
from rolebook.pipeline.edit.documents import DocumentId, documents_in
from rolebook.pipeline.edit.door import Change, Collision, Door
from rolebook.pipeline.edit.inherited import here_only
from rolebook.pipeline.edit.undo import edits_to_undo, undo
from rolebook.pipeline.edit.whole_files import create, delete, rename
from rolebook.source.editing import Insert, Move, Remove, SetText, SetValue
from rolebook.store.together import change_together, journal_of, settle
from rolebook.store.working_folder import working_folder
from tests.edits import grown_firm
from tests.kills import traced

COOK = DocumentId("role", "cook")
CHEF = DocumentId("role", "head-chef")
TITLE = SetText(("title",), "es", "Cocinero: #1", "en")


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_a_stale_write_gets_what_is_there_and_nothing_is_written(root: Path) -> None:
    door = Door(root, "a")
    before = contents(root)
    with pytest.raises(Collision) as refused:
        door.write([Change(COOK, TITLE, "what it never said")])
    assert contents(root) == before
    assert refused.value.theirs
    door.write([Change(COOK, TITLE, refused.value.theirs)])
    door.write([Change(COOK, SetText(("title",), "en", "Chef", "en"), "Cook")])  # another string: no collision


def test_who_writes_what_is_there_already_collides_with_nobody(root: Path) -> None:
    door = Door(root, "a")
    door.write([Change(COOK, TITLE)])
    before = contents(root)
    door.write([Change(COOK, TITLE, "what it said before")])
    assert {name: content for name, content in contents(root).items() if name in before} == before


def test_of_several_changes_all_or_none_are_made(root: Path) -> None:
    before = contents(root)
    with pytest.raises(UserError) as refused:
        Door(root).write([Change(COOK, TITLE), Change(DocumentId("role", "head-chef"), Remove(("nothing",)))])
    assert refused.value.code == "edit-no-place"
    with pytest.raises(UserError) as unknown:
        Door(root).write([Change(COOK, TITLE), Change(DocumentId("role", "../../etc/passwd"), TITLE)])
    assert unknown.value.code == "edit-no-document"
    assert contents(root) == before


def test_undoing_all_own_edits_gives_the_first_bytes(root: Path) -> None:
    before = contents(root)
    door = Door(root, "a")
    door.write([Change(COOK, TITLE), Change(DocumentId("policy", "hygiene"), SetText(("title",), "en", "Clean", "en"))])
    door.write([Change(CHEF, Insert(("duties",), 0, {"id": "new", "text": {"en": "Cuts."}}))])
    door.write([Change(CHEF, Move(("duties", "new"), ("duties",), 1))])
    door.write([Change(COOK, SetValue(("headcount",), 3, ("title", "headcount", "duties")))])
    create(door, DocumentId("role", "waiter"))
    rename(door, DocumentId("role", "waiter"), "waiting-staff")
    for record in edits_to_undo(root, "a"):
        undo(door, record["id"])
    assert contents(root) == before
    assert edits_to_undo(root, "a") == []


def test_an_edit_is_undone_at_its_place_when_the_file_went_on(root: Path) -> None:
    mine = Door(root, "a")
    first = mine.write([Change(COOK, TITLE)])
    Door(root, "b").write([Change(COOK, SetText(("purpose",), "es", "Cocina bien.", "es"))])
    before = check_handbook(root).handbook
    undo(mine, first)
    after = check_handbook(root).handbook
    assert before is not None
    assert after is not None
    assert before.roles["cook"].title.values["es"] == "Cocinero: #1"
    assert after.roles["cook"].title.values["es"] != "Cocinero: #1"
    assert after.roles["cook"].purpose.values["es"] == "Cocina bien."


def test_an_undo_is_refused_with_what_came_between(root: Path) -> None:
    mine = Door(root, "a")
    first = mine.write([Change(COOK, TITLE)])
    Door(root, "b").write([Change(COOK, SetText(("title",), "es", "Otra", "en"))])
    with pytest.raises(Collision) as refused:
        undo(mine, first)
    assert refused.value.theirs == "Otra"
    with pytest.raises(UserError) as foreign:
        undo(Door(root, "b"), first)
    assert foreign.value.code == "edit-no-edit"


def test_the_state_is_beside_the_handbook_and_private(root: Path) -> None:
    Door(root).write([Change(COOK, TITLE)])
    folder = working_folder(root)
    assert folder.parent == root.parent
    assert [one["changes"][0]["document"] for one in journal_of(root)] == [["role", "cook"]]
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (folder, *folder.iterdir())} == {0}


def test_a_new_name_keeps_confirmations_and_is_in_every_reference(root: Path) -> None:
    page = root / "content" / "pages" / "en" / "about.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("---\ntitle: A\n---\nAsk [[role:head-chef|him]].\n", "utf-8")
    errors = {one.code for one in check_handbook(root).findings if one.severity == "error"}
    rename(Door(root), DocumentId("role", "head-chef"), "chief")
    report = check_handbook(root)
    assert report.handbook is not None
    assert {one.code for one in report.findings if one.severity == "error"} <= errors
    assert report.handbook.described["chief"].formerly == ("head-chef",)
    assert report.handbook.roles["post-0"].reports_to == "chief"
    assert report.handbook.roles["night-chef"].extends == "chief"
    texts = [path.read_text("utf-8") for path in root.rglob("*") if path.suffix in (".yml", ".md")]
    assert not [text for text in texts if "role:head-chef" in text]


def test_a_document_that_others_name_is_not_deleted(root: Path) -> None:
    with pytest.raises(UserError) as refused:
        delete(Door(root), DocumentId("role", "head-chef"))
    assert refused.value.code == "edit-referred"
    delete(Door(root), DocumentId("role", "post-1"))
    assert DocumentId("role", "post-1") not in documents_in(root)
    for name in ("../x", "a/b", "index", "cook", "x\0"):
        with pytest.raises(UserError) as taken:
            create(Door(root), DocumentId("role", name))
        assert taken.value.code in ("invalid-id", "file-exists")


def test_an_inherited_item_is_changed_in_the_variant_alone(root: Path) -> None:
    parent, variant = DocumentId("role", "head-chef"), DocumentId("role", "night-chef")
    handbook = check_handbook(root).handbook
    assert handbook is not None
    group = next(one for one in handbook.roles["head-chef"].duties if isinstance(one, DutyGroup))
    duty = group.items[0]
    before = (root / documents_in(root)[parent]).read_bytes()
    changes = here_only(root, variant, parent, "duties", duty.id)
    edit = SetText(("replace", "duties", duty.id, "text"), "en", "Only at night.", "en")
    Door(root).write([*changes, Change(variant, edit)])
    assert here_only(root, variant, parent, "duties", duty.id) == []
    after = check_handbook(root).handbook
    assert after is not None
    told = {one.id: one for one in walk(after.roles["night-chef"]) if isinstance(one, Duty)}
    assert told[duty.id].text.values["en"] == "Only at night."
    assert (root / documents_in(root)[parent]).read_bytes() == before


def test_only_what_was_on_screen_is_confirmed(root: Path) -> None:
    def unit() -> Unit:
        handbook = check_handbook(root).handbook
        assert handbook is not None
        return next(one for one in Translations(handbook).units("en") if one.place == "role/cook/title")

    seen = words_of(unit())
    with pytest.raises(WordsChanged):
        confirm(Door(root), "role/cook/title", "en", {**seen, "es": "Otra"}, "translated")
    assert confirm(Door(root), "role/cook/title", "en", seen, "reviewed")
    assert unit().state is State.REVIEWED


def several(root: Path) -> None:
    Door(root, "a").write(
        [Change(COOK, TITLE), Change(DocumentId("policy", "hygiene"), SetText(("title",), "en", "Clean", "en"))]
    )


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="traced on this machine only")
def test_killed_at_any_write_the_next_command_finishes_it(tmp_path: Path) -> None:
    start = grown_firm(tmp_path / "start")
    before = contents(start)
    shutil.copytree(start, tmp_path / "whole")
    several(tmp_path / "whole")
    after = contents(tmp_path / "whole")
    assert before != after
    place = 0
    while True:
        here = tmp_path / f"here-{place}"
        shutil.copytree(start, here)
        stopped = traced(partial(several, here), place, full=False)
        Door(here, "b").write([Change(DocumentId("role", "post-0"), SetText(("title",), "en", "P", "en"))])
        now = contents(here)
        other = "roles/post-0.yml"
        told = {name: text for name, text in now.items() if name != other}
        done = told == {name: text for name, text in after.items() if name != other}
        assert done or told == {name: text for name, text in before.items() if name != other}, place
        assert [one["actor"] for one in journal_of(here)] == (["a", "b"] if done else ["b"])
        if stopped is None:
            break
        place += 1
    assert place > 10


def test_a_pending_change_is_reverted_where_somebody_else_went_on(root: Path) -> None:
    several(root)
    record = journal_of(root)[0]
    folder = working_folder(root)
    (folder / "edits.jsonl").unlink()
    (folder / "pending.json").write_text(json.dumps(record), "utf-8")
    title = (root / "policies" / "hygiene.yml").read_text("utf-8")
    (root / record["files"][0]["path"]).write_text("title: Somebody\n", "utf-8")
    settle(root)
    assert (root / record["files"][0]["path"]).read_text("utf-8") == "title: Somebody\n"
    assert (root / "policies" / "hygiene.yml").read_text("utf-8") != title
    assert not (folder / "pending.json").exists()
    assert journal_of(root) == []
    assert change_together.__doc__
