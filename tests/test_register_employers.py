"""People who are known to two employers, move between them, or are gone from the roster."""

from pathlib import Path

import pytest

from rolebook.register import Book
from tests.messages import says
from tests.registers import HEAD, ONE, TWO, open_shop, register_of, run, states

BOTH = ("employer-es", "employer-gb")
MOVED = ONE.replace("employer-es", "employer-gb").replace(",es,", ",en,")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """E001 was assigned at one employer, and then at the other."""
    root = open_shop(tmp_path)
    assign(root, MOVED + TWO)
    return root


def assign(root: Path, rows: str, *more: str) -> str:
    (root.parent / "people.csv").write_text(HEAD + rows, "utf-8")
    done = run(root, "assign", root.parent / "people.csv", *more)
    assert done.returncode == 0, done.stderr
    return done.stderr


def knows(root: Path, entity: str, person: str) -> bool:
    with Book(register_of(root), entity) as book:
        return bool(book.subject_of(person))


def test_hold_export_and_erase_act_on_every_register_and_name_each(shop: Path) -> None:
    assert all(entity in run(shop, "hold", "E001", "--reason", "case 12").stdout for entity in BOTH)
    told = run(shop, "erase", "E001", "--reason", "asked for")
    assert told.returncode == 1
    assert all(says(told.stderr, "register-not-erased-held", person="E001", entity=entity) for entity in BOTH)
    exported = run(shop, "export", "E001").stdout.split()
    assert [Path(path).name for path in exported] == [f"{entity}.E001.pdf" for entity in BOTH]
    assert run(shop, "hold", "E001", "--reason", "over", "--lift", "--entity", BOTH[1]).returncode == 0
    told = run(shop, "erase", "E001", "--reason", "asked for")
    assert says(told.stdout, "register-erased", people="E001")
    assert [knows(shop, entity, "E001") for entity in BOTH] == [True, False]
    assert not Path(exported[1]).exists()
    assert Path(exported[0]).exists()


def test_an_entry_by_hand_asks_which_employer_is_meant(shop: Path) -> None:
    (shop.parent / "page.pdf").write_bytes(b"%PDF-1.7 a page")
    entry = ("record", shop.parent / "page.pdf", "--person", "E001", "--document", "team-member", "--reason", "seen")
    told = run(shop, *entry)
    assert (told.returncode, all(entity in told.stderr for entity in BOTH)) == (2, True)
    assert run(shop, *entry, "--entity", BOTH[1]).returncode == 0
    assert states(shop, "--entity", BOTH[1])[("E001", "role/team-member")] == "completed"
    assert states(shop, "--entity", BOTH[0])[("E001", "role/team-member")] != "completed"


def test_a_row_is_told_by_each_register_that_knows_its_person(shop: Path) -> None:
    table = shop.parent / "answers.csv"
    table.write_text("person,document,method\nE001,team-member,ink\nE002,team-lead,ink\n", "utf-8")
    told = run(shop, "record", table)
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("answers.csv:2") == 2
    assert told.stdout.count("answers.csv:3") == 1


def test_who_joined_left_and_moved_is_shown_and_applied_on_demand(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    three = TWO.replace("E002", "E003").replace("002", "003")
    shown = assign(root, MOVED + three, "--show")
    assert ("E003" in shown, "E002" in shown, "E001" in shown) == (True,) * 3
    assert says(shown, "register-only-shown")
    assert not knows(root, "employer-gb", "E003")
    told = assign(root, MOVED + three)
    assert says(told, "register-gone-stay")
    assert states(root)[("E002", "role/team-lead")] == "due-soon"
    assign(root, MOVED + three, "--withdraw-gone")
    assert states(root)[("E002", "role/team-lead")] == "superseded"
    assert "E002" not in assign(root, MOVED + three)


def test_a_faulty_row_and_an_employer_that_is_not_named_are_nobody_gone(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    (tmp_path / "people.csv").write_text(HEAD + TWO.replace("team-lead", "no-such-role") + ONE, "utf-8")
    told = run(root, "assign", tmp_path / "people.csv", "--skip-faulty")
    assert not says(told.stderr, "register-gone-stay")
    assert not says(told.stderr, "register-left")
    (tmp_path / "people.csv").write_text(HEAD + ONE, "utf-8")
    told = run(root, "assign", tmp_path / "people.csv")
    assert not says(told.stderr, "register-gone-stay")
    assert not says(told.stderr, "register-left")


def test_who_is_erased_is_never_due(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    assert run(root, "erase", "E002", "--reason", "asked for").returncode == 0
    late = ("--today", "2028-01-01")
    assert {state for (person, _), state in states(root, day=late).items() if not person} == {"superseded"}
    assert "E002" not in run(root, "remind", day=late).stdout
