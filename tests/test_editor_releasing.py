"""A release from the editor: what keeps it back leaves no trace, and keeps what was written in the form."""

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from rolebook.mkdocs_plugin import build
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.translate.accept import accept
from rolebook.source import read_yaml, today
from rolebook.store.together import journal_of
from rolebook.web.publishing import STEPS
from tests.editors import Client, running


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with running(root) as editor:
        yield Client(editor)


def revision(root: Path) -> object:
    return dict(read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")[0]).get("revision")


FORM = {"document": "role/head-chef", "change": "substantive", "approver": "", "approver_other": "Employee 001"}


def test_a_refused_release_changes_nothing_and_keeps_the_form(client: Client, root: Path) -> None:
    before = (root / "roles" / "head-chef.yml").read_bytes()
    (root / "roles" / "post-1.yml").write_text("title: {en: A}\nreports_to: nobody\n", "utf-8")
    status, _, page = client.post("/release", **FORM, revision="7.0", note="A note to keep", effective="2026-12-20")
    assert status == 400
    assert (root / "roles" / "head-chef.yml").read_bytes() == before
    alert = unescape(page[page.index('role="alert"') :])
    assert re.search(r'<a href="/edit/role/post-1[^"]*#f-duties">A</a>: “Duties” is missing', alert)
    assert "post-1" not in re.sub(r'"[^"]*"', "", alert)
    assert 'role="note"' in page
    assert '<a href="/edit/role/post-1' in page[page.index('role="note"') :]
    assert all(
        words in page for words in ('value="7.0"', "A note to keep", 'value="2026-12-20"', 'value="Employee 001"')
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"approver_other": ""}, "nobody approves"),
        ({"effective": "2026-02-30"}, "2026-02-30"),
    ],
)
def test_what_lacks_is_said_in_the_form(client: Client, root: Path, written: dict[str, str], said: str) -> None:
    before = (root / "roles" / "head-chef.yml").read_bytes()
    status, _, page = client.post("/release", **FORM | {"revision": "7.0", "note": ""} | written)
    assert status == 400
    assert said in page[page.index('role="alert"') :]
    assert (root / "roles" / "head-chef.yml").read_bytes() == before


def test_a_release_says_from_when_and_does_not_wait_for_other_documents(client: Client, root: Path) -> None:
    told = {"note": "", "revision": "7.0", "effective": "2026-12-20"}
    assert client.post("/release", **FORM | told)[0] == 303
    assert client.post("/release", **FORM | told | {"document": "role/post-0"})[0] == 303
    path = root / "roles" / "post-0.yml"
    path.write_text(re.sub("Does", "Does now", path.read_text("utf-8"), count=1), "utf-8")
    assert client.post("/release", **FORM | {"note": "", "revision": "7.1", "effective": "2026-12-28"})[0] == 303
    assert revision(root) == "7.1"
    assert "effective: 2026-12-28" in (root / "roles" / "head-chef.yml").read_text("utf-8")
    page = client.get("/releases")
    row = next(one for one in page.split("<tr>")[1:] if "/redline/role/post-0" in one)
    assert row.count("/redline/role/post-0") == 2


def test_the_language_worked_in_stays(client: Client) -> None:
    known = re.findall(r'<option value="(\w+)"( selected)?', client.get("/translate").partition('id="lang"')[2])
    other = next(tag for tag, chosen in known if not chosen and tag != "en")
    client.get(f"/translate?lang={other}")
    chosen = re.findall(r'<option value="(\w+)" selected', client.get("/translate").partition('id="lang"')[2])
    assert chosen[0] == other


