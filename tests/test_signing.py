"""Signing a field after another, and what verification says of files that are whole, changed, or hostile."""

import random
import re
import shutil
import subprocess
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import NoOpStampStyle

from rolebook.diagnostics import Message, UserError
from rolebook.language import say
from rolebook.sign import structure_faults
from rolebook.sign.changes import KINDS
from rolebook.sign.credentials import credentials
from rolebook.sign.pades import sign, step_to_sign, time_stamps_from
from rolebook.sign.trust import Trust, certificates, revocation_lists
from rolebook.sign.verification import Verdict, verify
from rolebook.view.copies.mark import encode
from tests import pki
from tests.conftest import EFFORT, ROOT
from tests.signable import MARK, STEPS, document, signable

NAMES = ("Employee 001", "Employee 002", "Employee 003")


def signed_by(pdf: bytes, step: str, holder: pki.Holder, *, server: str | None = None) -> bytes:
    # A certificate that expired meanwhile signed while it was valid.
    moment = holder.certificate.not_valid_before_utc
    signer = credentials(holder.p12(), pki.PASSWORD, moment, "me.p12")
    return sign(pdf, step, signer, time_stamps=time_stamps_from(server) if server else None)


@cache
def signed(count: int = 3, *, stamped: bool = False) -> bytes:
    """The document after so many signatures; the last one perhaps with a time stamp."""
    if count == 0:
        return signable()
    holder = pki.signer(NAMES[count - 1])
    before = signed(count - 1)
    if not stamped:
        return signed_by(before, STEPS[count - 1], holder)
    with pki.time_server() as server:
        return signed_by(before, STEPS[count - 1], holder, server=server)


def trust(*, crl: bytes = b"") -> Trust:
    roots = tuple(certificates(pki.root().pem, "root.pem"))
    return Trust(pki.NOW, roots, tuple(revocation_lists(crl, "list.pem")) if crl else ())


def doubts(verdict: Verdict) -> list[tuple[str, str]]:
    return [(statement.code, statement.step) for statement in verdict.doubts]


