"""What was signed is what was printed: every edition in the ledger, other programs, and files edited before signing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from rolebook.pipeline.register.issued_copies import issued_in
from rolebook.sign import structure_faults
from tests import pki
from tests.messages import says
from tests.registers import command, open_shop, printed, run, states
from tests.test_signing import annotate, appended, overwrite, retitle, signed_by

TODAY = ("--today", f"{pki.NOW:%Y-%m-%d}")
STEPS = ("prepare", "approve", "acknowledge")
KEY = ("E001", "role/team-member")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with the copy of E001 printed, its register as assigned put aside, and certificates."""
    folder = tmp_path_factory.mktemp("desk")
    root = open_shop(folder)
    path, _ = printed(root, folder, "team-member", "--person", "E001")
    path.rename(folder / "printed.pdf")
    (folder / "root.pem").write_bytes(pki.root().pem)
    (folder / "authority.pem").write_bytes(pki.intermediate().pem)
    (folder / "holder.p12").write_bytes(pki.signer("Employee 001").p12())
    (folder / "password").write_text(pki.PASSWORD, "utf-8")
    return folder


@pytest.fixture
def shop(desk: Path, tmp_path: Path) -> Path:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    return tmp_path / "shop"


def signed(pdf: bytes, steps: tuple[str, ...] = STEPS) -> bytes:
    for step in steps:
        pdf = signed_by(pdf, step, pki.signer("Employee 001" if step == "acknowledge" else f"Chief {step}"))
    return pdf


def codes(shop: Path, file: Path, *more: object) -> dict[str, bool]:
    """What `verify` says of the file as a whole and of its signatures, and whether each is a doubt."""
    trust = ("--trust", shop.parent / "root.pem", "--trust", shop.parent / "authority.pem")
    (told,) = json.loads(command(shop, "verify", file, *trust, "--json", *more).stdout)
    said = [*told["statements"], *(one for signature in told["signatures"] for one in signature["statements"])]
    return {one["code"]: one["doubt"] for one in said}


def record(shop: Path, file: Path) -> str:
    done = run(shop, "record", file, "--trust", shop.parent / "root.pem", day=TODAY)
    return done.stdout + done.stderr


def write(shop: Path, pdf: bytes) -> Path:
    (shop.parent / "signed.pdf").write_bytes(pdf)
    return shop.parent / "signed.pdf"


def words(old: str, new: str) -> Callable[[Path], bytes]:
    """An editor that puts other glyphs where some stood: here, a page's content is cut and written anew."""

    def edit(path: Path) -> bytes:
        with pikepdf.open(path, allow_overwriting_input=False) as document:
            page = document.pages[0]
            operations = list(pikepdf.parse_content_stream(page))
            kept = [one for one in operations if str(one.operator) not in (old, new)] or operations[
                : len(operations) // 2
            ]
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
            document.save(path.with_suffix(".edited"))
        return path.with_suffix(".edited").read_bytes()

    return edit


def test_the_printed_file_signed_in_order_is_proven_and_recorded(shop: Path) -> None:
    file = write(shop, signed((shop.parent / "printed.pdf").read_bytes()))
    told = codes(shop, file, "--handbook", shop)
    assert not any(told.values()), told
    assert {"printed-file", "text-current", "pages-agree"} <= told.keys()
    assert "recorded" in record(shop, file)
    assert states(shop, day=TODAY)[KEY] == "completed"


def test_words_changed_before_the_first_signature_are_never_intact(shop: Path) -> None:
    file = write(shop, signed(words("TJ", "Tj")(shop.parent / "printed.pdf")))
    told = codes(shop, file, "--handbook", shop)
    assert told["not-printed-file"] is True
    assert told["pages-differ"] is True
    assert "not-printed-file" in record(shop, file)
    assert states(shop, day=TODAY)[KEY] != "completed"


@pytest.mark.parametrize("change", [annotate, overwrite, retitle])
def test_a_revision_before_the_first_signature_is_not_the_printed_file(shop: Path, change: Callable[..., None]) -> None:
    """The printed file is still the beginning, byte for byte."""
    file = write(shop, signed(appended((shop.parent / "printed.pdf").read_bytes(), change)))
    told = codes(shop, file)
    assert told.get("not-printed-file") or told.get("text-claimed") is False or told.get("saved-anew"), told
    assert "printed-file" not in told
    assert states(shop, day=TODAY)[KEY] != "completed"


def by_pikepdf(path: Path, target: Path) -> None:
    with pikepdf.open(path) as document:
        document.save(target)


def by_qpdf(path: Path, target: Path) -> None:
    subprocess.run([tool("qpdf"), path, target], check=True)


