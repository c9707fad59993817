"""Findings that can be told apart, counted alike everywhere, and where somebody goes on after one is mended."""

import re
from html import unescape
from pathlib import Path

import pytest

from rolebook.diagnostics.folding import joined_where_they_differ
from rolebook.language.editor_words import editor_words
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.finding_lines import finding_lines, folds_of
from rolebook.pipeline.edit.place_words import place_in_words
from rolebook.pipeline.edit.workspace import Snapshot
from tests.editors import Client, Running
from tests.test_editor_findings import checked

TEXT = """\
title: {en: Watch, es: Guardia}
purpose: {en: Watches the XQZ, es: Vigila la XQZ}
reports_to: head-chef
department: kitchen
duties:
  - {id: one, text: {en: Opens the ABQ door., es: Abre la puerta.}}
  - {id: two, text: {en: Closes the door., es: Cierra la puerta ABQ.}}
  - {id: three, text: {en: "Writes UVW, UVW and UVW.", es: Anota.}}
"""


@pytest.fixture
def client(root: Path, editor: Running) -> Client:
    (root / "roles" / "watch.yml").write_text(TEXT, "utf-8")
    return Client(editor)


def test_no_two_lines_read_alike(client: Client, root: Path) -> None:
    snapshot, words = Snapshot(root), editor_words("en")
    assert snapshot.report.handbook
    folds, _ = folds_of(snapshot, snapshot.known_findings, words)
    lines = [line for fold in folds for line in fold.lines]
    told = [(one.where, one.field, one.language, one.message) for one in lines]
    assert len(lines) >= 6
    assert len(set(told)) == len(told), sorted(one for one in told if told.count(one) > 1)
    own = {(one.field, one.language) for one in lines if "XQZ" in one.message or "ABQ" in one.message}
    assert own == {
        ("Purpose", "English, Español"),
        ("Duties › Opens the ABQ door.", "English"),
        ("Duties › Closes the door.", "Español"),
    }
    page = checked(client, "/edit/role/watch?at=duties/two")
    assert re.search(r'<span class="tag">Español</span>\s*<span class="said">[^<]*<q>ABQ', page) or "Español" in page


@pytest.mark.parametrize(("tag", "place"), [("en", "Spain"), ("zh", "西班牙")])
def test_a_place_within_a_document_is_named(root: Path, tag: str, place: str) -> None:
    text = (root / "policies" / "discipline.yml").read_text("utf-8")
    offence = re.findall(r"id: ([a-z-]+)", text.partition("offences:")[2])[0]
    path = f"offences/{offence}/overrides/ES/consequences/0/text"
    told = place_in_words(Snapshot(root), DocumentId("policy", "discipline"), path, editor_words(tag)).split(" › ")
    assert place in told
    assert "overrides" not in told


@pytest.mark.parametrize("path", ["roles/watch.yml", "roles/head-chef.yml"])
def test_the_list_the_badge_and_the_page_count_alike(client: Client, root: Path, path: str) -> None:
    place = f"role/{Path(path).stem}"
    page = checked(client, f"/edit/{place}")
    told = re.findall(r"<summary>Findings: (\d+)</summary>", page)
    rows = client.get("/list/role")
    row = re.findall(rf'<a href="/edit/{place}">.*?</li>', rows)[0]
    assert re.findall(r"Findings: (\d+)", row) == told
    snapshot = Snapshot(root)
    assert snapshot.report.handbook
    own = [one for one in finding_lines(snapshot, editor_words("en")) if one.document and one.document.place == place]
    assert [str(sum(one.count for one in own))] == (told or ["0"])


def test_who_saves_stays_at_the_field_and_is_led_on(client: Client) -> None:
    checked(client, "/")
    form = {"document": "role/watch", "at": "", "shown": "en"}
    status, headers, _ = client.post("/save", **form, v__purpose__en="Watches it.", b__purpose__en="Watches the XQZ")
    assert (status, headers["location"].partition("#")[2]) == (303, "f-purpose")
    page = checked(client, headers["location"].partition("#")[0])
    told = page[page.index('id="live-told"') :].partition("</div>")[0]
    assert "Saved." in told
    (href,) = re.findall(r'<a href="([^"]+)">Next finding', told)
    assert unescape(href).startswith("/edit/role/watch")
    assert "#f-purpose" not in href
    duty = {"document": "role/watch", "at": "duties/one", "shown": "en"}
    status, headers, _ = client.post("/save", **duty, v__text__en="Opens it.", b__text__en="Opens the ABQ door.")
    assert headers["location"].endswith("#f-text")
    status, headers, _ = client.post("/save", **duty, v__text__en="Opens it.", b__text__en="Opens it.")
    assert "#" not in headers["location"], "nothing was saved"


@pytest.mark.parametrize(
    ("messages", "said"),
    [
        (["the pack for Spain is a draft", "the pack for Peru is a draft"], "the pack for Spain, Peru is a draft"),
        (["a b", "a c", "a"], ""),
        (["one thing", "quite another thing"], "one, quite another thing"),
        ([f"n {number} m" for number in range(7)], ""),
        ([f"n {'x' * 50}{number} m" for number in range(2)], ""),
        (["x y", "x y z"], ""),
    ],
)
def test_what_differs_between_messages_is_listed_where_it_is_short(messages: list[str], said: str) -> None:
    assert joined_where_they_differ(messages) == said
