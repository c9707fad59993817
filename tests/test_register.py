"""The register: it only grows, it tells what was done to it, and no kill, full disk or second writer harms it."""

import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rolebook.diagnostics import UserError
from rolebook.pipeline.register.anchor import anchors_of
from rolebook.register import AssignmentStates, Book, Flaw, Head, flaws, only_about
from rolebook.register.chain import GENESIS, linked
from rolebook.sign.trust import Trust
from tests.conftest import ROOT

ENTITY = "example-ru"
TODAY = date(2026, 12, 1)
ASSIGNED = {"document": "role/cook", "language": "ru", "revision": "1.0", "due": "2026-12-20"}

CHILD = """
import os, signal, sys
from pathlib import Path
from rolebook.register import Book
folder, first, last, die = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
with Book(folder, "example-ru") as book:
    seen = 0
    def before(statement):
        global seen
        seen += 1
        if seen == die:
            os.kill(os.getpid(), signal.SIGKILL)
    book._connection.set_trace_callback(before)
    for number in range(first, last):
        proof = book.evidence.keep(b"%d" % number)
        with book.writing() as writer:
            subject = writer.know({"person": f"E{number}", "name": f"Employee {number}"})
            if not book.first("SELECT 1 FROM entries WHERE kind = 'assign' AND subject = ?", subject):
                about = writer.add("assign", {"document": "role/cook", "due": "2026-12-20"}, subject=subject)
                writer.add("acknowledge", {"method": "ink", "evidence": [proof]}, subject=subject, about=about)
        print(number, flush=True)
    print("done", seen, flush=True)
"""


def child(folder: Path, first: int, last: int, die: int = 0) -> list[str]:
    return [sys.executable, "-c", CHILD, str(folder), str(first), str(last), str(die)]


