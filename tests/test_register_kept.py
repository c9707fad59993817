"""Registers kept well: readable for their owner alone, copied and put back whole, erased everywhere, waited for."""

import os
import shutil
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rolebook.pipeline.register.personal_places import place_of
from rolebook.register import book as book_module
from rolebook.store.private import shared_by
from tests.conftest import ROOT
from tests.messages import says
from tests.registers import HEAD, ONE, TWO, command, open_shop, printed, register_of, run, sheets_of, states

PERSON = ("E001", "Employee 001", "e001@example.com")
MUSEUM = ROOT / "tests" / "museum"


@pytest.fixture
def loose() -> Iterator[None]:
    """A umask that lets everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def busy_shop(loose: None, tmp_path: Path) -> Path:  # noqa: ARG001
    """A shop in which every command that writes about people was run."""
    root = open_shop(tmp_path)
    path, issued = printed(root, tmp_path, "team-member", "--person", "E001")
    (copy,) = issued.values()
    (tmp_path / "scans").mkdir()
    pages = sheets_of(path, copy, ["acknowledge"])
    pages[0].save(tmp_path / "scans" / "tray.pdf", save_all=True, append_images=pages[1:])
    run(root, "scan", tmp_path / "scans")
    run(root, "confirm")
    late = ("--today", "2027-06-01")
    run(root, "remind", day=late)
    assert run(root, "export", "E001").returncode == 0
    roster = ("--roster", tmp_path / "people.csv")
    assert command(root, "report", "--today", "2027-06-01").returncode == 0
    assert command(root, "print", "team-member", "--language", "es", *roster, "--as", "sheet").returncode == 0
    return root


def ours(root: Path) -> list[tuple[str, str, Path]]:
    """Every file below the registers and in the folders of the handbook that commands write about people to."""
    bases = (("register", register_of(root), ("",)), ("handbook", root, ("documents", "reports")))
    return [
        (base, path.relative_to(folder).as_posix(), path)
        for base, folder, parts in bases
        for part in parts
        for path in sorted((folder / part).rglob("*"))
        if path.is_file() and path.name != ".gitignore"
    ]


def test_every_place_is_on_the_list_private_and_empty_of_who_was_erased(busy_shop: Path) -> None:
    root, files = busy_shop, ours(busy_shop)
    assert {name.split("/")[0] for _, name, _ in files} >= {
        "exports",
        "reminders",
        "to-look-at",
        "documents",
        "reports",
    }
    for base, name, path in files:
        assert place_of(base, name), f"{name} is on no list of places that a person is written to"  # type: ignore[arg-type]
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, name
    for folder in {path.parent for base, _, path in files if base == "register"}:
        assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0, folder
    told = run(root, "erase", "E001", "--reason", "asked for")
    assert told.returncode == 0
    remaining = [line for line in told.stderr.splitlines() if ".sheet.pdf" in line]
    assert remaining, "the sheet that others are on, too, is named"
    for _, name, path in ours(root):
        if name.endswith(".sheet.pdf"):
            continue
        assert "E001" not in name
        content = path.read_bytes()
        assert not [word for word in PERSON if word.encode() in content], name
    assert run(root, "verify").returncode == 0
    ledger = (root / "documents" / "copies.jsonl").read_text("utf-8")
    assert ledger.count('"erased"') >= 3
    place = str(root / "documents" / "copies.jsonl")
    assert says(told.stderr, "register-remains-ledger", path=place)
    assert not says(told.stdout, "register-removed", path=place)
    assert "sha256" in ledger


@pytest.mark.parametrize("manager", ["E001", "employee 001"])
def test_people_who_have_the_erased_person_as_manager_are_named(tmp_path: Path, manager: str) -> None:
    root = open_shop(tmp_path)
    other = TWO.replace("employer-gb", "employer-es")
    rows = [HEAD.strip() + ",manager", ONE.strip() + ",", other.strip() + f",{manager}"]
    (tmp_path / "people.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    assert says(run(root, "erase", "E001", "--reason", "asked for").stderr, "register-remains-manager", path="E002")
    assert not says(run(root, "erase", "E002", "--reason", "asked for").stderr, "register-remains-manager")


def test_a_signed_copy_is_named_and_not_removed(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    path, _ = printed(root, tmp_path, "team-member", "--person", "E001")
    path.write_bytes(path.read_bytes() + b"/ByteRange [0 1 2 3]")
    told = run(root, "erase", "E001", "--reason", "asked for")
    assert (str(path) in told.stderr, path.exists()) == (True, True)


def test_a_backup_is_whole_and_restores_what_was_recorded(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    heads = run(root, "head", day=()).stdout
    copy = tmp_path / "copy.backup"
    done = run(root, "backup", copy, day=())
    assert done.returncode == 0, done.stderr
    assert set(heads.split()) <= set(done.stdout.split())
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert run(root, "backup", copy, day=()).returncode == 2
    assert run(root, "restore", copy, day=()).returncode == 2  # registers are there
    was = states(root)
    shutil.rmtree(register_of(root))
    assert run(root, "restore", copy, day=()).returncode == 0
    assert (run(root, "head", day=()).stdout, states(root)) == (heads, was)
    assert run(root, "verify").returncode == 0
    (tmp_path / "people.csv").write_text(HEAD + ONE + TWO + TWO.replace("002", "003"), "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    assert run(root, "verify").returncode == 0


@pytest.mark.parametrize("damage", ["flipped", "cut", "other"])
def test_a_damaged_backup_restores_nothing(tmp_path: Path, damage: str) -> None:
    root = open_shop(tmp_path)
    copy = tmp_path / "copy.backup"
    assert run(root, "backup", copy, day=()).returncode == 0
    data = copy.read_bytes()
    inside = data.index(b"SQLite format 3") + 2000  # of a file: between files a backup has bytes that mean nothing
    changed = {"flipped": data[:inside] + bytes([data[inside] ^ 1]) + data[inside + 1 :], "cut": data[: len(data) // 2]}
    copy.write_bytes(changed.get(damage, b"not a backup"))
    shutil.rmtree(register_of(root))
    assert run(root, "restore", copy, day=()).returncode == 2
    assert not list(register_of(root).glob("*.sqlite"))


def test_a_register_of_the_museum_can_be_backed_up_restored_and_written_to(tmp_path: Path) -> None:
    """The upgrade: a register that format 0.1 wrote goes on, with its head kept."""
    shutil.copytree(MUSEUM / "register", tmp_path / "old")
    shutil.copytree(MUSEUM / "handbook", tmp_path / "handbook")
    at = ("--register", tmp_path / "old")
    root, copy = tmp_path / "handbook", tmp_path / "copy.backup"
    heads = run(root, "head", *at, day=()).stdout
    assert run(root, "backup", copy, *at, day=()).returncode == 0
    new = ("--register", tmp_path / "new")
    assert run(root, "restore", copy, *new, day=()).returncode == 0
    assert run(root, "head", *new, day=()).stdout == heads
    assert run(root, "hold", "E001", "--reason", "case 1", *new).returncode == 0
    held = [word for head in heads.split() for word in ("--head", head)]
    assert run(root, "verify", *held, *new).returncode == 0


def test_a_wait_is_told_with_what_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = open_shop(tmp_path)
    monkeypatch.setattr(book_module, "_NOTICE", 0.2)
    other = sqlite3.connect(register_of(root) / "employer-es.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def end() -> None:
        time.sleep(1)
        other.execute("ROLLBACK")

    thread = threading.Thread(target=end)
    thread.start()
    told = run(root, "hold", "E001", "--reason", "case 12")
    thread.join()
    other.close()
    assert (told.returncode, "employer-es.sqlite" in told.stderr) == (0, True)


@pytest.mark.parametrize("marker", [".stfolder", ".dropbox"])
def test_a_synchronised_folder_is_known_by_what_its_program_leaves_there(tmp_path: Path, marker: str) -> None:
    assert shared_by(tmp_path) == ""
    (tmp_path / marker).mkdir()
    assert shared_by(tmp_path / "register") == tmp_path.name
    assert shared_by(tmp_path.parent / "OneDrive - Firm" / "register") == "OneDrive - Firm"
