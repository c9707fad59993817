"""What a printed PDF must be made of, to be read aloud and to be kept: faults as data.

These are the parts of PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) that typesetting, fields or signatures have
been seen to break. They show that nothing of that sort is wrong; only a validator shows conformance.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from rolebook.sign.fault import Fault
from rolebook.sign.tag_rules import tag_faults

_FONT_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)
_SHOWS = {"Tj": 0, "'": 0, '"': 2, "TJ": 0}


def structure_faults(pdf: bytes, *, part: str = "2A", accessible: bool = True) -> list[Fault]:
    """All faults, sorted. `part` is the PDF/A part and level to be claimed; pikepdf.PdfError for what is no PDF."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return sorted(
            {
                *_closed(document),  # before metadata are opened, which makes them readable
                *_document(document, accessible=accessible),
                *_claims(document, part, accessible=accessible),
                *_widgets(document),
                *_fonts(document),
                *tag_faults(document),
            }
        )


def _document(document: pikepdf.Pdf, *, accessible: bool) -> Iterator[Fault]:
    root = document.Root
    held = {
        "no-language": root.get(Name.Lang),
        "no-title": document.docinfo.get(Name.Title),
        "title-not-shown": not accessible or _at(root, "ViewerPreferences", "DisplayDocTitle"),
        "not-marked": _at(root, "MarkInfo", "Marked"),
        "no-structure": _at(root, "StructTreeRoot", "K"),
        "no-bookmarks": _at(root, "Outlines", "First"),
        "no-output-intent": _at(root, "OutputIntents"),
    }
    yield from (Fault(code) for code, value in held.items() if not value)
    for number, page in enumerate(document.pages, 1):
        if Name.Annots in page.obj and page.obj.get(Name.Tabs) != Name.S:
            yield Fault("tab-order", f"page {number}")


def _closed(document: pikepdf.Pdf) -> Iterator[Fault]:
    """What would make a file more than what is seen, or depend on something outside it."""
    root = document.Root
    held = {
        "encrypted": document.is_encrypted,
        "no-identifier": Name.ID not in document.trailer,
        "action": Name.OpenAction in root or Name.AA in root or bool(_at(root, "Names", "JavaScript")),
        "optional-content": Name.OCProperties in root,
        "dynamic-form": bool(_at(root, "AcroForm", "XFA") or _at(root, "AcroForm", "NeedAppearances")),
        "metadata-hidden": Name.Metadata in root and Name.Filter in root.Metadata,
    }
    yield from (Fault(code) for code, value in held.items() if value)
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and Name.F in thing:
            yield Fault("content-outside", f"object {thing.objgen[0]}")
        elif isinstance(thing, Dictionary) and thing.get(Name.S) in (Name.JavaScript, Name.Launch, Name.ImportData):
            yield Fault("action", f"object {thing.objgen[0]}")


def _at(root: pikepdf.Object, *path: str) -> Any:
    value: Any = root
    for step in path:
        value = value.get(f"/{step}") if isinstance(value, Dictionary) else None
    return value


def _claims(document: pikepdf.Pdf, part: str, *, accessible: bool) -> Iterator[Fault]:
    with document.open_metadata() as metadata:
        claimed = f"{metadata.get('pdfaid:part', '')}{metadata.get('pdfaid:conformance', '')}"
        if claimed != part:
            yield Fault("not-claimed", f"PDF/A-{part}")
        if accessible and metadata.get("pdfuaid:part") != "1":
            yield Fault("not-claimed", "PDF/UA-1")
        told = {"Title": metadata.get("dc:title"), "Keywords": metadata.get("pdf:Keywords")}
        for key, value in told.items():
            if str(document.docinfo.get(f"/{key}", "")) != (value or ""):
                yield Fault("metadata-differ", key)


def _widgets(document: pikepdf.Pdf) -> Iterator[Fault]:
    structure = document.Root.get(Name.StructTreeRoot, Dictionary())
    parents = pikepdf.NumberTree(structure.ParentTree) if Name.ParentTree in structure else {}
    for page in document.pages:
        for annotation in page.obj.get(Name.Annots, Array()):
            if annotation.get(Name.Subtype) == Name.Widget:
                yield from _widget(annotation, parents)


def _widget(widget: pikepdf.Object, parents: Any) -> Iterator[Fault]:
    name = str(widget.get(Name.T, ""))
    key = int(widget.get(Name.StructParent, -1))
    element = parents[key] if key in parents else Dictionary()
    if element.get(Name.S) != Name.Form or _at(element, "K", "Obj") != widget:
        yield Fault("field-not-tagged", name)
    if not widget.get(Name.TU):
        yield Fault("field-without-tooltip", name)
    if int(widget.get(Name.F, 0)) & 0b100111 != 0b100:
        yield Fault("field-not-printed", name)
    if not isinstance(_at(widget, "AP", "N"), pikepdf.Stream):
        yield Fault("field-without-appearance", name)


def _fonts(document: pikepdf.Pdf) -> Iterator[Fault]:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and thing.get(Name.Type) == Name.Font:
            name = str(thing.get(Name.BaseFont, "?")).lstrip("/")
            subtype = thing.get(Name.Subtype)
            if subtype not in (Name.Type0, Name.Type3) and not _embedded(thing):
                yield Fault("font-not-embedded", name)
            if Name.ToUnicode not in thing and subtype == Name.Type0:
                yield Fault("font-without-unicode", name)
    for name, content in _contents(document):
        if _shows_nothing(content):
            yield Fault("missing-glyph", name)


def _contents(document: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Everything that can show text: pages, and forms such as the appearance of a signature."""
    for number, page in enumerate(document.pages, 1):
        yield f"page {number}", page.obj
    for thing in document.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Subtype) == Name.Form:
            yield f"form {thing.objgen[0]}", thing


def _embedded(font: pikepdf.Object) -> bool:
    descriptor = font.get(Name.FontDescriptor, Dictionary())
    return any(key in descriptor for key in _FONT_FILES)


def _shows_nothing(content: pikepdf.Object) -> bool:
    """Whether glyph 0, which stands for a missing one, is shown in a font of two bytes a glyph."""
    fonts = _at(content, "Resources", "Font") or {}
    composite = {name for name, font in fonts.items() if font.Subtype == Name.Type0}
    font = ""
    for instruction in pikepdf.parse_content_stream(content) if composite else ():
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = str(operands[0])
        elif operator in _SHOWS and font in composite:
            shown = operands[_SHOWS[operator]]
            runs = shown if isinstance(shown, Array) else [shown]
            if any(b"\0\0" in _glyphs(bytes(run)) for run in runs if isinstance(run, pikepdf.String)):
                return True
    return False


def _glyphs(run: bytes) -> set[bytes]:
    return {run[at : at + 2] for at in range(0, len(run), 2)}