def run(folder: Path, first: int, last: int, die: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(child(folder, first, last, die), capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A register with three people, each with one assignment, the first of them acknowledged."""
    with Book(tmp_path, ENTITY) as book, book.writing() as writer:
        for number in (1, 2, 3):
            subject = writer.know({"person": f"E{number}", "name": f"Employee 00{number}"})
            about = writer.add("assign", ASSIGNED, subject=subject)
            if number == 1:
                proof = book.evidence.keep(b"scan")
                writer.add("acknowledge", {"method": "ink", "evidence": [proof]}, subject=subject, about=about)
    return tmp_path


def head_of(folder: Path) -> Head:
    with Book(folder, ENTITY) as book:
        return book.head


def told(folder: Path, *heads: Head) -> list[tuple[str, int]]:
    with Book(folder, ENTITY) as book:
        return [(flaw.code, flaw.number) for flaw in flaws(book, heads)]


def tamper(folder: Path, *statements: str) -> None:
    """Writes into the file as somebody would who knows SQLite, triggers dropped."""
    connection = sqlite3.connect(folder / f"{ENTITY}.sqlite", isolation_level=None)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    connection.execute("BEGIN")
    for statement in (*(f"DROP TRIGGER {name}" for name in names), *statements):
        connection.execute(statement)
    connection.execute("COMMIT")
    connection.close()


def test_what_was_recorded_is_without_flaw_and_stands_as_it_should(folder: Path) -> None:
    head = head_of(folder)
    assert head.number == 8
    assert told(folder, head) == []
    with Book(folder, ENTITY) as book:
        states = [(one.number, one.state) for one in AssignmentStates(book, TODAY).of()]
        assert states == [(3, "completed"), (6, "pending"), (8, "pending")]
        assert book.person_of(book.subject_of("E2"))["name"] == "Employee 002"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET due = '2027-01-01'",
        "DELETE FROM entries WHERE number = 8",
        "INSERT OR REPLACE INTO entries (number, body, hash, kind) VALUES (3, '{}', '', 'assign')",
        "INSERT INTO entries (number, body, hash, kind) VALUES (11, '{}', '', 'assign')",
        "UPDATE personal SET data = '{}'",
        "DELETE FROM personal",
        "INSERT OR REPLACE INTO personal (number, subject, salt, data) VALUES (2, 'x', 'y', '{}')",
    ],
)
def test_the_file_itself_refuses_to_change_what_is_there(folder: Path, statement: str) -> None:
    connection = sqlite3.connect(folder / f"{ENTITY}.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        connection.execute(statement)
    connection.close()
    assert told(folder) == []


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE entries SET body = replace(body, '2026-12-20', '2027-12-20') WHERE number = 3"], ("entry-edited", 3)),
        (["UPDATE entries SET due = '2027-12-20' WHERE number = 3"], ("entry-edited", 3)),
        (["DELETE FROM entries WHERE number = 4"], ("entry-removed", 4)),
        (
            [
                "UPDATE entries SET number = 99 WHERE number = 3",
                "UPDATE entries SET number = 3 WHERE number = 6",
                "UPDATE entries SET number = 6 WHERE number = 99",
            ],
            ("entry-moved", 3),
        ),
        (["UPDATE personal SET data = replace(data, '001', '002') WHERE number = 2"], ("personal-changed", 2)),
        (["DELETE FROM personal WHERE number = 2"], ("personal-missing", 2)),
    ],
)
def test_each_kind_of_change_has_its_own_words(folder: Path, statements: list[str], found: tuple[str, int]) -> None:
    tamper(folder, *statements)
    said = told(folder)
    assert found in said
    assert ("foreign-change", 8) in said


@pytest.mark.parametrize(
    "body",
    [
        "no JSON",
        "[1]",
        "[" * 100_000,
        '{"number":3,"change":"many"}',
        '{"number":"third"}',
        '{"number":3,"evidence":7,"commitment":{"a":1}}',
        '{"number":3,"evidence":[[1],"../../../etc/hosts"],"text":"/etc/hosts"}',
    ],
    ids=["text", "list", "deep", "change", "number", "values", "paths"],
)
@pytest.mark.parametrize("kind", ["assign", "erase", "anchor"])
def test_whatever_is_written_in_place_of_an_entry_is_told_at_it(folder: Path, body: str, kind: str) -> None:
    tamper(folder, f"UPDATE entries SET body = '{body}', kind = '{kind}' WHERE number = 3")  # noqa: S608
    found = told(folder)
    assert {("entry-edited", 3), ("entry-moved", 3)} & set(found)
    assert ("foreign-change", 8) in found
    with Book(folder, ENTITY) as book:
        anchors = list(anchors_of(book, Trust(datetime(2026, 12, 1, tzinfo=UTC))))
        assert all(one == Flaw("anchor-broken", 3) for one in anchors)


@pytest.mark.parametrize("statement", ["salt = 'x'", "data = 5", "subject = 5"])
def test_personal_data_of_another_type_are_changed_ones(folder: Path, statement: str) -> None:
    tamper(folder, f"UPDATE personal SET {statement} WHERE number = 2")  # noqa: S608
    assert ("personal-changed", 2) in told(folder)


def test_what_cannot_be_read_any_more_is_told_by_everything_that_reads_it(folder: Path) -> None:
    tamper(folder, "UPDATE entries SET body = 'no JSON' WHERE number = 3")
    with Book(folder, ENTITY) as book, pytest.raises(UserError, match="register-entry-edited"):
        list(book.rows())


def test_a_digest_that_is_a_path_neither_reads_nor_removes_a_file(folder: Path) -> None:
    secret = folder / "secret.txt"
    secret.write_text("kept")
    body = f'{{"kind":"acknowledge","number":4,"evidence":["{secret}"]}}'
    tamper(folder, f"UPDATE entries SET body = '{body}' WHERE number = 4")  # noqa: S608
    with Book(folder, ENTITY) as book:
        found = only_about(book, book.subject_of("E1"))
        assert found == {str(secret)}
        assert book.evidence.read(str(secret)) is None
        book.evidence.remove(found)
    assert secret.read_text() == "kept"
    assert ("evidence-missing", 4) in told(folder)


def test_two_names_exchanged_are_both_told(folder: Path) -> None:
    tamper(
        folder,
        "CREATE TABLE other AS SELECT * FROM personal",
        "UPDATE personal SET data = (SELECT data FROM other WHERE number = 5), salt = (SELECT salt FROM other "
        "WHERE number = 5) WHERE number = 2",
    )
    assert ("personal-changed", 2) in told(folder)


def test_a_cut_tail_is_told_from_an_older_file(folder: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.sqlite"
    shutil.copy(folder / f"{ENTITY}.sqlite", older)
    with Book(folder, ENTITY) as book, book.writing() as writer:
        for _ in range(4):
            writer.add("note", {})
    head = head_of(folder)
    newer = tmp_path / "newer.sqlite"
    shutil.copy(folder / f"{ENTITY}.sqlite", newer)
    shutil.copy(older, folder / f"{ENTITY}.sqlite")
    assert told(folder) == []  # nothing in the file says that there ever was more
    assert told(folder, head) == [("older-file", 8)]
    shutil.copy(newer, folder / f"{ENTITY}.sqlite")
    tamper(folder, "DELETE FROM entries WHERE number > 8")
    assert told(folder, head) == [("tail-cut", 8)]


def test_a_chain_that_was_computed_anew_does_not_lead_to_the_head(folder: Path) -> None:
    head = head_of(folder)
    with Book(folder, ENTITY) as book:
        rows = [(row.number, row.text.replace("2026-12-20", "2027-12-20")) for row in book.rows()]
    previous, statements = GENESIS, []
    for number, text in rows:
        previous = linked(previous, text)
        due = ", due = '2027-12-20'" if '"due"' in text else ""
        statements.append(f"UPDATE entries SET body = '{text}', hash = '{previous}'{due} WHERE number = {number}")  # noqa: S608
    tamper(folder, *statements)
    assert ("entry-edited", 3) not in told(folder)
    assert ("chain-rewritten", 8) in told(folder, head)


def test_evidence_that_is_gone_or_changed_is_told_at_its_entry(folder: Path) -> None:
    with Book(folder, ENTITY) as book:
        (path,) = (book.path.parent / f"{ENTITY}.evidence").rglob("*/*")
    path.write_bytes(b"other")
    assert told(folder) == [("evidence-changed", 4)]
    path.unlink()
    assert told(folder) == [("evidence-missing", 4)]


def test_erasure_destroys_the_data_and_keeps_the_chain(folder: Path) -> None:
    head = head_of(folder)
    with Book(folder, ENTITY) as book:
        subject = book.subject_of("E1")
        with book.writing() as writer:
            writer.erase(subject, "asked for")
        assert book.person_of(subject) == {}
        assert book.subject_of("E1") == ""
    assert told(folder, head) == []
    assert b"Employee 001" not in (folder / f"{ENTITY}.sqlite").read_bytes()


@pytest.mark.parametrize("head", ["", "example-ru:1", "example-ru:1:xyz", "example-ru:-1:" + "0" * 64])
def test_what_is_no_head_is_refused(head: str) -> None:
    with pytest.raises(UserError, match="register-no-head"):
        Head.parse(head)
    assert Head.parse(f" {ENTITY}:12:{GENESIS}\n") == Head(ENTITY, 12, GENESIS)


def test_a_file_that_is_no_register_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / f"{ENTITY}.sqlite").write_bytes(b"no database, but long enough to be read as one" * 100)
    with pytest.raises(UserError, match="register-failed"):
        Book(tmp_path, ENTITY)


def test_killed_at_every_statement_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    whole = run(tmp_path / "whole", 0, 2)
    assert whole.returncode == 0, whole.stderr
    statements = int(whole.stdout.split()[-1])
    assert statements > 15
    for die in range(1, statements + 1):
        folder = tmp_path / str(die)
        folder.mkdir()
        killed = run(folder, 0, 2, die)
        assert killed.returncode == -signal.SIGKILL, (die, killed.stderr)
        confirmed = {int(number) for number in killed.stdout.split()}
        assert told(folder) == []
        assert confirmed <= recorded(folder)
        assert run(folder, 0, 2).returncode == 0
        assert told(folder) == []
        assert sorted_people(folder) == ["E0", "E1"]


@pytest.mark.parametrize(("how", "places"), [("kill", 150), ("full", 75)])
def test_stopped_at_every_write_nothing_is_lost_or_doubled(tmp_path: Path, how: str, places: int) -> None:
    """Killed before and after each write, fsync, rename and removal; or each of them finds the disk full."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.kills", str(tmp_path), how],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        cwd=ROOT,
    )
    if done.stderr.rstrip().endswith("ptrace"):
        pytest.skip("this machine lets no process be traced")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > places