def appended(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The PDF with one more revision, as an editor that keeps the rest would write it."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def annotate(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject([generic.NumberObject(edge) for edge in (50, 50, 200, 90)]),
            generic.pdf_name("/Contents"): generic.pdf_string("The salary is doubled."),
        }
    )
    page.get_object()["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page.get_object())


def retitle(writer: IncrementalPdfFileWriter) -> None:
    writer._meta.keywords = [encode(replace(MARK, fingerprint="rb1:" + "0" * 64))]
    writer._force_write_when_empty = True


def overwrite(writer: IncrementalPdfFileWriter) -> None:
    contents = writer.find_page_for_modification(0)[0].get_object().raw_get("/Contents")
    writer.objects[0, contents.idnum] = generic.StreamObject(stream_data=b"")
    writer.mark_update(contents)


# Signing


def test_three_signers_after_one_another_are_all_intact() -> None:
    verdict = verify(signed(), trust())
    assert verdict.intact, verdict.doubts
    assert verdict.marks == (MARK,)
    assert [(one.step, one.signer, one.issuer, one.proven) for one in verdict.signatures] == [
        (step, name, "Example Authority", False) for step, name in zip(STEPS, NAMES, strict=True)
    ]
    assert [statement.code for one in verdict.signatures for statement in one.statements] == [
        "no-time-stamp",
        "revocation-not-asked",
    ] * 3


def test_signing_only_appends_and_keeps_the_structure() -> None:
    for count in (1, 2, 3):
        assert signed(count).startswith(signed(count - 1))
        assert structure_faults(signed(count)) == []


def test_a_time_stamp_proves_the_time() -> None:
    last = verify(signed(stamped=True), trust()).signatures[-1]
    assert (last.proven, last.time) == (True, pki.NOW)
    assert [statement.code for statement in last.statements] == ["revocation-not-asked"]


def test_a_time_server_that_does_not_answer_leaves_nothing_signed() -> None:
    with pki.time_server() as server:
        gone = server
    with pytest.raises(UserError) as refused:
        signed_by(signable(), "holder", pki.signer(NAMES[0]), server=gone)
    assert refused.value.code == "time-server-failed"


@pytest.mark.parametrize(
    ("pdf", "step", "key"),
    [
        (lambda: signed(1), "holder", "already-signed"),
        (lambda: signed(0), "head", "not-yet-your-turn"),
        (lambda: signed(1), "heed", "misspelt-field"),
        (lambda: signed(1), "lawyer", "unknown-field"),
        (lambda: signed(1) + b"\n", "head-of-unit", "changed-since-signed"),
        (lambda: appended(signed(1), annotate), "head-of-unit", "changed-since-signed"),
        (lambda: signed(1).replace(b"/Title", b"/Titel", 1), "head-of-unit", "changed-since-signed"),
        (lambda: document()[0], "holder", "verify-no-fields"),
        (lambda: b"%PDF-1.7 nothing", "holder", "verify-pdf-damaged"),
        (lambda: b"plain text", "holder", "verify-no-pdf"),
    ],
)
def test_what_may_not_be_signed_is_refused(pdf: Callable[[], bytes], step: str, key: str) -> None:
    with pytest.raises(UserError) as refused:
        step_to_sign(pdf(), step)
    assert refused.value.code == key


def test_a_field_closed_by_its_successor_cannot_be_signed() -> None:
    with pytest.raises(UserError) as refused:
        step_to_sign(out_of_turn(), "holder")
    assert refused.value.code == "closed-by"


@pytest.mark.parametrize(
    ("holder", "password", "key"),
    [
        (lambda: pki.signer(NAMES[0]), "guess", "wrong-password"),
        (lambda: pki.signer(NAMES[0]), None, "wrong-password"),
        (pki.expired, pki.PASSWORD, "certificate-has-expired"),
        (pki.encrypter, pki.PASSWORD, "certificate-not-for-signing"),
    ],
)
def test_certificates_that_cannot_sign_are_refused(
    holder: Callable[[], pki.Holder], password: str | None, key: str
) -> None:
    with pytest.raises(UserError) as refused:
        credentials(holder().p12(), password, pki.NOW, "me.p12")
    assert (refused.value.code, refused.value.arguments["file"]) == (key, "me.p12")


@pytest.mark.parametrize("junk", [b"", b"junk", pki.root().pem])
def test_what_is_no_certificate_file_is_refused(junk: bytes) -> None:
    with pytest.raises(UserError) as refused:
        credentials(junk, pki.PASSWORD, pki.NOW, "me.p12")
    assert refused.value.code == "not-a-certificate"


# Changes


def signed_elsewhere(pdf: bytes, step: str, holder: pki.Holder) -> bytes:
    """Signed by software that knows nothing of our order and does not look at what came before."""
    signer = credentials(holder.p12(), pki.PASSWORD, pki.NOW, "me.p12")
    metadata = PdfSignatureMetadata(field_name=step, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = BytesIO()
    maker = PdfSigner(metadata, signer, stamp_style=NoOpStampStyle())
    maker.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True, output=out)
    return out.getvalue()


@cache
def out_of_turn() -> bytes:
    """The second signer was first."""
    return signed_elsewhere(signable(), "head-of-unit", pki.signer(NAMES[1]))


@pytest.mark.parametrize("stamped", [False, True])
def test_one_changed_byte_anywhere_is_told_every_time(stamped: bool) -> None:  # noqa: FBT001
    pdf = signed(stamped=stamped)
    chance = random.Random(7)
    containers = [range(found.start(), found.end()) for found in re.finditer(rb"<[0-9A-F]{3000,}>", pdf)]
    assert len(containers) == 3
    places = [chance.randrange(len(pdf)) for _ in range(250)]
    places += [chance.choice(container) for container in containers for _ in range(60)]  # padding and edges included
    places += [
        place for container in containers for place in (container[0], container[1], container[-2], container[-1])
    ]
    places += [chance.choice(containers[-1][: len(containers[-1]) // 2]) for _ in range(58)]
    assert len(places) == 500
    places = places[:: max(1, 3 // EFFORT)]
    if stamped:  # the last byte of its RSA algorithm's name: docs/signing.md, "What it does not say"
        spelling = pdf.rindex(b"2A864886F70D010101")
        places = [place for place in places if place not in range(spelling + 16, spelling + 18)]
    missed = []
    for place in places:
        changed = bytearray(pdf)
        if any(place in container for container in containers):
            changed[place] = chance.choice([sign for sign in b"0123456789abcdefABCDEF>" if sign != pdf[place]])
        else:
            changed[place] ^= chance.randrange(1, 256)
        if verify(bytes(changed), trust()).intact:
            missed.append(place)
    assert missed == []


def test_bytes_after_the_last_signature_are_told() -> None:
    verdict = verify(signed() + b"\n% a comment", trust())
    assert doubts(verdict) == [("bytes-appended", "head")]
    assert verdict.doubts[0].arguments == {"count": 12}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_file_cut_back_to_an_earlier_revision_lacks_signatures(count: int) -> None:
    verdict = verify(signed()[: len(signed(count))], trust())
    missing = [statement.arguments["step"] for statement in verdict.doubts]
    assert {statement.code for statement in verdict.doubts} == {"unsigned-step"}
    assert tuple(missing) == verdict.unsigned == STEPS[count:]
    assert verify(signed(count), trust(), partial=True).intact


def test_a_file_cut_anywhere_else_is_damaged_or_broken() -> None:
    pdf = signed()
    for length in (10, 1000, len(pdf) // 2, len(pdf) - 200, len(pdf) - 1):
        assert not verify(pdf[:length], trust(), partial=True).intact


@pytest.mark.parametrize(("change", "code"), [(annotate, "annotation"), (retitle, "metadata"), (overwrite, "content")])
def test_what_was_added_after_the_last_signature_is_named(
    change: Callable[[IncrementalPdfFileWriter], None], code: str
) -> None:
    verdict = verify(appended(signed(), change), trust())
    assert {found for found, _ in doubts(verdict)} == {"bytes-appended", f"changed-after-{code}"}
    assert ("bytes-appended", "head") in doubts(verdict)
    assert verdict.marks == (MARK,)


def test_a_change_between_two_signatures_is_told_of_the_first() -> None:
    changed = signed_elsewhere(appended(signed(1), annotate), "head-of-unit", pki.signer(NAMES[1]))
    assert doubts(verify(changed, trust(), partial=True)) == [("changed-after-annotation", "holder")]


@pytest.mark.parametrize("count", [1, 3])
def test_a_signature_nobody_asked_for_is_told(count: int) -> None:
    def add(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("extra", on_page=0, box=(50, 50, 200, 90)))

    pdf = signed_elsewhere(appended(signed(count), add), "extra", pki.signer(NAMES[2]))
    assert ("field-added", "extra") in doubts(verify(pdf, trust(), partial=True))


def test_signing_out_of_order_is_told() -> None:
    late = signed_elsewhere(out_of_turn(), "holder", pki.signer(NAMES[0]))
    verdict = verify(late, trust(), partial=True)
    assert doubts(verdict) == [("signed-out-of-order", "holder")]
    assert verdict.doubts[0].arguments == {"other": "head-of-unit"}


def test_a_step_that_signed_before_its_predecessors_is_told_while_they_are_missing() -> None:
    assert doubts(verify(out_of_turn(), trust())) == [("unsigned-step", ""), ("unsigned-step", "")]


# Certificates


def test_certificates_are_told_apart() -> None:
    def told(holder: pki.Holder, *, crl: bytes = b"") -> list[tuple[str, str]]:
        pdf = signed_by(signable(STEPS[:1]), "holder", holder)
        return doubts(verify(pdf, trust(crl=crl)))

    assert told(pki.signer(NAMES[0])) == []
    assert told(pki.expired()) == [("certificate-expired", "holder")]
    assert told(pki.self_signed()) == [("certificate-self-signed", "holder")]
    assert told(pki.stranger()) == [("certificate-untrusted", "holder")]
    assert told(pki.signer(NAMES[0]), crl=pki.revocations(pki.signer(NAMES[1]))) == []
    assert told(pki.signer(NAMES[1]), crl=pki.revocations(pki.signer(NAMES[1]))) == [("certificate-revoked", "holder")]


def test_a_list_of_revoked_certificates_inside_the_file_counts() -> None:
    """Another program added it after the first signature; the next one covers it."""
    revoked = pki.revocations(pki.signer(NAMES[0]))
    (held,) = revocation_lists(revoked, "list.pem")

    def carry(writer: IncrementalPdfFileWriter) -> None:
        DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=[held])

    pdf = signed_elsewhere(appended(signed(1), carry), "head-of-unit", pki.signer(NAMES[1]))
    assert doubts(verify(pdf, trust(), partial=True)) == [("certificate-revoked", "holder")]


def test_what_is_no_certificate_cannot_be_trusted() -> None:
    for junk in (b"", b"junk", b"-----BEGIN CERTIFICATE-----\njunk\n-----END CERTIFICATE-----\n", pki.revocations()):
        with pytest.raises(UserError) as refused:
            list(certificates(junk, "root.pem"))
        assert (refused.value.code, refused.value.arguments) == ("not-a-certificate", {"file": "root.pem"})


def test_every_statement_has_its_words() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "generator" / "rolebook").rglob("sign*/*.py"))
    codes = {*re.findall(r'(?:Statement|UnreadableError)\("([a-z-]+)"', source)}
    codes |= {f"changed-after-{kind}" for kind in KINDS}
    assert len(codes) >= 30
    arguments = dict.fromkeys(
        ("step", "other", "date", "issuer", "count", "revision", "words", "steps", "signer", "name"), "x"
    )
    for code in codes:
        assert say(Message(f"verify-{code}", **arguments), "en")


def test_without_trust_nobody_is_believed() -> None:
    verdict = verify(signed(), Trust(pki.NOW))
    assert doubts(verdict) == [("certificate-untrusted", step) for step in STEPS]


def test_a_time_stamp_from_before_the_end_keeps_an_expired_certificate_good() -> None:
    with pki.time_server(moment=pki.NOW - timedelta(days=20)) as server:
        pdf = signed_by(signable(STEPS[:1]), "holder", pki.expired(), server=server)
    assert verify(pdf, trust()).intact
    with pki.time_server(moment=pki.NOW - timedelta(days=5)) as server:
        late = signed_by(signable(STEPS[:1]), "holder", pki.expired(), server=server)
    assert doubts(verify(late, trust())) == [("certificate-expired", "holder")]


def test_a_time_stamp_of_a_stranger_proves_nothing() -> None:
    stranger = pki.issue("Other Time", None, usages=("digital_signature",), stamping=True)
    with pki.time_server(stranger) as server:
        pdf = signed_by(signable(STEPS[:1]), "holder", pki.signer(NAMES[0]), server=server)
    verdict = verify(pdf, trust())
    assert doubts(verdict) == [("time-stamp-untrusted", "holder")]
    assert not verdict.signatures[0].proven


# Hostile files


def bomb() -> bytes:
    """A small file whose cross-reference stream unpacks to a hundred megabytes."""
    packed = zlib.compress(bytes(100 * 2**20))
    head = b"%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 2/W[1 4 2]/Index[0 2]/Root 1 0 R/Filter/FlateDecode/Length "
    return head + str(len(packed)).encode() + b">>stream\n" + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"


def encrypted() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(signable())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("hostile", "code"),
    [
        (b"", "no-pdf"),
        (b"\x00" * 5000, "no-pdf"),
        (b"%PDF-1.7\n%%EOF", "pdf-damaged"),
        (b"%PDF-1.7\nstartxref\n0\n%%EOF\n", "pdf-damaged"),
        (b"%PDF-1.7\n" + b"[" * 200_000 + b"\nstartxref\n9\n%%EOF\n", "pdf-damaged"),
        (
            b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF\n",
            "pdf-damaged",
        ),
        (encrypted, "pdf-encrypted"),
        (bomb, "pdf-damaged"),
        (lambda: document()[0], "no-fields"),
    ],
)
def test_hostile_files_end_in_a_doubt(hostile: bytes | Callable[[], bytes], code: str) -> None:
    verdict = verify(hostile() if callable(hostile) else hostile, trust())
    assert code in {found for found, _ in doubts(verdict)}


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not installed")
def test_pdfsig_agrees(tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(signed())
    told = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid.") == 3
    assert told.count("Total document signed") == 1


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not installed")
@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_verapdf_agrees_after_three_signatures(flavour: str, tmp_path: Path) -> None:
    (tmp_path / "signed.pdf").write_bytes(signed())
    command = ["verapdf", "--flavour", flavour, "--format", "text", tmp_path / "signed.pdf"]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout.startswith("PASS")
