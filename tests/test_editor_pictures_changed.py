"""Pictures replaced and taken out: what shows them is named, all of it is undone, and no kill leaves half."""

import io
import json
import os
import re
import shutil
import stat
import time
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import editor_words
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.desk.pictures import PictureLine, add_picture, picture_lines, remove_picture, replace_picture
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.undo import edits_to_undo, undo
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.register.personal_places import place_of, reports_about
from rolebook.source.editing import SetText, SetValue
from rolebook.store import settle_before_writing
from rolebook.store.removed_bytes import FOLDER
from rolebook.store.together import journal_of
from rolebook.store.working_folder import working_folder
from tests.conftest import EFFORT
from tests.editors import Client, Running
from tests.edits import grown_firm
from tests.kills import traced
from tests.test_edit_door import contents

COOK = DocumentId("role", "cook")
WORDS = editor_words("en")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
FIGURE = {"file": "plan.png", "alt": {"en": "Stove", "es": "Cocina"}}
PAGE = '---\ntitle: Plan\n---\n![Stove](figures/plan.png "Left")\n\n`![Stove](figures/plan.png)`\n'
TITLE = [Change(COOK, SetText(("title",), "en", "Chef", "en"))]


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), colour).save(out, "PNG")
    return out.getvalue()


def pictured(root: Path) -> Path:
    """The firm with a picture that the brand, a role and a page show."""
    (root / "content" / "figures").mkdir(exist_ok=True)
    (root / "content" / "figures" / "plan.png").write_bytes(png("#0d5c63"))
    section = {
        "id": "plan",
        "heading": {"en": "Plan", "es": "Plano"},
        "text": {"en": "As shown.", "es": "Como se ve."},
        "blocks": [{"id": "drawing", "figure": FIGURE}],
    }
    Door(root, "before").write(
        [Change(COOK, SetValue(("sections",), [section])), Change(DocumentId("handbook"), SetValue(("brand",), {}))]
    )
    Door(root, "before").write([Change(DocumentId("handbook"), SetValue(("brand", "cover"), "plan.png"))])
    page = root / "content" / "pages" / "en" / "plan.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(PAGE, "utf-8")
    return root


def line(root: Path, name: str = "plan.png") -> PictureLine:
    return next(one for one in picture_lines(Snapshot(root), WORDS) if one.name == name)


def replaced(root: Path, content: bytes) -> str:
    return replace_picture(Door(root, "a"), Snapshot(root), line(root), content)


def removed(root: Path, name: str = "plan.png") -> None:
    remove_picture(Door(root, "a"), Snapshot(root), line(root, name))


def undone(root: Path) -> None:
    for record in edits_to_undo(root, "a"):
        undo(Door(root, "a"), record["id"])


def kept(root: Path) -> list[Path]:
    return sorted((working_folder(root) / FOLDER).glob("*"))


def test_the_page_names_what_shows_a_picture(root: Path, editor: Running) -> None:
    pictured(root)
    page = Client(editor).get("/pictures")
    told = re.findall(r'<li><a href="([^"]+)">([^<]+)</a></li>', page)
    assert [where for _, where in told] == [
        "Settings › Brand › Cover picture",
        "Cook › Sections",
        "Plan · English",
    ]
    fitting = [href for href, _ in told if href.startswith("/edit/role/cook?at=sections/plan/blocks/drawing/figure")]
    assert fitting == ["/edit/role/cook?at=sections/plan/blocks/drawing/figure#f-file"]
    assert "shown 3 times" in page


def test_a_picture_of_the_same_kind_keeps_its_name(root: Path) -> None:
    before = contents(pictured(root))
    assert replaced(root, png("#ffffff")) == "plan.png"
    now = contents(root)
    assert {name for name in now if now[name] != before[name]} == {"content/figures/plan.png"}
    assert len(kept(root)) == 1
    assert {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (*kept(root), working_folder(root) / FOLDER)} == {0}
    undone(root)
    assert contents(root) == before


