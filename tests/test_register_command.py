"""`rolebook register` and `rolebook report`: who must, who has, by whichever way it came, and the proof."""

import csv
import email
import email.policy
import io
import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from rolebook.diagnostics import Message
from rolebook.language import Duration
from rolebook.model.acknowledgement import CLICK, SIGNATURES, acknowledgements_due
from rolebook.model.handbook import Handbook
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.register.issued_copies import issued_in
from rolebook.register import AssignmentStates, Book
from rolebook.view.copies.code import spaced
from tests import pki
from tests.conftest import ROOT
from tests.messages import refused, says, sentence
from tests.papers import by_pdfium, without_spaces
from tests.registers import (
    DAY,
    HEAD,
    ONE,
    TWO,
    command,
    fingerprints,
    open_shop,
    printed,
    register_of,
    run,
    sheets_of,
    states,
)
from tests.test_signing import signed_by

WAITS = Message("register-marks-waiting", person="E001", document="role/team-member")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh handbook in two languages with two people, assigned."""
    return open_shop(tmp_path)


def test_each_gets_what_role_and_scope_demand_and_a_second_run_adds_nothing(shop: Path, tmp_path: Path) -> None:
    first = states(shop)
    assert {person for person, _ in first} == {"E001", "E002"}
    assert ("E001", "role/team-member") in first
    assert any(document.startswith("policy/") for _, document in first)
    again = run(shop, "assign", tmp_path / "people.csv")
    nothing = {"new": 0, "changed": 0, "language": 0, "renewed": 0}
    assert says(again.stdout, "register-assigned", **nothing, kept=len(first))
    assert states(shop) == first
    assert (register_of(shop) / ".gitignore").read_text("utf-8") == "*\n"


@pytest.mark.parametrize("text", ["title: [", "titel: Safety\n"], ids=["no YAML", "no policy"])
def test_nothing_is_assigned_while_a_file_cannot_be_understood(shop: Path, tmp_path: Path, text: str) -> None:
    before = states(shop)
    (shop / "policies" / "safety.yml").write_text(text, "utf-8")
    third = ONE.replace("E001", "E003").replace("Employee 001", "Employee 003")
    with (tmp_path / "people.csv").open("a", encoding="utf-8") as roster:
        roster.write(third)
    told = run(shop, "assign", tmp_path / "people.csv")
    assert told.returncode == 1
    assert "policies/safety.yml" in told.stderr
    (shop / "policies" / "safety.yml").unlink()
    assert states(shop) == before


def test_the_handbook_says_from_when_something_is_due_soon(shop: Path) -> None:
    before = set(states(shop).values())
    settings = shop / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8") + "acknowledgement: {due_soon: P1D}\n", "utf-8")
    after = set(states(shop).values())
    assert ("due-soon" in before, "pending" in before) == (True, False)
    assert ("due-soon" in after, "pending" in after) == (False, True)


def test_states_follow_the_day(shop: Path) -> None:
    key = ("E001", "role/team-member")
    due = next(
        line["due"] for line in json.loads(run(shop, "status", "--format", "json").stdout) if line["person"] == "E001"
    )
    day = date.fromisoformat(due)
    told = [states(shop, day=("--today", when))[key] for when in (due, day.replace(year=day.year + 1).isoformat())]
    assert told == ["due-soon", "overdue"]
    assert states(shop, day=("--today", "2026-10-01"))[key] == "pending"


def test_by_hand_counts_with_a_reason_and_its_text_is_not_proven(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(b"a signed working copy")
    entry = ("record", tmp_path / "paper.docx", "--person", "E001", "--document", "team-member")
    done = run(shop, *entry)
    assert (done.returncode, done.stderr) == (2, refused("register-no-reason"))
    done = run(shop, *entry, "--reason", "signed in the office")
    whose = {"source": "E001", "person": "E001", "document": "team-member"}
    assert done.stdout == f"{sentence('register-recorded-unproven', **whose)}\n"
    assert states(shop)[("E001", "role/team-member")] == "completed"
    assert says(run(shop, *entry, "--reason", "again").stdout, "register-already", person="E001")
    assert run(shop, "verify").returncode == 0


def test_a_refusal_is_a_state_with_its_record(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "act.pdf").write_bytes(b"the record, before two witnesses")
    entry = ("--person", "E001", "--document", "team-member", "--refused", "--reason", "before two witnesses")
    assert run(shop, "record", tmp_path / "act.pdf", *entry).returncode == 0
    assert states(shop)[("E001", "role/team-member")] == "refused"


def test_a_click_is_no_signature_where_one_is_due(shop: Path, tmp_path: Path) -> None:
    table = tmp_path / "answers.csv"
    table.write_text("Employee ID,document,day\nE001,team-member,2026-11-30\nE404,team-member,2026-11-30\n", "utf-8")
    done = run(shop, "record", table, "--column", "person=Employee ID", "--method", "click")
    assert done.returncode == 1
    column, first, second = done.stderr.splitlines()
    assert "info[column-read-as]" in column
    weak = {"source": "answers.csv:2", "method": "click", "document": "team-member", "person": "E001"}
    assert says(first, "register-method-not-enough", **weak, methods=", ".join(SIGNATURES))
    unknown = {"source": "answers.csv:3", "person": "E404", "document": "team-member"}
    assert second == sentence("register-unknown-person", **unknown)
    assert states(shop)[("E001", "role/team-member")] != "completed"
    done = run(shop, "record", table, "--column", "person=Employee ID", "--method", "electronic")
    assert says(done.stdout, "register-recorded-unproven", source="answers.csv:2")


def test_a_table_knows_people_by_mail_and_holds_answers_to_the_text(shop: Path, tmp_path: Path) -> None:
    line = next(
        row for row in json.loads(run(shop, "status", "--format", "json").stdout) if row["document"] == "role/team-lead"
    )
    fingerprint = fingerprints(shop, "employer-gb", "role/team-lead")
    table = tmp_path / "answers.csv"
    head = "email,document,fingerprint,method,day\n"
    table.write_text(head + f"E002@EXAMPLE.com,{line['document']},rb1:{'0' * 64},electronic,2026-11-30\n", "utf-8")
    assert says(run(shop, "record", table).stderr, "register-other-text", person="E002", document="role/team-lead")
    table.write_text(head + f"E002@EXAMPLE.com,{line['document']},{fingerprint},electronic,2026-11-30T08:00\n", "utf-8")
    recorded = sentence("register-recorded", source="answers.csv:2", person="E002", document="role/team-lead")
    assert run(shop, "record", table).stdout == f"{recorded}\n"


def change(root: Path, new: str) -> None:
    """The policy says more, in English only or in both."""
    (path,) = (root / "roles").rglob("team-member.yml")
    path.write_text(path.read_text("utf-8") + new, "utf-8")


def test_a_changed_text_makes_an_acknowledgement_outdated(shop: Path, tmp_path: Path) -> None:
    (shop.parent / "page.pdf").write_bytes(b"%PDF-1.7 a signed page")
    entry = (shop.parent / "page.pdf", "--person", "E001", "--document", "team-member", "--reason", "seen")
    assert run(shop, "record", *entry).returncode == 0
    change(shop, "prohibitions:\n  - {id: smoke, text: {en: Does not smoke., es: No fuma.}}\n")
    assert command(shop, "translate", "accept").returncode == 0
    done = run(shop, "assign", tmp_path / "people.csv")
    assert says(done.stdout, "register-assigned", changed=1), done.stderr
    with Book(register_of(shop), "employer-es") as book:
        found = [
            one.state for one in AssignmentStates(book, date(2026, 11, 21)).of() if one.document == "role/team-member"
        ]
    assert found == ["outdated", "pending"]


def test_whoever_left_or_changed_role_needs_no_more(shop: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(HEAD.strip() + ",end\n" + ONE.strip() + ",2026-11-25\n", "utf-8")
    assert run(shop, "assign", people).returncode == 0
    assert {state for (person, _), state in states(shop).items() if person == "E001"} == {"superseded"}


def test_reminders_are_mails_in_the_language_of_each_and_nothing_gets_out_of_a_header(
    shop: Path, tmp_path: Path
) -> None:
    people = tmp_path / "people.csv"
    hostile = 'E003,"Bcc: x@example.com <b>=1</b>",e003@example.com,es,employer-es,team-member,2026-11-20\n'
    people.write_text(HEAD + ONE + TWO + hostile + "E004,Employee 004,,en,employer-gb,team-lead,2026-11-20\n", "utf-8")
    assert run(shop, "assign", people).returncode == 0
    done = run(shop, "remind", day=("--today", "2027-06-01"))
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == f"{sentence('register-unreachable', people='E004')}\n"
    mails = {path.stem.rpartition(".")[2]: read_mail(path) for path in (register_of(shop) / "reminders").glob("*.eml")}
    assert mails["E001"]["Content-Language"] == "es"
    assert "Hola, Employee 001:" in mails["E001"].get_content()
    assert "Hello Employee 002," in mails["E002"].get_content()
    assert mails["E003"]["To"] == "e003@example.com"
    assert mails["E003"]["Bcc"] is None
    assert mails["E003"].get_content_type() == "text/plain"


def read_mail(path: Path) -> email.message.EmailMessage:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, email.message.EmailMessage)
    return mail


def test_status_as_a_table_and_as_csv_that_no_spreadsheet_runs(shop: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text(HEAD + ONE.replace("Employee 001", "@HYPERLINK(1)") + TWO, "utf-8")
    assert run(shop, "assign", people).returncode == 0
    for tag, separator in (("en", ","), ("ru", ";"), ("es", ";"), ("zh", ",")):
        told = run(shop, "status", "--format", "csv", "--messages", tag).stdout
        assert told.startswith(separator.join(("\ufeffentity", "person", "name")))
    told = run(shop, "status", "--format", "csv", "--person", "E001").stdout.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert {row["name"] for row in rows} == {"'@HYPERLINK(1)"}
    table = run(shop, "status", "--messages", "ru").stdout.splitlines()
    assert table[0].split()[0] == "работодатель"
    assert table[-1].split()[0] == "всего"


@pytest.mark.parametrize("place", ["site/register", "build/register"])
def test_personal_data_never_go_into_what_is_published(shop: Path, tmp_path: Path, place: str) -> None:
    for words in (("assign", tmp_path / "people.csv", "--register", place), ("remind", "--output", place)):
        done = run(shop, *words)
        assert done.returncode == 2
        assert says(done.stderr, "register-in-site")
    done = command(shop, "report", "--output", f"{place}/report.html", *DAY)
    assert (done.returncode, (shop / place).exists()) == (2, False)


def test_paper_comes_back_in_any_order_turned_any_way(shop: Path, tmp_path: Path) -> None:
    path, issued = printed(shop, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    pages = [page.rotate(180) for page in reversed(sheets_of(path, copy, ["acknowledge"]))]
    scans = tmp_path / "scans"
    scans.mkdir()
    pages[0].save(scans / "tray.pdf", save_all=True, append_images=pages[1:])
    (scans / "letter.png").write_bytes(b"no picture")
    done = run(shop, "scan", scans)
    assert says(done.stdout, WAITS), done.stderr
    assert done.stderr == f"{sentence('register-scan-unreadable', source='letter.png')}\n"
    assert states(shop)[("E001", "role/team-member")] == "awaiting-review"
    assert run(shop, "confirm", "E001", "--by", "Employee 009").returncode == 0
    assert states(shop)[("E001", "role/team-member")] == "completed"
    (scans / "letter.png").unlink()
    again = run(shop, "scan", scans)
    assert (again.returncode, says(again.stdout, "register-already", person="E001")) == (0, True)


def test_an_empty_line_a_faint_one_and_a_missing_page_are_never_claimed(shop: Path, tmp_path: Path) -> None:
    path, issued = printed(shop, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    scans = tmp_path / "scans"
    scans.mkdir()
    pages = sheets_of(path, copy, [])
    pages[0].save(scans / "tray.pdf", save_all=True, append_images=pages[1:])
    assert says(run(shop, "scan", scans).stderr, "register-no-ink", person="E001", document="role/team-member")
    ledger = shop / "documents" / "copies.jsonl"
    ledger.write_text(ledger.read_text("utf-8").replace('"pages": 1', '"pages": 2'), "utf-8")
    assert says(run(shop, "scan", scans).stderr, "register-pages-missing", document="role/team-member", pages="2")
    assert states(shop)[("E001", "role/team-member")] != "completed"


def test_a_copy_that_nobody_was_issued_has_an_unknown_signer(shop: Path, tmp_path: Path) -> None:
    done = command(shop, "print", "team-member", "--language", "es", "--jurisdiction", "ES")
    path, issued = Path(done.stdout.strip()), issued_in([shop / "documents" / "copies.jsonl"])
    (copy,) = issued.values()
    scans = tmp_path / "scans"
    scans.mkdir()
    pages = sheets_of(path, copy, ["acknowledge"])
    pages[0].save(scans / "tray.pdf", save_all=True, append_images=pages[1:])
    told = run(shop, "scan", scans)
    assert says(told.stderr, "register-signer-unknown", document="role/team-member")
    (shop / "documents" / "copies.jsonl").unlink()
    assert says(run(shop, "scan", scans, "--entity", "").stderr, "register-copy-unknown", copy=spaced(copy.code))


def test_an_acknowledgement_sheet_reads_back_line_by_line(shop: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    more = ONE.replace("001", "003") + ONE.replace("001", "005")
    people.write_text(HEAD + ONE + TWO + more, "utf-8")
    assert run(shop, "assign", people).returncode == 0
    path, issued = printed(shop, tmp_path, "team-member", "--as", "sheet", "--language", "es", "--jurisdiction", "ES")
    (copy,) = issued.values()
    assert list(copy.latest.fields) == ["E001", "E003", "E005"]
    scans = tmp_path / "scans"
    scans.mkdir()
    pages = sheets_of(path, copy, ["E001", "E005"])
    pages[0].save(scans / "sheet.jpg", quality=60)
    told = run(shop, "scan", scans)
    assert "E003" in told.stderr
    key = "role/team-member"
    found = states(shop)
    assert [found[(one, key)] for one in ("E001", "E005")] == ["awaiting-review", "awaiting-review"]
    assert found[("E003", key)] != "awaiting-review"


def test_a_signed_pdf_counts_when_its_signer_is_the_person(shop: Path, tmp_path: Path) -> None:
    path, _ = printed(shop, tmp_path, "team-member", "--person", "E001")
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    before = path.read_bytes()
    for step in ("prepare", "approve"):
        before = signed_by(before, step, pki.signer("Employee 009")) if f"({step})".encode() in before else before
    wrong = tmp_path / "wrong.pdf"
    wrong.write_bytes(signed_by(before, "acknowledge", pki.signer("Employee 002")))
    told = run(shop, "record", wrong, "--trust", tmp_path / "root.pem", day=("--today", f"{pki.NOW:%Y-%m-%d}"))
    assert says(told.stderr, "register-signer-differs", person="E001", document="role/team-member")
    good = tmp_path / "good.pdf"
    good.write_bytes(signed_by(before, "acknowledge", pki.signer("Employee 001")))
    untrusted = run(shop, "record", good, day=("--today", f"{pki.NOW:%Y-%m-%d}"))
    assert says(untrusted.stderr, "register-not-intact", source="good.pdf", doubt="certificate-untrusted")
    told = run(shop, "record", good, "--trust", tmp_path / "root.pem", day=("--today", f"{pki.NOW:%Y-%m-%d}"))
    recorded = sentence("register-recorded", source="good.pdf", person="E001", document="role/team-member")
    assert told.stdout == f"{recorded}\n"


def test_one_pdf_holds_the_text_the_answer_and_the_head(shop: Path) -> None:
    (shop.parent / "page.pdf").write_bytes(b"%PDF-1.7 a signed page")
    by_hand = ("--person", "E001", "--document", "team-member", "--reason", "signed in the office")
    entry = (shop.parent / "page.pdf", *by_hand)
    assert run(shop, "record", *entry).returncode == 0
    path = Path(run(shop, "export", "E001").stdout.strip())
    assert path == register_of(shop) / "exports" / "employer-es.E001.pdf"
    text = without_spaces(by_pdfium(path.read_bytes()))
    head = next(line for line in run(shop, "head").stdout.splitlines() if line.startswith("employer-es:"))
    assert head in text
    assert fingerprints(shop, "employer-es", "role/team-member") in text
    assert without_spaces("signed in the office") in text
    assert without_spaces("Como se registró") in text
    assert run(shop, "verify", "--head", head).returncode == 0
    number = int(head.split(":")[1])
    lost = run(shop, "verify", "--head", head.replace(f":{number}:", f":{number + 3}:"), "--messages", "es")
    assert (lost.returncode, "es un archivo anterior" in lost.stdout) == (1, True)


def test_erasure_keeps_the_chain_and_a_hold_forbids_it(shop: Path) -> None:
    assert run(shop, "hold", "E001", "--reason", "case 12").returncode == 0
    assert says(run(shop, "erase", "E001", "--reason", "asked for").stderr, "register-not-erased-held", person="E001")
    assert run(shop, "hold", "E001", "--reason", "case 12 closed", "--lift").returncode == 0
    erased = f"{sentence('register-erased', people='E001')}\n"
    assert run(shop, "erase", "E001", "--reason", "asked for").stdout.startswith(erased)
    assert run(shop, "verify").returncode == 0
    assert b"Employee 001" not in (register_of(shop) / "employer-es.sqlite").read_bytes()
    assert run(shop, "export", "E001").returncode == 2


def test_retention_is_counted_from_the_day_of_leaving(shop: Path, tmp_path: Path) -> None:
    assert run(shop, "erase", "--expired").stderr == refused("register-no-retention")
    settings = shop / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8") + "acknowledgement: {retention: P1Y}\n", "utf-8")
    people = tmp_path / "people.csv"
    people.write_text(HEAD.strip() + ",end\n" + ONE.strip() + ",2026-11-25\n", "utf-8")
    assert run(shop, "assign", people).returncode == 0
    kept = {"person": "E001", "until": "2027-11-25"}
    assert says(run(shop, "erase", "E001", "--reason", "x").stderr, "register-not-erased-kept", **kept)
    nobody, one = (f"{sentence('register-erased', people=people)}\n" for people in ("—", "E001"))
    assert run(shop, "erase", "--expired").stdout == nobody
    assert run(shop, "erase", "--expired", day=("--today", "2027-11-25")).stdout.startswith(one)


def test_the_report_is_one_page_that_loads_nothing(shop: Path) -> None:
    done = command(shop, "report", "--language", "es", "--today", "2027-06-01")
    page = Path(done.stdout.strip()).read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="es"')
    assert "Employee 001" in page
    assert page.count("<svg role=") >= 2
    assert not [word for word in ("http://", "https://", "src=", "href=", "@import", "url(") if word in page]
    assert "default-src 'none'" in page
    assert len(page) < 100_000


def test_the_tutorial_does_what_it_says(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    (roster,) = re.findall(r"^```csv .*?\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "people.csv").write_text(roster, "utf-8")
    (document,) = re.findall(r"^```text .*?\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    (tmp_path / "cook.txt").write_text(document, "utf-8")
    blocks = re.findall(r"^```sh\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    steps = [shlex.split(line) for block in blocks for line in block.splitlines()]
    root, told = tmp_path, {}
    for step in steps:
        if step[0] == "cd":
            root = root / step[1]
            continue
        if step[1:3] == ["register", "scan"]:
            issued = issued_in([root / "documents" / "copies.jsonl"])
            (copy,) = issued.values()
            (root / "scans").mkdir()
            pages = sheets_of(copy.latest.files[0].path, copy, ["acknowledge"])
            pages[0].save(root / "scans" / "tray.pdf", save_all=True, append_images=pages[1:])
        if step[1:3] == ["register", "record"]:
            (root / step[3]).write_bytes(b"%PDF-1.7 a scan of the paper")
        done = command(root, *step[1:])
        assert done.returncode == 0, (step, done.stderr)
        told[" ".join(step[1:3])] = done.stdout
    assert len(steps) >= 12
    assert (root / "roles/imported/cook.yml").is_file()
    assert says(told["register scan"], WAITS)
    assert says(told["register confirm"], "register-confirmed", person="E001", document="role/team-member")
    recorded = {"person": "E001", "document": "working-together"}
    assert says(told["register record"], "register-recorded-unproven", **recorded)
    assert says(told["register verify"].splitlines()[0], "register-whole", entity="employer-es")


def test_before_the_contract_means_the_day_before_the_start(sample: Handbook) -> None:
    entity, role = sample.entities["example-ru"], sample.roles["sales-manager"]
    demands = {one.key: one for one in acknowledgements_due(sample, role, entity)}
    own = demands["role/sales-manager"]
    assert own.methods == ("ink", "qualified")
    assert own.due(date(2027, 3, 1), date(2027, 1, 11), date(2027, 2, 1)) == date(2027, 2, 28)
    assert own.due(date(2020, 3, 1), date(2027, 1, 11), date(2027, 2, 1)) == date(2027, 1, 21)
    read = demands["policy/performance-evaluation"]
    assert CLICK in read.methods
    assert CLICK not in demands["policy/discipline"].methods
    assert demands["policy/personal-data"].renew == Duration.parse("P1Y")


@pytest.mark.parametrize(
    ("iso", "day", "after"),
    [
        ("P1M", date(2027, 1, 31), date(2027, 2, 28)),
        ("P1Y", date(2028, 2, 29), date(2029, 2, 28)),
        ("P2W", date(2026, 12, 25), date(2027, 1, 8)),
        ("P10D", date(2026, 12, 25), date(2027, 1, 4)),
    ],
)
def test_a_duration_later_is_a_day(iso: str, day: date, after: date) -> None:
    assert Duration.parse(iso).after(day) == after


def test_a_register_lies_outside_the_handbook_and_its_repository_and_that_is_told(tmp_path: Path) -> None:
    root = tmp_path / "company" / "handbook"
    init_handbook(root, ("en",), ("GB",))
    (tmp_path / "company" / ".git").mkdir()
    (tmp_path / "people.csv").write_text(HEAD + TWO, "utf-8")
    first, again = (run(root, "assign", tmp_path / "people.csv") for _ in range(2))
    usual = tmp_path / "handbook-register"
    begun = Message("register-begun", folder=str(usual))
    assert says(first.stdout.splitlines()[0], begun)
    assert (again.returncode, says(again.stdout, "register-begun")) == (0, False)
    assert (usual.stat().st_mode & 0o777, (usual / "employer-gb.sqlite").is_file()) == (0o700, True)
    inside = ("assign", tmp_path / "people.csv", "--register", root / "private")
    told = run(root, *inside)
    repository = {"folder": str(root / "private"), "repository": str(tmp_path / "company")}
    assert (told.returncode, says(told.stderr, "register-in-repository", **repository)) == (2, True)
    assert not (root / "private").exists()
    assert run(root, *inside, "--in-repository").returncode == 0
    assert run(root, "status", "--register", root / "private").returncode == 0


def test_a_register_that_still_lies_in_the_handbook_is_not_begun_again_elsewhere(shop: Path, tmp_path: Path) -> None:
    register_of(shop).rename(shop / "register")
    done = run(shop, "assign", tmp_path / "people.csv")
    there = {"folder": str(shop / "register"), "usual": str(register_of(shop))}
    assert (done.returncode, says(done.stderr, "register-in-handbook", **there)) == (2, True)
    assert run(shop, "status", "--register", shop / "register").returncode == 0