def test_what_was_released_is_not_undone_with_all_the_rest(client: Client, root: Path) -> None:
    told = {"note": "", "revision": "7.0", "effective": "2026-12-20"}
    place = {"at": "", "shown": "en"}
    assert (
        client.post("/save", document="role/head-chef", **place, v__title__en="Chief", b__title__en="Head chef")[0]
        == 303
    )
    assert client.post("/release", **FORM | told)[0] == 303
    assert client.post("/save", document="role/post-0", **place, v__title__en="Later", b__title__en="Post 0")[0] == 303
    own = re.findall('name="id" value="([0-9a-f]+)"', client.get("/history"))
    assert len(own) == 1, "what was released is offered no undo"
    edits = [one["id"] for one in journal_of(root) if one["files"] and one["id"] not in own]
    said = client.post("/undo", id=edits[0])
    assert said[0] == 409
    assert "The document was released since" in said[2]
    assert client.post("/undo", id="all")[0] == 303
    assert "Chief" in (root / "roles" / "head-chef.yml").read_text("utf-8")
    assert "Later" not in (root / "roles" / "post-0.yml").read_text("utf-8")
    assert revision(root) == "7.0"


def test_the_form_proposes_a_day_after_the_last_revision(client: Client, root: Path) -> None:
    accept(root, (), ("en", "es"), "translated")
    assert client.post("/release", **FORM, revision="7.0", effective="2026-12-28", note="")[0] == 303
    save = {"document": "role/head-chef", "at": "", "shown": "en"}
    assert client.post("/save", **save, v__title__en="Chef of chefs", b__title__en="Head chef")[0] == 303
    page = client.get("/redline/role/head-chef")
    day = max(date(2026, 12, 29), today())
    assert f'name="effective" type="date" value="{day}"' in page
    if today() < date(2026, 12, 28):
        assert "Revision 7.0 is in force from 28" in unescape(page)


def test_what_keeps_the_site_from_being_published_is_said_before(client: Client, root: Path) -> None:
    accept(root, (), ("en", "es"), "translated")
    assert client.post("/release", **FORM, revision="7.0", note="")[0] == 303
    save = {"document": "role/head-chef", "at": "", "shown": "en"}
    assert client.post("/save", **save, v__title__en="Chef of chefs", b__title__en="Head chef")[0] == 303
    client.get("/")
    while json.loads(client.get("/checked"))["checking"]:
        time.sleep(0.05)
    page = client.get("/releases")
    blocked = page[page.index('id="live-blocked"') : page.index("data-unpublished")]
    assert 'href="/redline/role/head-chef"' in blocked
    assert "never released keeps nothing back" in blocked


def test_every_step_of_a_publication_says_how_many_are_done(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    heard: list[tuple[str, int, int]] = []
    assert not build(root, tmp_path / "site", progress=lambda *told: heard.append(told)).failed
    assert tuple(dict.fromkeys(step for step, _, _ in heard)) == STEPS
    for step, least in (("documents", 2), ("copies", 2), ("pages", 3)):
        told = [(done, of) for one, done, of in heard if one == step and of]
        assert len({of for _, of in told}) == 1
        assert [done for done, _ in told] == sorted(done for done, _ in told)
        assert told[-1][0] == told[-1][1], (step, told)
        assert told[-1][1] >= least
    again: list[tuple[str, int, int]] = []
    assert not build(root, tmp_path / "site", progress=lambda *told: again.append(told)).failed
    assert {one[2] for one in again if one[0] == "documents" and one[2]} == {
        one[2] for one in heard if one[0] == "documents" and one[2]
    }, "what is there already is counted, too"


def test_a_page_is_seen_before_it_is_released_and_the_chart_too(client: Client, root: Path) -> None:
    accept(root, (), ("en", "es"), "translated")
    assert client.post("/release", **FORM, revision="7.0", note="")[0] == 303
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("en: Runs the kitchen", "en: Runs the whole kitchen"), "utf-8")
    assert "changed-without-revision" in {one.code for one in check_handbook(root).findings}
    page = client.get("/preview/en/roles/head-chef.html")
    assert "Runs the whole kitchen" in page
    (chart,) = re.findall('href="(/preview/en/organisation.html)"', client.get("/list/role"))
    assert "Head chef" in client.get(chart)
    status, headers, _ = client.send("GET", "/preview?page=roles/head-chef&lang=es")
    assert (status, headers["location"]) == (303, "/preview/es/roles/head-chef.html")
    path.write_text(path.read_text("utf-8").replace("department: kitchen", "department: kitchn"), "utf-8")
    blocked = client.get("/preview/en/roles/head-chef.html")
    assert "Runs the whole kitchen" not in blocked
    assert '<a href="/">To do</a>' in blocked
