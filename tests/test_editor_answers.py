"""What a form asks for that must be there, and how long things take: said in words, kept in the form of files."""

import re
from pathlib import Path

import pytest

from rolebook.source import read_yaml
from tests.editors import Client, Running


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def field_of(page: str, name: str) -> str:
    """Returns what a form shows of a field."""
    return str(re.findall(f'<fieldset class="field[^"]*" id="f-{name}">.*?</fieldset>', page, re.DOTALL)[0])


@pytest.mark.parametrize(
    ("place", "filled", "lacks"),
    [
        ("requirements", {"v__text__en": "Knows sauces."}, ["kind"]),
        ("requirements", {"v__kind": "skill"}, ["text"]),
        ("competencies", {"v__id": "", "v__level": ""}, ["id", "level"]),
        ("relations", {"v__text__en": "Menus."}, ["side"]),
    ],
)
def test_an_answer_that_is_needed_is_asked_for_beside_its_field(
    client: Client, root: Path, place: str, filled: dict[str, str], lacks: list[str]
) -> None:
    before = (root / "roles" / "cook.yml").read_bytes()
    new = {"document": "role/cook", "at": place, "model": "0", "shown": "en", "order": "[]"}
    status, _, page = client.post("/insert", **new, **filled)
    assert status == 400
    for name in lacks:
        assert "Nothing is saved yet" in field_of(page, name), name
    assert page.count("Nothing is saved yet") == len(lacks)
    for words in filter(None, filled.values()):
        assert f"{words}</textarea>" in page or f'value="{words}" selected' in page
    assert (root / "roles" / "cook.yml").read_bytes() == before


SERVICE = {"document": "role/cook", "at": "service_levels", "model": "0", "shown": "en"}


@pytest.mark.parametrize(
    ("filled", "iso", "shown"),
    [
        (("2", "days"), "P2D", ("2", "days")),
        (("4", "hours"), "PT4H", ("4", "hours")),
        (("06", "months"), "P6M", ("6", "months")),
        (("30", "minutes"), "PT30M", ("30", "minutes")),
        (("P1Y6M", "days"), "P1Y6M", None),
        (("p3w", "days"), "P3W", ("3", "weeks")),
    ],
)
def test_how_long_is_a_number_and_a_unit_and_stays_iso_in_the_file(
    client: Client, root: Path, filled: tuple[str, str], iso: str, shown: tuple[str, str] | None
) -> None:
    item = [*(("v:respond_within", one) for one in filled), ("v:text:en", "Answers.")]
    assert client.send_form("/insert", item, **SERVICE, order="[]") == 303
    (said,) = read_yaml((root / "roles" / "cook.yml").read_text("utf-8"), "x")[0]["service_levels"]
    assert said["respond_within"] == iso
    told = {"document": "role/cook", "at": f"service_levels/{said['id']}", "shown": "en"}
    field = field_of(client.get(f"/edit/role/cook?at={told['at']}"), "respond_within")
    if shown is None:
        assert f'value="{iso}"' in field
        assert "<select" not in field
    else:
        assert f'value="{shown[0]}"' in field
        assert f'<option value="{shown[1]}" selected>' in field
        assert iso not in field.replace("&#34;", "").replace(f'value="{iso}"', "")
    base = f'"{iso}"'
    same = [("v:respond_within", one) for one in (shown or (iso,))]
    before = (root / "roles" / "cook.yml").read_bytes()
    assert client.send_form("/save", same, **told, b__respond_within=base) == 303
    assert (root / "roles" / "cook.yml").read_bytes() == before
    emptied = [("v:respond_within", ""), ("v:respond_within", "days")]
    assert client.send_form("/save", emptied, **told, b__respond_within=base) == 303
    assert iso not in (root / "roles" / "cook.yml").read_text("utf-8")


@pytest.mark.parametrize(("number", "unit"), [("two", "days"), ("2.5", "days"), ("-1", "weeks"), ("2", "fortnights")])
def test_what_is_no_length_of_time_is_refused(client: Client, root: Path, number: str, unit: str) -> None:
    before = (root / "roles" / "cook.yml").read_bytes()
    item = [("v:respond_within", number), ("v:respond_within", unit), ("v:text:en", "Answers.")]
    assert client.send_form("/insert", item, **SERVICE, order="[]") == 400
    assert (root / "roles" / "cook.yml").read_bytes() == before


def test_a_policy_begins_with_sentences_about_a_subject(client: Client, root: Path) -> None:
    assert 'value="subject:remote"' in client.get("/list/policy")
    assert client.post("/create", kind="policy", title="Home days", copy="subject:remote")[0] == 303
    text = (root / "policies" / "home-days.yml").read_text("utf-8")
    assert "Home days" in text
    assert "____" in text
    assert client.post("/create", kind="policy", title="Other", copy="subject:weather")[0] == 400
