"""One document in several languages becomes one file, and an edited working copy comes back as edits."""

import json
from pathlib import Path
from typing import Any

import docx
import pytest

from rolebook.diagnostics import UserError
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.importing.compare import compare_copy
from rolebook.pipeline.importing.copy_lines import changed_lines
from rolebook.pipeline.importing.copy_words import printed_string
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import print_papers
from tests.test_cli import rolebook
from tests.test_importing import codes, fields, imported, put

ENGLISH = """Job description
Cashier
Purpose: Takes the money of customers.
Duties:
1. Counts the money 2 times a day.
2. Closes the till.
Requirements:
- 1 year of experience in a shop.
- Knowledge of tills.
"""
SPANISH = """Descripción de puesto
Cajera
Objetivo: Cobra a los clientes.
Funciones:
1. Cuenta el dinero {} veces al día.
2. Cierra la caja.
{}Requisitos:
- 1 año de experiencia en tienda.
- Conocimiento de cajas.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "handbook"
    init_handbook(folder, ("en", "es"), ("ES",))
    return folder


def pair(root: Path, spanish: str) -> Any:
    files = put(root.parent, "es.txt", spanish), put(root.parent, "en.txt", ENGLISH)
    return imported(root, *files, pair=True)


def test_a_pair_becomes_one_role_with_each_string_in_both_languages(root: Path) -> None:
    done = pair(root, SPANISH.format(2, ""))
    (one,) = done.files
    role = fields(root, one.path)
    assert role["title"] == {"en": "Cashier", "es": "Cajera"}
    assert [item["text"] for item in role["duties"]] == [
        {"en": "Counts the money 2 times a day.", "es": "Cuenta el dinero 2 veces al día."},
        {"en": "Closes the till.", "es": "Cierra la caja."},
    ]
    assert [(item["kind"], item.get("years"), item["text"]["es"]) for item in role["requirements"]] == [
        ("experience", 1, "1 año de experiencia en tienda."),
        ("knowledge", None, "Conocimiento de cajas."),
    ]
    assert [finding for finding in check_handbook(root).findings if finding.severity == "error"] == []
    again = pair(root, SPANISH.format(2, ""))
    assert {file.outcome for file in again.files} == {"unchanged"}


def test_numbers_that_differ_and_lines_without_partner_are_named(root: Path) -> None:
    done = pair(root, SPANISH.format(3, "3. Guarda las llaves.\n"))
    (one,) = done.files
    assert {doubt.reason for doubt in one.draft.doubts.values()} == {"pair-numbers"}
    assert [left.text for left in one.draft.leftovers if left.reason == "no-partner"] == ["Guarda las llaves."]
    assert {"unsure-line", "left-over"} <= codes(one)


def test_two_documents_in_one_language_are_no_pair(root: Path) -> None:
    files = put(root.parent, "a.txt", ENGLISH), put(root.parent, "b.txt", ENGLISH)
    with pytest.raises(UserError) as error:
        imported(root, *files, pair=True)
    assert error.value.code == "no-pair"


def working_copy(root: Path, edits: dict[str, str]) -> Path:
    """A printed Word copy of the first role, with words replaced as somebody does it in Word."""
    order = Order(root.parent / "copies", documents=("cashier",), languages=("en",), word=True, profile="draft")
    print_papers(root, order)
    (path,) = (root.parent / "copies").glob("cashier.*.docx")
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for old, new in edits.items():
            if old in paragraph.text:
                words = paragraph.text.replace(old, new)
                for run in paragraph.runs[1:]:
                    run.text = ""
                paragraph.runs[0].text = words
    document.save(str(path))
    return path


@pytest.fixture
def printed(root: Path) -> Path:
    done = imported(root, put(root.parent, "cashier.txt", ENGLISH))
    assert done.files[0].path == "roles/imported/cashier.yml"
    return root


def test_an_edited_working_copy_changes_the_strings_that_were_edited(printed: Path) -> None:
    path = working_copy(printed, {"Closes the till.": "Closes and locks the till.", "Knowledge of tills": "Tills"})
    before = (printed / "roles/imported/cashier.yml").read_text("utf-8")
    only_said = compare_copy(printed, path, dry_run=True)
    assert (printed / "roles/imported/cashier.yml").read_text("utf-8") == before
    done = compare_copy(printed, path)
    assert done == only_said
    assert (done.document, done.language, done.lines) == ("cashier", "en", ())
    assert {result.place.rpartition("/")[2]: result.words for result in done.results} == {
        "closes-the-till": "Closes and locks the till.",
        "knowledge-tills": "Tills.",
    }
    after = (printed / "roles/imported/cashier.yml").read_text("utf-8")
    assert after == before.replace("Closes the till", "Closes and locks the till").replace(
        "Knowledge of tills", "Tills"
    )


def test_a_copy_of_other_words_and_a_file_that_is_no_copy_are_refused(printed: Path) -> None:
    path = working_copy(printed, {"Closes the till.": "Closes."})
    compare_copy(printed, path)
    for file, code in ((path, "working-copy-of-another-version"), (put(printed, "x.txt", ENGLISH), "no-working-copy")):
        with pytest.raises(UserError) as error:
            compare_copy(printed, file)
        assert error.value.code == code


def test_lines_that_are_no_string_are_named_and_change_nothing(printed: Path) -> None:
    path = working_copy(printed, {"Closes the till.": ""})
    before = (printed / "roles/imported/cashier.yml").read_bytes()
    ran = rolebook("import", "--compare", str(path), "--json", "--handbook", str(printed))
    data = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert [(line["outcome"], line["before"]) for line in data["lines"]] == [("removed-line", "Closes the till.")]
    assert (printed / "roles/imported/cashier.yml").read_bytes() == before


def test_references_and_values_stay_in_a_string_whose_other_words_change() -> None:
    written = r"Keeps [[policy:secrets]] and 2 \* 2 keys, {blank:days} days."
    string = printed_string(written)
    before = "3.1 Keeps Trade secrets and 2 * 2 keys, ____ days. (daily)"
    assert string.changed(before, before.replace("Keeps", "Guards")) == written.replace("Keeps", "Guards")
    assert string.changed(before, before.replace("Trade secrets", "all secrets")) == ""
    assert string.changed(before, before.replace("(daily)", "(weekly)")) == ""
    assert string.changed("Something else.", "Something.") is None
    assert printed_string("Some **strong** words.").pattern is None


def test_a_new_line_does_not_move_the_others() -> None:
    assert list(changed_lines(["a b", "c d", "e f"], ["a b", "new words", "c d", "e g"])) == [
        ("", "new words"),
        ("e f", "e g"),
    ]
