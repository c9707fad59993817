"""Messages and screens of the editor call things by their titles, not by the ids that files have."""

import json
import re
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rolebook.diagnostics import Diagnostic, Location, Message, Severity
from rolebook.language.editor_words import editor_words
from rolebook.pipeline.edit.titles import Titles
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.translate.accept import accept
from tests.editors import Client, Running


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def read(page: str) -> str:
    """What somebody reads of a page: no attribute, no list of suggestions."""
    text = re.sub(r"<datalist.*?</datalist>|<head>.*?</head>", "", page, flags=re.DOTALL)
    return unescape(re.sub("<[^>]*>", " ", text))


def checked(client: Client, path: str) -> str:
    client.get("/")
    while json.loads(client.get("/checked"))["checking"]:
        time.sleep(0.05)
    return client.get(path)


def test_arguments_that_name_something_are_told_by_its_title(root: Path) -> None:
    words = editor_words("en")
    titles = Titles(Snapshot(root), words)
    named = words.with_titles(titles)
    assert named.say(Message("edit-referred", id="head-chef", count=3)) == words.say(
        Message("edit-referred", id="X", count=3)
    ).replace("`X`", "“Head chef”")
    for key, value, told in (
        ("document", "role/cook", "“Cook”"),
        ("other", "policy/hygiene/purpose", "“Hygiene” › Purpose"),
        ("post", "role:head-chef", "“Head chef”"),
        ("roles", "cook, head-chef", "“Cook”, “Head chef”"),
        ("department", "kitchen", "“Kitchen”"),
        ("place", "ES", "Spain"),
        ("file", "roles/cook.yml", "“Cook”"),
        ("file", "roles/nobody.yml", ""),
        ("place", "role/cook/duties", "“Cook” › Duties"),
        ("field", "reports_to", f"“{words.label('reports_to')}”"),
        ("found", "cook", ""),
        ("id", "nobody", ""),
        ("document", "role/nobody", ""),
        ("roles", "cook, nobody", ""),
        ("field", "nonsense", ""),
    ):
        assert titles("any", key, value) == told, (key, value)
    assert titles("unknown-role", "id", "cook") == ""  # the id itself is at fault
    assert titles("unknown-role", "suggestion", "cook") == "“Cook”"
    russian = editor_words("ru")
    assert Titles(Snapshot(root), russian)("any", "id", "cook")[0] == "«"


def test_a_document_that_is_gone_is_called_as_it_was_released(client: Client, root: Path) -> None:
    accept(root, (), ("en", "es"), "translated")
    form = {"document": "role/cook", "change": "substantive", "approver": "", "approver_other": "Employee 001"}
    assert client.post("/release", **form, revision="7.0")[0] == 303
    (root / "roles" / "cook.yml").unlink()
    snapshot = Snapshot(root)
    assert Titles(snapshot, editor_words("en"))("unknown-role", "id", "cook") == "“Cocinera o cocinero”"
    assert Titles(snapshot, editor_words("en"))("unknown-policy", "id", "cook") == ""
    page = checked(client, "/")
    assert "Cocinera o cocinero 7.0" in read(page)
    assert "content/releases" not in read(page)


def test_hints_call_fields_by_their_labels(root: Path) -> None:
    for tag, label in (("en", "“Revision”"), ("ru", "«Редакция»")):
        words = editor_words(tag)
        told: dict[str, Any] = {"revision": "1", "language": "en"}
        finding = Diagnostic(Location("x.yml"), "changed-without-revision", Severity.ERROR, told)
        assert label in words.with_titles(Titles(Snapshot(root), words)).phrase(finding).hint
        assert "`revision`" in words.phrase(finding).hint


def test_a_document_that_others_name_is_refused_by_its_title(client: Client) -> None:
    status, _, page = client.post("/delete", document="role/head-chef")
    assert status == 400
    assert "“Head chef”" in read(page)
    assert "head-chef" not in read(page)


