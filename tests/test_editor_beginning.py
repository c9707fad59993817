"""A handbook that is begun in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from starlette.types import ASGIApp

from rolebook.diagnostics import UserError
from rolebook.pipeline.check.check import check_handbook
from rolebook.source import find_root_or_empty, read_yaml
from rolebook.web.guard import Guard
from rolebook.web.serve import _first
from rolebook.web.sessions import Sessions
from tests.browser import DESKTOP, PHONE, visit
from tests.conftest import LANGUAGES
from tests.editors import Client, serving
from tests.test_site_accessibility import violations


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "handbook"


@pytest.fixture
def client(empty: Path) -> Iterator[Client]:
    def make(sessions: Sessions, port: int) -> ASGIApp:
        return Guard(_first(empty), sessions, port)

    with serving(make) as editor:
        client = Client(editor)
        client.csrf = re.findall('name="csrf" value="([^"]+)"', client.get("/"))[0]
        yield client


def test_three_answers_make_a_handbook_that_checks_clean(client: Client, empty: Path) -> None:
    assert "Begin a handbook" in client.get("/")
    assert client.send("GET", "/list/role")[0] == 303
    name = 'Bäckerei "Sonne": #1, Nord'
    answers = [("place", "ES"), ("place", "GB"), ("language", "es"), ("language", "en")]
    assert client.send_form("/begin", answers, employer=f"  {name} ", source="en", other="") == 303
    page = client.get("/")
    assert "Begin a handbook" not in page
    assert "Team member" in client.get("/list/role")
    settings = read_yaml((empty / "content" / "handbook.yml").read_text("utf-8"), "x")[0]
    assert settings["organisation"]["name"] == {"en": name, "es": name}
    assert [one["name"]["es"] for one in settings["entities"]] == [name, name]
    assert [one["jurisdiction"] for one in settings["entities"]] == ["ES", "GB"]
    assert settings["languages"] == ["en", "es"]
    assert {one.code for one in check_handbook(empty).findings} <= {"draft-pack"}
    assert client.post("/begin", employer="Again", source="en", place="ES")[0] == 404  # there is an editor now


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"employer": "", "source": "en", "place": "ES"}, "are needed"),
        ({"employer": "A", "source": "en"}, "are needed"),
        ({"employer": "A", "source": "../en", "place": "ES"}, "language"),
        ({"employer": "A", "source": "en", "place": "../../ES"}, "jurisdiction"),
        ({"employer": "A", "source": "en", "other": "nowhere"}, "NOWHERE"),
    ],
)
def test_what_makes_no_handbook_makes_no_file(client: Client, empty: Path, answers: dict[str, str], said: str) -> None:
    status, _, page = client.post("/begin", **answers)
    assert status == 400
    assert said in page
    assert 'value="A"' in page or not answers["employer"]
    assert not empty.exists()


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_a_handbook_is_begun_by_keyboard_in_a_browser(browser: Browser, empty: Path, size: dict[str, int]) -> None:
    def make(sessions: Sessions, port: int) -> ASGIApp:
        return Guard(_first(empty), sessions, port)

    with serving(make, "es") as editor, visit(browser, viewport=size, bypass_csp=True) as page:
        page.goto(editor.opening())
        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_label("Nombre del empleador").press_sequentially("Panadería Sol")
        page.get_by_label("España").press("Space")
        page.get_by_role("button", name="Empezar").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Pendiente", timeout=20_000)
    assert "Panadería Sol" in (empty / "content" / "handbook.yml").read_text("utf-8")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_questions_are_asked_in_every_language(client: Client, tag: str) -> None:
    assert client.send("GET", f"/interface?tag={tag}")[0] == 303
    page = client.get("/")
    assert f'<html lang="{tag}"' in page
    assert ("Begin a handbook" in page) is (tag == "en")


def test_a_folder_that_was_filled_meanwhile_is_left_alone(client: Client, empty: Path) -> None:
    empty.mkdir()
    (empty / "mine.txt").write_text("mine", "utf-8")
    assert client.post("/begin", employer="A", source="en", place="ES")[0] == 400
    assert [path.name for path in empty.iterdir()] == ["mine.txt"]


def test_where_a_handbook_begins(tmp_path: Path, root: Path) -> None:
    assert find_root_or_empty(tmp_path / "new") == tmp_path / "new"
    (tmp_path / "new").mkdir()
    assert find_root_or_empty(tmp_path / "new") == tmp_path / "new"
    assert find_root_or_empty(root / "roles") == root
    (root / "roles" / "empty").mkdir()
    assert find_root_or_empty(root / "roles" / "empty") == root
    (tmp_path / "new" / "photo.jpg").write_bytes(b"")
    for folder in (tmp_path / "new", tmp_path / "new" / "photo.jpg"):
        with pytest.raises(UserError):
            find_root_or_empty(folder)
