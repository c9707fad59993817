"""Hand-written pages in a form: changed, moved, added, translated, confirmed, taken out, and undone."""

import json
import re
import time
from html import unescape
from pathlib import Path

import pytest

from rolebook.model.translation.units import State, Translations
from rolebook.pipeline.check.check import check_handbook
from tests.editors import Client, Running
from tests.test_edit_door import contents

FRONT = "---\ntitle: Welcome  # for all\norder: 3\n---\n\n"
BODY = "Ask [[role:cook]].\r\n\r\n* One\r\n* Two\r\n"
SPANISH = "---\ntitle: Bienvenida\norder: 3\n---\nPregunta a [[role:cook]].\n"


@pytest.fixture
def pages(root: Path) -> Path:
    for tag, text in (("en", FRONT + BODY), ("es", SPANISH)):
        path = root / "content" / "pages" / tag / "greeting.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


@pytest.fixture
def client(pages: Path, editor: Running) -> Client:
    assert pages
    return Client(editor)


def content_of(root: Path, tag: str) -> str:
    return (root / "content" / "pages" / tag / "greeting.md").read_bytes().decode()


def shown(page: str, name: str) -> str:
    return unescape(re.findall(rf'name="v:{re.escape(name)}"[^>]*>\n([^<]*)</textarea>', page)[0])


def submit(client: Client, said: dict[str, str], order: str = "3", **more: str) -> tuple[int, dict[str, str], str]:
    page = client.get("/page/greeting?lang=es")
    told = {f"v:{name}": words for name, words in said.items()}
    told |= {f"b:{name}": shown(page, name) for name in said}
    tags = re.findall('name="shown" value="([a-z]+)"', page)
    fields = {"name": "greeting", "b:order": "3", "v:order": order, **told, **more}
    status = client.send_form("/page", [("shown", tag) for tag in tags], **fields)
    return status, {}, page


def test_a_page_shows_two_languages_and_only_what_is_changed_is_written(client: Client, root: Path) -> None:
    before = contents(root)
    page = client.get("/page/greeting?lang=es")
    assert shown(page, "title:en") == "Welcome"
    assert shown(page, "body:es") == "Pregunta a [[role:cook]]."
    assert "state-" in page
    assert submit(client, {"body:en": "Ask [[role:cook]].\r\n\r\n* One\r\n* Three"})[0] == 303
    now = contents(root)
    assert {name for name in now if now[name] != before[name]} == {"content/pages/en/greeting.md"}
    assert content_of(root, "en") == FRONT + BODY.replace("Two", "Three")  # its own line ends and its comment
    assert submit(client, {"title:en": "Good day: all"})[0] == 303
    assert content_of(root, "en").startswith('---\ntitle: "Good day: all"') or "Good day: all" in content_of(root, "en")
    assert "# for all" in content_of(root, "en")
    history = unescape(client.get("/history"))
    assert "changed the page Good day: all" in history
    assert "Three" in history
    assert client.post("/undo", id="all")[0] == 303
    assert contents(root) == before


def test_who_changes_a_page_that_somebody_changed_is_asked(client: Client, root: Path) -> None:
    path = root / "content" / "pages" / "en" / "greeting.md"
    page = client.get("/page/greeting?lang=es")
    path.write_text(FRONT + "Theirs.\n", "utf-8")
    told = {"v__body__en": "Mine.", "b__body__en": shown(page, "body:en"), "b__order": "3", "v__order": "3"}
    status, _, text = client.post("/page", name="greeting", shown="en", **told)
    assert status == 409
    assert "Theirs." in text
    assert "Mine." in text
    assert "Theirs." in content_of(root, "en")


def test_pages_are_moved_in_all_languages_at_once(client: Client, root: Path) -> None:
    before = contents(root)
    assert submit(client, {}, order="7")[0] == 303
    assert "order: 7\n" in content_of(root, "en")
    assert "order: 7\n" in content_of(root, "es")
    assert content_of(root, "en").endswith(BODY)
    for wrong in ("many", "-1", "99999", ""):
        assert submit(client, {}, order=wrong, **{"b:order": "7"})[0] == 400
    assert client.post("/undo", id="all")[0] == 303
    assert contents(root) == before


def test_a_page_is_added_translated_confirmed_and_taken_out(client: Client, root: Path) -> None:
    before = contents(root)
    source = re.findall(r'for="page-title">Title \(([^)]+)\)', client.get("/pages"))[0]
    assert source == "English"
    status, headers, _ = client.post("/pages", title="Whom to ask", name="who")
    assert (status, headers["location"].partition("?")[0]) == (303, "/page/who")
    assert client.post("/pages", title="Otra", name="who")[0] == 400
    assert client.post("/pages", title="Otra", name="../who")[0] == 400
    told = {"v__title__es": "A quién preguntar", "b__title__es": "", "v__body__es": "Al cocinero.", "b__body__es": ""}
    assert client.post("/page", name="who", shown="es", b__order="4", v__order="4", **told)[0] == 303
    assert (root / "content" / "pages" / "es" / "who.md").read_text("utf-8").endswith("Al cocinero.\n")
    page = client.get("/page/who?lang=es")
    place = re.findall(r'name="confirm" value="(page/who es body)"', page)[0]
    fields = {f"{kind}__body__{tag}": shown(page, f"body:{tag}") for kind in "vb" for tag in ("es", "en")}
    repeated = [("shown", "es"), ("shown", "en")]
    assert client.send_form("/page", repeated, name="who", confirm=place, **fields) == 303
    handbook = check_handbook(root).handbook
    assert handbook is not None
    states = {one.place: one.state for one in Translations(handbook).units("es")}
    assert states["page/who"] is State.TRANSLATED
    waits = client.get("/translate?lang=es")
    assert 'href="/page/who?lang=es"' in waits  # its title is not confirmed yet
    assert client.post("/pages", do="delete", name="who")[0] == 303
    assert not list(root.rglob("who.md"))
    assert client.post("/undo", id="all")[0] == 303
    assert contents(root) == before


def test_findings_of_a_page_lead_to_it_and_are_beside_its_text(client: Client, root: Path) -> None:
    path = root / "content" / "pages" / "en" / "greeting.md"
    path.write_text(FRONT + "Ask [[role:nobody]].\n", "utf-8")
    client.get("/")
    while json.loads(client.get("/checked"))["checking"]:
        time.sleep(0.05)
    assert re.search(r'<a href="/page/greeting\?lang=en">Welcome', client.get("/"))
    page = client.get("/page/greeting?lang=es")
    assert "nobody" in re.findall(r'id="e-body".*?</div>', page, re.DOTALL)[0]
    assert "nobody" not in re.findall(r'id="e-title".*?</div>', page, re.DOTALL)[0]


def test_only_pages_of_the_handbook_are_shown_and_changed(client: Client, root: Path) -> None:
    before = contents(root)
    for name in ("nobody", "..%2f..%2fhandbook", "%00", "index"):
        assert client.send("GET", f"/page/{name}")[0] == 404
    for name in ("nobody", "../handbook", "greeting\0", ""):
        assert client.post("/page", name=name, shown="en", v__body__en="x", b__body__en="")[0] == 404
        assert client.post("/pages", do="delete", name=name)[0] == 404
    told = {"v__body__xx": "x", "b__body__xx": "", "v__path__en": "x", "b__path__en": ""}
    assert client.post("/page", name="greeting", shown="xx", **told)[0] == 303
    assert contents(root) == before