def by_pdf_lib(path: Path, target: Path) -> None:
    script = (
        "const {PDFDocument}=require('pdf-lib');const fs=require('fs');"
        f"PDFDocument.load(fs.readFileSync({json.dumps(str(path))})).then(d=>d.save())"
        f".then(b=>fs.writeFileSync({json.dumps(str(target))},b))"
    )
    if subprocess.run([tool("node"), "-e", script], check=False, capture_output=True).returncode:
        pytest.skip("pdf-lib is not installed")


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@pytest.mark.parametrize("save", [by_pikepdf, by_qpdf, by_pdf_lib])
def test_a_file_saved_anew_waits_and_is_not_taken_for_edited_words(shop: Path, save: Callable[..., None]) -> None:
    save(shop.parent / "printed.pdf", shop.parent / "anew.pdf")
    file = write(shop, signed((shop.parent / "anew.pdf").read_bytes()))
    told = codes(shop, file, "--handbook", shop)
    assert [code for code, doubt in told.items() if doubt] == ["saved-anew"]
    assert says(record(shop, file), "register-saved-anew", person="E001", document="role/team-member")
    assert states(shop, day=TODAY)[KEY] == "awaiting-review"
    assert run(shop, "confirm", "E001", day=TODAY).returncode == 0
    assert states(shop, day=TODAY)[KEY] == "completed"


def by_pyhanko(shop: Path, path: Path, target: Path) -> None:
    passed = ["--passfile", shop.parent / "password", path, target, shop.parent / "holder.p12"]
    options = ["--field", "acknowledge", "--existing-only", "--use-pades"]
    subprocess.run([tool("pyhanko"), "sign", "addsig", *options, "pkcs12", *passed], check=True)


def by_mutool(shop: Path, path: Path, target: Path) -> None:
    with pikepdf.open(path) as document:
        fields = {str(field.T): field.objgen[0] for field in document.Root.AcroForm.Fields}
    options = ["-s", shop.parent / "holder.p12", "-P", pki.PASSWORD, "-o", target, path, str(fields["acknowledge"])]
    for _ in range(5):  # now and then it writes a file with an empty signature, and says so in a line
        done = subprocess.run([tool("mutool"), "sign", *options], check=True, capture_output=True)
        if b"error" not in done.stderr:
            return
    pytest.skip("mutool does not sign with these keys")


@pytest.mark.parametrize("sign_by", [by_pyhanko, by_mutool])
def test_another_program_may_sign_the_next_step(shop: Path, sign_by: Callable[..., None]) -> None:
    half = write(shop, signed((shop.parent / "printed.pdf").read_bytes(), STEPS[:-1]))
    sign_by(shop, half, shop.parent / "whole.pdf")
    told = codes(shop, shop.parent / "whole.pdf", "--handbook", shop)
    weak = {"digest-weak"} if sign_by is by_mutool else set()  # it signs elliptic keys with SHA-1
    assert {code for code, doubt in told.items() if doubt} == weak
    assert "printed-file" in told


def test_every_edition_is_kept_and_a_signed_earlier_one_still_counts(shop: Path) -> None:
    """Printed again with other bytes, the first edition is out and may come back."""
    ledger = shop / "documents" / "copies.jsonl"
    line = json.loads(ledger.read_text("utf-8"))
    ledger.write_text(ledger.read_text("utf-8") + json.dumps({**line, "sha256": "0" * 64, "text": "1" * 64}) + "\n")
    (copy,) = issued_in([ledger]).values()
    assert [one.sha256 for one in copy.files] == [line["sha256"], "0" * 64]
    told = codes(shop, write(shop, signed((shop.parent / "printed.pdf").read_bytes())), "--handbook", shop)
    assert "printed-file" in told


def test_without_a_ledger_the_fingerprint_is_what_the_file_claims(shop: Path) -> None:
    (shop / "documents" / "copies.jsonl").unlink()
    file = write(shop, signed((shop.parent / "printed.pdf").read_bytes()))
    told = codes(shop, file, "--handbook", shop)
    assert "text-claimed" in told
    assert "printed-file" not in told
    assert says(record(shop, file), "register-text-claimed", person="E001", document="role/team-member")
    assert states(shop, day=TODAY)[KEY] == "awaiting-review"


def test_an_old_ledger_without_page_texts_uses_the_printed_file_that_is_there(shop: Path) -> None:
    ledger = shop / "documents" / "copies.jsonl"
    line = json.loads(ledger.read_text("utf-8"))
    del line["text"]
    ledger.write_text(json.dumps(line) + "\n")
    by_pikepdf(shop.parent / "printed.pdf", shop.parent / "anew.pdf")
    file = write(shop, signed((shop.parent / "anew.pdf").read_bytes()))
    assert codes(shop, file, "--handbook", shop)["not-printed-file"] is True
    shutil.copy(shop.parent / "printed.pdf", shop / "documents" / line["file"])
    assert codes(shop, file, "--handbook", shop)["saved-anew"] is True


def test_a_document_without_a_release_names_no_day_of_creation(shop: Path) -> None:
    with pikepdf.open(shop.parent / "printed.pdf") as document:
        assert not {"/CreationDate", "/ModDate"} & set(document.docinfo.keys())
        with document.open_metadata() as metadata:
            assert "xmp:CreateDate" not in metadata
            assert "pdf:Keywords" in metadata
    assert structure_faults((shop.parent / "printed.pdf").read_bytes()) == []


def test_a_released_document_was_created_on_the_day_of_its_release(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk, tmp_path, dirs_exist_ok=True)
    shop = tmp_path / "shop"
    done = command(shop, "release", "team-member", "--approver", "Board", "--today", "2026-11-30")
    assert done.returncode == 0, done.stdout + done.stderr
    path = Path(command(shop, "print", "team-member", "--language", "es").stdout.splitlines()[0])
    with pikepdf.open(path) as document:
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261130")
