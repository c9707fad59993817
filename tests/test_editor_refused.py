"""What the editor refuses is said on the page that one was on, with what one typed still there."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from rolebook.web.refilled import refilled
from tests.editors import Client, Running
from tests.test_edit_door import contents

ROLE = "/edit/role/cook"


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def submit(client: Client, came: str, path: str, **fields: str) -> tuple[int, str]:
    told = {"csrf": client.csrf, **{name.replace("__", ":"): value for name, value in fields.items()}}
    status, _, text = client.send("POST", path, urlencode(told).encode(), Referer=f"{client.editor.base}{came}")
    return status, text


def shown(page: str, name: str) -> str:
    return unescape(re.findall(rf'name="{re.escape(name)}"[^>]*>\n([^<]*)</textarea>', page)[0])


def value(page: str, name: str) -> list[str]:
    return [unescape(one) for one in re.findall(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', page)]


def test_a_number_that_is_none_is_said_above_the_form_and_the_words_stay(client: Client, root: Path) -> None:
    before = contents(root)
    typed = {"v__title__es": 'Jefa de "sala" </textarea><b>', "b__title__es": "Cocinero", "shown": "es"}
    fields = {"document": "role/cook", "at": "", "v__headcount": "many", "b__headcount": "", **typed}
    for came, more in ((ROLE, {}), ("/save", {"page": f"{ROLE}?lang=en"})):  # and once more, from what came back
        status, text = submit(client, came, "/save", **fields, **more)
        assert status == 400
        assert "<h1>Cook</h1>" in text
        alert = re.findall(r'<div role="alert".*?</div>', text, re.DOTALL)
        assert "This did not work" in alert[0]
        assert "many" in alert[0]
        assert "the field “Posts”" in alert[0]
        assert shown(text, "v:title:es") == typed["v__title__es"]
        assert value(text, "v:headcount") == ["many"]
        assert value(text, "page") == [f"{ROLE}?lang=en" if more else f"{ROLE}?"]
        assert text.count("data-unsaved") == 1
    assert contents(root) == before


@pytest.mark.parametrize(
    ("came", "sent", "kept"),
    [
        ("/list/role", ("/create", {"kind": "role", "title": "", "name": "Bad Name"}), ("name", "Bad Name")),
        (ROLE, ("/rename", {"document": "role/cook", "name": "head-chef"}), ("name", "head-chef")),
        ("/edit/role/head-chef", ("/delete", {"document": "role/head-chef"}), None),
        ("/people", ("/print", {"person": "E1"}), None),
    ],
)
def test_other_forms_come_back_as_well(
    client: Client, root: Path, came: str, sent: tuple[str, dict[str, str]], kept: tuple[str, str] | None
) -> None:
    before = contents(root)
    status, text = submit(client, came, sent[0], **sent[1])
    assert status == 400
    assert 'role="alert"' in text
    assert re.findall("<h1>(.*?)</h1>", text) == re.findall("<h1>(.*?)</h1>", client.get(came))
    assert kept is None or kept[1] in value(text, kept[0])
    assert contents(root) == before


def test_a_page_that_is_none_or_another_s_is_not_shown(client: Client) -> None:
    fields = {"document": "role/cook", "at": "", "v__headcount": "x", "b__headcount": ""}
    for came in ("/save", "/nowhere", "/edit/role/nobody", "//evil.example/", "/%00"):
        status, text = submit(client, came, "/save", **fields)
        assert status == 400
        assert "<h1>This did not work</h1>" in text
    for page in ("https://evil.example/", "//evil.example/edit", "/save", "javascript:alert(1)"):
        assert "<h1>This did not work</h1>" in submit(client, "/save", "/save", page=page, **fields)[1]
    told = urlencode({"csrf": client.csrf, **{one.replace("__", ":"): said for one, said in fields.items()}}).encode()
    _, _, text = client.send("POST", "/save", told, Referer="http://evil.example/edit/role/cook")
    assert "<h1>This did not work</h1>" in text


def test_of_several_forms_the_one_that_was_sent_is_filled_in() -> None:
    one = '<form action="/a"><input type="hidden" name="id" value="{}"><textarea name="t">\nold</textarea>{}</form>'
    more = (
        '<input type="checkbox" name="c" value="1" checked><input type="checkbox" name="c" value="2">'
        '<select name="c"><option value="">x</option><option value="3" selected>y</option></select>'
    )
    page = f"<!doctype html><p title='a&quot;'>&amp;&#60;</p>{one.format(1, '')}{one.format(2, more)}<!-- c -->"
    told = refilled(page, "/a", {"id": ["2"], "t": ["<new>"], "c": ["2", ""], "csrf": ["stolen"]})
    assert told.startswith("<!doctype html><p title='a&quot;'>&amp;&#60;</p>" + one.format(1, ""))
    assert "\n&lt;new&gt;</textarea>" in told
    assert '<input type="checkbox" name="c" value="1"><input type="checkbox" name="c" value="2" checked>' in told
    assert '<option value="" selected>x</option><option value="3">y</option>' in told
    assert told.endswith("<!-- c -->")
    assert refilled(page, "/b", {"t": ["x"]}) == page
