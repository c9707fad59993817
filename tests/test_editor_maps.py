"""Parts by place and language in forms, and the sanctions as a table."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.editors import Client, running


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with running(root) as editor:
        yield Client(editor)


def rules(root: Path) -> dict[str, object]:
    return dict(read_yaml((root / "policies" / "discipline.yml").read_text("utf-8"), "x")[0])


def test_what_follows_a_breach_in_a_place_is_changed_from_the_table(client: Client, root: Path) -> None:
    page = client.get("/edit/policy/discipline")
    table = re.findall('<table class="sanctions">.*?</table>', page, re.DOTALL)[0]
    offences = rules(root)["offences"]
    assert isinstance(offences, list)
    assert table.count('scope="row"') == len(offences)
    (at, place) = re.findall(r"at=(offences/[\w-]+/overrides/([A-Z-]+))", table)[0]
    name = at.split("/")[1]
    before = (root / "policies" / "discipline.yml").read_text("utf-8")
    form = client.get(f"/edit/policy/discipline?at={at}")
    assert 'name="v:text:en"' in form
    fields = {"document": "policy/discipline", "at": at, "shown": "en", "b__text__en": ""}
    assert client.post("/save", **fields, v__text__en="Said: otherwise here.")[0] == 303
    page = client.get(f"/add/policy/discipline?at={at}/consequences&model=0")
    order = unescape(re.findall('name="order" value="([^"]*)"', page)[0])
    added = {"document": "policy/discipline", "at": f"{at}/consequences", "model": "0", "order": order, "shown": "en"}
    assert client.post("/insert", **added, v__sanction="reprimand", v__occurrence="1")[0] == 303
    (own,) = [one["overrides"][place] for one in rules(root)["offences"] if one["id"] == name]  # type: ignore[attr-defined]
    assert own["text"] == {"en": "Said: otherwise here."} or own["text"] == "Said: otherwise here."
    assert own["consequences"][-1]["sanction"] == "reprimand"
    assert check_handbook(root).handbook is not None
    assert client.post("/undo", id="all")[0] == 303
    assert (root / "policies" / "discipline.yml").read_text("utf-8") == before


@pytest.mark.parametrize("key", ["XX", "..", "%00", "overrides", "es"])
def test_only_places_and_languages_of_the_handbook_are_keys(client: Client, key: str, root: Path) -> None:
    offences = rules(root)["offences"]
    assert isinstance(offences, list)
    at = f"offences/{offences[0]['id']}/overrides/{key}"
    assert client.send("GET", f"/edit/policy/discipline?at={at}")[0] == 404


def test_the_way_to_address_readers_is_a_form_by_language(client: Client, root: Path) -> None:
    assert "translation/es" in client.get("/edit/handbook")
    fields = {"document": "handbook", "at": "translation/es", "shown": "en", "b__tone": "", "v__tone": "formal"}
    assert client.post("/save", **fields)[0] == 303
    tree, findings = read_yaml((root / "content" / "handbook.yml").read_text("utf-8"), "x")
    assert not findings
    assert tree["translation"]["es"]["tone"] == "formal"
    assert check_handbook(root).handbook is not None
