"""Time stamps of their own (RFC 3161): that some data were there at some time, said by a time-stamp server."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from rolebook.diagnostics import UserError
from rolebook.sign.pades import time_stamps_from
from rolebook.sign.trust import Trust, name_of

_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class TimeStamp:
    """What a token says: since when the data exist, and who says so; `trusted` where that authority is believed."""

    time: datetime
    authority: str
    trusted: bool


def time_stamp(data: bytes, url: str) -> bytes:
    """A token over data from a server, as DER; only a hash is sent. UserError where none can be had."""
    server = time_stamps_from(url)
    try:
        token = asyncio.run(server.async_timestamp(hashlib.sha256(data).digest(), _DIGEST))
    except (TimestampRequestError, OSError) as error:
        raise UserError("time-server-failed", reason=str(error)) from None
    return bytes(token.dump())


def read_time_stamp(token: bytes, data: bytes, trust: Trust) -> TimeStamp | None:
    """What a token says of data; None where it is none, is broken, or is over something else."""
    try:
        signed = cms.ContentInfo.load(token, strict=True)["content"]
        told = signed["encap_content_info"]["content"].parsed
        moment = told["gen_time"].native.astimezone(UTC)
        status = asyncio.run(_status(signed, data, trust, moment))
    except (ValueError, TypeError, KeyError, AttributeError, SignatureValidationError):
        return None
    if not (status.valid and status.intact):
        return None
    return TimeStamp(moment, name_of(status.signing_cert.subject), status.trusted)


def stamped_digest(token: bytes) -> bytes | None:
    """The SHA-256 that a token is over; None where it is none, or over another kind of digest."""
    try:
        told = cms.ContentInfo.load(token, strict=True)["content"]["encap_content_info"]["content"].parsed
        imprint = told["message_imprint"]
        known = imprint["hash_algorithm"]["algorithm"].native == _DIGEST
        return bytes(imprint["hashed_message"].native) if known else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


async def _status(signed: cms.SignedData, data: bytes, trust: Trust, moment: datetime) -> TimestampSignatureStatus:
    context = ValidationContext(trust_roots=list(trust.roots), moment=moment, crls=list(trust.revocations))
    told = await validate_tst_signed_data(signed, context, lambda name: hashlib.new(name, data).digest())
    return TimestampSignatureStatus(**told)
