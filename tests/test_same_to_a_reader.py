"""What is the same to a reader is the same to the register: names, addresses; and durations have an end."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolebook.language.comparison import folded
from rolebook.model.people.address import same_address, sendable
from rolebook.model.people.certificate import Certificate, binds, is_named
from tests.conftest import ROOT
from tests.registers import HEAD, ONE, open_shop, run, states
from tests.test_cli import rolebook


@given(st.text(st.characters(categories=("L", "M", "N", "Zs")), max_size=30))
def test_composition_and_case_do_not_matter(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Nguyễn Văn Á", unicodedata.normalize("NFD", "NGUYỄN VĂN Á")), ("ＬＩ Ｗｅｉ", "Li Wei"), ("A\u00a0 B", "a b")],
)
def test_names_in_certificates_are_compared_as_read(one: str, other: str) -> None:
    assert is_named(one, other)
    assert is_named(one, f"{other}, Example Ltd")
    assert not is_named(one, f"{other} Jr")
    assert binds(f"name={one}", Certificate(parts=frozenset({("common_name", other)})))


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("e001@example.com", "e001@example.com"),
        ("e003@例子.example", "e003@xn--fsqu00a.example"),
        ("mẫu@example.com", ""),
        ("a..b@example.com", ""),
        (".a@example.com", ""),
        ("a b@example.com", ""),
        ("a@example", ""),
        ("a@-example.com", ""),
        ("a@example.com, b@example.com", ""),
        (f"{'a' * 65}@example.com", ""),
        ("", ""),
    ],
)
def test_what_a_mail_can_be_sent_to(address: str, sent: str) -> None:
    assert sendable(address) == sent


def test_an_address_is_one_in_either_spelling_of_its_domain() -> None:
    assert same_address("E003@例子.example", "e003@xn--fsqu00a.example")
    assert not same_address("e003@例子.example", "e004@例子.example")
    assert not same_address("", "")


def test_reminders_go_to_punycode_and_name_what_cannot_be_sent(tmp_path: Path) -> None:
    root = open_shop(tmp_path)
    rows = (
        ONE.replace("e001@example.com", "mẫu@example.com"),
        ONE.replace("E001", "E003").replace("e001@", "e003@例子."),
    )
    (tmp_path / "people.csv").write_text(HEAD + "".join(rows), "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    done = run(root, "remind", day=("--today", "2027-06-01"))
    assert done.returncode == 1
    (mail,) = [path for path in done.stdout.split() if "E003" in path]
    assert b"To: e003@xn--fsqu00a.example.com" in Path(mail).read_bytes()
    assert ("E001" in done.stderr, "mẫu@example.com" in done.stderr, "E001" in done.stdout) == (True, True, False)
    assert states(root)


@pytest.mark.parametrize("field", ["due_soon: P99999999D", "retention: P9999Y", "retention: P101Y"])
def test_a_duration_without_end_is_a_finding(tmp_path: Path, field: str) -> None:
    root = open_shop(tmp_path)
    settings = root / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8") + f"acknowledgement: {{{field}}}\n", "utf-8")
    assert "invalid-duration" in rolebook("check", cwd=root).stdout
    assert run(root, "status").returncode in (0, 2)


FOLDED_OTHERWISE = {
    "model/people/roster.py": "NFC of a cell: kept and shown as it was written",
    "model/people/signatories.py": "NFC of a cell: kept and shown as it was written",
    "model/people/headings.py": "columns of ours: ASCII words",
    "model/people/days.py": "digits of a day",
    "model/people/address.py": "a domain in punycode: ASCII",
    "model/people/certificate.py": "hexadecimal digits of a fingerprint",
    "pipeline/register/mails.py": "suffixes of files, and the scheme of an address",
    "pipeline/register/scans.py": "names of files that programs leave behind",
    "register/chain.py": "canonical form under a digest: frozen",
    "sign/credentials.py": "a library's own message",
}


def test_nothing_about_people_is_folded_in_another_way() -> None:
    package = ROOT / "generator" / "rolebook"
    rooms = ("model/people", "register", "pipeline/register", "pipeline/print", "sign")
    own = re.compile(r"\.casefold\(\)|\.lower\(\)|normalize\(")
    found = {
        path.relative_to(package).as_posix()
        for room in rooms
        for path in (package / room).rglob("*.py")
        if own.search(path.read_text("utf-8"))
    }
    assert found == set(FOLDED_OTHERWISE)
