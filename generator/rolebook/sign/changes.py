"""What the revisions after a signature added to a file or changed in it, in a word each."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler

# In the order they are told: the first ones explain the later ones.
KINDS = ("annotation", "field", "pages", "metadata", "content")
_FORM = ("/NeedAppearances", "/DR", "/DA", "/Q", "/XFA", "/CO")
_ADDED = ("/DSS", "/Extensions", "/Version")
_DESCRIBED = re.compile(
    r"<\w+:(title|subject|creator|description|Keywords)\b[^>]*>(.*?)</\w+:\1>"
    r"|\s\w+:(?:title|subject|creator|description|Keywords)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')",
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_SIGNING = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Perms", "/Version"})


def changes_after(reader: PdfFileReader, revision: int) -> list[str]:
    """The kinds of changes since `revision`; other signatures and what belongs to them are none."""
    found = set(_kinds(reader, revision))
    # An annotation changes its page, a field the list of fields: the cause is told, not what follows from it.
    return [kind for kind in KINDS if kind in found and not (kind == "pages" and found & {"annotation", "field"})]


def changes_of_setting(reader: PdfFileReader, before: int, after: int) -> list[str]:
    """What changed from a revision to a later one, even for a while, beside pages and fields.

    The rules of signing allow it.

    `metadata`: title, author, subject or keywords, in the document information or its XMP. `form`: how viewers show
    fields. `catalogue`: certificates, extensions or the version, which signing software adds by the standard.
    """
    seen = [_setting(reader.get_historical_resolver(number)) for number in range(before, after + 1)]
    return [name for name in seen[0] if any(one[name] != seen[0][name] for one in seen)]


def _setting(revision: PdfHandler) -> dict[str, Any]:
    return {
        "metadata": (information(revision), _described(revision)),
        "form": _entries(_form_of(revision), _FORM),
        "catalogue": _entries(_root(revision), _ADDED),
    }


def _root(revision: PdfHandler) -> DictionaryObject:
    """The catalogue as a revision has it: followed from the trailer, it would be the newest one."""
    root: DictionaryObject = _resolved(revision, revision.trailer_view.raw_get("/Root"))
    return root


def _form_of(revision: PdfHandler) -> DictionaryObject | None:
    root = _root(revision)
    return _resolved(revision, root.raw_get("/AcroForm")) if "/AcroForm" in root else None


def _resolved(revision: PdfHandler, value: Any) -> Any:
    return revision.get_object(value.reference) if isinstance(value, IndirectObject) else value


def _entries(holder: DictionaryObject | None, names: tuple[str, ...]) -> list[bytes]:
    """Entries as they are written, references as such."""
    written = []
    for name in names:
        out = BytesIO()
        if holder is not None and name in holder:
            holder.raw_get(name).write_to_stream(out, None)
        written.append(out.getvalue())
    return written


def _described(revision: PdfHandler) -> set[str]:
    """What the XMP says of the document, as an element or an attribute, but for dates, programs and ids."""
    root = _root(revision)
    packet = _resolved(revision, root.raw_get("/Metadata")) if "/Metadata" in root else None
    text = packet.data.decode("utf-8", "replace") if isinstance(packet, StreamObject) else ""
    values = (found[2] or found[3] or found[4] or "" for found in _DESCRIBED.finditer(text))
    return {" ".join(unescape(_TAG.sub(" ", value)).split()) for value in values}


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
    """What the document information says, but for dates and programs."""
    trailer = revision.trailer_view
    if "/Info" not in trailer:
        return {}
    # By way of the revision: the trailer's own references lead to the newest one.
    written = revision.get_object(trailer.get_value_as_reference("/Info"))
    return {key: str(written[key]) for key in ("/Title", "/Author", "/Subject", "/Keywords") if key in written}


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
