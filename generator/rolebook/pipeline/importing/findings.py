"""What somebody has to look at after an import, as findings at the places of the document."""

from collections import Counter
from collections.abc import Iterator

from rolebook.checks.importing import (
    DOCUMENT_ENCODING,
    LEFT_OVER,
    PERSONAL_WORDS,
    UNACCEPTED_CHANGES,
    UNSEEN_WORDS,
    UNSURE_LINE,
)
from rolebook.diagnostics import Diagnostic, Location
from rolebook.exchange.documents.blocks import Document
from rolebook.pipeline.importing.draft import Draft

PERSONAL = frozenset({"secret", "telephone", "signatory"})
EXPECTED = frozenset({"heading", "number", "resolved"})
"""Leftovers that the file says in another way: a heading is a field, a number follows from the order."""
UNSEEN = frozenset(
    {"header", "footer", "text-box", "footnote", "comment", "deleted", "hidden", "field-code", "picture"}
)
_LONGEST = 60


def findings_about(document: Document, draft: Draft, *, first: bool) -> Iterator[Diagnostic]:
    """Returns findings about one draft; those about the whole document with its `first` one."""
    for doubt in draft.doubts.values():
        yield UNSURE_LINE.at(Location(document.file, doubt.where.paragraph), reason=f"unsure-{doubt.reason}")
    unseen: Counter[str] = Counter()
    for one in draft.leftovers:
        place = Location(document.file, one.where.paragraph)
        if one.reason in PERSONAL:
            yield PERSONAL_WORDS.at(place, reason=one.reason)
        elif one.reason in UNSEEN:
            unseen[one.reason] += 1
        elif one.reason not in EXPECTED:
            words = one.text if len(one.text) <= _LONGEST else f"{one.text[:_LONGEST]}…"
            yield LEFT_OVER.at(place, reason=f"left-{one.reason}", words=" ".join(words.split()))
    for origin, count in unseen.items():
        yield UNSEEN_WORDS.at(Location(document.file), origin=f"unseen-{origin}", count=count)
    if first and document.changes:
        yield UNACCEPTED_CHANGES.at(Location(document.file), count=document.changes)
    if first and document.encoding:
        yield DOCUMENT_ENCODING.at(Location(document.file), encoding=document.encoding, sample=document.sample)
