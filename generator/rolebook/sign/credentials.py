"""A signer's certificate and key, from a PKCS#12 file (RFC 7292), as authorities hand them out (`.p12`, `.pfx`)."""

from datetime import datetime

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.dsa import DSAPublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.signers import SimpleSigner

from rolebook.diagnostics import UserError
from rolebook.sign.trust import name_of
from rolebook.sign.weakness import weaknesses_of_key, weaknesses_of_purpose

_UNUSED = (DSAPublicKey, Ed448PublicKey)
"""Keys that PAdES signatures are not made with here."""


def credentials(p12: bytes, password: str | None, moment: datetime, file: str) -> SimpleSigner:
    """What signs as the certificate's holder at `moment`; UserError, naming `file`, where it cannot."""
    secret = password.encode() if password is not None else None
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(p12, secret)
    except ValueError as error:
        # The library tells a wrong password from a broken file only in words.
        key_error = "wrong-password" if "password" in str(error).lower() else "not-a-certificate"
        raise UserError(key_error, file=file) from None
    except TypeError:
        raise UserError("password-missing", file=file) from None
    if key is None or certificate is None:
        raise UserError("not-a-certificate", file=file)
    _refuse(certificate, moment, file)
    _refuse_weak(certificate, file)
    signer: SimpleSigner = SimpleSigner.load_pkcs12_data(p12, other_certs=(), passphrase=secret)
    # Roots are known to whoever verifies, or they prove nothing; and nothing in a signature protects them.
    signer.embed_roots = False
    return signer


def digest_for(signer: SimpleSigner) -> str:
    """The digest that a key signs with: Ed25519 has its own (RFC 8419)."""
    certificate = signer.signing_cert
    return "sha512" if certificate and certificate.public_key.algorithm == "ed25519" else "sha256"


def holder_of(signer: SimpleSigner) -> str:
    """The name in the certificate."""
    certificate = signer.signing_cert
    return name_of(certificate.subject) if certificate else ""


def _refuse_weak(certificate: x509.Certificate, file: str) -> None:
    """Refuses what `verify` would doubt of everybody's signature made with it."""
    if isinstance(certificate.public_key(), _UNUSED):
        raise UserError("key-not-used", file=file)
    held = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    for code, arguments in (*weaknesses_of_key(held), *weaknesses_of_purpose(held)):
        raise UserError(f"sign-{code}", file=file, **arguments)


def _refuse(certificate: x509.Certificate, moment: datetime, file: str) -> None:
    if moment > certificate.not_valid_after_utc:
        raise UserError("certificate-has-expired", file=file, date=f"{certificate.not_valid_after_utc:%Y-%m-%d}")
    if moment < certificate.not_valid_before_utc:
        raise UserError("certificate-not-yet", file=file, date=f"{certificate.not_valid_before_utc:%Y-%m-%d}")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise UserError("certificate-not-for-signing", file=file)
