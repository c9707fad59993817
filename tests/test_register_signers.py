"""Who signed, by the certificate: bound people, two with one name, an address in it; and that a name decides little."""

from datetime import date
from pathlib import Path

import pytest

from rolebook.diagnostics import Message
from rolebook.model.people.certificate import Certificate, binds, is_binding
from rolebook.sign.trust import certificates, facts_of
from tests import pki
from tests.messages import phrase, says
from tests.registers import HEAD, ONE, command, open_shop, printed, run, states
from tests.test_signing import signed_by

SIGNED_ON = ("--today", f"{pki.NOW:%Y-%m-%d}")
KEY = ("E001", "role/team-member")
KNOWN = Certificate(
    "ab" * 32, "4f03a1", "Example CA", frozenset({("1.2.643.100.3", "11223344595"), ("serial_number", "77")})
)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh handbook in two languages with two people, assigned."""
    return open_shop(tmp_path)


def people(shop: Path, *rows: str) -> None:
    head = HEAD.replace("start\n", "start,certificate\n")
    (shop.parent / "people.csv").write_text(head + "".join(f"{row}\n" for row in rows), "utf-8")
    done = run(shop, "assign", shop.parent / "people.csv")
    assert done.returncode == 0, done.stderr


def signed(shop: Path, tmp_path: Path, signer: pki.Holder, *, issued: bool = True) -> tuple[Path, Path]:
    """A copy of E001's, or one for nobody, signed by somebody, and the root that everybody believes."""
    if issued:
        path, _ = printed(shop, tmp_path, "team-member", "--person", "E001")
    else:
        done = command(shop, "print", "team-member", "--language", "es", "--jurisdiction", "ES")
        path = Path(done.stdout.strip())
    content = path.read_bytes()
    for step in ("prepare", "approve"):
        content = signed_by(content, step, pki.signer("Chief"))
    (tmp_path / "signed.pdf").write_bytes(signed_by(content, "acknowledge", signer))
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    return tmp_path / "signed.pdf", tmp_path / "root.pem"


def fingerprint_of(holder: pki.Holder) -> str:
    (certificate,) = certificates(holder.pem, "x")
    return facts_of(certificate).fingerprint


def test_a_bound_certificate_signs_for_its_person_whatever_name_is_in_it(shop: Path, tmp_path: Path) -> None:
    holder = pki.signer("Somebody else's spelling")
    people(shop, f"{ONE.strip()},{fingerprint_of(holder)}")
    file, root = signed(shop, tmp_path, holder)
    done = run(shop, "record", file, "--trust", root, day=SIGNED_ON)
    assert says(done.stdout, "register-recorded", person="E001", document="role/team-member")
    assert states(shop, day=SIGNED_ON)[KEY] == "completed"


def test_who_is_bound_to_another_certificate_did_not_sign_by_name(shop: Path, tmp_path: Path) -> None:
    people(shop, f"{ONE.strip()},{'0' * 64}")
    file, root = signed(shop, tmp_path, pki.signer("Employee 001"))
    told = run(shop, "record", file, "--trust", root, day=SIGNED_ON)
    assert says(told.stderr, "register-signer-differs", person="E001", document="role/team-member")


@pytest.mark.parametrize("issued", [True, False])
def test_a_name_that_two_bear_is_never_taken_for_one_of_them(shop: Path, tmp_path: Path, issued: bool) -> None:  # noqa: FBT001
    second = ONE.strip().replace("E001", "E009").replace("e001@", "e009@")
    people(shop, f"{ONE.strip()},", f"{second},")
    file, root = signed(shop, tmp_path, pki.signer("Employee 001"), issued=issued)
    told = run(shop, "record", file, "--trust", root, day=SIGNED_ON)
    assert told.returncode == 1
    shared = Message("register-signer-shared", person="E001", document="role/team-member")
    assert says(told.stderr, shared if issued else Message("register-signer-unknown", document="role/team-member"))
    assert states(shop, day=SIGNED_ON)[KEY] != "completed"
    if issued:
        assert states(shop, day=SIGNED_ON)[KEY] == "awaiting-review"
        assert run(shop, "confirm", "E001", day=SIGNED_ON).returncode == 0
        assert states(shop, day=SIGNED_ON)[KEY] == "completed"


def test_one_of_two_with_a_name_is_told_apart_by_a_binding(shop: Path, tmp_path: Path) -> None:
    second = ONE.strip().replace("E001", "E009").replace("e001@", "e009@")
    people(shop, f"{ONE.strip()},", f"{second},{fingerprint_of(pki.signer('Employee 001'))}")
    file, root = signed(shop, tmp_path, pki.signer("Employee 001"), issued=False)
    done = run(shop, "record", file, "--trust", root, day=SIGNED_ON)
    assert says(done.stdout, "register-recorded", person="E009", document="role/team-member")


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        (":".join(["AB"] * 32), True),
        ("00" + "4F03A1@example ca", True),
        ("4f03a1@Other CA", False),
        ("snils=112-233-445 95", True),
        ("1.2.643.100.3=11223344595", True),
        ("employee=77", True),
        ("employee=78; snils=112-233-445 95", True),
        ("email=e001@example.com", False),
        ("", False),
    ],
)
def test_what_the_roster_says_means_a_certificate(told: str, fits: bool) -> None:  # noqa: FBT001
    assert is_binding(told)
    assert binds(told, KNOWN) is fits


def test_a_binding_that_is_none_is_told_at_its_cell(shop: Path) -> None:
    (shop.parent / "people.csv").write_text(HEAD.replace("start\n", "start,certificate\n") + f"{ONE.strip()},12345\n")
    told = run(shop, "assign", shop.parent / "people.csv")
    assert (told.returncode, "people.csv:2:8: error[unusable-cell]" in told.stderr) == (1, True)
    assert phrase("unusable-cell", hint="roster-certificate", value="", column="").hint in told.stderr
    assert date.fromisoformat(SIGNED_ON[1])
