"""The editor: what it refuses, what its forms write, and that no field of the model is without words."""

import json
import re
import signal
import subprocess
import sys
import time
from html import unescape
from pathlib import Path

import pytest

from rolebook.language.editor_words import editor_languages, editor_words
from rolebook.model.base import models_in
from rolebook.model.form_fields import form_fields
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.schema import KINDS
from rolebook.pipeline.edit.documents import DocumentId, documents_in
from rolebook.source import read_yaml
from rolebook.store.together import journal_of
from rolebook.web.sessions import cookie_of
from tests.conftest import LANGUAGES, ROOT
from tests.editors import Client, Running

PAYLOADS = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "</textarea><script>document.title='owned'</script>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
)
PACKAGE = ROOT / "generator" / "rolebook"
SCREENS = {path.stem for path in (PACKAGE / "render" / "templates" / "editor").glob("*.html")}
EDITED = ("role", "policy", "discipline", "glossary", "competencies", "handbook", "wording", "agreement")


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def test_the_editor_speaks_the_languages_of_the_interface() -> None:
    assert set(editor_languages()) == set(LANGUAGES)
    keys = {tag: {part: set(told) for part, told in editor_words(tag)._words.items()} for tag in LANGUAGES}
    assert all(told == keys["en"] for told in keys.values())
    slots = {
        tag: {key: set(re.findall(r"\{(\w+)\}", said)) for key, said in editor_words(tag)._words["screens"].items()}
        for tag in LANGUAGES
    }
    assert all(told == slots["en"] for told in slots.values())


def test_every_word_that_a_screen_asks_for_is_there() -> None:
    folders = ("pipeline/edit", "web", "render/templates/editor")
    files = [path for folder in folders for path in (PACKAGE / folder).iterdir() if path.suffix in (".py", ".html")]
    asked = {key for path in files for key in re.findall(r'\.screen\(\s*"([a-z-]*[a-z])"', path.read_text("utf-8"))}
    assert len(asked) > 30
    assert asked - editor_words("en")._words["screens"].keys() <= SCREENS


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_field_and_choice_of_the_model_has_words(tag: str) -> None:
    words = editor_words(tag)
    seen = 0
    for kind in EDITED:
        for model in models_in(KINDS[kind]):
            for field in form_fields(model):
                seen += 1
                assert words.has_label(field.label), (model.__name__, field.name)
                for choice in field.choices:
                    said = words.choice(field.name, choice)
                    assert said
                    assert tag in ("en", "es") or said != choice or re.fullmatch("[ABC][12]", choice), (
                        field.name,
                        choice,
                    )
    assert seen > 200


def test_what_comes_from_elsewhere_is_refused(client: Client, root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.yml")}
    port = client.editor.port
    assert client.send("GET", "/", Host="evil.example")[0] == 403
    assert client.send("GET", "/", Host=f"evil.example:{port}")[0] == 403
    assert client.send("GET", "/", Cookie="")[0] == 303
    assert client.send("GET", "/", Cookie=f"{cookie_of(port)}=guess")[0] == 303
    assert client.send("GET", "/?key=guess", Cookie="")[1]["location"] == "/closed"
    form = b"csrf=%s&kind=role&name=evil" % client.csrf.encode()
    assert client.send("POST", "/create", form, Origin="http://evil.example")[0] == 403
    assert client.send("POST", "/create", form, Origin="null")[0] == 403
    assert client.send("POST", "/create", form, Sec_Fetch_Site="cross-site")[0] == 403
    assert client.send("POST", "/create", form.replace(client.csrf.encode(), b"guess"))[0] == 403
    assert client.send("POST", "/create", b"kind=role&name=evil")[0] == 403
    assert client.send("POST", "/create", b"x" * (1024 * 1024 + 1))[0] == 413
    assert client.send("POST", "/create", b"", Content_Length="99999999")[0] == 413
    assert client.send("POST", "/create", b"csrf=%ff%fe\xff")[0] == 400
    assert client.send("POST", "/create", b"&".join([b"a=1"] * 6_000))[0] == 400
    assert client.send("PUT", "/create", form)[0] == 405
    assert client.send("GET", "/create")[0] == 405
    assert {path: path.read_bytes() for path in root.rglob("*.yml")} == before


def test_a_one_time_address_opens_once(editor: Running) -> None:
    client = Client(editor)
    address = editor.opening().removeprefix(editor.base)
    status, headers, _ = client.send("GET", address, Cookie="")
    assert status == 303
    assert {"httponly", "samesite=strict"} <= {one.strip().lower() for one in headers["set-cookie"].split(";")}
    assert client.send("GET", address, Cookie="")[1]["location"] == "/closed?used"
    assert client.send("GET", "/closed", Cookie="")[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/edit/role/../../../../etc/passwd",
        "/edit/role/..%2f..%2fetc%2fpasswd",
        "/edit/role/cook%00",
        "/edit/pyproject.toml",
        "/edit/role/cook?at=%00",
        "/edit/role/cook?at=duties/../../x",
        "/edit/role/cook?at=__class__",
        "/add/role/head-chef?at=title",
        "/add/role/head-chef?at=duties&model=9",
        "/list/etc",
        "/static/..%2f..%2fbase.html",
        "/static/base.html",
    ],
)
def test_ids_of_the_model_only(client: Client, path: str) -> None:
    status, _, text = client.send("GET", path)
    assert status == 404
    assert "Traceback" not in text


