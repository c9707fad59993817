"""Signature fields at the ink lines of a typeset PDF, tagged, before anybody signs.

ISO 32000-1 §12.7.4.5 (signature fields), §12.8.2.4 (FieldMDP), §14.7.4 (structure of annotations); ISO 19005-2 §6.3 and
ISO 14289-1 §7.18 (annotations in PDF/A-2 and PDF/UA-1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rolebook.sign.tags import Tags, make_destinations_direct
from rolebook.sign.typeset_pdf import TypesetPdf, number_text, text_string

# No full stop, which pyHanko and PDF readers take for a form within a form; ids of sign-off steps and of people fit.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]*")
_PRINTED_AND_LOCKED = 4 | 128
_CATALOG = re.compile(rb"/Type/Catalog")
_PAGE = re.compile(rb"/Type/Page(?=/)")
_ANNOTATIONS = re.compile(rb"/Annots\[[^\[\]]*")
_PARENT_TREE = re.compile(rb"/ParentTree<</Nums\[[^\[\]]*")
_NEXT_KEY = re.compile(rb"/ParentTreeNextKey (\d+)")


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A place to sign.

    `name` is ASCII: the id of the sign-off step. `tooltip` is said by screen readers, in the document's language.
    `page` counts from 1, `box` is left, bottom, right, top in points from the page's lower left corner. `locks` names
    the fields that nobody may sign or change once this one is signed, `all` is every field; the field itself always is
    among them. The others are the fields that must be signed before: `rolebook sign` keeps that order.
    """

    name: str
    tooltip: str
    page: int
    box: tuple[float, float, float, float]
    locks: Literal["all"] | tuple[str, ...] = ()


def finished_pdf(pdf: bytes, fields: Sequence[SignatureField] = ()) -> bytes:
    """A typeset PDF as people get it: its tags complete, its fields in this order, each tagged at its line.

    The same bytes for the same input; structure, tab order and archivability are kept. ValueError for fields that
    cannot be, or for a PDF that is not tagged or not as Typst writes it.
    """
    document = TypesetPdf(pdf)
    _refuse(document, fields)
    tags = Tags(document, pdf)
    tags.complete_tables()
    make_destinations_direct(document, pdf)
    places = tags.fields()
    widgets = [_add(document, tags, field, places.pop(field.name, 0)) for field in fields]
    for unused in places.values():
        tags.remove(unused)
    if widgets:
        names = b" ".join(b"%d 0 R" % widget for widget in widgets)
        form = document.add(b"<</Fields[%s]/SigFlags 1>>" % names)
        document.splice(document.root, _CATALOG, b"/AcroForm %d 0 R" % form)
    return document.written()


def bears_signature(content: bytes) -> bool:
    """Whether a file is a PDF with a signature in it, sound or not, ours or another's.

    The range that a signature covers stands in the open in every file that has one: its dictionary may be in no stream
    of objects, and is never encrypted (ISO 32000-2, 7.5.7 and 7.6.2).
    """
    return b"%PDF-" in content[:1024] and b"/ByteRange" in content


def _refuse(document: TypesetPdf, fields: Sequence[SignatureField]) -> None:
    root = document[document.root]
    if b"/StructTreeRoot " not in root or b"/AcroForm " in root:
        raise ValueError("signature fields go into a tagged PDF that has no form yet")
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"two signature fields have one name: {names}")
    pages = len(_pages(document)) if fields else 0
    for field in fields:
        left, bottom, right, top = field.box
        if not _NAME.fullmatch(field.name):
            raise ValueError(f"not a name for a signature field: {field.name!r}")
        if not (1 <= field.page <= pages and left < right and bottom < top and field.tooltip):
            raise ValueError(f"no place or no tooltip for a signature field: {field}")
        if field.locks != "all" and not set(field.locks) <= set(names):
            raise ValueError(f"{field.name!r} locks fields that do not exist: {field.locks}")


def _pages(document: TypesetPdf) -> list[int]:
    """The numbers of the pages' objects; Typst writes one list of all pages."""
    return _references(document, _reference(document, document.root, b"Pages"), b"Kids")


def _reference(document: TypesetPdf, number: int, key: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % key, document[number])
    if found is None:
        raise ValueError(f"object {number} is not in the form in which Typst writes")
    return int(found[1])


def _references(document: TypesetPdf, number: int, key: bytes) -> list[int]:
    found = re.search(rb"/%s\[([^\[\]]*)\]" % key, document[number])
    return [int(one) for one in re.findall(rb"(\d+) 0 R", found[1])] if found else []


def _add(document: TypesetPdf, tags: Tags, field: SignatureField, element: int) -> int:
    tree = _reference(document, document.root, b"StructTreeRoot")
    next_key = _NEXT_KEY.search(document[tree])
    key = int(next_key[1]) if next_key else 0
    page = _pages(document)[field.page - 1]
    widget = document.add(_widget(document, field, page, key))
    _annotate(document, page, widget)
    parent = tags.parent(element) if element else _references(document, tree, b"K")[0]
    if not element:
        element = document.add()
        tags.append(parent, element)
    # Not an array: pyHanko's difference analysis would take the second signature for a change of the first.
    document[element] = b"<</Type/StructElem/S/Form/P %d 0 R/Alt%s/K<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>/Pg %d 0 R>>" % (
        parent,
        text_string(field.tooltip),
        widget,
        page,
        page,
    )
    document.splice(tree, _PARENT_TREE, b" %d %d 0 R" % (key, element))
    document[tree] = _NEXT_KEY.sub(b"/ParentTreeNextKey %d" % (key + 1), document[tree])
    return widget


def _annotate(document: TypesetPdf, page: int, widget: int) -> None:
    body = document[page]
    if _ANNOTATIONS.search(body):
        document.splice(page, _ANNOTATIONS, b" %d 0 R" % widget)
    else:
        tabs = b"" if b"/Tabs" in body else b"/Tabs/S"
        document.splice(page, _PAGE, b"%s/Annots[%d 0 R]" % (tabs, widget))


def _widget(document: TypesetPdf, field: SignatureField, page: int, key: int) -> bytes:
    left, bottom, right, top = field.box
    size = b"%s %s" % (number_text(right - left), number_text(top - bottom))
    blank = document.add(b"<</Type/XObject/Subtype/Form/BBox[0 0 %s]/Length 0>>\nstream\n\nendstream" % size)
    lock = document.add(_lock(field))
    return (
        b"<</Type/Annot/Subtype/Widget/FT/Sig/T%s/TU%s/F %d/Rect[%s]/P %d 0 R"
        b"/AP<</N %d 0 R>>/StructParent %d/Lock %d 0 R>>"
        % (
            text_string(field.name),
            text_string(field.tooltip),
            _PRINTED_AND_LOCKED,
            b" ".join(map(number_text, field.box)),
            page,
            blank,
            key,
            lock,
        )
    )


def _lock(field: SignatureField) -> bytes:
    if field.locks == "all":
        return b"<</Type/SigFieldLock/Action/All>>"
    names = dict.fromkeys((*field.locks, field.name))
    return b"<</Type/SigFieldLock/Action/Include/Fields[%s]>>" % b"".join(map(text_string, names))
