"""The editor while it is being loaded, and what it keeps in memory while it is edited for long."""

import gc
import json
import os
import re
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from starlette.types import ASGIApp

from rolebook.language.editor_words import editor_words
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.last_screen import last_screen
from rolebook.pipeline.edit.workspace import Snapshot, Workspace
from rolebook.pipeline.reading.memory import ReadingMemory
from rolebook.store.cache import VARIABLE
from rolebook.web.application import screens_of
from rolebook.web.guard import Guard
from rolebook.web.opening import Opening
from rolebook.web.sessions import Sessions
from tests.browser import DESKTOP, visit
from tests.editors import Client, running, serving


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))


def checked_page(root: Path) -> str:
    """The first screen after the check, in an editor that is closed again."""
    with running(root) as editor:
        client = Client(editor)
        client.get("/")
        while json.loads(client.get("/checked"))["checking"]:
            time.sleep(0.05)
        return client.get("/")


def findings_of(page: str) -> list[str]:
    return re.findall('class="said">(.*?)</span>', page)


def test_the_first_page_is_there_before_the_handbook_was_read(root: Path) -> None:
    known = findings_of(checked_page(root))
    assert known
    go_on = threading.Event()
    with serving(opening_of(root, go_on)) as editor:
        client = Client(editor)
        page = client.get("/")
        assert findings_of(page) == known
        at = (last_screen(root, "en") or {})["at"]
        assert f"What the last check found, {editor_words('en').moment(at)}:" in page
        assert "data-checking" in page
        assert '<a href="/">' in page  # without script the page is asked for again
        assert json.loads(client.get("/checked")) == {"checking": True}
        assert client.send("GET", "/static/editor.js")[0] == 200
        assert client.send("GET", "/static/base.html")[0] == 404
        answers: list[str] = []
        waiting = threading.Thread(target=lambda: answers.append(client.get("/edit/role/head-chef")))
        waiting.start()
        waiting.join(0.2)
        assert waiting.is_alive()
        go_on.set()
        waiting.join(30)
        assert 'action="/save"' in answers[0]
        while json.loads(client.get("/checked"))["checking"]:
            time.sleep(0.05)
        fresh = client.get("/")
        assert findings_of(fresh) == known
        assert "What the last check found" not in fresh


def opening_of(root: Path, go_on: threading.Event) -> Callable[[Sessions, int], ASGIApp]:
    """An editor that is not loaded before `go_on`."""

    def load() -> tuple[ASGIApp, Callable[[], object]]:
        go_on.wait(60)
        workspace = Workspace(root)
        workspace.now()
        return screens_of(workspace), workspace.warm_up

    def make(sessions: Sessions, port: int) -> ASGIApp:
        opening = Opening(root, load, settle=False)
        opening.start()
        return Guard(opening, sessions, port)

    return make


def test_a_first_page_without_a_check_before_says_that_one_is_under_way(root: Path) -> None:
    go_on = threading.Event()
    with serving(opening_of(root, go_on)) as editor:
        page = Client(editor).get("/")
        go_on.set()
    assert "The check is under way" in page
    assert "What the last check found" not in page
    assert "Nothing to do" not in page
    assert not findings_of(page)


def test_what_was_known_in_another_language_is_not_shown(root: Path) -> None:
    assert findings_of(checked_page(root))
    assert last_screen(root, "en")
    assert last_screen(root, "es") is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_editor_that_cannot_be_loaded_says_so_at_once(root: Path) -> None:
    def fail() -> Any:
        raise OSError("no memory")

    with serving(lambda sessions, port: Guard(started(Opening(root, fail)), sessions, port)) as editor:
        client = Client(editor)
        assert client.send("GET", "/list/role")[0] == 500
        assert client.send("GET", "/")[0] == 500


def started(opening: Opening) -> Opening:
    opening.start()
    return opening


