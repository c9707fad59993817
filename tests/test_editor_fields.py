"""Every field of the handbook's files is in a form, or a reason says why not; maps by rows; words to watch."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from rolebook.model.base import models_in
from rolebook.model.form_fields import form_fields
from rolebook.model.reading.load import _Loader
from rolebook.model.reading.read_part import read_part
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.schema import KINDS
from rolebook.pipeline.edit.documents import DocumentId, documents_among
from rolebook.source import read_yaml
from tests.conftest import LANGUAGES
from tests.editors import Client, Running
from tests.test_editor import EDITED

NOT_EDITED = {
    "jurisdiction": "what the law says is exported for lawyers, who answer in that file; its words have a form",
    "import": "headings that an import knows: whoever runs imports by hundreds writes them once",
}
FILES = {
    "content/pages/": "",
    "content/languages/": "",
    "content/jurisdictions/": "",
    "content/releases/": "a release is made by the screen of releases and never edited",
    "content/import/": NOT_EDITED["import"],
    "content/wording/": "",
}
"""Folders of `content/`: why no form edits what is there; empty where one does."""


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def test_every_kind_of_file_has_a_form_or_a_reason() -> None:
    assert set(KINDS) == {*EDITED, *NOT_EDITED}
    assert not set(EDITED) & set(NOT_EDITED)
    assert set(_Loader(read_part)._folders) == set(FILES)
    for folder, reason in FILES.items():
        if folder == "content/pages/":  # a page is several files: tests/test_editor_pages.py
            continue
        assert bool(documents_among([f"{folder}es.yml"])) is not bool(reason), folder


@pytest.mark.parametrize("kind", EDITED)
def test_every_field_has_a_control(kind: str) -> None:
    fields = [(model.__name__, field) for model in models_in(KINDS[kind]) for field in form_fields(model)]
    assert fields
    for model, field in fields:
        assert field.kind != "other", (model, field.name)
        assert field.kind != "choice" or field.choices, (model, field.name)
        assert field.kind not in ("part", "parts", "items") or field.models, (model, field.name)
        assert field.kind != "map" or (field.keys and field.value), (model, field.name)


def tree(root: Path, path: str) -> Any:
    return read_yaml((root / path).read_text("utf-8"), path)[0]


def forms_of(page: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall('name="([^"]+)" value="([^"]*)"', page)}


@dataclass(frozen=True)
class Entry:
    """An entry of a map to add, to say otherwise, and to remove again."""

    document: str
    path: str
    keys: tuple[str, ...]
    said: tuple[str, str, str]
    at: str = ""

    @property
    def row(self) -> str:
        return "__".join(self.keys)

    def value(self, root: Path) -> Any:
        found = tree(root, self.path)
        found = next(one for one in found["terms"] if one["id"] == "rota") if self.at else found
        for key in self.keys:
            found = found[key]
        return found


MAPS = [
    Entry("handbook", "content/handbook.yml", ("severities", "near-duplicate-duty"), ("off", "info", "error")),
    Entry("role/head-chef", "roles/head-chef.yml", ("field_visibility", "grade"), ("managers", "public", "staff")),
    Entry("role/head-chef", "roles/head-chef.yml", ("forms", "ru", "genitive"), ("шефа", "повара", "кока")),
    Entry("glossary", "content/glossary.yml", ("forbidden", "no"), ("plan, skift", "liste", "tavle"), "terms/rota"),
]


@pytest.mark.parametrize("entry", MAPS, ids=[one.keys[0] for one in MAPS])
def test_entries_of_a_map_are_added_changed_and_removed(client: Client, root: Path, entry: Entry) -> None:
    path = root / entry.path
    path.write_text(f"# of ours\n{path.read_text('utf-8')}", "utf-8")
    before = path.read_bytes()
    told = {"document": entry.document, "at": entry.at, "shown": "en"}
    first, second, third = entry.said
    new = {f"k{level}__{entry.keys[0]}": key for level, key in enumerate(entry.keys[1:])}
    assert client.post("/save", **told, **new, **{f"n__{entry.keys[0]}": first})[0] == 303
    assert entry.value(root) == (first.split(", ") if "," in first else first)

    def shown() -> dict[str, str]:
        page = forms_of(client.get(f"/edit/{entry.document}?at={entry.at}"))
        return {f"m__{entry.row}": page[f"m:{entry.row.replace('__', ':')}"]}

    field, seen = f"v__{entry.row}", shown()
    assert "told=unchanged" in client.post("/save", **told, **seen, **{field: first})[1]["location"]
    assert client.post("/save", **told, **seen, **{field: second})[0] == 303
    assert second in str(entry.value(root))
    status, _, answer = client.post("/save", **told, **seen, **{field: third})
    assert status == 409
    assert f'name="{field.replace("__", ":")}"' in answer
    assert client.post("/save", **told, **seen, **{field: second})[0] == 303  # who says the same does not collide
    assert client.post("/save", **told, **shown(), **{field: ""})[0] == 303
    assert path.read_bytes() == before
    assert check_handbook(root).handbook is not None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"k0__severities": "../../etc", "n__severities": "off"}, 400),
        ({"k0__severities": "near-duplicate-duty", "n__severities": "loud"}, 400),
        ({"m__severities__a b": "", "v__severities__a b": "off"}, 400),
        ({"m__severities__a__b": "", "v__severities__a__b": "off"}, 400),
        ({"k0__severities": "", "n__severities": "off"}, 303),
        ({"k0__severities": "near-duplicate-duty", "n__severities": ""}, 303),
    ],
)
def test_what_is_no_entry_is_not_written(client: Client, root: Path, fields: dict[str, str], status: int) -> None:
    before = (root / "content" / "handbook.yml").read_bytes()
    assert client.post("/save", document="handbook", at="", shown="en", **fields)[0] == status
    assert (root / "content" / "handbook.yml").read_bytes() == before


def test_an_entry_that_somebody_else_added_is_not_written_over(client: Client, root: Path) -> None:
    new = {"document": "handbook", "at": "", "shown": "en", "k0__severities": "near-duplicate-duty"}
    assert client.post("/save", **new, n__severities="off")[0] == 303
    assert client.post("/save", **new, n__severities="error")[0] == 409
    assert tree(root, "content/handbook.yml")["severities"]["near-duplicate-duty"] == "off"
    assert client.post("/save", **new, n__severities="off")[0] == 303


@pytest.mark.parametrize("tag", LANGUAGES)
def test_kinds_of_findings_are_shown_in_words(client: Client, tag: str) -> None:
    client.get("/list/role")
    client.send("GET", f"/interface?tag={tag}&back=/")
    page = client.get("/edit/handbook")
    select = re.findall('<select name="k0:severities".*?</select>', page, re.DOTALL)[0]
    options = dict(re.findall('<option value="([a-z-]+)">([^<]+)</option>', select))
    assert len(options) > 150
    assert {code for code, said in options.items() if said == code} <= {"left-over"}
    assert "missing-settings" not in options  # what the files cannot be understood without


def test_words_to_watch_are_begun_filled_and_found(client: Client, root: Path) -> None:
    assert 'value="wording"' in client.get("/list/library")
    assert client.post("/create", kind="wording", name="fr")[0] == 404
    assert client.post("/create", kind="wording", name="../x")[0] == 404
    assert client.post("/create", kind="wording", name="en")[0] == 303
    assert client.post("/create", kind="wording", name="en")[0] == 400
    page = client.get("/edit/wording/en")
    assert "Words to watch: English" in page
    told = {"document": "wording/en", "at": "rules", "model": "0", "shown": "en", "order": "[]"}
    rule = {"v__about": "weak", "v__words": "does the needful, gets things done", "v__suggest": "says what is done"}
    assert client.post("/insert", **told, **rule)[0] == 303
    said = tree(root, "content/wording/en.yml")["rules"]
    assert [one["words"] for one in said] == [["does the needful", "gets things done"]]
    edit = {"document": "role/head-chef", "at": "", "shown": "en", "b__purpose__en": ""}
    page = client.get("/edit/role/head-chef")
    edit["b__purpose__en"] = forms_of(page)["b:purpose:en"]
    assert client.post("/save", **edit, v__purpose__en="Leads the kitchen and does the needful.")[0] == 303
    found = [one for one in check_handbook(root).findings if one.location.file == "roles/head-chef.yml"]
    assert any("does the needful" in str(one.arguments) for one in found)
    assert DocumentId("wording", "en").place == "wording/en"
    assert "wording/en" in client.get("/list/library")
    assert client.post("/rename", document="wording/en", name="es")[0] == 404
    assert client.post("/delete", document="wording/en")[0] == 404
    assert client.post("/undo", id="all")[0] == 303
    assert not (root / "content" / "wording" / "en.yml").exists()