def test_every_answer_has_the_headers(client: Client) -> None:
    for path in ("/", "/static/editor.js", "/nothing", "/edit/role/nobody"):
        headers = client.send("GET", path)[1]
        policy = headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
    text = client.get("/edit/role/head-chef")
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", text)


def test_a_saved_form_changes_what_was_changed_and_nothing_else(client: Client, root: Path) -> None:
    path = root / documents_in(root)[DocumentId("role", "head-chef")]
    before = path.read_text("utf-8")
    told = {"document": "role/head-chef", "at": "", "shown": "en"}
    title = {"v__title__en": "Chef: #1, \"the\" 'best'", "b__title__en": "Head chef"}
    status, headers, _ = client.post("/save", **told, **title, v__grade="K4", b__grade='"K4"')
    assert status == 303
    assert "told=saved" in headers["location"]
    after = path.read_text("utf-8")
    assert len(set(before.splitlines()) ^ set(after.splitlines())) == 2
    assert read_yaml(after, "x")[0]["title"]["en"] == "Chef: #1, \"the\" 'best'"
    status, headers, _ = client.post(
        "/save", **told, v__title__en=title["v__title__en"], b__title__en=title["v__title__en"]
    )
    assert "told=unchanged" in headers["location"]


def test_lines_of_a_form_come_back_as_they_were(client: Client, root: Path) -> None:
    told = {"document": "role/head-chef", "at": "", "shown": "en"}
    client.post("/save", **told, v__purpose__en="One.\r\n\r\n- a\r\n- b\r\n", b__purpose__en=purpose(root))
    assert purpose(root) == "One.\n\n- a\n- b"
    client.post("/save", **told, v__purpose__en="One.\r\n\r\n- a\r\n- b", b__purpose__en="One.\r\n\r\n- a\r\n- b")
    assert len(journal_of(root)) == 1


def purpose(root: Path) -> str:
    tree, _ = read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")
    return str(tree["purpose"]["en"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headcount", "many"),
        ("headcount", "1e9"),
        ("effective", "tomorrow"),
        ("visibility", "root"),
        ("abstract", "maybe"),
    ],
)
def test_what_is_no_value_is_not_written(client: Client, root: Path, field: str, value: str) -> None:
    before = (root / "roles" / "head-chef.yml").read_bytes()
    told = {"document": "role/head-chef", "at": "", "shown": "en", f"v__{field}": value, f"b__{field}": ""}
    assert client.post("/save", **told)[0] == 400
    assert (root / "roles" / "head-chef.yml").read_bytes() == before


def test_items_are_added_moved_and_removed(client: Client, root: Path) -> None:
    told = {"document": "role/head-chef", "at": "duties", "model": "0", "shown": "en"}
    order = json.dumps(["planning", "taste"])
    assert client.post("/insert", **told, order=order, v__text__en="Buys fish: daily.", v__time_share="10")[0] == 303
    assert ids(root) == ["planning", "taste", "buys-fish-daily"]
    assert client.post("/insert", **told, order=order, v__text__en="Again.")[0] == 409  # the list is another by now
    order = json.dumps(ids(root))
    move = {"document": "role/head-chef", "order": order, "back": ""}
    assert client.post("/items", **move, at="duties/buys-fish-daily", do="up")[0] == 303
    assert ids(root) == ["planning", "buys-fish-daily", "taste"]
    assert client.post("/items", **move, at="duties/buys-fish-daily", do="up")[0] == 409
    assert client.post("/items", **move, at="duties/buys-fish-daily", do="remove", base="stale")[0] == 409
    page = client.get("/edit/role/head-chef")
    base = re.findall('value="duties/buys-fish-daily".*?name="base" value="([^"]+)"', page, re.DOTALL)[0]
    assert client.post("/items", **move, at="duties/buys-fish-daily", do="remove", base=base)[0] == 303
    assert ids(root) == ["planning", "taste"]


