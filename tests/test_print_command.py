"""`rolebook print` as a manager or HR runs it: rosters, refusals, the ledger, and what goes wrong."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from rolebook.diagnostics import Message
from rolebook.language import phrasebook
from rolebook.model.handbook import Handbook
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.jobs import Refusal
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import LEDGER, PrintRun, print_papers
from rolebook.pipeline.release.release import Decision, release_documents
from tests import pki
from tests.conftest import LANGUAGES, ROOT
from tests.messages import says
from tests.papers import EXTRACTORS, by_pdfium, jobs
from tests.test_cli import rolebook
from tests.test_signing import signed_by

HEAD = "person,name,language,entity,role,manager,territory,workplace,hours,start\n"
PEOPLE = (
    HEAD
    + "E001,Employee 001,es,employer-es,team-member,E002,,,,2027-02-01\n"
    + "E002,Employee 002,en,employer-gb,team-lead,The owner,,,,\n"
)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh handbook in two languages, whose translations are confirmed."""
    init_handbook(tmp_path / "shop", ("en", "es"), ("ES", "GB"))
    return tmp_path / "shop"


def write(folder: Path, text: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def printed(root: Path, folder: Path, *documents: str, **wanted: object) -> PrintRun:
    return print_papers(root, Order(output=folder / "out", documents=documents, **wanted))  # type: ignore[arg-type]


def ledger(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "out" / LEDGER).read_text("utf-8").splitlines()]


def told(result: PrintRun) -> list[tuple[int, int, str]]:
    found = [finding for refusal in result.refused for finding in refusal.findings]
    return [(one.location.line, one.location.column, one.code) for one in found]


def test_a_person_gets_their_name_manager_and_start_into_the_document(shop: Path, tmp_path: Path) -> None:
    roster = write(tmp_path, PEOPLE)
    result = printed(shop, tmp_path, roster=roster, people=("E001",))
    (path,) = result.files
    assert path.name == "team-member.employer-es.es.E001.pdf"
    text = by_pdfium(path.read_bytes())
    assert text.count("Employee 001") == 2  # the head of the document, and the line to sign on
    (record,) = ledger(tmp_path)
    assert record["person"] == "E001"
    assert record["language"] == "es"
    assert str(record["code"])[:4] in text


def test_a_pack_has_the_role_and_every_policy_that_binds_the_person(shop: Path, tmp_path: Path) -> None:
    result = printed(shop, tmp_path, roster=write(tmp_path, PEOPLE), people=("E001",), pack=True)
    assert {path.name.partition(".")[0] for path in result.files} == {"team-member", "working-together"}


def test_a_sheet_lists_those_the_document_concerns(shop: Path, tmp_path: Path) -> None:
    result = printed(
        shop,
        tmp_path,
        "working-together",
        roster=write(tmp_path, PEOPLE),
        form="sheet",
        jurisdictions=("ES",),
        languages=("es",),
    )
    (path,) = result.files
    text = by_pdfium(path.read_bytes())
    assert "Employee 001" in text
    assert "Employee 002" not in text