def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    for turn in range(8):
        process = subprocess.Popen(child(tmp_path, 0, 400), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(3 + 7 * turn)]
        process.kill()
        said += process.stdout.readlines()
        process.wait()
        process.stdout.close()
        assert told(tmp_path) == []
        assert {int(line) for line in said if line.strip().isdigit() and line.endswith("\n")} <= recorded(tmp_path)
    people = sorted_people(tmp_path)
    assert len(people) == len(set(people)) > 20


def test_two_writers_at_once_take_turns(tmp_path: Path) -> None:
    both = [subprocess.Popen(child(tmp_path, 0, 60), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(timeout=90) for process in both] == [0, 0]
    assert told(tmp_path) == []
    assert sorted_people(tmp_path) == sorted(f"E{number}" for number in range(60))
    with Book(tmp_path, ENTITY) as book:
        assert book.first("SELECT count(*) FROM entries WHERE kind = 'acknowledge'") == (60,)


def test_a_full_disk_leaves_what_was_there(folder: Path) -> None:
    before = head_of(folder)
    size = (folder / f"{ENTITY}.sqlite").stat().st_size

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 4096, size + 4096))

    done = subprocess.run(
        child(folder, 100, 400),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        preexec_fn=full,
    )
    assert done.returncode != 0
    assert "register-failed" in done.stderr
    confirmed = {int(number) for number in done.stdout.split()}
    assert told(folder, before) == []
    assert confirmed <= recorded(folder)
    assert run(folder, 100, 103).returncode == 0
    assert {100, 101, 102} <= recorded(folder)
    assert told(folder, before) == []


def test_evidence_without_room_is_no_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Book(tmp_path, ENTITY) as book:
        monkeypatch.setattr("os.fsync", _fails)
        with pytest.raises(UserError, match="register-failed"):
            book.evidence.keep(b"scan")
        assert not [path for path in (tmp_path / f"{ENTITY}.evidence").rglob("*") if path.is_file()]


def _fails(_: int) -> None:
    raise OSError(28, "No space left on device")


def recorded(folder: Path) -> set[int]:
    with Book(folder, ENTITY) as book:
        query = "SELECT p.person FROM personal p JOIN entries e USING (subject) WHERE e.kind = 'acknowledge'"
        return {int(person[1:]) for (person,) in book.many(query)}


def sorted_people(folder: Path) -> list[str]:
    with Book(folder, ENTITY) as book:
        return sorted(person for (person,) in book.many("SELECT person FROM personal WHERE person IS NOT NULL"))