def test_an_item_goes_to_a_group_with_its_comments(client: Client, root: Path) -> None:
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("  - id: taste", "  # before service\n  - id: taste"), "utf-8")
    page = client.get("/edit/role/head-chef")
    assert '<option value="duties/planning/items">' in page
    order = json.dumps(["planning", "taste"])
    fields = {"document": "role/head-chef", "at": "duties/taste", "order": order, "do": "move", "back": ""}
    assert client.post("/items", **fields, to="duties/planning/items")[0] == 303
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    assert [one["id"] for one in tree["duties"][0]["items"]] == ["rota", "taste"]
    assert "      # before service\n      - id: taste" in path.read_text("utf-8")
    assert client.post("/items", **fields, to="../../x")[0] == 404


def ids(root: Path) -> list[str]:
    tree, _ = read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")
    return [one["id"] for one in tree["duties"]]


def test_a_stale_form_gets_yours_theirs_and_base(client: Client, root: Path) -> None:
    told = {"document": "role/head-chef", "at": "", "shown": "en"}
    client.post("/save", **told, v__title__en="Theirs", b__title__en="Head chef")
    status, _, page = client.post(
        "/save", **told, v__title__en="Mine", b__title__en="Head chef", v__grade="K9", b__grade='"K4"'
    )
    assert status == 409
    for words in ("Mine", "Theirs", "Head chef"):
        assert words in page
    assert re.search(r'<p class="lead"><bdi>Theirs › Title</bdi> <span class="tag">English</span></p>', page)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
    again = {name.replace(":", "__"): unescape(value) for name, value in fields.items() if name != "csrf"}
    assert client.post("/save", **{**again, "v__title__en": "Mine"})[0] == 303
    tree, _ = read_yaml((root / "roles" / "head-chef.yml").read_text("utf-8"), "x")
    assert (tree["title"]["en"], tree["grade"]) == ("Mine", "K9")


def test_what_another_program_changed_is_taken_in(client: Client, root: Path) -> None:
    assert "Head chef" in client.get("/edit/role/head-chef")
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("Head chef", "Chief cook"), "utf-8")
    assert "Chief cook" in client.get("/edit/role/head-chef")


def test_a_finding_is_beside_its_field_and_leads_there(client: Client) -> None:
    client.post("/save", document="role/cook", at="", shown="es", v__department="nowhere", b__department="")
    home = client.get("/")
    assert 'href="/edit/role/cook#f-department"' in home
    page = client.get("/edit/role/cook")
    field = re.findall('<fieldset class="field faulty" id="f-department">.*?</fieldset>', page, re.DOTALL)[0]
    assert 'aria-describedby=" e-department"' in field
    assert 'value="nowhere" selected' in field


def test_a_finding_in_another_language_opens_that_language(root: Path, client: Client) -> None:
    settings = root / "content" / "handbook.yml"
    text = settings.read_text("utf-8")
    assert '[en, es, "no"]' in text
    settings.write_text(text.replace('[en, es, "no"]', '[en, es, ru, "no"]'), "utf-8")
    words = "Обеспечивает своевременную подачу."
    client.post("/save", document="role/cook", at="", shown="ru", v__purpose__ru=words, b__purpose__ru="")
    while "data-checking" in (home := client.get("/")):
        time.sleep(0.05)
    assert 'href="/edit/role/cook?also=ru#f-purpose"' in home
    page = client.get("/edit/role/cook?also=ru")
    assert words in page.partition('name="v:purpose:ru"')[2][:200]


def test_what_is_missing_is_called_as_the_form_calls_it(client: Client) -> None:
    new = {"document": "role/cook", "at": "requirements", "model": "0", "shown": "en"}
    assert client.post("/insert", **new, order="[]", v__kind="skill", v__text__en="Knows sauces.")[0] == 303
    told = {"document": "role/cook", "at": "requirements/knows-sauces", "shown": "en"}
    assert client.post("/save", **told, v__kind="", b__kind='"skill"')[0] == 303
    page = client.get("/edit/role/cook?at=requirements/knows-sauces")
    assert re.search('id="f-kind">(?:(?!</fieldset>).)*class="finding error"', page, re.DOTALL)  # beside the field
    (line,) = [one for one in client.get("/").split("<li class=") if "requirements" in one and "is missing" in one]
    assert "› Kind</a>" in line
    assert "in the form" in line


def test_hostile_words_stay_words(client: Client, root: Path) -> None:
    told = {"document": "role/head-chef", "at": "", "shown": "en"}
    base = "Head chef"
    for words in PAYLOADS:
        assert client.post("/save", **told, v__title__en=words, b__title__en=base)[0] == 303
        base = words
        for path in (
            "/",
            "/list/role",
            "/edit/role/head-chef",
            "/history",
            "/preview/en/roles/head-chef.html",
            "/translate",
        ):
            text = client.get(path)
            assert not re.search(r"<script(?! src=\"/static/)|<img[^>]*onerror|href=\"javascript", text), (path, words)
            assert "49" not in re.findall("<title>(.*?)</title>", text)[0]
    assert check_handbook(root).handbook is not None


