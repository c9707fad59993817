"""What the tags of a printed PDF must be, from headings to fields; faults as data."""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from rolebook.sign.fault import Fault

_STANDARD = frozenset(
    re.findall(
        r"\w+",
        "Document Part Div Sect H1 H2 H3 H4 H5 H6 P L LI Lbl LBody Table THead TBody TFoot TR TH TD Span Quote Link "
        "Figure Form Caption NonStruct TOC TOCI Code BlockQuote Note Reference",
    )
)
_GROUPS = ("THead", "TBody", "TFoot")
_SHOWN = frozenset({"Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "Do", "sh", "EI"})


def tag_faults(document: pikepdf.Pdf) -> Iterator[Fault]:
    """What is wrong with a document's tags and with what is tagged."""
    tree = document.Root.get(Name.StructTreeRoot)
    if not isinstance(tree, Dictionary):
        return
    roles = {name.lstrip("/"): str(role).lstrip("/") for name, role in tree.get(Name.RoleMap, Dictionary()).items()}
    last_heading = 0
    for element in _elements(tree.get(Name.K)):
        kind = _kind(element)
        role = roles.get(kind, kind)
        if role not in _STANDARD:
            yield Fault("role-not-mapped", kind)
        if role[0] == "H" and role[1:].isdigit():
            if int(role[1:]) > last_heading + 1:
                yield Fault("heading-skipped", kind)
            last_heading = int(role[1:])
        yield from _element(element, role)
    for number, page in enumerate(document.pages, 1):
        if not _all_is_marked(page):
            yield Fault("content-not-tagged", f"page {number}")
    yield from _bookmarks(document.Root.get(Name.Outlines))


def _element(element: pikepdf.Object, role: str) -> Iterator[Fault]:
    match role:
        case "Figure" if not str(element.get(Name.Alt, "")) and Name.ActualText not in element:
            yield Fault("figure-without-description")
        case "Table":
            yield from _table(element)
        case "L" if any(_kind(kid) not in ("LI", "L", "Caption") for kid in _kids(element)):
            yield Fault("list-of-no-items")
        case "LI" if not {_kind(kid) for kid in _kids(element)} <= {"Lbl", "LBody", "L"}:
            yield Fault("item-of-no-body")
        case "Link":
            yield from _link(element)
        case "Document":
            kids = _kids(element)
            while kids and _kind(kids[-1]) == "Form":
                yield Fault("field-away-from-its-line", str(kids.pop().get(Name.Alt, "")))
        case _:
            pass


def _table(table: pikepdf.Object) -> Iterator[Fault]:
    rows = [row for kid in _kids(table) for row in (_kids(kid) if _kind(kid) in _GROUPS else [kid])]
    cells = [_kids(row) for row in rows]
    if any(_kind(row) != "TR" for row in rows) or any(_kind(cell) not in ("TH", "TD") for row in cells for cell in row):
        yield Fault("table-of-no-rows")
    heads = [cell for row in cells for cell in row if _kind(cell) == "TH"]
    if not heads:
        yield Fault("table-without-heads", _words(table))
    if any(_attribute(cell, "Scope") not in ("/Row", "/Column", "/Both") for cell in heads):
        yield Fault("head-without-scope", _words(table))
    if len(set(_widths(cells))) > 1:
        yield Fault("rows-of-different-width", _words(table))


def _widths(rows: list[list[pikepdf.Object]]) -> Iterator[int]:
    """How many columns each row has, with the cells that reach into it from above."""
    reaching: list[int] = []
    for row in rows:
        above = sum(1 for left in reaching if left > 0)
        reaching = [left - 1 for left in reaching if left > 1]
        width = above
        for cell in row:
            columns, lines = int(_attribute(cell, "ColSpan") or 1), int(_attribute(cell, "RowSpan") or 1)
            width += columns
            reaching += [lines - 1] * columns
        yield width


def _link(element: pikepdf.Object) -> Iterator[Fault]:
    for kid in _raw_kids(element):
        if isinstance(kid, Dictionary) and Name.Obj in kid and not kid.Obj.get(Name.Contents):
            yield Fault("link-without-words")


def _bookmarks(outlines: Any) -> Iterator[Fault]:
    item = outlines.get(Name.First) if isinstance(outlines, Dictionary) else None
    while isinstance(item, Dictionary):
        place = item.get(Name.Dest)
        if not isinstance(place, Array) or place.is_indirect:
            yield Fault("bookmark-not-direct", str(item.get(Name.Title, "")))
        yield from _bookmarks(item)
        item = item.get(Name.Next)


def _elements(kids: Any) -> Iterator[pikepdf.Object]:
    """Every element below, before what is in it."""
    for element in kids if isinstance(kids, Array) else [kids]:
        if isinstance(element, Dictionary) and Name.S in element:
            yield element
            yield from _elements(element.get(Name.K, Array()))


def _kind(element: pikepdf.Object) -> str:
    return str(element.get(Name.S, "")).lstrip("/")


def _raw_kids(element: pikepdf.Object) -> list[Any]:
    kids = element.get(Name.K, Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    return [kid for kid in _raw_kids(element) if isinstance(kid, Dictionary) and Name.S in kid]


def _attribute(cell: pikepdf.Object, name: str) -> str:
    told = cell.get(Name.A, Array())
    for one in told if isinstance(told, Array) else [told]:
        if one.get(Name.O) == Name.Table and f"/{name}" in one:
            return str(one[f"/{name}"])
    return ""


def _words(table: pikepdf.Object) -> str:
    """The page that a table is on."""
    pages = (element.get(Name.Pg) for element in _elements(table))
    page = next((one for one in pages if one is not None), None)
    return "" if page is None else f"page {pikepdf.Page(page).label}"


def _all_is_marked(page: pikepdf.Page) -> bool:
    """Whether everything that is drawn is tagged or marked as an artifact."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            depth += 1
        elif operator == "EMC":
            depth -= 1
        elif operator in _SHOWN and not depth:
            return False
    return True
