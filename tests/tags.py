"""The tags of a PDF as a reading aid has them: elements with the words in them, in reading order."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name


@dataclass
class Tag:
    """An element; `own` are words directly in it, `scope` and `span` what a table's cell says of itself."""

    kind: str
    description: str = ""
    scope: str = ""
    span: int = 1
    own: str = ""
    kids: list["Tag"] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All words in it, without the hyphens at ends of lines."""
        return (self.own + "".join(kid.words for kid in self.kids)).replace("\x02", "")

    def below(self) -> Iterator["Tag"]:
        """Every element in it, in reading order."""
        for kid in self.kids:
            yield kid
            yield from kid.below()


def tags_of(pdf: bytes) -> Tag:
    """The document's outermost element."""
    spoken = _marked_words(pdf)
    with pikepdf.open(BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        root = document.Root.StructTreeRoot.K
        return _tag(root[0] if isinstance(root, Array) else root, pages, spoken)


def _tag(element: pikepdf.Object, pages: dict[tuple[int, int], int], spoken: dict[tuple[int, int], str]) -> Tag:
    tag = Tag(str(element.S).lstrip("/"), str(element.get(Name.Alt, "")))
    told = element.get(Name.A, Array())
    for one in told if isinstance(told, Array) else [told]:
        tag.scope = str(one.get(Name.Scope, tag.scope)).lstrip("/")
        tag.span = int(one.get(Name.RowSpan, tag.span))
    kids = element.get(Name.K, Array())
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            tag.own += spoken.get((pages[element.Pg.objgen], kid), "")
        elif Name.Obj in kid:
            tag.fields.append(str(kid.Obj.get(Name.T, "")))
        elif Name.MCID in kid:
            tag.own += spoken.get((pages[kid.Pg.objgen], int(kid.MCID)), "")
        elif isinstance(kid, Dictionary):
            tag.kids.append(_tag(kid, pages, spoken))
    return tag


def _marked_words(pdf: bytes) -> dict[tuple[int, int], str]:
    """The words of each marked piece of content, by page and number."""
    found: dict[tuple[int, int], str] = {}
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3):
                mark = pdfium.FPDFPageObj_GetMarkedContentID(piece.raw)
                length = pdfium.FPDFTextObj_GetText(piece.raw, text.raw, None, 0)
                buffer = (ctypes.c_ushort * (length // 2 + 1))()
                pdfium.FPDFTextObj_GetText(piece.raw, text.raw, buffer, length)
                words = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
                found[number, mark] = found.get((number, mark), "") + words
    return found
