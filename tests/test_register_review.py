"""What a program cannot tell waits until a person has looked; time stamps over heads; several processes at scans."""

import hashlib
import json
import random
import re
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PIL import Image

from rolebook.diagnostics import Message
from rolebook.pipeline.register.issued_copies import Issued
from tests import pki
from tests.messages import refused, said, says, sentence
from tests.registers import HEAD, ONE, command, fingerprints, open_shop, printed, register_of, run, sheets_of, states
from tests.test_scan_marks import written

KEY = ("E001", "role/team-member")
WAITS = Message("register-marks-waiting", person="E001", document="role/team-member")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh handbook in two languages with two people, assigned."""
    return open_shop(tmp_path)


def scan_of(tmp_path: Path, *pages: Image.Image, name: str = "tray") -> Path:
    scans = tmp_path / "scans"
    scans.mkdir(exist_ok=True)
    pages[0].save(scans / f"{name}.pdf", save_all=True, append_images=pages[1:])
    return scans


def doubtful(shop: Path, tmp_path: Path) -> Path:
    """A scan of a copy with a blot on the line."""
    printed(shop, tmp_path, "team-member", "--person", "E001")
    return scan_of(tmp_path, written("a blot", random.Random(1)))


def test_what_is_not_sure_waits_until_somebody_confirms_it(shop: Path, tmp_path: Path) -> None:
    scans = doubtful(shop, tmp_path)
    told = run(shop, "scan", scans)
    doubt = Message("register-awaiting-review", person="E001", document="role/team-member")
    assert (told.returncode, says(told.stderr, doubt)) == (1, True)
    assert states(shop)[KEY] == "awaiting-review"
    again = run(shop, "scan", scans)
    assert says(again.stderr, doubt)
    listed, sheet = run(shop, "confirm").stdout.splitlines()
    assert "contact-sheet.html" in sheet
    (path,) = re.findall(r"/\S+\.pdf", listed)
    picture = sentence("register-picture", path=path, name="tray.pdf", sheets="1")
    assert says(listed, "register-waits", person="E001", document="role/team-member", files=picture)
    assert (Path(path).suffix, Path(path).read_bytes()) == (".pdf", (scans / "tray.pdf").read_bytes())
    done = run(shop, "confirm", "E001")
    assert says(done.stdout, "register-confirmed", person="E001", document="role/team-member")
    assert states(shop)[KEY] == "completed"
    assert not Path(path).exists(), "personal data are not left lying about"
    assert says(run(shop, "confirm", "E001").stderr + run(shop, "confirm").stderr, "register-nothing-waits")
    assert says(run(shop, "scan", scans).stdout, "register-already", person="E001", document="role/team-member")
    assert run(shop, "verify").returncode == 0


def test_what_is_not_accepted_is_open_again_and_the_same_scan_does_not_come_back(shop: Path, tmp_path: Path) -> None:
    scans = doubtful(shop, tmp_path)
    run(shop, "scan", scans)
    assert run(shop, "confirm", "E001", "--reject").stderr == refused("register-no-reason")
    done = run(shop, "confirm", "E001", "--reject", "--reason", "a drop of coffee")
    assert (done.returncode, states(shop)[KEY]) == (0, "overdue")
    again = run(shop, "scan", scans)
    assert (again.returncode, states(shop)[KEY]) == (0, "overdue")
    assert says(again.stdout, "register-rejected-before", person="E001", document="role/team-member")
    better = scan_of(tmp_path, written("a signature", random.Random(1)), name="again")
    (better / "tray.pdf").unlink()
    assert says(run(shop, "scan", better).stdout, WAITS)
    assert states(shop)[KEY] == "awaiting-review"


def test_where_a_signature_is_due_nothing_counts_before_a_person_looked(shop: Path, tmp_path: Path) -> None:
    path, issued = printed(shop, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    scans = scan_of(tmp_path, *sheets_of(path, copy, ["acknowledge"]))
    assert run(shop, "scan", scans).returncode == 0
    assert states(shop)[KEY] == "awaiting-review"
    done = run(shop, "confirm", "--all")
    assert says(done.stdout, "register-confirmed", person="E001", document="role/team-member")
    assert states(shop)[KEY] == "completed"


def test_a_scan_of_many_sheets_and_documents_is_read_by_several_processes(shop: Path, tmp_path: Path) -> None:
    both = [printed(shop, tmp_path, name, "--person", "E001") for name in ("team-member", "working-together")]
    copies: dict[str, Issued] = both[-1][1]
    pages = [
        page
        for path, _ in both
        for copy in copies.values()
        if copy.latest.files[0].path == path
        for page in sheets_of(path, copy, ["acknowledge"])
    ]
    blank = [Image.new("L", (620, 877), 255)] * 6
    scans = scan_of(tmp_path, pages[-1], *blank, *pages[:-1], *blank)
    done = run(shop, "scan", scans, "--workers", "2")
    assert done.stdout.startswith(f"{sentence('register-scanned', sheets=12 + len(pages), blank=12)}\n")
    found = states(shop)
    names = ("role/team-member", "policy/working-together")
    assert [found["E001", name] for name in names] == ["awaiting-review", "completed"], (
        "a click would do for the second"
    )


def test_a_head_is_stamped_and_the_stamp_shows_a_register_that_was_replaced(shop: Path, tmp_path: Path) -> None:
    root = tmp_path / "root.pem"
    root.write_bytes(pki.root().pem)
    file = register_of(shop) / "employer-es.sqlite"
    older = file.read_bytes()
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7 a signed page")
    entry = ("--person", "E001", "--document", "team-member", "--reason", "seen")
    assert run(shop, "record", tmp_path / "page.pdf", *entry).returncode == 0
    with pki.time_server() as server:
        done = command(shop, "register", "anchor", "--timestamp", server, "--trust", root)
    assert done.returncode == 0, done.stderr
    tokens = [Path(line) for line in done.stdout.splitlines()[1::2]]
    assert [one.suffix for one in tokens] == [".tsr", ".tsr"]
    outside = tmp_path / "elsewhere.tsr"
    outside.write_bytes(next(one for one in tokens if "employer-es" in one.name).read_bytes())
    whole = command(shop, "register", "verify", "--anchor", outside, "--trust", root)
    assert (whole.returncode, said(whole.stdout, Message("register-anchored")), "Example Time" in whole.stdout) == (
        0,
        2,
        True,
    )
    unknown = command(shop, "register", "verify")
    assert (unknown.returncode, said(unknown.stdout, Message("register-anchored-unknown"))) == (0, 2)
    assert fingerprints(shop, "employer-es", "role/team-member").startswith("rb1:")
    file.write_bytes(older)
    lost = command(shop, "register", "verify", "--anchor", outside, "--trust", root)
    assert (lost.returncode, says(lost.stdout, "register-anchor-strange", file=str(outside))) == (1, True)


def test_a_token_that_was_changed_or_is_over_something_else_is_told(shop: Path, tmp_path: Path) -> None:
    with pki.time_server() as server:
        assert command(shop, "register", "anchor", "--timestamp", server).returncode == 0
    junk = tmp_path / "junk.tsr"
    junk.write_bytes(b"no token")
    strange = command(shop, "register", "verify", "--anchor", junk).stdout
    assert says(strange, "register-anchor-strange", file=str(junk))
    evidence = register_of(shop) / "employer-es.evidence"
    token = next(one for one in evidence.rglob("*/*") if one.read_bytes()[:1] == b"\x30")
    changed = bytearray(token.read_bytes())
    changed[-20] ^= 1
    token.write_bytes(changed)
    told = command(shop, "register", "verify")
    assert told.returncode == 1
    assert says(told.stdout, "register-evidence-changed", entity="employer-es")
    assert says(told.stdout, "register-anchor-broken", entity="employer-es")


def test_without_a_time_server_nothing_is_recorded(shop: Path) -> None:
    before = command(shop, "register", "head").stdout
    done = command(shop, "register", "anchor", "--timestamp", "http://127.0.0.1:9/")
    assert (done.returncode, says(done.stderr, "time-server-failed")) == (2, True)
    assert command(shop, "register", "head").stdout == before


def test_one_pdf_holds_the_evidence_itself_but_not_what_is_about_others(shop: Path, tmp_path: Path) -> None:
    own, act = tmp_path / "own.pdf", b"%PDF-1.7 a signed working copy"
    own.write_bytes(act)
    entry = ("--person", "E001", "--document", "team-member", "--reason", "signed in the office")
    assert run(shop, "record", own, *entry).returncode == 0
    table = tmp_path / "answers.csv"
    rows = "E001,working-together,2026-11-30\nE002,working-together,2026-11-30\n"
    table.write_text("person,document,day\n" + rows, "utf-8")
    assert run(shop, "record", table, "--method", "electronic").returncode in (0, 1)
    done = run(shop, "export", "E001")
    files = attached(Path(done.stdout.strip()).read_bytes())
    assert act in files.values()
    assert all(name.startswith(hashlib.sha256(content).hexdigest()) for name, content in files.items() if "." in name)
    assert sum(b'"sections"' in content for content in files.values()) >= 2
    about = {"name": "answers.csv", "day": "2026-11-30", "method": "electronic"}
    left = sentence("register-left-out", **about, digest=hashlib.sha256(table.read_bytes()).hexdigest())
    assert says(done.stderr, "register-shared", files=left)
    assert table.read_bytes() not in files.values()
    whole = run(shop, "export", "E001", "--shared")
    assert table.read_bytes() in attached(Path(whole.stdout.strip()).read_bytes()).values()


def attached(pdf: bytes) -> dict[str, bytes]:
    """The files in a PDF, each told in the catalogue, too, as PDF/A-3 wants it."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert len(opened.Root.AF) == len(opened.attachments)
        found = {name: held.get_file().read_bytes() for name, held in opened.attachments.items()}
    found.pop("view.json", None)
    found.pop("paper.json", None)
    return found


