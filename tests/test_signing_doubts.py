"""What is weak or odd about signers, fields and settings, each named for what it is."""

from collections.abc import Callable
from io import BytesIO

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

from rolebook.diagnostics import UserError
from rolebook.sign.credentials import credentials
from rolebook.sign.verification import verify
from tests import pki
from tests.signable import STEPS
from tests.test_signing import NAMES, appended, doubts, signed, signed_by, trust

SERVER, MAIL = (ExtendedKeyUsageOID.SERVER_AUTH,), (ExtendedKeyUsageOID.EMAIL_PROTECTION,)


def carelessly(pdf: bytes, step: str, holder: pki.Holder, digest: str = "sha256") -> bytes:
    """Signed by a program that asks nothing of a certificate."""
    signer = SimpleSigner.load_pkcs12_data(holder.p12(), (), pki.PASSWORD.encode())
    signer.embed_roots = False
    metadata = PdfSignatureMetadata(field_name=step, md_algorithm=digest, subfilter=SigSeedSubFilter.PADES)
    out = BytesIO()
    PdfSigner(metadata, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), existing_fields_only=True, output=out)
    return out.getvalue()


def holder_with(key: pki.Key | None = None, purposes: tuple[object, ...] = ()) -> pki.Holder:
    return pki.issue("Employee 020", pki.intermediate(), key=key, purposes=purposes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("holder", "digest", "code"),
    [
        (lambda: holder_with(purposes=SERVER), "sha256", "certificate-other-purpose"),
        (lambda: holder_with(purposes=(ExtendedKeyUsageOID.CODE_SIGNING,)), "sha256", "certificate-other-purpose"),
        (lambda: holder_with(rsa.generate_private_key(65537, 1024)), "sha256", "key-too-short"),  # noqa: S505
        (lambda: holder_with(ec.generate_private_key(ec.SECP192R1())), "sha256", "key-too-short"),
        (holder_with, "sha1", "digest-weak"),
    ],
)
def test_what_is_weak_is_named_for_what_it_is(holder: Callable[[], pki.Holder], digest: str, code: str) -> None:
    verdict = verify(carelessly(signed(0), STEPS[0], holder(), digest), trust(), partial=True)
    assert doubts(verdict) == [(code, STEPS[0])]


@pytest.mark.parametrize("purposes", [MAIL, (*SERVER, *MAIL), (ExtendedKeyUsageOID.CLIENT_AUTH,)])
def test_certificates_for_people_are_no_doubt(purposes: tuple[object, ...]) -> None:
    assert verify(signed_by(signed(0), STEPS[0], holder_with(purposes=purposes)), trust(), partial=True).intact


def test_an_ed25519_key_signs_with_its_own_digest() -> None:
    done = signed_by(signed(0), STEPS[0], holder_with(ed25519.Ed25519PrivateKey.generate()))
    assert verify(done, trust(), partial=True).intact


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        (lambda: holder_with(purposes=SERVER), "sign-certificate-other-purpose"),
        (lambda: holder_with(rsa.generate_private_key(65537, 1024)), "sign-key-too-short"),  # noqa: S505
        (lambda: holder_with(ed448.Ed448PrivateKey.generate()), "key-not-used"),
    ],
)
def test_sign_refuses_what_verify_would_doubt(holder: Callable[[], pki.Holder], code: str) -> None:
    with pytest.raises(UserError) as refused:
        credentials(holder().p12(), pki.PASSWORD, pki.NOW, "me.p12")
    assert refused.value.code == code


def test_one_certificate_for_every_step_is_a_doubt_and_for_two_a_remark() -> None:
    two = signed_by(signed(1), STEPS[1], pki.signer(NAMES[0]))
    (said,) = [one for one in verify(two, trust(), partial=True).statements if one.code == "one-certificate"]
    assert (said.doubt, said.arguments) == (False, {"steps": f"{STEPS[0]}, {STEPS[1]}"})
    assert doubts(verify(signed_by(two, STEPS[2], pki.signer(NAMES[0])), trust())) == [("one-certificate", "")]


def retitle(writer: IncrementalPdfFileWriter) -> None:
    writer._meta.title = "Another title"
    writer._force_write_when_empty = True


def describe(writer: IncrementalPdfFileWriter) -> None:
    packet = writer.root["/Metadata"]
    changed = packet.data.replace("Должностная".encode(), b"Evil")
    assert changed != packet.data
    writer.root["/Metadata"] = writer.add_object(
        generic.StreamObject({generic.pdf_name("/Type"): generic.pdf_name("/Metadata")}, stream_data=changed)
    )
    writer.update_root()


def need_appearances(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/AcroForm"]["/NeedAppearances"] = generic.BooleanObject(value=True)
    writer.update_container(writer.root["/AcroForm"])


def resources(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/AcroForm"]["/DR"] = generic.DictionaryObject()
    writer.update_container(writer.root["/AcroForm"])


def version(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Version"] = generic.pdf_name("/1.7")
    writer.update_root()


@pytest.mark.parametrize(
    ("change", "code", "doubt"),
    [
        (retitle, "changed-after-metadata", True),
        (describe, "changed-after-metadata", True),
        (need_appearances, "changed-after-form", True),
        (resources, "changed-after-form", True),
        (version, "changed-after-catalogue", False),
    ],
)
def test_settings_changed_between_two_signers_are_told(
    change: Callable[[IncrementalPdfFileWriter], None],
    code: str,
    doubt: bool,  # noqa: FBT001
) -> None:
    between = carelessly(appended(signed(1), change), STEPS[1], pki.signer(NAMES[1]))
    verdict = verify(between, trust(), partial=True)
    said = {(one.code, one.doubt) for signature in verdict.signatures for one in signature.statements}
    assert (code, doubt) in said
    assert verdict.intact is not doubt