def test_the_queue_saves_and_confirms_what_was_read(client: Client, root: Path) -> None:
    told = {"place": "role/head-chef/title", "lang": "es", "source_language": "en", "source": "Head chef"}
    status, headers, _ = client.post("/translate", **told, base="Jefatura de cocina", words="Jefa", do="confirm")
    assert status == 303
    assert "told=confirmed" in headers["location"]
    assert "role/head-chef/title es" in (root / "content" / "translations.lock").read_text("utf-8")
    assert client.post("/translate", **{**told, "source": "Other"}, base="Jefa", words="Jefa", do="confirm")[0] == 409


def test_all_own_changes_are_undone(client: Client, root: Path) -> None:
    before = (root / "roles" / "head-chef.yml").read_bytes()
    told = {"document": "role/head-chef", "at": "", "shown": "en"}
    client.post("/save", **told, v__title__en="Mine", b__title__en="Head chef")
    client.post("/create", kind="role", name="waiter")
    assert (root / "roles" / "waiter.yml").is_file()
    assert client.post("/undo", id="all")[0] == 303
    assert (root / "roles" / "head-chef.yml").read_bytes() == before
    assert not (root / "roles" / "waiter.yml").exists()


def test_the_command_serves_on_this_computer_alone_and_ends(root: Path) -> None:
    command = [sys.executable, "-m", "rolebook", "edit", str(root), "--no-browser", "--messages", "es"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.findall(r"http://127\.0\.0\.1:\d+/\?key=[\w-]{40,}", process.stdout.readline())
        end = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < end:  # where SIGINT is ignored until the server takes it
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        process.kill()
    assert process.returncode in (0, 130)
    assert address


BROKEN = "title: Cook: of the house\npurpose: Cooks.\n"


def test_a_file_that_yaml_cannot_read_is_mended_in_the_browser(root: Path, client: Client) -> None:
    path = root / "roles" / "cook.yml"
    sound = path.read_bytes()
    path.write_bytes(b"\xef\xbb\xbf" + BROKEN.replace("\n", "\r\n").encode())
    assert "/edit/role/cook" in client.get("/")
    screen = client.get("/edit/role/cook")
    assert "Cook: of the house" in screen
    assert 'class="finding error"' in screen
    assert "<code>title: Cook: of the house</code>" in screen
    digest = re.findall('name="digest" value="([^"]+)"', screen)[0]
    still = client.post("/mend", document="role/cook", digest=digest, text=BROKEN.replace("Cooks.", "Bakes."))
    assert still[0] == 303
    assert path.read_bytes() == b"\xef\xbb\xbf" + BROKEN.replace("Cooks.", "Bakes.").replace("\n", "\r\n").encode()
    stale = client.post("/mend", document="role/cook", digest=digest, text="title: Lost\n")
    assert stale[0] == 400
    assert b"Bakes." in path.read_bytes()
    assert re.search("corrected the text of (Cook|cook|Chef)", client.get("/history"))
    digest = re.findall('name="digest" value="([^"]+)"', client.get("/edit/role/cook"))[0]
    told = sound.decode().replace("\n", "\r\n")  # as browsers send the lines of a form
    assert client.post("/mend", document="role/cook", digest=digest, text=told)[0] == 303
    assert path.read_bytes() == b"\xef\xbb\xbf" + sound.replace(b"\n", b"\r\n")
    assert 'action="/save"' in client.get("/edit/role/cook")
    for _ in range(2):
        client.post("/undo", id="all")
    assert path.read_bytes() == b"\xef\xbb\xbf" + BROKEN.replace("\n", "\r\n").encode()


def test_broken_settings_are_mended_in_the_browser(root: Path, client: Client) -> None:
    path = root / "content" / "handbook.yml"
    sound = path.read_text("utf-8")
    path.write_text(f"{sound}\nbad: [\n", "utf-8")
    assert "/edit/handbook" in client.get("/")
    digest = re.findall('name="digest" value="([^"]+)"', client.get("/edit/handbook"))[0]
    assert client.post("/mend", document="handbook", digest=digest, text=sound)[0] == 303
    assert path.read_text("utf-8") == sound
    assert 'action="/save"' in client.get("/edit/handbook")


def test_a_file_in_another_encoding_stays_as_it_is_and_is_named(root: Path, client: Client) -> None:
    path = root / "roles" / "cook.yml"
    path.write_bytes("title: Cocinéra\n".encode("latin-1"))
    client.get("/")
    while json.loads(client.get("/checked"))["checking"]:
        time.sleep(0.1)
    assert "/edit/role/cook" in client.get("/")
    assert client.send("GET", "/edit/role/cook")[0] == 400
    assert path.read_bytes() == "title: Cocinéra\n".encode("latin-1")
