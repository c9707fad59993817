"""What a register must not pass over: a lost file, a file under another name, an address of several, half a roster."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.release.release import Decision, release_documents
from tests.messages import refused, says, sentence
from tests.registers import HEAD, ONE, TWO, open_shop, register_of, run, states


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return open_shop(tmp_path)


@pytest.mark.parametrize("gone", [True, False])
def test_a_register_that_was_lost_is_not_begun_anew(shop: Path, tmp_path: Path, *, gone: bool) -> None:
    lost = register_of(shop) / "employer-es.sqlite"
    if gone:
        lost.unlink()
    else:
        lost.write_bytes(b"")
    for words in (("verify",), ("status",), ("head",), ("assign", tmp_path / "people.csv")):
        told = run(shop, *words)
        assert told.returncode == 2, words
        assert says(told.stderr, "register-lost", file=str(lost), folder="employer-es.evidence"), words
    assert lost.stat().st_size == 0


def test_a_register_under_the_name_of_another_employer_is_told(shop: Path) -> None:
    folder = register_of(shop)
    shutil.copy(folder / "employer-gb.sqlite", folder / "employer-es.sqlite")
    shutil.rmtree(folder / "employer-es.evidence")
    shutil.copytree(folder / "employer-gb.evidence", folder / "employer-es.evidence")
    told = run(shop, "verify")
    assert told.returncode == 1
    assert says(told.stdout + told.stderr, "register-other-entity", entity="employer-es", other="employer-gb")


def test_an_address_of_several_is_nobodys(shop: Path, tmp_path: Path) -> None:
    people, answers = tmp_path / "people.csv", tmp_path / "answers.csv"
    people.write_text(HEAD + ONE + ONE.replace("E001,Employee 001", "E003,Employee 003") + TWO, "utf-8")
    assert run(shop, "assign", people).returncode == 0
    answers.write_text("email,document,method\ne001@example.com,working-together,ink\n", "utf-8")
    told = run(shop, "record", answers)
    assert (told.returncode, told.stdout) == (1, "")
    assert says(told.stderr, "register-email-shared", source="answers.csv:2", email="e001@example.com")
    assert "completed" not in states(shop).values()


def test_why_a_row_was_not_taken_is_said_by_the_register_of_its_person(shop: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    for person in ("E001", "E002"):
        answers.write_text(f"person,document,method,day\n{person},working-together,ink,31.11.2026\n", "utf-8")
        done = run(shop, "record", answers)
        assert says(done.stderr, "register-row-day", source="answers.csv:2", day="31.11.2026", person=person)


def test_what_cannot_be_read_fails_and_half_a_roster_is_told(shop: Path, tmp_path: Path) -> None:
    answers, people = tmp_path / "answers.csv", tmp_path / "people.csv"
    answers.write_bytes("person,document\nE001,working-together\n".encode("utf-16"))
    assert run(shop, "record", answers).returncode == 1
    people.write_text(HEAD + ONE + TWO.replace("team-lead", "team-leed"), "utf-8")
    told = run(shop, "assign", people)
    assert told.returncode == 1
    assert says(told.stderr, "register-faulty-rows")


def test_an_answers_day_is_read_in_the_form_of_the_country_and_a_forms_time_stamp(shop: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.csv"
    head = "Marca temporal;Número de empleado;Documento;Método\n"
    answers.write_text(f"sep=;\n{head}30/11/2026 10:15:33;E001;working-together;ink\n", "utf-8")
    done = run(shop, "record", answers)
    assert done.returncode == 0
    assert "2026-11-30" in done.stderr
    assert states(shop)["E001", "policy/working-together"] == "completed"
    answers.write_text("when,who,what\n30/11/2026,E002,working-together\n", "utf-8")
    named = ("--column", "when=day", "--column", "who=person", "--column", "document=what", "--method", "ink")
    assert run(shop, "record", answers, *named).returncode == 0


def test_the_sound_rows_of_a_faulty_roster_are_assigned_where_that_is_asked_for(tmp_path: Path) -> None:
    root, people = tmp_path / "shop", tmp_path / "people.csv"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    again = TWO.replace("Employee 002", "Employee 003")
    people.write_text(HEAD + ONE + ONE.replace("E001", "E009").replace("team-member", "cook") + TWO + again, "utf-8")
    told = run(root, "assign", people, "--skip-faulty")
    assert told.returncode == 1
    assert "people.csv:3:6: error[" in told.stderr + told.stdout
    assert "people.csv:5:1: error[repeated-person]" in told.stderr + told.stdout
    assert says(told.stderr, "register-rows-skipped", count=3), "which of two with one id is right, a person knows"
    assert {person for person, _ in states(root)} == {"E001"}
    people.write_text(HEAD.replace("role", "post") + ONE, "utf-8")
    told = run(root, "assign", people, "--skip-faulty")
    assert (told.returncode, says(told.stderr, "register-faulty-rows")) == (1, False), "no row can be read"


def test_what_is_misspelt_is_asked_about_and_not_filed(shop: Path, tmp_path: Path) -> None:
    entry = ("record", "--reason", "seen on paper", "--method", "ink")
    before = run(shop, "head").stdout
    told = run(shop, *entry, "--person", "E001", "--document", "team-menber")
    assert told.returncode == 1
    near = {"document": "team-menber", "near": "team-member"}
    assert says(told.stderr, "register-unknown-document", source="E001", **near)
    told = run(shop, *entry, "--person", "E001", "--document", "zzz")
    assert says(told.stderr, "register-no-document", source="E001", document="zzz")
    told = run(shop, *entry, "--person", "E0001", "--document", "team-member")
    assert (told.returncode, told.stderr) == (2, refused("register-near-person", person="E0001", near="E001"))
    table = tmp_path / "answers.csv"
    table.write_text("person,document,method\nE001,role/team-menber,ink\n", "utf-8")
    near = {"document": "role/team-menber", "near": "role/team-member"}
    assert says(run(shop, "record", table).stderr, "register-unknown-document", source="answers.csv:2", **near)
    assert run(shop, "head").stdout == before


def test_reminders_that_nobody_needs_are_told_in_a_line(shop: Path) -> None:
    told = run(shop, "remind", day=("--today", "2026-10-01"))
    assert (told.returncode, told.stdout, told.stderr) == (0, "", f"{sentence('register-nobody-due')}\n")


def test_nobody_has_known_a_text_before_it_was_released(tmp_path: Path) -> None:
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    report, _ = release_documents(root, Decision("office:head-of-entity", date(2026, 11, 10)))
    assert not report.failed, report.findings
    (tmp_path / "people.csv").write_text(HEAD + ONE, "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    table = tmp_path / "answers.csv"
    table.write_text("person,document,method,day\nE001,team-member,ink,1999-01-01\n", "utf-8")
    told = run(root, "record", table)
    early = {"person": "E001", "document": "team-member", "day": "1999-01-01"}
    assert says(told.stderr, "register-before-release", **early, revision="1.0", released="2026-11-10")
    assert states(root)[("E001", "role/team-member")] != "completed"
    table.write_text("person,document,method,day\nE001,team-member,ink,2026-11-10\n", "utf-8")
    assert run(root, "record", table).returncode == 0
    assert states(root)[("E001", "role/team-member")] == "completed"
