"""The copy code: the short name of one printed copy, in print and in the QR of each of its pages.

A code is 13 characters of Crockford's base 32 (65 bits of a SHA-256), derived from which document it is, for whom,
and the issue number. The same copy always gets the same code; the register keeps what each one stands for. The QR of a
page holds `RB1/<code>/<page>`: up to page 99 those are 20 characters of the QR's own alphanumeric set, just what fits a
QR of version 1 with error correction M (ISO/IEC 18004, table 7).

The three other corners of the page bear small symbols that say where the page is, not which it is: six digits, the
first for the corner (1 upper left, 2 upper right, 3 lower left or, right to left, lower right), the others from a
SHA-256 of the QR's payload, so that the corners of two pages on one sheet are told apart. Six digits are what fits the
smallest Data Matrix, of 10 x 10 modules (ISO/IEC 16022, table 7).
"""

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass

from rolebook.view.identity import Identity

SCHEME = "RB1"
LENGTH = 13
CORNERS = (1, 2, 3)
"""The corners of a page that bear a symbol of their own; the QR is in the fourth."""
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BITS = 5
_CORNER_DIGITS = 5
_PAYLOAD = re.compile(rf"{SCHEME}/([{_ALPHABET}]{{{LENGTH}}})/([1-9][0-9]{{0,3}})")
# Crockford: what a reader may take for another sign stands for that one.
_MISREAD = str.maketrans("OIL", "011", " -")


@dataclass(frozen=True, slots=True, order=True)
class CopyPage:
    """A page of a copy, counted from 1."""

    code: str
    page: int


def copy_code(identity: Identity, person: str | None, issue: int) -> str:
    """The code of the `issue`-th copy (from 1) of a document for a person's id, or for nobody in particular (None)."""
    if issue < 1:
        raise ValueError(f"issues count from 1, not {issue}")
    named = json.dumps([SCHEME, asdict(identity), person, issue], ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(unicodedata.normalize("NFC", named).encode()).digest()
    number = int.from_bytes(digest) >> (len(digest) * 8 - LENGTH * _BITS)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range((LENGTH - 1) * _BITS, -1, -_BITS))


def page_payload(code: str, page: int) -> str:
    """What the QR of a page (from 1) says; ValueError for what `read_payload` would not read."""
    payload = f"{SCHEME}/{code}/{page}"
    if read_payload(payload) is None:
        raise ValueError(f"no copy page: {payload}")
    return payload


def read_payload(payload: str) -> CopyPage | None:
    """The page that a QR names; None for a QR that is none of ours."""
    found = _PAYLOAD.fullmatch(payload)
    return CopyPage(found[1], int(found[2])) if found else None


def corner_payload(copy: CopyPage, corner: int) -> str:
    """What the symbol in a corner of a page says: six digits, the first is the corner."""
    digest = hashlib.sha256(page_payload(copy.code, copy.page).encode()).digest()
    return f"{corner}{int.from_bytes(digest) % 10**_CORNER_DIGITS:0{_CORNER_DIGITS}}"


def read_code(typed: str) -> str | None:
    """The code that somebody typed: small letters, spaces, hyphens, O for 0, I and L for 1 are understood."""
    code = typed.strip().upper().translate(_MISREAD)
    return code if len(code) == LENGTH and set(code) <= set(_ALPHABET) else None


def spaced(code: str) -> str:
    """The code as people read and dictate it: `XXXX-XXXX-XXXXX`."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"
