"""A public key infrastructure for tests: a root, an authority, signers of every kind, a time-stamp server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSWORD = "correct horse"  # noqa: S105
NOW = datetime.now(UTC).replace(microsecond=0)
_KEY_USAGES = [
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
    *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
]

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey


@dataclass(frozen=True)
class Holder:
    """A certificate, its key and those above it, nearest first."""

    certificate: x509.Certificate
    key: Key
    above: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def p12(self, password: str = PASSWORD) -> bytes:
        return pkcs12.serialize_key_and_certificates(
            b"signer", self.key, self.certificate, self.above, BestAvailableEncryption(password.encode())
        )


def issue(
    name: str,
    by: Holder | None,
    *,
    usages: tuple[str, ...] = ("digital_signature", "content_commitment"),
    days: tuple[int, int] = (-400, 400),
    authority: bool = False,
    stamping: bool = False,
    key: Key | None = None,
    purposes: tuple[x509.ObjectIdentifier, ...] = (),
) -> Holder:
    # pyHanko's own time-stamp authority for tests signs with RSA only.
    key = key or (rsa.generate_private_key(65537, 2048) if stamping else ec.generate_private_key(ec.SECP256R1()))
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in _KEY_USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    purposes = (ExtendedKeyUsageOID.TIME_STAMPING,) if stamping else purposes
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=True)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    return Holder(certificate, key, (by.certificate, *by.above) if by else ())


_AUTHORITY = ("key_cert_sign", "crl_sign")


@cache
def root() -> Holder:
    return issue("Example Root", None, usages=_AUTHORITY, authority=True)


@cache
def intermediate() -> Holder:
    return issue("Example Authority", root(), usages=_AUTHORITY, authority=True)


@cache
def signer(name: str) -> Holder:
    return issue(name, intermediate())


@cache
def expired() -> Holder:
    return issue("Employee 010", intermediate(), days=(-400, -10))


@cache
def self_signed() -> Holder:
    return issue("Employee 011", None)


@cache
def stranger() -> Holder:
    """A signer of an authority that nobody trusts."""
    return issue("Employee 012", issue("Other Root", None, usages=_AUTHORITY, authority=True))


@cache
def encrypter() -> Holder:
    """A certificate that is not for signing."""
    return issue("Employee 013", intermediate(), usages=("key_agreement",))


@cache
def time_authority() -> Holder:
    return issue("Example Time", root(), usages=("digital_signature",), stamping=True)


def revocations(*revoked: Holder, days: int = -5) -> bytes:
    """The intermediate authority's list of revoked certificates, in PEM."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(intermediate().certificate.subject)
        .last_update(NOW - timedelta(days=1))
        .next_update(NOW + timedelta(days=30))
    )
    for holder in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(holder.certificate.serial_number)
            .revocation_date(NOW + timedelta(days=days))
            .build()
        )
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(intermediate().key, hashes.SHA256()).public_bytes(Encoding.PEM)


@contextmanager
def time_server(holder: Holder | None = None, moment: datetime | None = None) -> Iterator[str]:
    """The address of a time-stamp server (RFC 3161) on this machine."""
    authority = holder or time_authority()
    above = SimpleCertificateStore()
    above.register_multiple(map(_asn1, authority.above))
    stamper = DummyTimeStamper(
        _asn1(authority.certificate),
        keys.PrivateKeyInfo.load(authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
        certs_to_embed=above,
        fixed_dt=moment or NOW,
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            body = stamper.request_tsa_response(request).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing on the tests' terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
