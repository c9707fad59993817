"""What the revisions after a signature added to a file or changed in it, in a word each."""

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

# In the order they are told: the first ones explain the later ones.
KINDS = ("annotation", "field", "pages", "metadata", "content")
_OF_PROGRAMS = frozenset({"/ModDate", "/Producer"})
_SIGNING = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"})


def changes_after(reader: PdfFileReader, revision: int) -> list[str]:
    """The kinds of changes since `revision`; other signatures and what belongs to them are none."""
    found = set(_kinds(reader, revision))
    # An annotation changes its page, a field the list of fields: the cause is told, not what follows from it.
    return [kind for kind in KINDS if kind in found and not (kind == "pages" and found & {"annotation", "field"})]


def entry(dictionary: DictionaryObject, key: str, default: Any) -> Any:
    """A dictionary's entry with references followed, which pyHanko's `get` leaves as they are."""
    try:
        return dictionary[key]
    except KeyError:
        return default


def _kinds(reader: PdfFileReader, revision: int) -> Iterator[str]:
    before = reader.get_historical_resolver(revision)
    known = {reference for past in range(revision + 1) for reference in reader.xrefs.explicit_refs_in_revision(past)}
    for later in range(revision + 1, reader.xrefs.total_revisions):
        now = reader.get_historical_resolver(later)
        for reference in reader.xrefs.explicit_refs_in_revision(later):
            old = before.get_object(reference) if reference in known else None
            kind = _kind(now.get_object(reference), old)
            if kind:
                yield kind
        if information(now) != information(before):
            yield "metadata"


def information(revision: PdfHandler) -> dict[str, str]:
    """What the document information says, but for what whoever writes a revision says of themselves."""
    trailer = revision.trailer_view
    if "/Info" not in trailer:
        return {}
    # By way of the revision: the trailer's own references lead to the newest one.
    written = revision.get_object(trailer.get_value_as_reference("/Info"))
    return {key: str(written[key]) for key in written if key not in _OF_PROGRAMS}


def _kind(new: PdfObject, old: PdfObject | None) -> str | None:
    if not isinstance(new, DictionaryObject):
        return "content" if old is not None and not isinstance(new, ArrayObject) else None
    if "/Rect" in new or "/FT" in new:
        return _annotation(new, old)
    match new.get("/Type"):
        case "/Page":
            return "pages"
        case "/Catalog":
            return "content" if isinstance(old, DictionaryObject) and _catalogue(new) != _catalogue(old) else None
        case "/Metadata":  # signing writes its date into it
            return None
    return "content" if isinstance(new, StreamObject) and old is not None else None


def _annotation(new: DictionaryObject, old: PdfObject | None) -> str | None:
    if new.get("/Subtype", "/Widget") != "/Widget":
        return "annotation"
    return None if new.get("/FT") == "/Sig" and old is not None else "field"


def _catalogue(catalogue: DictionaryObject) -> dict[str, PdfObject]:
    """The catalogue without what signing changes in it."""
    return {key: catalogue.raw_get(key) for key in catalogue if key not in _SIGNING}