def test_an_assignment_is_renewed_after_its_time_and_states_follow_the_day_by_themselves(
    shop: Path, tmp_path: Path
) -> None:
    (policy,) = (shop / "policies").rglob("working-together.yml")
    policy.write_text(re.sub(r"form: [a-z-]+", r"\g<0>, renew: P1Y", policy.read_text("utf-8")), "utf-8")
    assert run(shop, "assign", tmp_path / "people.csv").returncode == 0
    key, entry = ("E001", "policy/working-together"), ("--person", "E001", "--document", "working-together")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7 a signed page")
    assert run(shop, "record", tmp_path / "page.pdf", *entry, "--reason", "seen").returncode == 0
    later = ("--today", "2027-11-30")
    assert says(run(shop, "assign", tmp_path / "people.csv", day=later).stdout, "register-assigned", renewed=0)
    assert states(shop, day=later)[key] == "completed"
    due = ("--today", "2027-12-01")
    assert says(run(shop, "assign", tmp_path / "people.csv", day=due).stdout, "register-assigned", renewed=1)
    told = json.loads(run(shop, "status", "--format", "json", "--document", key[1], "--person", "E001", day=due).stdout)
    assert [line["state"] for line in told][-2:] == ["outdated", "pending"]
    last = told[-1]["due"]
    day_after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    found = [states(shop, day=("--today", day))[key] for day in (last, day_after)]
    assert found == ["due-soon", "overdue"]
    assert says(run(shop, "assign", tmp_path / "people.csv", day=due).stdout, "register-assigned", renewed=0)


