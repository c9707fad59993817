"""What is weak about a certificate or a signature, whoever vouches for it: keys, digests and purposes.

ETSI TS 119 312 and NIST SP 800-131A: RSA from 2048 bits, elliptic curves from 224, no MD5, no SHA-1. RFC 5280
§4.2.1.12, RFC 9336: what a certificate is issued for.
"""

from collections.abc import Iterator
from typing import Any

from asn1crypto import x509

_LEAST_BITS = {"rsa": 2048, "rsassa_pss": 2048, "dsa": 2048, "ec": 224}
"""By kind of key; Ed25519 and Ed448 have one size."""
_WEAK_DIGESTS = ("md2", "md5", "sha1")
# For mails, for people, for documents (RFC 9336, Microsoft, Adobe, Intel), for anything.
_FOR_PEOPLE = frozenset(
    {
        *("email_protection", "client_auth", "any_extended_key_usage", "microsoft_smart_card_logon"),
        *("1.3.6.1.5.5.7.3.36", "microsoft_document_signing", "1.3.6.1.4.1.311.10.3.12"),
        *("adobe_authentic_documents_trust", "1.2.840.113583.1.1.5"),
    }
)

Weakness = tuple[str, dict[str, str | int]]
"""A code and its arguments."""


def weaknesses_of_key(certificate: x509.Certificate) -> Iterator[Weakness]:
    """Returns what speaks against a certificate's key: too few bits for its kind."""
    key = certificate.public_key
    least = _LEAST_BITS.get(key.algorithm, 0)
    if least and key.bit_size < least:
        yield "key-too-short", {"bits": key.bit_size, "least": least}


def weaknesses_of_purpose(certificate: x509.Certificate) -> Iterator[Weakness]:
    """Returns what a certificate is issued for, where that is servers, programs or clocks and not people."""
    purposes = certificate.extended_key_usage_value
    named = {str(purpose.native) for purpose in purposes} if purposes is not None else set()
    if named and not named & _FOR_PEOPLE:
        yield "certificate-other-purpose", {"purpose": ", ".join(sorted(named))}


def weaknesses_of_digest(signer: Any) -> Iterator[Weakness]:
    """Returns the digest of a signature (a `SignerInfo`), where it is one that can be forged."""
    used = {str(signer["digest_algorithm"]["algorithm"].native), *_digest_of(signer["signature_algorithm"])}
    if weak := sorted(used & {*_WEAK_DIGESTS}):
        yield "digest-weak", {"digest": weak[0]}


def _digest_of(algorithm: Any) -> Iterator[str]:
    try:
        yield str(algorithm.hash_algo)
    except ValueError:  # an algorithm that has no digest of its own
        return
