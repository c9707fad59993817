"""How strong an entry is: what may be entered by hand, and what the export says was seen and proven."""

from pathlib import Path

import pytest

from tests.messages import refused, says
from tests.registers import HEAD, ONE, TWO, open_shop, register_of, run, states, text_of_export

KEY = ("E001", "role/team-member")
HAND = ("record", "--person", "E001", "--document", "team-member", "--reason", "signed in the office")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return open_shop(tmp_path)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 the scan of a signed page")
    return tmp_path / "paper.pdf"


@pytest.mark.parametrize("method", ["qualified", "advanced", "electronic", "click"])
def test_by_hand_only_ink_can_be_entered(shop: Path, paper: Path, method: str) -> None:
    told = run(shop, *HAND, paper, "--method", method)
    assert (told.returncode, told.stderr) == (2, refused("register-hand-ink", method=method))
    assert states(shop)[KEY] == "overdue"


def test_no_day_ahead_can_be_entered(shop: Path, paper: Path) -> None:
    assert run(shop, *HAND, paper, "--day", "2026-12-02").returncode == 2
    assert run(shop, *HAND, paper, "--day", "2026-12-01").returncode == 0
    assert states(shop)[KEY] == "completed"


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"\r\n \n"])
def test_an_empty_file_shows_nothing(shop: Path, paper: Path, content: bytes) -> None:
    paper.write_bytes(content)
    told = run(shop, *HAND, paper)
    assert (told.returncode, "paper.pdf" in told.stderr) == (2, True)
    assert states(shop)[KEY] == "overdue"


@pytest.mark.parametrize(
    ("name", "shown"), [("𠮷田 太郎", "[U+20BB7]田太郎"), ("მარიამ", "[U+10DB]"), ("Ivan 😀", "[U+1F600]")]
)
def test_the_proof_can_be_exported_whatever_somebody_is_called(tmp_path: Path, name: str, shown: str) -> None:
    shop = open_shop(tmp_path)
    (tmp_path / "people.csv").write_text(HEAD + ONE.replace("Employee 001", name) + TWO, "utf-8")
    assert run(shop, "assign", tmp_path / "people.csv").returncode == 0
    assert shown in text_of_export(run(shop, "export", "E001").stdout.strip())


@pytest.mark.parametrize("manager", ["E002", "Employee 002", "Somebody Else"])
def test_the_proof_of_somebody_with_a_manager_is_exported_with_the_managers_name(tmp_path: Path, manager: str) -> None:
    shop = open_shop(tmp_path)
    rows = zip((HEAD + ONE + TWO).splitlines(), ("manager", manager, ""), strict=True)
    (tmp_path / "people.csv").write_text("".join(f"{row},{last}\n" for row, last in rows), "utf-8")
    assert run(shop, "assign", tmp_path / "people.csv").returncode == 0
    done = run(shop, "export", "E001")
    assert done.returncode == 0, done.stderr
    assert text_of_export(done.stdout.strip())


@pytest.mark.parametrize("told", ["e001", " E001 ", "Ｅ００１"])
def test_an_id_that_only_looks_so_is_named_and_not_taken(shop: Path, told: str) -> None:
    done = run(shop, "hold", told, "--reason", "case 1")
    assert (done.returncode, "`E001`" in done.stderr) == (2, True)


@pytest.mark.parametrize("early", [True, False])
def test_without_a_file_or_before_the_assignment_a_second_person_looks(shop: Path, paper: Path, *, early: bool) -> None:
    told = run(shop, *HAND, *((paper, "--day", "2026-11-20") if early else ()))
    assert told.returncode == 1
    assert says(told.stderr, "register-second-person", person="E001", document="team-member")
    assert states(shop)[KEY] == "awaiting-review"
    assert run(shop, "confirm", "E001").returncode == 1  # the one who entered it
    assert states(shop)[KEY] == "awaiting-review"
    assert run(shop, "confirm", "E001", "--by", "Employee 099").returncode == 0
    assert states(shop)[KEY] == "completed"


@pytest.mark.parametrize("method", ["qualified", "advanced"])
def test_a_table_cannot_claim_a_signature_that_nobody_verified(shop: Path, tmp_path: Path, method: str) -> None:
    table = tmp_path / "answers.csv"
    table.write_text(f"person,document,method\nE001,team-member,{method}\n", "utf-8")
    told = run(shop, "record", table)
    assert told.returncode == 1
    assert says(told.stderr, "register-row-unverified", method=method, person="E001", document="team-member")
    assert states(shop)[KEY] == "overdue"


def test_the_export_says_what_was_proven_in_words_and_whether_it_is_anchored(shop: Path, paper: Path) -> None:
    assert run(shop, *HAND, paper).returncode == 0
    told = text_of_export(run(shop, "export", "E001", "--language", "en").stdout.strip())
    assert "no:whichtextwassignedisnotproven" in told
    assert "Notanchored" in told
    assert "Employee001" in told.split("Recordofacknowledgement", 2)[-1]
    assert register_of(shop).is_dir()
