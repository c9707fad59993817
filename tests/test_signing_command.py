"""`rolebook sign` and `rolebook verify`, as their users run them."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from rolebook.diagnostics import UserError
from rolebook.language import FontSet
from rolebook.model.handbook import Handbook
from rolebook.pipeline.sign import sign as signing
from rolebook.pipeline.sign.sign import Signing, sign_file, trust_in, verify_files
from rolebook.render.paper.fonts import fonts_of
from rolebook.render.paper.stamp import stamp
from rolebook.sign import finished_pdf, structure_faults
from rolebook.view.copies.mark import Mark, encode
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import identities_of
from tests import pki
from tests.conftest import FIRM, LANGUAGES
from tests.messages import refused, says, sentence
from tests.signable import STEPS, document, signable
from tests.test_cli import rolebook
from tests.test_signing import NAMES, signed

FAMILIES = ("Source Sans 3", "Noto Sans SC")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a document, three certificates, their password, and whom to believe."""
    (tmp_path / "contract.pdf").write_bytes(signable())
    for name, step in zip(NAMES, STEPS, strict=True):
        (tmp_path / f"{step}.p12").write_bytes(pki.signer(name).p12())
    (tmp_path / "password").write_text(f"{pki.PASSWORD}\n", "utf-8")
    (tmp_path / "root.pem").write_bytes(pki.root().pem)
    return tmp_path


def sign_at(desk: Path, step: str, *more: str | Path) -> subprocess.CompletedProcess[str]:
    certificate = ("--certificate", desk / f"{step}.p12", "--password-file", desk / "password")
    return rolebook("sign", desk / "contract.pdf", "--as", step, *certificate, *more)


def test_three_sign_and_the_file_is_intact(desk: Path) -> None:
    (desk / "contract.pdf").chmod(0o640)
    with pki.time_server() as server:
        for step in STEPS:
            done = sign_at(desk, step, "--timestamp", server)
            assert (done.returncode, done.stdout, done.stderr) == (0, f"{desk / 'contract.pdf'}\n", "")
    assert (desk / "contract.pdf").stat().st_mode & 0o777 == 0o640
    told = rolebook("verify", desk / "contract.pdf", "--trust", desk / "root.pem", cwd=desk)
    issued = {"entity": "example-ru", "jurisdiction": "RU", "copy": "TPFY-4PM0-DD589"}
    shown = sentence("verify-document", document="role/sales-manager", revision="3", language="ru", **issued)
    proven = {"issuer": "Example Authority", "time": f"{pki.NOW:%Y-%m-%d %H:%M} UTC"}
    assert told.stdout.splitlines() == [
        sentence("verify-intact", file=str(desk / "contract.pdf")),
        f"  {shown}",
        f"  {sentence('verify-text', fingerprint='rb1:' + '5e' * 32)}",
        *(
            line
            for name, step in zip(NAMES, STEPS, strict=True)
            for line in (
                f"  {sentence('verify-signed-proven', step=step, signer=name, **proven)}",
                f"    note[revocation-not-asked]: {sentence('verify-revocation-not-asked')}",
            )
        ),
        f"  note[text-claimed]: {sentence('verify-text-claimed')}",
    ]
    assert (told.returncode, told.stderr) == (0, "")
    assert structure_faults((desk / "contract.pdf").read_bytes()) == []


def test_a_refusal_is_one_line_and_leaves_the_file(desk: Path) -> None:
    done = sign_at(desk, "head")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == refused("not-yet-your-turn", step="head", others="holder, head-of-unit")
    assert (desk / "contract.pdf").read_bytes() == signable()
    assert not list(desk.glob(".*"))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_refusals_and_verdicts_are_told_in_the_language_asked_for(desk: Path, language: str) -> None:
    english, told = (sign_at(desk, "head", "--messages", tag).stderr for tag in ("en", language))
    assert told != english
    assert "`head`" in told
    verdict = rolebook("verify", desk / "contract.pdf", "--messages", language)
    assert verdict.returncode == 1
    assert verdict.stdout.count("doubt[unsigned-step]: ") == 3
    assert not says(verdict.stdout, "verify-unsigned-step")


def test_json_says_the_same_for_programs(desk: Path) -> None:
    (desk / "contract.pdf").write_bytes(signed(2))
    done = rolebook("verify", desk / "contract.pdf", "--trust", desk / "root.pem", "--json")
    (told,) = json.loads(done.stdout)
    assert (done.returncode, told["intact"], told["unsigned"]) == (1, False, ["head"])
    assert told["documents"][0]["document"] == "role/sales-manager"
    assert [one["signer"] for one in told["signatures"]] == list(NAMES[:2])
    (doubt,) = [said for said in told["statements"] if said["doubt"]]
    assert (doubt["code"], doubt["message"]) == ("unsigned-step", sentence("verify-unsigned-step", step="head"))


