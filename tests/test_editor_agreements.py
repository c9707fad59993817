"""A collective agreement is written in the editor: made in the library, filled in, named by an employer, deleted."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.editors import Client, Running

PATH = "content/agreements/hotels-madrid.yml"
DOCUMENT = "agreement/hotels-madrid"


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def said(root: Path) -> dict[str, Any]:
    return dict(read_yaml((root / PATH).read_text("utf-8"), PATH)[0])


def begin(client: Client, place: str = "ES") -> None:
    assert client.post("/create", kind="agreement", title="Hotels of Madrid", place=place)[0] == 303


def insert(client: Client, at: str, **fields: str) -> int:
    told = {"document": DOCUMENT, "at": at, "model": "0", "shown": "en"}
    order = unescape(re.findall('name="order" value="([^"]*)"', client.get(f"/add/{DOCUMENT}?at={at}"))[0])
    values = {f"v__{name}": value for name, value in fields.items()}
    return client.post("/insert", **told, order=order, **values)[0]


def test_an_agreement_is_made_filled_in_and_found_in_the_library(client: Client, root: Path) -> None:
    assert 'value="agreement"' in client.get("/list/library")
    begin(client)
    assert said(root) == {"title": {"en": "Hotels of Madrid"}, "jurisdictions": ["ES"]}
    assert client.post("/create", kind="agreement", title="Hotels of Madrid", place="ES")[0] == 303  # a second one
    assert (root / "content/agreements/hotels-madrid-2.yml").exists()
    told = {"document": DOCUMENT, "at": "", "shown": "en", "b__valid_until": ""}
    assert client.post("/save", **told, v__valid_until="2027-12-31")[0] == 303
    assert client.post("/save", **told, v__valid_until="soon")[0] == 400
    assert insert(client, "severities", id="minor") == 303
    assert insert(client, "severities/minor/sanctions", id="unpaid-suspension", max="P2D", working_days="true") == 303
    assert insert(client, "limits", kind="impose-from-discovery", value="P5D", article="agreement 42") == 303
    assert insert(client, "figures", id="deduction", max_share="10") == 303
    assert insert(client, "procedure", id="union-notice") == 303
    assert insert(client, "figures", id="bonus") == 400
    told_now = said(root)
    assert told_now["severities"] == [
        {"id": "minor", "sanctions": [{"id": "unpaid-suspension", "max": "P2D", "working_days": True}]}
    ]
    assert told_now["limits"] == [
        {"id": "item", "article": "agreement 42", "kind": "impose-from-discovery", "value": "P5D"}
    ]
    assert told_now["figures"] == [{"id": "deduction", "max_share": 10}]
    assert told_now["procedure"] == [{"id": "union-notice"}]
    assert str(told_now["valid_until"]) == "2027-12-31"
    assert not [one for one in check_handbook(root).findings if one.location.file == PATH]
    page = client.get(f"/edit/{DOCUMENT}")
    assert "Degrees of breaches" in page
    assert "Holds until" in page
    assert "Weight of findings" not in page
    items = re.findall('<div class="item"><a [^>]*>([^<]*)</a>', page)
    assert items == ["minor", "To impose a sanction, from discovery", "deductions from pay", "notice to the union"]
    assert "Collective agreement: Hotels of Madrid" in unescape(client.get("/list/library"))
    form = client.get(f"/add/{DOCUMENT}?at=severities/minor/sanctions")
    assert "Add to “Sanctions”" in unescape(form)
    assert "suspension" in form


def test_an_agreement_that_an_employer_names_stays(client: Client, root: Path) -> None:
    begin(client)
    employer = next(one for one in read_yaml((root / "content/handbook.yml").read_text("utf-8"), "")[0]["entities"])
    told = {"document": "handbook", "at": f"entities/{employer['id']}", "shown": "en"}
    assert client.post("/save", **told, b__agreement="", v__agreement="hotels-madrid")[0] == 303
    assert client.post("/delete", document=DOCUMENT)[0] == 400
    assert client.post("/rename", document=DOCUMENT, name="other")[0] == 404
    assert (root / PATH).exists()
    page = client.get(f"/edit/handbook?at=entities/{employer['id']}")
    seen = unescape(re.findall('name="b:agreement" value="([^"]*)"', page)[0])
    assert client.post("/save", **told, b__agreement=seen, v__agreement="")[0] == 303
    status, headers, _ = client.post("/delete", document=DOCUMENT)
    assert (status, headers["location"].partition("?")[0]) == (303, "/list/library")
    assert not (root / PATH).exists()