def test_a_picture_of_another_kind_is_shown_wherever_the_first_was(root: Path) -> None:
    before = contents(pictured(root))
    assert replaced(root, DRAWING) == "plan.svg"
    assert not [one for one in check_handbook(root).findings if one.code == "missing-figure"]
    assert {use.href.partition("?")[0] for use in line(root, "plan.svg").uses} == {
        "/edit/handbook", "/edit/role/cook", "/page/plan",
    }  # fmt: skip
    page = (root / "content" / "pages" / "en" / "plan.md").read_text("utf-8")
    assert page.count("figures/plan.svg") == 2
    assert len(edits_to_undo(root, "a")) == 1
    undone(root)
    assert contents(root) == before


def test_a_replacement_is_undone_at_its_places_when_a_text_went_on(root: Path) -> None:
    before = contents(pictured(root))
    replaced(root, DRAWING)
    Door(root, "b").write(TITLE)
    undone(root)
    now = contents(root)
    assert {name for name in now if now[name] != before[name]} == {"roles/cook.yml"}
    assert b"plan.png" in now["roles/cook.yml"]
    assert b"Chef" in now["roles/cook.yml"]


def test_what_showed_a_removed_picture_has_a_finding_and_undo_brings_it_back(root: Path, editor: Running) -> None:
    before = contents(pictured(root))
    client = Client(editor)
    seen = line(root).seen
    assert client.post("/picture", which="plan.png", do="remove", seen="")[0] == 400  # nobody saw what shows it
    assert contents(root) == before
    status, headers, _ = client.post("/picture", which="plan.png", do="remove", seen=seen)
    assert (status, headers["location"]) == (303, "/pictures?told=removed-told")
    assert "content/figures/plan.png" not in contents(root)
    missing = [one.location.file for one in check_handbook(root).findings if one.code == "missing-figure"]
    assert sorted(missing) == ["content/handbook.yml", "content/pages/en/plan.md", "roles/cook.yml"]
    client.get("/")
    while json.loads(client.get("/checked"))["checking"]:
        time.sleep(0.05)
    waits = client.get("/edit/role/cook?at=sections/plan/blocks/drawing/figure")
    assert "plan.png" in re.findall(r'id="e-file".*?</div>', waits, re.DOTALL)[0]
    history = client.get("/history")
    assert "removed the picture plan.png" in history
    assert client.post("/undo", id="all")[0] == 303
    assert contents(root) == before


def test_a_picture_that_is_shown_is_not_undone_away(root: Path, editor: Running) -> None:
    client = Client(editor)
    assert client.upload("/pictures", png("#123456"), title="Stove", use="logo")[0] == 303
    record = journal_of(root)[-1]
    assert record["picture"] == ["", "content/figures/stove.png"]
    assert client.post("/undo", id=record["id"])[0] == 303  # the logo went with it
    assert "content/figures/stove.png" not in contents(root)
    assert client.upload("/pictures", png("#123456"), title="Stove")[0] == 303
    Door(root, "b").write([Change(DocumentId("handbook"), SetValue(("brand", "cover"), "stove.png"))])
    status, _, text = client.post("/undo", id=journal_of(root)[-2]["id"])
    assert status == 400
    assert "Settings › Brand › Cover picture" in text
    assert "content/figures/stove.png" in contents(root)


def test_a_picture_that_went_on_is_left_alone(root: Path) -> None:
    pictured(root)
    replaced(root, png("#ffffff"))
    (root / "content" / "figures" / "plan.png").write_bytes(png("#ff0000"))
    with pytest.raises(UserError) as refused:
        undone(root)
    assert refused.value.code == "edit-file-changed"
    assert (root / "content" / "figures" / "plan.png").read_bytes() == png("#ff0000")


