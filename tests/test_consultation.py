"""A policy goes out as a Word file with its changes marked, and the answer becomes a record of its adoption."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from typer.testing import CliRunner, Result

from rolebook.cli import application
from rolebook.diagnostics import Message, Severity, UserError
from rolebook.language import say
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.release.release import Decision, release_documents
from tests.messages import says

POLICY = """\
# Our rules
title: {en: Expenses, es: Gastos}
purpose: {en: Who pays what., es: Quién paga qué.}
revision: "1.0"
owner: office:hr  # for now
sections:
  - id: travel
    heading: {en: Travel, es: Viajes}
    clauses:
      - {id: train, text: {en: Staff take the train., es: El personal viaja en tren.}}
      - {id: hotel, text: {en: A hotel costs up to 100 EUR., es: El hotel cuesta hasta 100 EUR.}}
"""
SETTINGS = """\
language: en
languages: [en, es]
organisation: {name: Corner Kitchen}
entities:
  - {id: one, name: Kitchen One S.L., jurisdiction: ES, languages: [es]}
  - {id: two, name: Kitchen Two S.L., jurisdiction: ES, languages: [es]}
offices: [{id: hr, kind: hr, name: {en: HR, es: RR. HH.}}]
bodies: [{id: council, kind: works-council, name: {en: Works council, es: Comité de empresa}}]
severities: {draft-pack: off}
"""


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    return written_kitchen(tmp_path / "kitchen")


def written_kitchen(root: Path) -> Path:
    """A small handbook with a policy and a works council."""
    for path, text in {"content/handbook.yml": SETTINGS, "policies/expenses.yml": POLICY}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    CliRunner().invoke(application("translate"), ["translate", "accept", "--handbook", str(root)])
    return root


@pytest.fixture
def revised(kitchen: Path) -> Path:
    """Released once, then with another amount, a new clause and one that is gone."""
    assert release_documents(kitchen, Decision("office:hr", date(2026, 1, 1)))[1]
    text = POLICY.replace('"1.0"', '"1.1"').replace("100 EUR", "120 EUR")
    clause = "      - {id: train, text: {en: Staff take the train., es: El personal viaja en tren.}}\n"
    new = "      - {id: taxi, text: {en: A taxi is for the night., es: El taxi es para la noche.}}\n"
    assert clause in text
    (kitchen / "policies" / "expenses.yml").write_text(text.replace(clause, "") + new, "utf-8")
    CliRunner().invoke(application("translate"), ["translate", "accept", "--handbook", str(kitchen)])
    return kitchen


def consult(root: Path, *words: str | Path, tag: str = "en", by: str = "body:council") -> Result:
    told = ["consult", "expenses", "--by", by, "--language", tag, "--handbook", root, *words]
    return CliRunner().invoke(application("consult"), [*map(str, told)])


def refusal(root: Path, *words: str | Path, **options: str) -> UserError:
    result = consult(root, *words, **options)
    assert isinstance(result.exception, UserError), result.output
    return result.exception


def read(file: Path, left_out: str) -> str:
    """The text of the paragraphs after all changes are accepted (`w:del` left out) or refused (`w:ins` left out)."""
    lines = []
    for paragraph in Document(str(file)).element.body.iter(qn("w:p")):
        runs = [
            one.text or ""
            for one in paragraph.iter(qn("w:t"), qn("w:delText"))
            if left_out not in {above.tag for above in one.iterancestors()}
        ]
        lines.append("".join(runs))
    return "\n".join(lines)


def answered(file: Path, **cells: str) -> Path:
    """Fills in the table: `name`, `day`, `reference`, `agreed`, `consulted`, `remarks`."""
    word = Document(str(file))
    rows = ["text", "by", "name", "day", "reference", "agreed", "consulted", "remarks"]
    for name, words in cells.items():
        word.tables[0].rows[rows.index(name)].cells[1].text = words
    word.save(str(file))
    return file


WHOLE = {"name": "Employee 001", "day": "2026-11-20", "consulted": "x"}


def test_changes_are_tracked_and_the_rest_is_there(revised: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    assert consult(revised, "--export", file, tag="es").exit_code == 0
    new, old = read(file, qn("w:del")), read(file, qn("w:ins"))
    for words in ("Quién paga qué.", "Viajes", "Comité de empresa"):
        assert words in new
        assert words in old
    assert "El hotel cuesta hasta 120 EUR." in new
    assert "El hotel cuesta hasta 100 EUR." in old
    assert ("El taxi es para la noche." in new, "El taxi es para la noche." in old) == (True, False)
    assert ("El personal viaja en tren." in new, "El personal viaja en tren." in old) == (False, True)
    marks = [*Document(str(file)).element.body.iter(qn("w:ins"), qn("w:del"))]
    assert len({one.get(qn("w:id")) for one in marks}) == len(marks) > 3
    assert {one.get(qn("w:author")) for one in marks} == {"Corner Kitchen"}


RULES = """\
title: {en: Discipline, es: Disciplina}
purpose: {en: Fair play., es: Juego limpio.}
procedure:
  - {id: hear, text: {en: The person is heard., es: Se oye a la persona.}, within: P10D, by: office:hr}