def test_a_file_that_is_none_is_told_and_the_others_are_judged(desk: Path) -> None:
    (desk / "notes.pdf").write_text("not a PDF", "utf-8")
    done = rolebook("verify", desk / "notes.pdf", desk / "contract.pdf", "--partial", "--trust", desk / "root.pem")
    assert done.returncode == 1
    doubted = sentence("verify-in-doubt", file=str(desk / "notes.pdf"))
    assert f"{doubted}\n  doubt[no-pdf]: {sentence('verify-no-pdf')}\n" in done.stdout
    assert says(done.stdout, "verify-intact", file=str(desk / "contract.pdf"))
    missing = rolebook("verify", desk / "none.pdf")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert says(missing.stderr, "no-read", file=str(desk / "none.pdf"))


def test_the_password_may_come_from_the_environment(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = (
        "sign",
        desk / "contract.pdf",
        "--as",
        "holder",
        "--certificate",
        desk / "holder.p12",
        "--password-env",
        "P12",
    )
    assert rolebook(*command).stderr == refused("no-variable", variable="P12")
    monkeypatch.setenv("P12", pki.PASSWORD)
    assert rolebook(*command).returncode == 0
    monkeypatch.setenv("P12", "guess")
    assert rolebook(*command).stderr == refused("wrong-password", file=str(desk / "holder.p12"))


def test_output_leaves_the_file_itself(desk: Path) -> None:
    signed_at = desk / "out" / "signed.pdf"
    assert sign_file(job(desk, output=signed_at)) == signed_at
    assert (desk / "contract.pdf").read_bytes() == signable()
    assert signed_at.read_bytes().startswith(signable())


def job(desk: Path, **changes: object) -> Signing:
    base = Signing(desk / "contract.pdf", "holder", desk / "holder.p12", pki.PASSWORD)
    return replace(base, **changes)  # type: ignore[arg-type]


def test_a_failed_write_leaves_the_file_and_nothing_else(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        sign_file(job(desk))
    assert (desk / "contract.pdf").read_bytes() == signable()
    assert not list(desk.glob(".*"))


def test_a_signature_made_meanwhile_is_not_overwritten(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, **__: object) -> bytes:
        (desk / "contract.pdf").write_bytes(signed(1))
        return b"%PDF-1.7 another"

    monkeypatch.setattr(signing, "sign", slow)
    with pytest.raises(UserError) as told:
        sign_file(job(desk))
    assert told.value.code == "changed-meanwhile"
    assert (desk / "contract.pdf").read_bytes() == signed(1)


def test_the_stamp_shows_name_and_time_in_every_script(tmp_path: Path) -> None:
    fonts = fonts_of([FontSet(("rendercv_fonts",), FAMILIES)])
    name, note = "Сотрудник 王伟 Thị Nguyễn", "Подписано электронно 2026-11-24 22:57 UTC"
    pdf = stamp(name, note, (136, 25.5), FAMILIES, fonts)
    assert pdf == stamp(name, note, (136, 25.5), FAMILIES, fonts)
    (tmp_path / "stamp.pdf").write_bytes(pdf)
    with pikepdf.open(tmp_path / "stamp.pdf") as opened:
        assert [float(edge) for edge in opened.pages[0].mediabox] == pytest.approx([0, 0, 136, 25.5])
        assert len(opened.pages) == 1
        assert len(opened.pages[0].Resources.Font) == 2
    with pytest.raises(UserError) as told:
        stamp("\U0001f600", note, (136, 25.5), FAMILIES, fonts)
    assert (told.value.code, told.value.arguments["character"]) == ("name-not-shown", "\U0001f600")


@pytest.fixture
def printed(firm: Handbook, tmp_path: Path) -> tuple[Path, Mark]:
    """A document of the small firm as it stands now."""
    role = firm.roles["cook"]
    identity = next(iter(identities_of(firm, role, "en")))
    return tmp_path / "cook.pdf", Mark(identity, fingerprint(firm, role, identity))


@pytest.mark.parametrize(
    ("change", "code", "doubt"),
    [
        (lambda mark: mark, "pages-differ", True),  # the mark is the handbook's, the words on the pages are not
        (lambda mark: replace(mark, identity=replace(mark.identity, revision="99")), "revision-other", False),
        (lambda mark: replace(mark, fingerprint="rb1:" + "0" * 64), "text-differs", True),
        (lambda mark: replace(mark, identity=replace(mark.identity, entity="nobody")), "document-unknown", True),
        (lambda mark: replace(mark, identity=replace(mark.identity, id="nobody")), "document-unknown", True),
    ],
)
def test_the_text_is_compared_with_the_handbook(
    printed: tuple[Path, Mark],
    change: object,
    code: str,
    doubt: bool,  # noqa: FBT001
) -> None:
    path, mark = printed
    assert callable(change)
    pdf, fields = document(STEPS, encode(change(mark)))
    path.write_bytes(finished_pdf(pdf, fields))
    ((_, verdict),) = verify_files([path], trust_in([], [], pki.NOW), FIRM, partial=True)
    assert [(said.code, said.doubt) for said in verdict.statements][-1] == (code, doubt)
    assert verdict.intact is not doubt