def test_what_waits_says_titles_and_labels(client: Client, root: Path) -> None:
    path = root / "roles" / "post-1.yml"
    path.write_text(path.read_text("utf-8").replace("reports_to: head-chef\n", "reports_to: head-chefs\n"), "utf-8")
    broken = root / "roles" / "post-2.yml"
    broken.write_text("title: {en: Broken}\nreports_to: cook\n", "utf-8")
    page = read(checked(client, "/"))
    assert "did you mean “Head chef”?" in page.lower().replace("head chef", "Head chef") or "“Head chef”" in page
    assert "`head-chef`" not in page
    assert "“Duties” is missing" in page
    assert "Broken" in page
    assert "post-2" not in page


def test_lists_parts_and_changes_say_titles(client: Client, root: Path) -> None:
    assert "head-chef" not in read(client.get("/list/role"))
    (root / "roles" / "second.yml").write_bytes((root / "roles" / "cook.yml").read_bytes())
    assert "second" in read(client.get("/list/role"))  # two of one title are told apart
    page = read(client.get("/edit/role/night-chef"))
    assert "Inherited from Head chef" in page
    assert "Change it in Head chef" in page
    offence = re.findall(r"at=(offences/[a-z-]+)&", client.get("/edit/policy/discipline"))[0]
    places = client.get(f"/edit/policy/discipline?at={offence}")
    assert ">Spain</a>" in places
    assert ">ES</a>" not in places
    assert "<h1>Spain</h1>" in client.get(f"/edit/policy/discipline?at={offence}/overrides/ES")
    client.post("/create", kind="role", title="Waiter", name="floor")
    client.post("/rename", document="role/floor", name="hall")
    history = read(client.get("/history"))
    assert "created Waiter" in history
    assert "renamed Waiter: floor → hall" in history


def test_a_release_names_the_places_by_labels_and_words(client: Client) -> None:
    form = {"document": "role/post-0", "change": "substantive", "approver": "", "approver_other": "Employee 001"}
    assert client.post("/release", **form, revision="1")[0] in (303, 400)
    place = {"document": "role/post-0", "at": "duties/do", "shown": "en"}
    seen = "Does 2 things, with [[role:cook]]."
    assert client.post("/save", **place, v__text__en="Does 3 things, alone.", b__text__en=seen)[0] == 303
    page = client.get("/redline/role/post-0?lang=en")
    headings = re.findall(r'<section class="redline"><h3>(.*?)</h3>', page)
    assert all("do" not in one.split(" › ") for one in headings)
    assert not headings or headings[0].startswith("Duties › Does 3 things")


def test_items_of_a_list_say_the_titles_of_what_they_refer_to(client: Client) -> None:
    page = read(client.get("/edit/role/post-0"))  # its duty says `Does 2 things, with [[role:cook]].`
    assert "Does 2 things, with Cook." in page


def test_nobody_is_offered_as_their_own_superior(client: Client) -> None:
    page = client.get("/edit/role/post-0")
    select = re.findall(r'<select name="v:reports_to".*?</select>', page, re.DOTALL)[0]
    assert 'value="cook"' in select
    assert 'value="post-0"' not in select
    assert "role:post-0" not in select


def test_a_text_that_waits_for_a_revision_leads_to_its_release(client: Client, root: Path) -> None:
    accept(root, (), ("en", "es"), "translated")
    form = {"document": "role/post-0", "change": "substantive", "approver": "", "approver_other": "Employee 001"}
    assert client.post("/release", **form, revision="1")[0] == 303
    place = {"document": "role/post-0", "at": "duties/do", "shown": "en"}
    seen = "Does 2 things, with [[role:cook]]."
    assert client.post("/save", **place, v__text__en="Does 3 things.", b__text__en=seen)[0] == 303
    page = checked(client, "/edit/role/post-0")
    assert re.search(r'<a class="next" href="/redline/role/post-0">', page)