def test_strangers_are_refused_while_it_is_loaded(root: Path) -> None:
    go_on = threading.Event()
    with serving(opening_of(root, go_on)) as editor:
        client = Client(editor)
        assert client.send("GET", "/", Cookie="")[0] == 303
        assert client.send("GET", "/", Host="evil.example")[0] == 403
        assert client.send("GET", "/checked", Cookie="")[0] == 303
        assert "default-src 'none'" in client.send("GET", "/")[1]["content-security-policy"]
        go_on.set()


def test_a_file_of_the_same_time_and_length_is_read_again(root: Path) -> None:
    memory, path = ReadingMemory(), root / "roles" / "head-chef.yml"
    text = path.read_text("utf-8")
    before = path.stat()
    assert text in [one.text for one in memory.files(root)[0]]
    other = path.with_name("new")
    other.write_text(text.replace("Head chef", "Hood chef"), "utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert text.replace("Head chef", "Hood chef") in [one.text for one in memory.files(root)[0]]


def test_memory_stays_as_it_was_after_many_edits(root: Path) -> None:
    for number in range(60):
        path = root / "roles" / f"more-{number}.yml"
        path.write_text((root / "roles" / "post-0.yml").read_text("utf-8"), "utf-8")
    workspace = Workspace(root)
    counts, edits = [], 60
    for turn in range(5):
        for number in range(edits):
            path = root / "roles" / f"more-{number}.yml"
            path.write_text(path.read_text("utf-8").replace("Does", f"Does {turn}"), "utf-8")
            snapshot = workspace.now()
            snapshot.tree(DocumentId("role", f"more-{number}"))
            assert len(snapshot.trees) <= 51
        _ = snapshot.report
        snapshot.count_strings()
        gc.collect()
        counts.append(len(gc.get_objects()))
    growth = [later - earlier for earlier, later in pairwise(counts)]
    # What is kept of each edit is kept in every turn; what others in the process keep is not.
    assert min(growth) < edits, growth


SCREENS = (
    "/", "/list/role", "/edit/role/head-chef", "/translate?lang=es", "/history", "/draft/role/head-chef", "/people",
    "/unsigned", "/releases", "/import", "/law", "/pages", "/interface-words",
)  # fmt: skip


def test_what_a_screen_showed_is_gone_with_its_request(root: Path) -> None:
    """A ring of a request and the handbook that it showed fills a large handbook's editor until Python looks for it."""
    path = root / "roles" / "head-chef.yml"
    with running(root) as editor:
        client = Client(editor)
        gc.collect()
        gc.disable()
        try:
            for turn in range(8):
                path.write_text(path.read_text("utf-8").replace("Head chef", f"Head chef {turn}", 1), "utf-8")
                for screen in SCREENS:
                    client.get(screen)
                assert client.post("/create", kind="role", title=" ")[0] == 400
                end = time.monotonic() + 60
                while json.loads(client.get("/checked"))["checking"] and time.monotonic() < end:
                    time.sleep(0.02)
            alive = sum(type(one) is Snapshot for one in gc.get_objects())
        finally:
            gc.enable()
    assert alive <= 3, alive


def test_the_answer_to_a_form_is_not_asked_for_again(root: Path) -> None:
    with running(root) as editor:
        client = Client(editor)
        assert "data-checking" in client.get("/list/role")
        status, _, page = client.post("/create", kind="role", title=" ")
        assert status == 400
        assert "data-checking" not in page


def test_what_has_the_focus_keeps_it_when_findings_come_in(browser: Browser, root: Path) -> None:
    path = root / "roles" / "head-chef.yml"
    path.write_text("nonsense: 1\n" + path.read_text("utf-8"), "utf-8")
    with running(root) as editor, visit(browser, viewport=DESKTOP) as page:
        page.goto(editor.opening())
        expect(page.locator("#live-waiting a").first).to_be_visible()
        # In one step within the page: between two of them the first link may become another one.
        first = "document.querySelector('#live-waiting a')"
        href = page.evaluate(f"({first}.focus(), {first}.getAttribute('href'))")
        expect(page.locator("#live-waiting .finding.info").first).to_be_visible(timeout=30_000)
        assert page.evaluate("document.activeElement.getAttribute('href')") == href