offences:
  - id: late
    heading: {en: Lateness, es: Impuntualidad}
    severity: minor
    text: {en: Comes late., es: Llega tarde.}
    counting: [{count: 3, within: P30D, unit: days}]
    overrides: {ES: {adds: {en: Minor breach., es: Falta leve.}, consequences: [{occurrence: 1, sanction: reprimand}]}}
"""


@pytest.mark.parametrize(
    ("tag", "lines"),
    [
        (
            "en",
            ("Severity: minor", "How many times: 3; Within: 30 days; What is counted: days", "Spain: Minor breach."),
        ),
        ("es", ("Gravedad: leve", "España: Falta leve.", "España: Qué vez: 1; Sanción: Amonestación formal")),
    ],
)
def test_figures_and_choices_stand_with_their_item_and_its_place(
    kitchen: Path, tmp_path: Path, tag: str, lines: tuple[str, ...]
) -> None:
    (kitchen / "policies" / "discipline.yml").write_text(RULES, "utf-8")
    CliRunner().invoke(application("translate"), ["translate", "accept", "--handbook", str(kitchen)])
    file = tmp_path / "out.docx"
    told = ["consult", "discipline", "--by", "body:council", "--language", tag, "--handbook", kitchen, "--export", file]
    assert CliRunner().invoke(application("consult"), [*map(str, told)]).exit_code == 0
    said = [line.casefold() for line in read(file, qn("w:del")).splitlines()]
    assert [line for line in lines if line.casefold() not in said] == [], said
    assert "true" not in said
    assert said.count({"en": "lateness", "es": "impuntualidad"}[tag]) == 1


def test_a_first_edition_is_whole_and_has_no_marks(kitchen: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    assert consult(kitchen, "--export", file).exit_code == 0
    assert "Staff take the train." in read(file, qn("w:del"))
    assert not [*Document(str(file)).element.body.iter(qn("w:ins"), qn("w:del"))]


@pytest.mark.parametrize(("act", "tag"), [("consulted", "en"), ("agreed", "es")])
def test_an_answer_becomes_a_step_of_adoption_and_nothing_else_changes(
    revised: Path, tmp_path: Path, act: str, tag: str
) -> None:
    file, policy = tmp_path / "out.docx", revised / "policies" / "expenses.yml"
    before = policy.read_text("utf-8")
    consult(revised, "--export", file, tag=tag)
    cells = {**WHOLE, "consulted": "", act: "X", "reference": "Minutes 7", "remarks": "Too little.\nSee minutes."}
    result = consult(revised, "--answers", answered(file, **cells), "--entity", "one", tag=tag)
    assert result.exit_code == 0, result.output
    assert "Too little.\nSee minutes." in result.output
    handbook = check_handbook(revised).handbook
    assert handbook
    (step,) = handbook.policies["expenses"].adoption
    assert (step.id, step.act, step.by, str(step.date)) == (f"{act}-council", act, "body:council", "2026-11-20")
    assert step.entities == ("one",)
    assert step.reference
    assert step.reference.values == {tag: "Minutes 7"}
    after = policy.read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert not [one for one in check_handbook(revised).findings if one.severity is Severity.ERROR]


def test_a_step_that_waits_gets_its_day_and_a_further_one_an_id_of_its_own(kitchen: Path, tmp_path: Path) -> None:
    policy = kitchen / "policies" / "expenses.yml"
    waiting = "adoption:\n  - {id: consulted-council, act: consulted, by: body:council}  # autumn\n"
    policy.write_text(POLICY + waiting, "utf-8")
    for number, day in enumerate(("2026-11-20", "2026-11-20", "2026-11-21")):
        file = tmp_path / f"{number}.docx"
        consult(kitchen, "--export", file)
        assert consult(kitchen, "--answers", answered(file, **WHOLE | {"day": day})).exit_code == 0
    handbook = check_handbook(kitchen).handbook
    assert handbook
    steps = handbook.policies["expenses"].adoption
    assert [(one.id, str(one.date)) for one in steps] == [
        ("consulted-council", "2026-11-20"),
        ("consulted-council-2", "2026-11-21"),
    ]
    assert "# autumn" in policy.read_text("utf-8")


@pytest.mark.parametrize(
    "cells",
    [
        {**WHOLE, "consulted": ""},
        {**WHOLE, "consulted": "☐"},
        {**WHOLE, "agreed": "x"},
        {**WHOLE, "consulted": "", "agreed": "No"},
        {**WHOLE, "consulted": "", "agreed": "-"},
        {**WHOLE, "consulted": "", "agreed": "не согласны"},
        {**WHOLE, "day": "2026-W47-1"},
        {**WHOLE, "name": ""},
        {**WHOLE, "day": "20 November"},
        {**WHOLE, "day": "9999-01-01"},
    ],
)
def test_an_answer_that_lacks_something_changes_nothing(kitchen: Path, tmp_path: Path, cells: dict[str, str]) -> None:
    file, policy = tmp_path / "out.docx", kitchen / "policies" / "expenses.yml"
    before = policy.read_bytes()
    consult(kitchen, "--export", file)
    result = consult(kitchen, "--answers", answered(file, **cells))
    assert result.exit_code == 1
    assert says(result.output.strip(), "consult-left")
    assert policy.read_bytes() == before


def test_an_answer_about_another_text_is_refused(kitchen: Path, tmp_path: Path) -> None:
    file, policy = tmp_path / "out.docx", kitchen / "policies" / "expenses.yml"
    consult(kitchen, "--export", file)
    answered(file, **WHOLE)
    policy.write_text(POLICY.replace("100 EUR", "90 EUR"), "utf-8")
    CliRunner().invoke(application("translate"), ["translate", "accept", "--handbook", str(kitchen)])
    assert refusal(kitchen, "--answers", file).code == "consult-other"
    other = tmp_path / "other.docx"
    Document().save(str(other))
    assert refusal(kitchen, "--answers", other).code == "consult-other"
    other.write_bytes(b"no Word file")
    assert refusal(kitchen, "--answers", other).code == "consult-other"


def test_another_bodys_answer_and_a_table_that_was_rebuilt_are_refused(kitchen: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    consult(kitchen, "--export", file)
    answered(file, **WHOLE)
    assert refusal(kitchen, "--answers", file, by="office:hr").code == "consult-other"
    word = Document(str(file))
    table = word.tables[0]
    table._tbl.remove(table.rows[5]._tr)
    table.add_row()
    word.save(str(file))
    assert refusal(kitchen, "--answers", file).code == "consult-other"


def test_a_mark_that_was_deleted_with_tracked_changes_is_none(kitchen: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    consult(kitchen, "--export", file)
    word = Document(str(answered(file, **WHOLE)))
    (run,) = word.tables[0].rows[6].cells[1].paragraphs[0]._p.iter(qn("w:r"))
    deleted = OxmlElement("w:del")
    run.addprevious(deleted)
    deleted.append(run)
    for words in run.iter(qn("w:t")):
        words.tag = qn("w:delText")
    word.save(str(file))
    assert consult(kitchen, "--answers", file).exit_code == 1


def test_a_file_keeps_its_line_ends_its_mark_and_its_folder(kitchen: Path, tmp_path: Path) -> None:
    file, policy = tmp_path / "out.docx", kitchen / "policies" / "money" / "expenses.yaml"
    policy.parent.mkdir()
    (kitchen / "policies" / "expenses.yml").unlink()
    before = ("\ufeff" + POLICY).replace("\n", "\r\n").encode()
    policy.write_bytes(before)
    consult(kitchen, "--export", file)
    cells = {**WHOLE, "reference": "Acta {12} [[policy:x]] [x](role:nobody)"}
    assert consult(kitchen, "--answers", answered(file, **cells)).exit_code == 0
    after = policy.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
    findings = check_handbook(kitchen).findings
    assert not [one for one in findings if one.severity is Severity.ERROR], findings


def test_what_only_managers_see_does_not_leave_the_house(kitchen: Path, tmp_path: Path) -> None:
    file, policy = tmp_path / "out.docx", kitchen / "policies" / "expenses.yml"
    policy.write_text(POLICY + "code: EXP-7\nfield_visibility: {sections: managers}\n", "utf-8")
    assert consult(kitchen, "--export", file).exit_code == 0
    told = read(file, qn("w:del"))
    assert "Who pays what." in told
    assert "EXP-7" in told
    assert "train" not in told


def test_nothing_is_asked_while_a_fault_hides_a_text(kitchen: Path, tmp_path: Path) -> None:
    policy = kitchen / "policies" / "expenses.yml"
    clause = "{id: hotel, text: {en: A hotel costs up to 100 EUR., es: El hotel cuesta hasta 100 EUR.}}"
    assert clause in POLICY
    policy.write_text(POLICY.replace(clause, "{id: hotel, text: [A hotel costs up to 100 EUR.]}"), "utf-8")
    assert refusal(kitchen, "--export", tmp_path / "out.docx").code == "unreadable-handbook"


def test_what_cannot_be_asked_is_told(kitchen: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.docx"
    for by in ("body:nobody", "office:council", "role:cook", "council"):
        assert refusal(kitchen, "--export", file, by=by).code == "consult-unknown"
    assert refusal(kitchen, "--export", file, tag="ru").code == "consult-not-ready"
    assert refusal(kitchen).code == "consult-what"
    assert refusal(kitchen, "--export", file, "--answers", file).code == "consult-what"
    assert not file.exists()
    file.write_bytes(b"filled in")
    assert refusal(kitchen, "--export", file).code == "file-exists"
    assert file.read_bytes() == b"filled in"


@pytest.mark.parametrize("tag", ["en", "es", "ru", "vi", "zh"])
def test_the_table_speaks_the_readers_language(tag: str) -> None:
    rows = ("by", "name", "agreed", "consulted", "remarks")
    labels = [say(Message(f"consult-{row}"), tag) for row in rows]
    assert len(set(labels)) == len(labels)
    assert tag == "en" or not set(labels) & {"Asked", "Agreed", "Consulted", "Remarks"}
