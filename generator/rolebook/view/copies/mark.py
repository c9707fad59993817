"""The mark a PDF carries in its keywords: which document, with which fingerprint, for which copy.

    rolebook:1 role/sales-manager example-ru RU ru 3 rb1:<64 hexadecimal digits> <copy code>

The words are separated by one space; a word that holds a space, comma, percent sign or what is not ASCII is written
with percent signs as in a web address, so no mark ever holds a comma. The copy code is left out where there is none. A
bilingual document carries two marks, the controlling language first. Typst joins keywords by `, ` and writes them into
both the document information and the XMP, which PDF/A wants to agree: `document(keywords: (mark, …))`.

Other keywords may stand beside a mark. What follows `rolebook:` is the number of this notation; a reader leaves alone
what it does not know.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from rolebook.view.copies.code import LENGTH
from rolebook.view.identity import Identity

NOTATION = "rolebook:1"
_PLAIN = "/:._-"
_FINGERPRINT = re.compile(r"rb[1-9][0-9]*:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A document's identity, the fingerprint of its words and, on an issued copy, its code."""

    identity: Identity
    fingerprint: str
    copy_code: str | None = None


def encode(mark: Mark) -> str:
    """The mark as one keyword, in ASCII and without commas."""
    identity = mark.identity
    words = [
        f"{identity.kind}/{identity.id}",
        identity.entity,
        identity.jurisdiction,
        identity.language,
        identity.revision,
        mark.fingerprint,
        *([mark.copy_code] if mark.copy_code else []),
    ]
    return " ".join([NOTATION, *(quote(word, safe=_PLAIN) for word in words)])


def decode(keywords: str) -> Iterator[Mark]:
    """The marks in a PDF's keywords, in their order; nothing for what is no mark of ours."""
    for keyword in keywords.split(","):
        words = keyword.split()
        if words[:1] == [NOTATION] and (mark := _mark([unquote(word) for word in words[1:]])):
            yield mark


def _mark(words: list[str]) -> Mark | None:
    if len(words) not in (6, 7):
        return None
    name, entity, jurisdiction, language, revision, fingerprint, *copy = words
    kind, slash, document = name.partition("/")
    if not (slash and kind and document and _FINGERPRINT.fullmatch(fingerprint)):
        return None
    if copy and len(copy[0]) != LENGTH:
        return None
    return Mark(Identity(kind, document, entity, jurisdiction, language, revision), fingerprint, *copy)
