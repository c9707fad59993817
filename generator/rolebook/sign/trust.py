"""Who stands behind a signature, and when: certificates (RFC 5280), revocation lists, time stamps (RFC 3161)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from asn1crypto import crl, ocsp, pem, x509
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from rolebook.diagnostics import UserError
from rolebook.model.people.certificate import Certificate
from rolebook.sign.container import certificates_hold
from rolebook.sign.statement import Statement
from rolebook.sign.weakness import weaknesses_of_digest, weaknesses_of_key, weaknesses_of_purpose

T = TypeVar("T", x509.Certificate, crl.CertificateList)
_REQUIRED, _IF_DECLARED = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED, RevocationCheckingRule.CHECK_IF_DECLARED_SOFT
_SIGNING = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose certificates are believed, what is known to be revoked, and what time it is."""

    now: datetime
    roots: tuple[x509.Certificate, ...] = ()
    revocations: tuple[crl.CertificateList, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a step and when; `proven` where a time-stamp server that is believed says so, not only the signer."""

    step: str
    signer: str
    issuer: str
    time: datetime | None
    proven: bool
    statements: tuple[Statement, ...] = field(default=())
    certificate: Certificate = field(default=Certificate(), compare=False)


def certificates(data: bytes, file: str) -> Iterator[x509.Certificate]:
    """The certificates in a PEM or DER file; UserError, naming it, where there are none."""
    for der in _unarmoured(data, file):
        yield _loaded(x509.Certificate, der, file)


def revocation_lists(data: bytes, file: str) -> Iterator[crl.CertificateList]:
    """The revocation lists in a PEM or DER file; UserError, naming it, where there are none."""
    for der in _unarmoured(data, file):
        yield _loaded(crl.CertificateList, der, file)


@dataclass(frozen=True, slots=True)
class _Known:
    """Lists, answers and certificates: given by hand, or carried by the file (its document security store)."""

    trust: Trust
    lists: list[crl.CertificateList]
    responses: list[ocsp.OCSPResponse]
    certificates: list[x509.Certificate]

    @classmethod
    def of(cls, signature: EmbeddedPdfSignature, trust: Trust) -> "_Known":
        try:
            store = DocumentSecurityStore.read_dss(signature.reader)
        except NoDSSFoundError:
            return cls(trust, list(trust.revocations), [], [])
        carried = [crl.CertificateList.load(held.get_object().data) for held in store.crls]
        responses = [ocsp.OCSPResponse.load(held.get_object().data) for held in store.ocsps]
        return cls(trust, [*trust.revocations, *carried], responses, list(store.load_certs()))

    def settles(self, certificate: x509.Certificate) -> bool:
        """Whether anything says which certificates of this issuer are revoked."""
        serials = {
            answer["cert_id"]["serial_number"].native
            for response in self.responses
            for answer in response.response_data["responses"]
        }
        listed = any(held.issuer == certificate.issuer for held in self.lists)
        return listed or certificate.serial_number in serials

    def context(self, moment: datetime, rule: RevocationCheckingRule) -> ValidationContext:
        """What pyHanko validates a signer's certificate with; nothing is fetched from anywhere."""
        checking = RevocationCheckingPolicy(rule, _IF_DECLARED)
        return ValidationContext(
            trust_roots=list(self.trust.roots),
            other_certs=self.certificates,
            moment=moment,
            crls=self.lists,
            ocsps=self.responses,
            # Retroactive: a list made after the signature still says what was revoked before it.
            revinfo_policy=CertRevTrustPolicy(checking, retroactive_revinfo=True),
        )


async def judge(step: str, signature: EmbeddedPdfSignature, trust: Trust) -> Signature:
    """What can be said of the signer and the time; the bytes are judged elsewhere."""
    known = _Known.of(signature, trust)
    status = await _status(signature, known, trust.now)
    stamp = status.timestamp_validity
    proven = stamp is not None and stamp.valid and stamp.intact and stamp.trusted
    moment = stamp.timestamp if stamp is not None and proven else trust.now
    if proven:
        status = await _status(signature, known, moment)
    weak = list(_about_weakness(step, signature))
    told = [*weak, *_about_certificate(step, status, moment, weak=bool(weak)), *_about_time(step, stamp)]
    if status.trusted and not known.settles(signature.signer_cert):
        told.append(Statement("revocation-not-asked", step, doubt=False))
    if status.trusted and not certificates_hold(signature.signed_data, trust.roots):
        told.append(Statement("container-changed", step))
    return Signature(
        step,
        name_of(signature.signer_cert.subject),
        name_of(signature.signer_cert.issuer),
        moment if proven else signature.self_reported_timestamp,
        proven,
        tuple(told),
        facts_of(signature.signer_cert),
    )


async def _status(signature: EmbeddedPdfSignature, known: "_Known", moment: datetime) -> PdfSignatureStatus:
    asked = known.settles(signature.signer_cert)
    return await async_validate_pdf_signature(
        signature,
        known.context(moment, _REQUIRED if asked else _IF_DECLARED),
        known.context(moment, _IF_DECLARED),
        key_usage_settings=KeyUsageConstraints(key_usage=set(_SIGNING), match_all_key_usages=False),
        skip_diff=True,
    )


def _about_weakness(step: str, signature: EmbeddedPdfSignature) -> Iterator[Statement]:
    certificate = signature.signer_cert
    found = (
        *weaknesses_of_key(certificate),
        *weaknesses_of_purpose(certificate),
        *weaknesses_of_digest(signature.signer_info),
    )
    yield from (Statement(code, step, arguments=arguments) for code, arguments in found)


def _about_certificate(step: str, status: PdfSignatureStatus, moment: datetime, *, weak: bool) -> Iterator[Statement]:
    """What is wrong with the certificate; where it is weak, that it does not pass follows from that."""
    certificate = status.signing_cert
    begin, end = certificate.not_valid_before, certificate.not_valid_after
    if status.revocation_details:
        date = _day(status.revocation_details.revocation_date)
        yield Statement("certificate-revoked", step, arguments={"date": date})
    if moment > end:
        yield Statement("certificate-expired", step, arguments={"date": _day(end)})
    elif moment < begin:
        yield Statement("certificate-not-yet-valid", step, arguments={"date": _day(begin)})
    elif not status.trusted and not status.revocation_details and not weak:
        issuer = name_of(certificate.issuer)
        if status.validation_path is not None:
            yield Statement("certificate-unfit", step, arguments={"issuer": issuer})
        elif certificate.self_issued:
            yield Statement("certificate-self-signed", step)
        else:
            yield Statement("certificate-untrusted", step, arguments={"issuer": issuer})


def _about_time(step: str, stamp: TimestampSignatureStatus | None) -> Iterator[Statement]:
    if stamp is None:
        yield Statement("no-time-stamp", step, doubt=False)
    elif not (stamp.valid and stamp.intact):
        yield Statement("time-stamp-broken", step)
    elif not stamp.trusted:
        yield Statement("time-stamp-untrusted", step, arguments={"issuer": name_of(stamp.signing_cert.issuer)})


def facts_of(certificate: x509.Certificate) -> Certificate:
    """What somebody can be bound to a certificate by."""
    parts = {
        (str(part["type"].native), str(part["value"].native)) for names in certificate.subject.chosen for part in names
    }
    alternatives = certificate.subject_alt_name_value or ()
    parts |= {("email_address", str(one.native)) for one in alternatives if one.name == "rfc822_name"}
    issuer = certificate.issuer.native.get("common_name", "")
    return Certificate(certificate.sha256.hex(), f"{certificate.serial_number:x}", str(issuer or ""), frozenset(parts))


def name_of(name: x509.Name) -> str:
    """The name a certificate bears, for people; what could deceive on a terminal is left out."""
    told = name.native
    parts = [told.get("common_name") or name.human_friendly, told.get("organization_name")]
    flat = ", ".join(str(part) for part in parts if part)
    return "".join(sign for sign in flat if sign.isprintable())


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _unarmoured(data: bytes, file: str) -> Sequence[bytes]:
    try:
        found = [der for _, _, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
    except ValueError:
        raise UserError("not-a-certificate", file=file) from None
    return found


def _loaded(kind: type[T], der: bytes, file: str) -> T:
    try:
        loaded = kind.load(der, strict=True)
        _ = loaded.native
    except (ValueError, TypeError):
        raise UserError("not-a-certificate", file=file) from None
    return loaded
