"""The chain of a register: each entry's hash rests on the one before it, and on salted hashes of personal data.

    hash(n) = SHA-256(hash(n-1) ‖ LF ‖ body(n)), both as text; hash(0) is 64 zeros
    commitment = SHA-256(salt ‖ data)

A body is canonical JSON (sorted keys, no white space, Unicode NFC) and holds its own number. A commitment lies in the
body, salt and data beside it, so that both can be destroyed without touching the chain; without the salt nobody can
find the data by trying.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rolebook.diagnostics import UserError

GENESIS = "0" * 64
_HEAD = re.compile(r"([a-z][a-z0-9-]{0,39}):(\d{1,15}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of an entity's register at some time: what is written down elsewhere to hold the register to."""

    entity: str
    number: int
    hash: str

    def __str__(self) -> str:
        """`example-ru:1204:<64 hexadecimal digits>`."""
        return f"{self.entity}:{self.number}:{self.hash}"

    @classmethod
    def parse(cls, told: str) -> "Head":
        """Reads what `str` writes; UserError for anything else."""
        found = _HEAD.fullmatch(told.strip())
        if found is None:
            raise UserError("register-no-head", head=told[:120])
        return cls(found[1], int(found[2]), found[3])


def canonical(data: Mapping[str, Any]) -> str:
    """The one text of some data."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return unicodedata.normalize("NFC", text)


def body_of(text: str | bytes) -> dict[str, Any]:
    """What an entry says; nothing for a text that was never a body, as somebody from outside may have put there."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def texts_in(body: Mapping[str, Any], name: str) -> list[str]:
    """A list of texts in a body, such as digests of evidence; nothing where there is something else."""
    found = body.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def linked(previous: str, body: str) -> str:
    """The hash of an entry that follows another."""
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def commitment(salt: bytes, data: str) -> str:
    """What an entry says of personal data without saying it."""
    return hashlib.sha256(salt + data.encode()).hexdigest()