def test_signatories_stand_under_their_acts(shop: Path, tmp_path: Path) -> None:
    signers = write(
        tmp_path,
        "post,name,entity\noffice:hr-office,Employee 009,\noffice:hr-office,Employee 010,employer-gb\n",
        "s.csv",
    )
    result = printed(shop, tmp_path, "team-lead", languages=("en",), signatories=signers)
    texts = {path.name: by_pdfium(path.read_bytes()) for path in result.files}
    assert "Employee 009" in texts["team-lead.employer-es.en.pdf"]
    assert "Employee 010" in texts["team-lead.employer-gb.en.pdf"]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("../E3,Employee 003,es,employer-es,team-member", 1, "unusable-person-id"),
        ("E003,Employee 003,es,employer-es,team-membr", 5, "unknown-in-roster"),
        ("E003,Employee 003,es,kitchen-fr,team-member", 4, "unknown-in-roster"),
        ("E003,Employee 003,fr,employer-es,team-member", 3, "unknown-in-roster"),
        ("E003,,es,employer-es,team-member", 1, "missing-cell"),
        ("E003,Emp\x07loyee,es,employer-es,team-member", 2, "unusable-cell"),
        ("E003,Employee 003,es,employer-es,team-member,,,,,31.02.2027", 10, "unusable-cell"),
    ],
)
def test_a_bad_row_is_told_with_its_place_and_stops_nobody_else(
    shop: Path, tmp_path: Path, row: str, column: int, code: str
) -> None:
    result = printed(shop, tmp_path, roster=write(tmp_path, f"{PEOPLE}{row}\n"))
    found = [(one.location.line, one.location.column, one.code) for one in result.report.findings]
    assert found == [(4, column, code)]
    assert len(result.files) == 2


def test_of_a_person_in_two_rows_neither_is_printed(shop: Path, tmp_path: Path) -> None:
    again = "E001,Employee 003,es,employer-es,team-member\n"
    result = printed(shop, tmp_path, roster=write(tmp_path, PEOPLE + again))
    assert [(one.location.line, one.code) for one in result.report.findings] == [(4, "repeated-person")]
    assert [path.name for path in result.files] == ["team-lead.employer-gb.en.E002.pdf"]


def test_a_language_does_not_stand_beside_itself(shop: Path) -> None:
    done = rolebook("print", "team-lead", "--language", "es", "--bilingual", "es", "--handbook", str(shop))
    assert done.returncode == 2
    assert says(done.stderr, "same-language", tag="es")


def test_a_roster_without_a_needed_column_prints_nothing(shop: Path, tmp_path: Path) -> None:
    result = printed(shop, tmp_path, roster=write(tmp_path, "person,nmae,language,entity\n"))
    found = [(one.location.column, one.code) for one in result.report.findings]
    assert found == [(1, "missing-column"), (1, "missing-column"), (2, "unknown-column")] or set(found) == {
        (1, "missing-column"),
        (2, "unknown-column"),
    }
    assert result.files == []


