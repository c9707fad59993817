"""What the rules of signing let a later revision change although readers see it: compared between revisions.

pyHanko allows these parts to change because signing software writes them (ISO 32000-2, 12.8.2). It does not ask whether
what was written belongs to signing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields

from rolebook.sign.changes import information

_FORM = ("/NeedAppearances", "/DR", "/DA", "/Q", "/XFA", "/CO")
_ADDED = ("/DSS", "/Extensions", "/Version")
_MARKED = ("/MarkInfo",)
_SHOWN = ("/AP", "/AS", "/F", "/MK", "/DA", "/Q", "/TU")
_READ_ONLY = 1
_SIGNATURES_EXIST = 1
_NONE = DictionaryObject()  # type: ignore[no-untyped-call]
_LEAF = re.compile(r"<([\w:]+)([^<>]*)>([^<>]*)</\1\s*>")
_ATTRIBUTE = re.compile(r"\s([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
# What signing software writes anew in a packet of XMP, and what only says how the packet is written.
_OF_PROGRAMS = frozenset({"ModifyDate", "MetadataDate", "CreatorTool", "Producer", "InstanceID", "xmptk"})
_OF_WRITING = ("xmlns", "xml:", "rdf:about", "rdf:parseType", "rdf:ID")


def changes_of_setting(reader: PdfFileReader, before: int, after: int) -> list[str]:
    """Returns what changed from a revision to a later one, even for a while, beside pages and new fields.

    `metadata`: what the document information or its XMP says, but for dates of change and programs. `form`: how viewers
    show fields, and whether they say that there are signatures. `field`: what is seen of a signature field that was not
    just signed. `content`: whether the document counts as tagged. `catalogue`: certificates, extensions or the version,
    which signing software adds by the standard.
    """
    seen = [reader.get_historical_resolver(number) for number in range(before, after + 1)]
    found = [name for name, of in _SETTINGS.items() if any(of(one) != of(seen[0]) for one in seen[1:])]
    return [*found, *(["field"] if _fields_differ(seen) else [])]


def _fields_differ(seen: Sequence[PdfHandler]) -> bool:
    """Whether a field looks otherwise than before, in a revision that did not sign it."""
    was = _fields(seen[0])
    for revision in seen[1:]:
        now = _fields(revision)
        for name, (signed, shown) in was.items():
            signed_now, shown_now = now.get(name, (False, None))
            if shown_now != shown and (signed or not signed_now):
                return True
        was = now
    return False


def _fields(revision: PdfHandler) -> dict[str, tuple[bool, tuple[bytes, int]]]:
    """Whether each signature field is signed, what is seen of it, and its flags.

    Software that keeps to locks makes signed fields read-only. Places, locks and all else are for the rules of signing.
    """
    found = {}
    for name, value, reference in enumerate_sig_fields(revision):
        field = revision.get_object(reference.reference)
        flags = int(_resolved(revision, field.raw_get("/Ff"))) if "/Ff" in field else 0
        signed = value is not None
        seen = _written(revision, field, _SHOWN)
        found[name] = (signed, (seen, flags & ~_READ_ONLY if signed else flags))
    return found


def _root(revision: PdfHandler) -> DictionaryObject:
    """The catalogue as a revision has it: followed from the trailer, it would be the newest one."""
    root: DictionaryObject = _resolved(revision, revision.trailer_view.raw_get("/Root"))
    return root


def _form_of(revision: PdfHandler) -> DictionaryObject:
    root = _root(revision)
    return _resolved(revision, root.raw_get("/AcroForm")) if "/AcroForm" in root else _NONE


def _form(revision: PdfHandler) -> tuple[bytes, bool]:
    """The form's settings, and whether signatures are hidden from viewers; the first signature sets that flag."""
    form = _form_of(revision)
    signed = any(value is not None for _, value, _ in enumerate_sig_fields(revision))
    flags = int(_resolved(revision, form.raw_get("/SigFlags"))) if "/SigFlags" in form else 0
    return _written(revision, form, _FORM), signed and not flags & _SIGNATURES_EXIST


def _written(revision: PdfHandler, holder: DictionaryObject, names: tuple[str, ...]) -> bytes:
    """Entries with all that they refer to, as bytes to compare."""
    out = BytesIO()
    for name in names:
        if name in holder:
            out.write(name.encode())
            _write(revision, holder.raw_get(name), out, set())
    return out.getvalue()


def _write(revision: PdfHandler, value: Any, out: BytesIO, known: set[Any]) -> None:
    if isinstance(value, IndirectObject):
        if value.reference in known:
            value.write_to_stream(out, None)
            return
        known.add(value.reference)
        value = revision.get_object(value.reference)
    if isinstance(value, DictionaryObject):
        for key in sorted(value):
            # What holds a thing is no part of it; the length of a stream says nothing.
            if key not in ("/Parent", "/P", "/StructParent", "/Length"):
                out.write(key.encode())
                _write(revision, value.raw_get(key), out, known)
        out.write(value.encoded_data if isinstance(value, StreamObject) else b"")
    elif isinstance(value, ArrayObject):
        out.write(b"[%d]" % len(value))
        for place in range(len(value)):
            _write(revision, value.raw_get(place), out, known)
    else:
        out.write(b" ")
        value.write_to_stream(out, None)


def _resolved(revision: PdfHandler, value: Any) -> Any:
    return revision.get_object(value.reference) if isinstance(value, IndirectObject) else value


def _described(revision: PdfHandler) -> set[str]:
    """What the XMP says of the document, whichever way it is written: values of elements and of attributes."""
    root = _root(revision)
    packet = _resolved(revision, root.raw_get("/Metadata")) if "/Metadata" in root else None
    text = packet.data.decode("utf-8", "replace") if isinstance(packet, StreamObject) else ""
    return {" ".join(unescape(value).split()) for value in _values(_COMMENT.sub("", text))} - {""}


def _values(text: str) -> Iterator[str]:
    elements = ((found[1], found[3]) for found in _LEAF.finditer(text))
    attributes = ((found[1], found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(text))
    for name, value in (*elements, *attributes):
        if name.rpartition(":")[2] not in _OF_PROGRAMS and not name.startswith(_OF_WRITING):
            yield value


_SETTINGS: dict[str, Callable[[PdfHandler], Any]] = {
    "metadata": lambda revision: (information(revision), _described(revision)),
    "form": _form,
    "content": lambda revision: _written(revision, _root(revision), _MARKED),
    "catalogue": lambda revision: _written(revision, _root(revision), _ADDED),
}