def test_only_pictures_of_the_handbook_are_changed(client: Client, root: Path) -> None:
    before = contents(pictured(root))
    for name in ("../handbook.yml", "..%2fhandbook.yml", "plan.png\0", "x.png", ""):
        for do in ("remove", "replace"):
            assert client.post("/picture", which=name, do=do, seen="")[0] in (400, 404), name
    assert client.upload("/picture", b"MZ" * 90, which="plan.png", do="replace")[0] == 400
    assert contents(root) == before


def test_nothing_is_kept_that_no_undo_needs(root: Path) -> None:
    name = add_picture(Door(pictured(root), "a"), Snapshot(root), "Oven", png("#000000"))
    assert kept(root) == []
    removed(root, name)
    assert len(kept(root)) == 1
    (working_folder(root) / "edits.jsonl").unlink()
    add_picture(Door(root, "a"), Snapshot(root), "Oven", png("#111111"))
    assert kept(root) == []


def test_a_picture_that_is_no_longer_kept_is_not_brought_back(root: Path) -> None:
    pictured(root)
    removed(root)
    assert place_of("working", f"{FOLDER}/{kept(root)[0].name}") is not None
    for path in list(reports_about(root, {"person": "E1"})):  # an erasure
        path.unlink()
    assert kept(root) == []
    with pytest.raises(UserError) as refused:
        undone(root)
    assert refused.value.code == "edit-file-changed"


def test_a_journal_of_before_is_read(root: Path) -> None:
    """Then a picture that was added was only noted, and the brand an edit of its own."""
    Door(root, "a").write(TITLE)
    path = working_folder(root) / "edits.jsonl"
    old = {"picture": ["", "content/figures/oven.png"], "at": "2026-01-02T03:04:05+00:00", "actor": "a", "id": "aa"}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**old, "files": []}) + "\n")
    before = contents(root)
    assert [one["id"] for one in edits_to_undo(root, "a")] == [journal_of(root)[0]["id"]]
    undone(root)
    assert contents(root) != before


@pytest.mark.parametrize("other", [png("#ffffff"), DRAWING], ids=["same", "other-kind"])
@pytest.mark.skipif(os.uname().machine != "x86_64", reason="traced on this machine only")
def test_killed_at_any_write_a_picture_is_changed_or_not(tmp_path: Path, other: bytes) -> None:
    """Each replacement is stopped before and after each call that writes; then the next command finishes or forgets."""
    start = pictured(grown_firm(tmp_path / "start" / "firm"))
    places = stopped_everywhere(start, partial(replaced, content=other), tmp_path)
    assert places > 25


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="traced on this machine only")
def test_killed_at_any_write_a_picture_is_removed_and_brought_back_or_not(tmp_path: Path) -> None:
    start = pictured(grown_firm(tmp_path / "start" / "firm"))
    assert stopped_everywhere(start, removed, tmp_path) > 15
    removed(start)
    assert stopped_everywhere(start, undone, tmp_path) > 15


def stopped_everywhere(start: Path, work: "partial[object]", folder: Path) -> int:
    """How many places there are to stop at; in CI every third of them is tried."""
    before = contents(start)
    copied(start, folder / "whole")
    work(folder / "whole" / "firm")
    after, records = contents(folder / "whole" / "firm"), len(journal_of(start))
    shutil.rmtree(folder / "whole")
    assert before != after
    place, step = 0, 3 if EFFORT < 2 else 1
    while True:
        here = copied(start, folder / "here")
        stopped = traced(partial(work, here), place, full=False)
        settle_before_writing(here)
        now = contents(here)
        assert now in (before, after), place
        assert len(journal_of(here)) == records + (now == after), place
        assert not (working_folder(here) / "pending.json").exists()
        if now == after and "undoes" not in journal_of(here)[-1]:
            undone(here)
            assert contents(here) == before, place
        shutil.rmtree(folder / "here")
        if stopped is None:
            return place
        place += step


def copied(start: Path, folder: Path) -> Path:
    shutil.copytree(start, folder / "firm")
    shutil.copytree(working_folder(start), working_folder(folder / "firm"))
    return folder / "firm"
