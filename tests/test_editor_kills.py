"""An editor killed while it saves, and its journal cut anywhere: every file whole, every edit done or undone."""

import json
import random
import shutil
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from bench.editor import Editor

from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.undo import undo
from rolebook.pipeline.edit.whole_files import rename
from rolebook.source.editing import SetText
from rolebook.store.cache import VARIABLE
from rolebook.store.together import journal_of, settle_before_writing
from rolebook.store.working_folder import working_folder
from tests.conftest import EFFORT
from tests.edits import grown_firm
from tests.test_edit_door import contents

CHEF = DocumentId("role", "head-chef")
NAMES = ("head-chef", "chef-of-all")


def said(root: Path, number: int) -> None:
    """What a save of the form does."""
    Door(root).write([Change(DocumentId("role", "post-0"), SetText(("title",), "en", f"Work {number}", "en"))])


def renamed(root: Path, number: int) -> None:
    """What a change of the short name does: it touches every file that names it."""
    rename(Door(root), DocumentId("role", NAMES[number % 2]), NAMES[(number + 1) % 2])


def test_killed_at_any_moment_a_save_is_done_or_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    root, draw = grown_firm(tmp_path / "firm"), random.Random(5)
    editor = Editor(root)
    editor.wait()
    done = undone = names = 0
    lasted = {said: 0.05, renamed: 0.3}
    for turn in range(4 * EFFORT):
        work = renamed if turn % 2 else said
        before, records = contents(root), len(journal_of(root))
        shutil.copytree(root, shadow := tmp_path / f"shadow-{turn}")
        work(shadow, names if work is renamed else turn)
        after = contents(shadow)
        if work is renamed:
            fields = {"document": f"role/{NAMES[names % 2]}", "name": NAMES[(names + 1) % 2]}
            post = partial(editor.post, "/rename", **fields)
        else:
            page = editor.get("/edit/role/post-0")
            base = page.partition('name="b:title:en" value="')[2].partition('"')[0]
            fields = {
                "document": "role/post-0",
                "at": "",
                "shown": "en",
                "b:title:en": base,
                "v:title:en": f"Work {turn}",
            }
            post = partial(editor.post, "/save", **fields)
        began = time.perf_counter()
        thread = threading.Thread(target=quietly, args=(post,))
        thread.start()
        if turn >= 2:
            time.sleep(draw.uniform(0, lasted[work] * 1.2))
            editor.kill()
        thread.join()
        if turn < 2:
            lasted[work] = time.perf_counter() - began
            editor.kill()
        settle_before_writing(root)
        now = contents(root)
        assert now in (before, after), turn
        is_done = now == after
        assert len(journal_of(root)) == records + is_done
        assert not (working_folder(root) / "pending.json").exists()
        done, undone = done + is_done, undone + (not is_done)
        names += is_done and work is renamed
        if turn + 1 < 4 * EFFORT:
            editor = Editor(root)
            editor.wait()
    assert done >= 2
    assert done + undone == 4 * EFFORT


def quietly(post: "partial[tuple[int, str]]") -> None:
    with suppress(OSError, RuntimeError, IndexError, ValueError):  # killed
        post()


def test_a_journal_cut_anywhere_loses_no_file_and_blocks_nothing(root: Path, tmp_path: Path) -> None:
    said(root, 1)
    renamed(root, 0)
    journal = (working_folder(root) / "edits.jsonl").read_bytes()
    last = len(journal.rstrip(b"\n").rpartition(b"\n")[0]) + 1
    cuts = sorted({*range(last, len(journal), max(1, (len(journal) - last) // (40 * EFFORT))), last, len(journal) - 1})
    expected = contents(root)
    for cut in cuts:
        here = tmp_path / "here"
        shutil.copytree(root, here / "firm")
        shutil.copytree(working_folder(root), working_folder(here / "firm"))
        (working_folder(here / "firm") / "edits.jsonl").write_bytes(journal[:cut])
        settle_before_writing(here / "firm")
        assert contents(here / "firm") == expected
        said(here / "firm", 2)
        records = journal_of(here / "firm")
        assert len(records) == (3 if cut == len(journal) - 1 else 2), cut
        undo(Door(here / "firm"), records[-1]["id"])
        assert contents(here / "firm") == expected
        shutil.rmtree(here)


def test_a_pending_change_cut_anywhere_was_not_begun(root: Path) -> None:
    """It is on disk as a whole before the first file is touched: what is torn says that none was."""
    said(root, 1)
    record = json.dumps(journal_of(root)[0]).encode()
    before = contents(root)
    pending = working_folder(root) / "pending.json"
    for cut in (*range(0, len(record), max(1, len(record) // 40)), len(record) - 1):
        pending.write_bytes(record[:cut])
        settle_before_writing(root)
        assert not pending.exists()
        assert contents(root) == before
    for other in (b"[]", b"{}", b"null", b'{"id": 1}', b"\xff\xfe"):
        pending.write_bytes(other)
        said(root, 2)
        assert not pending.exists()
    assert len(journal_of(root)) == 6
