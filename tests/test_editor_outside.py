"""What goes out for an answer and comes back by the editor: consultations, the law of a place, who signs."""

from pathlib import Path

import pytest

from rolebook.pipeline.register.personal_places import place_of
from rolebook.source import read_yaml
from rolebook.store.together import journal_of
from tests.editors import Client, Running
from tests.registers import HEAD, ONE, register_of
from tests.test_consultation import WHOLE, answered, written_kitchen
from tests.test_law_command import marked


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written_kitchen(tmp_path / "kitchen")


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


ASKED = "document=policy/expenses&by=body:council&lang=es"
FIELDS = {"document": "policy/expenses", "by": "body:council", "lang": "es"}


def test_a_policy_goes_out_and_its_answer_becomes_a_step(client: Client, root: Path, tmp_path: Path) -> None:
    page = client.get("/redline/policy/expenses")
    assert '<option value="body:council">Works council</option>' in page
    before = (root / "policies" / "expenses.yml").read_bytes()
    status, headers, content = client.ask("GET", f"/consult?{ASKED}")
    assert status == 200
    assert headers["content-disposition"] == 'attachment; filename="expenses-es.docx"'
    file = tmp_path / "out.docx"
    file.write_bytes(content)
    status, said = client.upload("/consult", content, **FIELDS)
    assert status == 200  # nothing was answered
    assert (root / "policies" / "expenses.yml").read_bytes() == before
    content = answered(file, **WHOLE, remarks="Gracias <b>").read_bytes()
    status, said = client.upload("/consult", content, **FIELDS, entity="two")
    assert status == 200
    assert "Gracias &lt;b&gt;" in said
    (step,) = read_yaml((root / "policies" / "expenses.yml").read_text("utf-8"), "x")[0]["adoption"]
    assert (step["act"], step["by"], step["date"], step["entities"]) == (
        "consulted", "body:council", "2026-11-20", ["two"],
    )  # fmt: skip
    assert b"# for now" in (root / "policies" / "expenses.yml").read_bytes()
    assert len(journal_of(root)) == 1
    assert client.upload("/consult", content, **FIELDS, entity="two")[0] == 200  # it is there already
    assert len(journal_of(root)) == 1
    assert client.post("/undo", id="all")[0] == 303
    assert (root / "policies" / "expenses.yml").read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        {"document": "policy/none"},
        {"document": "role/expenses"},
        {"document": "policy/../../etc"},
        {"by": "body:none"},
        {"by": "../x"},
        {"lang": "fr"},
        {"entity": "none"},
    ],
)
def test_what_cannot_be_asked_is_refused(client: Client, root: Path, tmp_path: Path, change: dict[str, str]) -> None:
    before = (root / "policies" / "expenses.yml").read_bytes()
    file = tmp_path / "out.docx"
    file.write_bytes(client.ask("GET", f"/consult?{ASKED}")[2])
    status, page = client.upload("/consult", answered(file, **WHOLE).read_bytes(), **{**FIELDS, **change})
    assert status in (400, 404)
    assert "Traceback" not in page
    assert (root / "policies" / "expenses.yml").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"MZ", b"PK\x03\x04" + b"\0" * 50])
def test_another_file_is_no_answer(client: Client, content: bytes) -> None:
    for path, fields in (("/consult", FIELDS), ("/law", {"place": "ES"})):
        status, page = client.upload(path, content, **fields)
        assert status == 400
        assert "Traceback" not in page


def test_the_law_goes_to_a_lawyer_and_comes_back(client: Client, root: Path, tmp_path: Path) -> None:
    page = client.get("/law")
    assert '<option value="ES" selected>Spain</option>' in page
    assert page.count('<p dir="auto">') > 20
    status, headers, content = client.ask("GET", "/law/form?place=ES")
    assert status == 200
    assert headers["content-disposition"].endswith('"law-ES.docx"')
    assert client.send("GET", "/law/form?place=GB")[0] == 404  # no employer is there
    assert client.send("GET", "/law/form?place=../ES")[0] == 404
    form = tmp_path / "law.docx"
    form.write_bytes(content)
    marked(form, "Employee 001", "2026-11-20", wrong=0)
    assert client.upload("/law", form.read_bytes(), place="ES")[0] == 200
    assert not (root / "content" / "jurisdictions").exists()
    form.write_bytes(content)
    marked(form, "Employee 001", "2026-11-20")
    assert client.upload("/law", form.read_bytes(), place="ES")[0] == 200
    said = read_yaml((root / "content" / "jurisdictions" / "ES.yml").read_text("utf-8"), "x")[0]
    assert (said["status"], said["reviewed_by"]) == ("lawyer-reviewed", "Employee 001")
    assert "recorded the review" in client.get("/history")
    assert client.post("/undo", id="all")[0] == 303
    assert not (root / "content" / "jurisdictions" / "ES.yml").exists()


def test_signatories_are_chosen_beside_the_people(client: Client, root: Path) -> None:
    assert client.upload("/people", (HEAD + ONE).encode(), "people.csv")[0] == 303
    table = b"post,name\noffice:hr,Employee 007\noffice:none,Employee 008\n"
    assert client.upload("/people", table, "who.csv", **{"as": "signatories"})[0] == 303
    page = client.get("/people")
    assert "Employee 007" in page
    assert '<span class="quiet">HR</span>' in page
    assert "none" in page  # the row that names no post is told
    assert client.upload("/people", b"MZ", "who.exe", **{"as": "signatories"})[0] == 400
    files = {
        path.name: place_of("register", f"roster/{path.name}") for path in (register_of(root) / "roster").glob("[!.]*")
    }
    assert set(files) == {"roster.csv", "signatories.csv"}
    assert all(files.values()), "erasure knows both"
    assert client.upload("/people", (HEAD + ONE).encode(), "people.tsv")[0] == 303
    assert (register_of(root) / "roster" / "signatories.csv").is_file()
