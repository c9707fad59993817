"""Signature fields at the ink lines of a typeset PDF, tagged, before anybody signs.

ISO 32000-1 §12.7.4.5 (signature fields), §12.8.2.4 (FieldMDP), §14.7.4 (structure of annotations); ISO 19005-2 §6.3 and
ISO 14289-1 §7.18 (annotations in PDF/A-2 and PDF/UA-1).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

# What both pyHanko (no full stop) and DocuSeal (letters, digits, hyphens, spaces) take; ids of sign-off steps are.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 -]*")
_PRINTED_AND_LOCKED = 4 | 128


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


def add_signature_fields(pdf: bytes, fields: Sequence[SignatureField]) -> bytes:
    """The PDF with the fields, in this order; the same bytes for the same input.

    Structure, tab order and archivability are kept. ValueError for fields that cannot be, or a PDF that is not tagged.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        _refuse(document, fields)
        widgets = [_add(document, field) for field in fields]
        document.Root.AcroForm = document.make_indirect(Dictionary(Fields=Array(widgets), SigFlags=1))
        out = BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()


def bears_signature(content: bytes) -> bool:
    """Whether a file is a PDF with a signature in it, sound or not, ours or another's.

    The range that a signature covers stands in the open in every file that has one: its dictionary may be in no stream
    of objects, and is never encrypted (ISO 32000-2, 7.5.7 and 7.6.2).
    """
    return b"%PDF-" in content[:1024] and b"/ByteRange" in content


def _refuse(document: pikepdf.Pdf, fields: Sequence[SignatureField]) -> None:
    if Name.StructTreeRoot not in document.Root or Name.AcroForm in document.Root:
        raise ValueError("signature fields go into a tagged PDF that has no form yet")
    names = [field.name for field in fields]
    if len(set(names)) < len(names):
        raise ValueError(f"two signature fields have one name: {names}")
    for field in fields:
        left, bottom, right, top = field.box
        if not _NAME.fullmatch(field.name):
            raise ValueError(f"not a name for a signature field: {field.name!r}")
        if not (1 <= field.page <= len(document.pages) and left < right and bottom < top and field.tooltip):
            raise ValueError(f"no place or no tooltip for a signature field: {field}")
        if field.locks != "all" and not set(field.locks) <= set(names):
            raise ValueError(f"{field.name!r} locks fields that do not exist: {field.locks}")


def _add(document: pikepdf.Pdf, field: SignatureField) -> pikepdf.Object:
    tree = document.Root.StructTreeRoot
    key = int(tree.get(Name.ParentTreeNextKey, 0))
    page = document.pages[field.page - 1].obj
    widget = document.make_indirect(_widget(document, field, page, key))
    page[Name.Annots] = Array([*page.get(Name.Annots, Array()), widget])
    page[Name.Tabs] = Name.S
    root = _root_element(tree)
    element = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=root,
            Pg=page,
            Alt=String(field.tooltip),
            # Not an array: pyHanko's difference analysis would take the second signature for a change of the first.
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )
    kids = root.get(Name.K, Array())
    root[Name.K] = Array([*kids, element]) if isinstance(kids, Array) else Array([kids, element])
    pikepdf.NumberTree(tree.ParentTree)[key] = element
    tree[Name.ParentTreeNextKey] = key + 1
    return widget


def _root_element(tree: pikepdf.Object) -> pikepdf.Object:
    kids = tree[Name.K]
    return kids[0] if isinstance(kids, Array) else kids


def _widget(document: pikepdf.Pdf, field: SignatureField, page: pikepdf.Object, key: int) -> Dictionary:
    left, bottom, right, top = field.box
    blank = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, right - left, top - bottom])
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(field.name),
        TU=String(field.tooltip),
        F=_PRINTED_AND_LOCKED,
        Rect=[left, bottom, right, top],
        P=page,
        AP=Dictionary(N=blank),
        StructParent=key,
        Lock=document.make_indirect(_lock(field)),
    )


def _lock(field: SignatureField) -> Dictionary:
    if field.locks == "all":
        return Dictionary(Type=Name.SigFieldLock, Action=Name.All)
    names = dict.fromkeys((*field.locks, field.name))
    return Dictionary(Type=Name.SigFieldLock, Action=Name.Include, Fields=[String(name) for name in names])