def test_answers_in_a_workbook_with_real_dates_are_answers(shop: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Mail", "Document", "When", "How"])
    book.active.append(["e001@example.com", "role/team-member", datetime(2026, 11, 30, 9, 15), "electronic"])
    book.save(tmp_path / "answers.xlsx")
    columns = ("email=Mail", "document=Document", "day=When", "method=How")
    done = run(shop, "record", tmp_path / "answers.xlsx", *(word for one in columns for word in ("--column", one)))
    assert says(done.stdout, "register-recorded", source="answers.xlsx:2"), done.stderr
    (line,) = json.loads(run(shop, "status", "--format", "json", "--state", "completed").stdout)
    assert (line["person"], line["day"], line["method"]) == ("E001", "2026-11-30", "electronic")


def test_a_copy_of_which_a_page_is_missing_counts_once_the_page_is_there(shop: Path, tmp_path: Path) -> None:
    (role,) = (shop / "roles").rglob("team-member.yml")
    long = "".join(f"  - {{id: rule-{n}, text: {{en: Rule {n} holds., es: Vale la regla {n}.}}}}\n" for n in range(70))
    role.write_text(role.read_text("utf-8") + f"prohibitions:\n{long}", "utf-8")
    assert command(shop, "translate", "accept").returncode == 0
    assert run(shop, "assign", tmp_path / "people.csv").returncode == 0
    path, issued = printed(shop, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    assert copy.latest.pages > 1
    pages = sheets_of(path, copy, ["acknowledge"])
    scans = scan_of(tmp_path, *reversed(pages[1:]))
    assert says(run(shop, "scan", scans).stderr, "register-pages-missing", document="role/team-member", pages="1")
    pages[0].rotate(90, expand=True).save(scans / "late.png")
    assert says(run(shop, "scan", scans).stdout, WAITS)


def test_a_shift_sheet_of_many_lines_reads_back_from_all_its_pages_each_with_its_code(
    shop: Path, tmp_path: Path
) -> None:
    rows = [ONE.replace("001", f"1{n:02}") for n in range(30)]
    (tmp_path / "people.csv").write_text(HEAD + "".join(rows), "utf-8")
    assert run(shop, "assign", tmp_path / "people.csv").returncode == 0
    whose = ("--as", "sheet", "--language", "es", "--jurisdiction", "ES")
    path, issued = printed(shop, tmp_path, "team-member", *whose)
    (copy,) = issued.values()
    assert copy.latest.pages > 1
    assert {page for page, _ in copy.latest.fields.values()} == set(range(1, copy.latest.pages + 1))
    signed = [name for place, name in enumerate(copy.latest.fields) if place % 3]
    pages = [page.rotate(1.5, fillcolor=250) for page in sheets_of(path, copy, signed)]
    done = run(shop, "scan", scan_of(tmp_path, *reversed(pages)))
    found = states(shop)
    waiting = [name for name in copy.latest.fields if found[name, "role/team-member"] == "awaiting-review"]
    assert waiting == signed, done.stderr