def test_a_workbook_is_a_roster_too_and_a_formula_without_result_is_told(shop: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in PEOPLE.splitlines():
        sheet.append(row.split(","))
    sheet["B2"] = "=cmd|' /C calc'!A0"
    book.save(tmp_path / "people.xlsx")
    result = printed(shop, tmp_path, roster=tmp_path / "people.xlsx")
    assert [(one.location.line, one.location.column, one.code) for one in result.report.findings] == [
        (2, 2, "unreadable-cell")
    ]
    assert [path.name for path in result.files] == ["team-lead.employer-gb.en.E002.pdf"]


@pytest.mark.parametrize("name", ["people.xlsx", "people.csv"])
def test_a_damaged_table_is_told(shop: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04\xff\xfe not a table \x80")
    result = printed(shop, tmp_path, roster=tmp_path / name)
    assert [one.code for one in result.report.findings] == ["broken-table"]


def test_a_workbook_that_unfolds_without_end_is_refused(shop: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(5):
            archive.writestr(f"xl/worksheets/sheet{part}.xml", b" " * (60 * 1024 * 1024))
    began = time.monotonic()
    result = printed(shop, tmp_path, roster=tmp_path / "bomb.xlsx")
    assert [one.code for one in result.report.findings] == ["broken-table"]
    assert time.monotonic() - began < 10


def edited(root: Path, old: str, new: str, file: str = "roles/team-lead.yml") -> Path:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return root


def test_a_blank_left_in_a_text_is_refused_at_its_place(shop: Path, tmp_path: Path) -> None:
    root = edited(shop, 'title: {en: "Team lead"', 'title: {en: "Team ___ lead"')
    result = printed(root, tmp_path, "team-lead", languages=("en",), jurisdictions=("GB",))
    assert (1, 13, "left-blank") in told(result)
    assert result.files == []


def test_a_character_that_no_font_shows_is_refused_with_place_character_and_fonts(shop: Path, tmp_path: Path) -> None:
    root = edited(shop, 'title: {en: "Team lead"', 'title: {en: "Team lead 🍳"')
    result = printed(root, tmp_path, "team-lead", languages=("en",), jurisdictions=("GB",))
    (refusal,) = result.refused
    (finding,) = [one for one in refusal.findings if one.code == "missing-glyph"]
    assert (finding.location.file, finding.location.line) == ("roles/team-lead.yml", 1)
    assert finding.arguments["character"] == "🍳"
    assert finding.arguments["fonts"] == "Source Sans 3, Noto Sans SC"


def test_what_is_not_confirmed_is_refused_and_named_but_a_draft_is_printed(shop: Path, tmp_path: Path) -> None:
    root = edited(shop, 'en: "Team lead"', 'en: "Team chief"')
    result = printed(root, tmp_path, "team-lead", languages=("es",), jurisdictions=("ES",))
    assert "unsettled-translation" in {code for _, _, code in told(result)}
    assert result.files == []
    draft = printed(root, tmp_path, "team-lead", languages=("es",), jurisdictions=("ES",), profile="draft")
    (path,) = draft.files
    assert "BORRADOR" in by_pdfium(path.read_bytes())
    assert draft.refused == []


def test_data_that_the_document_speaks_of_must_be_in_the_roster(shop: Path, tmp_path: Path) -> None:
    root = edited(shop, "department: team\n", "department: team\nterritory: Works in {territory}.\n")
    result = printed(root, tmp_path, roster=write(tmp_path, PEOPLE), people=("E002",))
    assert (3, 1, "missing-person-data") in told(result)


def test_refusals_are_said_in_every_language(shop: Path, tmp_path: Path) -> None:
    root = edited(shop, 'title: {en: "Team lead"', 'title: {en: "Team ___ 🍳 lead"')
    result = printed(root, tmp_path, "team-lead", languages=("en",), jurisdictions=("GB",))
    for tag in LANGUAGES:
        assert all(phrasebook(tag)(one).hint for refusal in result.refused for one in refusal.findings)


def test_the_command_prints_tells_refusals_once_and_exits_1(shop: Path, tmp_path: Path) -> None:
    root = edited(shop, 'title: {en: "Team lead"', 'title: {en: "Team ___ lead"')
    done = rolebook(
        "print", "team-lead", "working-together", "--language", "en", "--handbook", root, "--output", tmp_path / "out"
    )
    assert done.returncode == 1
    assert "working-together.employer-es.en.pdf" in done.stdout
    assert says(done.stderr, "not-printed", name="team-lead.employer-es.en, team-lead.employer-gb.en")
    assert "roles/team-lead.yml:1:13: error[left-blank]" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nobody"], Message("unknown-document", id="nobody")),
        (["team-member", "--person", "E001"], Message("person-without-roster")),
        (["team-member", "--profile", "esign"], Message("service-without-esign")),
        (["team-member", "--one-file"], Message("one-file-without-pack")),
        (["team-member", "--language", "fr"], Message("not-a-language", tag="fr")),
        (["team-member", "--jurisdiction", "CN"], Message("nothing-to-print")),
        (["team-member", "--roster", "none.csv"], Message("no-file", file="none.csv")),
    ],
)
def test_wrong_use_is_one_line_and_exit_2(shop: Path, tmp_path: Path, words: list[str], why: Message) -> None:
    done = rolebook("print", *words, "--handbook", shop, "--output", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert says(done.stderr, why)
    assert len(done.stderr.strip().splitlines()) == 1


def test_what_is_printed_already_is_kept_and_what_changed_is_made_anew(shop: Path, tmp_path: Path) -> None:
    roster = write(tmp_path, PEOPLE)
    first = printed(shop, tmp_path, roster=roster)
    before = {path: path.stat().st_mtime_ns for path in first.files}
    assert (len(first.files), first.unchanged) == (2, 0)
    again = printed(shop, tmp_path, roster=roster)
    assert (len(again.files), again.unchanged) == (2, 2)
    assert {path: path.stat().st_mtime_ns for path in again.files} == before
    edited(shop, "first week.", "first day.", "roles/team-member.yml")
    changed = printed(shop, tmp_path, roster=roster, profile="draft")
    assert changed.unchanged == 0


@pytest.mark.parametrize("recorded", [True, False])
def test_what_somebody_signed_in_place_is_kept_when_the_text_changed(
    shop: Path, tmp_path: Path, *, recorded: bool
) -> None:
    roster = write(tmp_path, PEOPLE)
    member, lead = printed(shop, tmp_path, roster=roster).files
    sealed = signed_by(member.read_bytes(), "prepare", pki.signer("Employee 001"))
    member.write_bytes(sealed)
    if not recorded:
        (tmp_path / "out" / LEDGER).unlink()
    edited(shop, "department: team\n", "department: team\ncode: TM-1\n", "roles/team-member.yml")
    again = printed(shop, tmp_path, roster=roster)
    assert member.read_bytes() == sealed
    assert again.files == [lead]
    (refusal,) = again.refused
    assert [(one.location.file, one.code) for one in refusal.findings] == [(str(member), "changed-after-printing")]
    other = printed(shop, tmp_path, roster=roster, issue=2)
    assert (len(other.files), other.refused) == (2, [])


def test_a_working_copy_that_somebody_edited_is_kept(shop: Path, tmp_path: Path) -> None:
    (made,) = printed(shop, tmp_path, "team-member", languages=("en",), jurisdictions=("GB",), word=True).files
    made.write_bytes(made.read_bytes() + b"edited")
    edited(shop, "department: team\n", "department: team\ncode: TM-1\n", "roles/team-member.yml")
    again = printed(shop, tmp_path, "team-member", languages=("en",), jurisdictions=("GB",), word=True)
    assert (made.read_bytes().endswith(b"edited"), [one.name for one in again.refused]) == (True, [made.stem])


def test_an_interrupted_order_goes_on_and_ends_as_if_it_had_not_been(shop: Path, tmp_path: Path) -> None:
    rows = "".join(f"P{n:03},Employee {n:03},es,employer-es,team-member,,,,,\n" for n in range(120))
    roster = write(tmp_path, HEAD + rows)
    whole = printed(shop, tmp_path / "whole", roster=roster)
    command = [sys.executable, "-m", "rolebook", "print", "--handbook", shop, "--roster", roster]
    stopped = tmp_path / "stopped" / "out"
    with subprocess.Popen(
        [*command, "--output", stopped], stdout=subprocess.DEVNULL, start_new_session=True
    ) as running:
        patience = time.monotonic() + 60
        while not any(stopped.glob("*.pdf")) and running.poll() is None and time.monotonic() < patience:
            time.sleep(0.01)
        os.killpg(running.pid, signal.SIGKILL)
    some = {path.name: path.read_bytes() for path in stopped.glob("*.pdf")}
    assert 0 < len(some) < 120
    codes = {record["file"]: record["code"] for record in ledger(tmp_path / "stopped")}
    assert set(some) <= set(codes), "a copy in the world that no record explains"
    subprocess.run([*command, "--output", stopped], check=True, stdout=subprocess.DEVNULL)
    assert {path.name: path.read_bytes() for path in stopped.glob("*.pdf")} == {
        path.name: path.read_bytes() for path in whole.files
    }
    latest = {record["file"]: record for record in ledger(tmp_path / "stopped")}
    assert latest == {record["file"]: record for record in ledger(tmp_path / "whole")}


def test_an_error_keeps_only_its_own_document_from_being_printed(shop: Path, tmp_path: Path) -> None:
    edited(shop, "reports_to: team-lead", "reports_to: nobody", "roles/team-member.yml")
    result = printed(shop, tmp_path, languages=("es",), jurisdictions=("ES",))
    assert told(result) == [(3, 13, "unknown-role")]
    assert {path.name.partition(".")[0] for path in result.files} == {"team-lead", "working-together"}


def test_nothing_is_printed_while_a_file_cannot_be_understood(shop: Path, tmp_path: Path) -> None:
    edited(shop, "reports_to: team-lead", "report_to: team-lead", "roles/team-member.yml")
    result = printed(shop, tmp_path, "team-lead")
    assert [one.code for one in result.report.findings] == ["unknown-key"]
    assert result.files == []
    assert not (tmp_path / "out").exists()


def test_the_folder_of_documents_is_never_committed(shop: Path) -> None:
    done = rolebook("print", "team-member", "--language", "es", cwd=shop)
    assert done.returncode == 0, done.stderr
    assert (shop / "documents" / ".gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize("form", ["document", "sheet", "refusal", "sanctions", "handbook"])
@pytest.mark.parametrize("language", ["en", "es", "zh", "vi", "ru"])
def test_a_working_copy_for_word_is_marked_and_has_lines_to_sign(
    sample: Handbook, tmp_path: Path, form: str, language: str
) -> None:
    from rolebook.pipeline.print.typeset import make_copy  # noqa: PLC0415

    wanted = ("sales-manager",) if form in ("document", "refusal") else ("discipline",) if form == "sheet" else ()
    (job,) = jobs(sample, tmp_path, *wanted, languages=(language,), jurisdictions=("CN",), form=form, word=True)
    assert job.code == ""
    path = make_copy(job).temporary
    document = docx.Document(str(path))
    footer = "\n".join(paragraph.text for paragraph in document.sections[0].footer.paragraphs)
    assert "rb1:" in footer or form == "handbook"
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode()
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert body.count("o:signatureline") == {"document": 5, "refusal": 3}.get(form, 0)
    assert "{{" not in body
    assert "{%" not in body


def test_a_handbook_brings_its_own_word_template(shop: Path, tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("Ours: {{ title }} for {{ letterhead[0] }}")
    (shop / "templates" / "word").mkdir(parents=True)
    own.save(str(shop / "templates" / "word" / "profile.docx"))
    result = printed(shop, tmp_path, "team-member", languages=("es",), jurisdictions=("ES",), word=True)
    (path,) = result.files
    assert [paragraph.text for paragraph in docx.Document(str(path)).paragraphs] == [
        "Ours: Integrante del equipo for Empresa de ejemplo"
    ]


@pytest.mark.parametrize("fault", ["{{ titel }}", "{{ title.__class__.__mro__[1].__subclasses__() }}", "{% if %}"])
def test_a_template_that_names_what_there_is_not_or_reaches_out_is_refused(
    shop: Path, tmp_path: Path, fault: str
) -> None:
    own = docx.Document()
    own.add_paragraph(fault)
    (shop / "templates" / "word").mkdir(parents=True)
    own.save(str(shop / "templates" / "word" / "profile.docx"))
    command = ("print", "team-member", "--language", "es", "--format", "docx", "--handbook", shop)
    done = rolebook(*command, "--output", tmp_path / "out")
    assert done.returncode == 2
    assert "word/profile.docx" in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((tmp_path / "out").glob("*.docx"))


def test_a_handbook_brings_its_own_layout_and_its_faults_are_told(shop: Path, tmp_path: Path) -> None:
    folder = shop / "templates" / "paper"
    folder.mkdir(parents=True)
    (folder / "profile.typ").write_text(
        '//% include "page.typ"\n= Ours: #paper.title\n//% include "end.typ"\n', "utf-8"
    )
    result = printed(shop, tmp_path, "team-member", languages=("es",), jurisdictions=("ES",))
    (path,) = result.files
    assert "Ours: Integrante del equipo" in by_pdfium(path.read_bytes())
    (folder / "profile.typ").write_text('#read("/etc/passwd")\n', "utf-8")
    done = rolebook("print", "team-member", "--language", "es", "--handbook", shop, "--output", tmp_path / "other")
    assert done.returncode == 2
    assert says(done.stderr, "layout-failed", layout="profile")


def test_hostile_words_in_a_roster_stay_words(shop: Path, tmp_path: Path) -> None:
    name = '#panic("x") *b* $x$ @ref <lab> \\ {{ title }} " , ] ) //'
    quoted = name.replace('"', '""')
    roster = write(tmp_path, f'{HEAD}E001,"{quoted}",es,employer-es,team-member,,,,,\n')
    (path,) = printed(shop, tmp_path, roster=roster).files
    for extract in EXTRACTORS:
        assert name in " ".join(extract(path.read_bytes()).split())
    (path,) = printed(shop, tmp_path / "word", roster=roster, word=True).files
    assert any(name in paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_two_workers_make_the_same_files_as_one(shop: Path, tmp_path: Path) -> None:
    rows = "".join(f"P{n:03},Employee {n:03},es,employer-es,team-member,,,,,\n" for n in range(40))
    roster = write(tmp_path, HEAD + rows)
    alone = print_papers(shop, Order(output=tmp_path / "one", roster=roster))
    both = print_papers(shop, Order(output=tmp_path / "two", roster=roster), workers=2)
    assert [path.name for path in alone.files] == [path.name for path in both.files]
    assert all(one.read_bytes() == two.read_bytes() for one, two in zip(alone.files, both.files, strict=True))


def test_every_document_of_the_sample_can_be_signed_in_its_employers_languages() -> None:
    from rolebook.model.people.person import Roster  # noqa: PLC0415
    from rolebook.pipeline.check.check import check_handbook  # noqa: PLC0415
    from rolebook.pipeline.print.jobs import Copies  # noqa: PLC0415

    handbook = check_handbook(ROOT).handbook
    assert handbook is not None
    for language in handbook.settings.languages:
        copies = list(Copies(handbook, Order(output=Path(), languages=(language,)), Roster({}), None))
        assert len(copies) >= 30
        assert [one for one in copies if isinstance(one, Refusal)] == []


def test_a_refusal_names_the_released_revision_that_may_be_signed(shop: Path, tmp_path: Path) -> None:
    release_documents(shop, Decision("A", date(2027, 1, 1)))
    edited(edited(shop, 'en: "Team lead"', 'en: "Team chief"'), 'revision: "1.0"', 'revision: "1.1"')
    order = ("print", "team-lead", "--language", "es", "--handbook", shop, "--output", tmp_path / "out")
    done = rolebook(*order, "--today", "2027-02-01")
    assert done.returncode == 1
    assert "error[unsettled-translation]" in done.stderr
    assert says(done.stderr, "usable-revision", revision="1.0", date="2027-01-01")
    assert not says(rolebook(*order, "--today", "2026-12-01").stderr, "usable-revision")


@pytest.mark.parametrize(("form", "suffix"), [("docx", "word/profile.docx"), ("pdf", "paper/profile.typ")])
def test_a_template_is_copied_into_the_handbook_and_prints_as_before(
    shop: Path, tmp_path: Path, form: str, suffix: str
) -> None:
    wanted = {"languages": ("es",), "jurisdictions": ("ES",), "word": form == "docx"}
    (before,) = printed(shop, tmp_path / "before", "team-member", **wanted).files
    done = rolebook("new", "template", "profile", shop, "--format", form)
    assert done.stdout.strip() == str(shop / "templates" / suffix)
    (after,) = printed(shop, tmp_path / "after", "team-member", **wanted).files
    assert after.read_bytes() == before.read_bytes()
    assert rolebook("new", "template", "profile", shop, "--format", form).returncode == 2
