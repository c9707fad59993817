"""The container of a signature, byte by byte: the one part of a signed file that no signature covers.

ISO 32000-1 §12.8.1: the byte range covers the whole file but the hexadecimal string of the signature itself. RFC 5652
leaves parts of what that string holds unsigned. Both would let somebody change a byte that no signature notices, so
they must be written in the one way that signing software writes them.
"""

import warnings
from collections.abc import Iterable

from asn1crypto import algos, cms, core, x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

_CASES = (frozenset(b"0123456789abcdef"), frozenset(b"0123456789ABCDEF"))
_TIME_STAMP = "signature_time_stamp_token"


def span(signature: EmbeddedPdfSignature) -> tuple[int, int, int] | None:
    """Where the container begins and ends, angle brackets included, and where the signed part of the file ends."""
    limits = [int(limit) for limit in signature.byte_range]
    if len(limits) != 4 or limits[0] != 0 or any(limit < 0 for limit in limits):
        return None
    _, begin, end, rest = limits
    return (begin, end, end + rest) if begin < end else None


def is_plain(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether the container is one signature, padded with zeros, and holds nothing that could be otherwise."""
    place = span(signature)
    if place is None or place[2] > len(pdf):
        return False
    opening, written, closing = (
        pdf[place[0] : place[0] + 1],
        pdf[place[0] + 1 : place[1] - 1],
        pdf[place[1] - 1 : place[1]],
    )
    if opening != b"<" or closing != b">" or not any(case >= set(written) for case in _CASES):
        return False
    held = bytes.fromhex(written.decode())
    content = cms.ContentInfo.load(held)
    padding = held[len(content.dump()) :]
    return held == signature.pkcs7_content and not any(padding) and _is_plain(content)


def certificates_hold(signed: cms.SignedData, trusted: Iterable[x509.Certificate]) -> bool:
    """Whether each certificate of a signature, and of its time stamp, is signed by one that is there or trusted."""
    found = [choice.chosen for choice in signed["certificates"]]
    known = {certificate.dump(): certificate for certificate in (*found, *trusted)}.values()
    holds = all(any(_issued(certificate, by) for by in known) for certificate in found)
    return holds and all(certificates_hold(stamp["content"], trusted) for stamp in time_stamps(signed))


def time_stamps(signed: cms.SignedData) -> list[cms.ContentInfo]:
    """The time stamps of the signature in a container."""
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    return [
        value
        for attribute in (() if attributes is core.VOID else attributes)
        if attribute["type"].native == _TIME_STAMP
        for value in attribute["values"]
    ]


def _is_plain(content: cms.ContentInfo) -> bool:
    if content["content_type"].native != "signed_data":
        return False
    signed = content["content"]
    if len(signed["signer_infos"]) != 1 or signed["crls"] is not core.VOID:
        return False
    signer, kind = signed["signer_infos"][0], signed["encap_content_info"]["content_type"].native
    digest = signer["digest_algorithm"]
    attributes = signer["unsigned_attrs"]
    stamps = time_stamps(signed)
    parts = (content, signed, signed["encap_content_info"], signer, *(() if attributes is core.VOID else attributes))
    return (
        all(_is_read_whole(part) for part in parts)
        and signed["version"].native == ("v1" if kind == "data" else "v3")
        and signer["version"].native == "v1"
        and _names_its_signer(signed, signer["sid"])
        and [algorithm.dump() for algorithm in signed["digest_algorithms"]] == [digest.dump()]
        and _has_no_parameters(digest)
        and all(choice.name == "certificate" for choice in signed["certificates"])
        and len(stamps) == (0 if attributes is core.VOID else len(attributes)) <= 1
        and all(_is_plain(stamp) for stamp in stamps)
    )


def _is_read_whole(part: core.Sequence) -> bool:
    """Whether nothing was passed over: a field of an unknown tag is taken for one that is absent."""
    fields = (part[name] for name in part)
    return bool(part.contents == b"".join(field.dump() for field in fields if field is not core.VOID))


def _names_its_signer(signed: cms.SignedData, sid: cms.SignerIdentifier) -> bool:
    """To the letter: names are else compared without regard to case."""
    names = [(held.chosen.issuer.dump(), held.chosen.serial_number) for held in signed["certificates"]]
    named = sid.chosen
    return sid.name == "issuer_and_serial_number" and (named["issuer"].dump(), named["serial_number"].native) in names


def _has_no_parameters(algorithm: algos.DigestAlgorithm) -> bool:
    parameters = algorithm["parameters"]
    return parameters is core.VOID or parameters.dump() in (b"", core.Null().dump())


def _issued(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    unused_bits = certificate["signature_value"].contents[0]  # readers of ECDSA signatures pass them over
    if unused_bits:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about certificates that later releases refuse
        try:
            above = load_der_x509_certificate(by.dump())
            load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(above)
        except (ValueError, TypeError, InvalidSignature):
            return False
    return True
