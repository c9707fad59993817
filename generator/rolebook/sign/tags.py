"""What a typeset PDF's tags say that the typesetter cannot: rows of label and value, signatures, direct bookmarks.

A table without a row of headings is one of labels and values, and its labels are the heads of its rows. A figure with
the name of a signature field for its description stands where that is signed. ISO 32000-1 §14.8.4.3.4 (tables),
§14.8.5.7 (their attributes), §14.8.4.5 (forms); ISO 14289-1 §7.5 and §7.18.4.
"""

import re
from collections.abc import Iterator, Sequence

from rolebook.sign.typeset_pdf import TypesetPdf

_ELEMENT = re.compile(
    rb"\d+ 0 obj\n<</Type/StructElem/S/(Table|THead|TBody|TFoot|TR|TH|TD|Figure/P \d+ 0 R/Alt\(field:)"
)
_KIND = re.compile(rb"(<</Type/StructElem/S/)(\w+)(/P )(\d+)( 0 R)")
_KIDS = re.compile(rb"/K\[([^\[\]]*)\](?=(?:/Pg \d+ 0 R)?>>\Z)")
_REFERENCE = re.compile(rb"\b(\d+) 0 R")
_INNER = re.compile(rb"<<[^<>]*>>")
_FIELD = re.compile(rb"/Alt\(field:([^()\\]*)\)")
_COLUMN_HEADS = re.compile(rb"/Headers\[[^\[\]]*\]")
_EMPTY = (re.compile(rb"<</O/Table>>"), re.compile(rb"/A\[\]"))
_ATTRIBUTES = re.compile(rb"/A\[")
_TABLE_ATTRIBUTES = re.compile(rb"<</O/Table")
_SCOPE = re.compile(rb"/Scope/\w+")
_DESTINATION = re.compile(rb"/Dest (\d+) 0 R")
_TREE = re.compile(rb"/StructTreeRoot (\d+) 0 R")
_NAMED = re.compile(rb"(?:\(\w+\)|<\w+>)(\d+) 0 R")
_BOOKMARK = re.compile(rb"\d+ 0 obj\n<</Parent \d+ 0 R[^<(]*/Title")


class Tags:
    """The structure tree of a typeset PDF."""

    def __init__(self, pdf: TypesetPdf, source: bytes) -> None:
        self._pdf = pdf
        found = ((number, _ELEMENT.match(source, pdf.place(number)[0])) for number in pdf.numbers)
        self._kinds = {number: match[1] for number, match in found if match}
        self._gone: set[int] = set()
        self._last_labels: dict[int, tuple[int, int]] = {}

    def complete_tables(self) -> None:
        """Makes labels the heads of their rows, and says of each head what it is the head of."""
        for number, kind in self._kinds.items():
            if kind == b"Table":
                self._complete(number)
        if self._gone:
            root = self._root()
            known = _NAMED.sub(lambda one: b"" if int(one[1]) in self._gone else one[0], self._pdf[root])
            self._pdf[root] = known

    def fields(self) -> dict[str, int]:
        """The elements that stand for signature fields, by the fields' names."""
        elements = (number for number, kind in self._kinds.items() if kind.startswith(b"Figure"))
        named = ((_FIELD.search(self._pdf[number]), number) for number in elements)
        return {found[1].decode(): number for found, number in named if found}

    def parent(self, number: int) -> int:
        """The element that an element is in."""
        found = _KIND.match(self._pdf[number])
        return int(found[4]) if found else 0

    def remove(self, number: int) -> None:
        """Takes an element out of the tree."""
        parent = self.parent(number)
        self._set_kids(parent, re.sub(rb"(?<!\d)%d 0 R ?" % number, b"", self._kids_text(parent)).rstrip())
        self._pdf[number] = b"null"

    def append(self, parent: int, number: int) -> None:
        """Puts an element at the end of another."""
        self._set_kids(parent, self._kids_text(parent) + b" %d 0 R" % number)

    def _root(self) -> int:
        found = _TREE.search(self._pdf[self._pdf.root])
        return int(found[1]) if found else 0

    def _complete(self, table: int) -> None:
        groups = [(self._kind(kid), kid) for kid in self._kids(table)]
        if all(kind == b"P" for kind, _ in groups) and groups:
            groups = self._ungrouped(table)
        groups = [(kind, kid) for kind, kid in groups if not self._is_edge(kid)]
        rows = [row for kind, kid in groups for row in ([kid] if kind == b"TR" else self._kids(kid))]
        heads = [row for kind, kid in groups if kind == b"THead" for row in self._kids(kid)]
        heads += [row for row in rows if row not in heads and self._is_all_heads(row)]
        body = [row for row in rows if row not in heads]
        for row in heads:
            for cell in self._kids(row):
                self._make_head(cell, b"Column")
        if not heads and body:
            self._label_rows(table, body)
        elif any(self._holds_field(row) for row in body):
            for row in body:
                self._make_row_heads(self._kids(row), self._kids(row)[:2])

    def _label_rows(self, table: int, rows: Sequence[int]) -> None:
        """Labels are the first cell of two; of a row of four, the third too. Below an empty one, its label goes on.

        So it does where a table begins with an empty label: that is the end of the table before it.
        """
        label, span = 0, 1
        first = self._kids(rows[0])
        if len(first) == 2 and self._is_empty(first[0]):
            label, span = self._join_before(table, rows)
        for row in rows:
            cells = self._kids(row)
            if len(cells) == 2 and label and self._is_empty(cells[0]):
                span += 1
                self._attribute(label, b"/RowSpan %d" % span)
                self.remove(cells[0])
                self._make_row_heads(cells[1:], ())
                continue
            heads = [cell for cell in cells[::2] if not self._is_empty(cell)] if len(cells) in (2, 4) else []
            self._make_row_heads(cells, heads)
            label, span = (heads[0], 1) if len(heads) == 1 and len(cells) == 2 else (0, 1)
        self._last_labels[table] = (label, span)

    def _join_before(self, table: int, rows: Sequence[int]) -> tuple[int, int]:
        """Moves rows to the end of the table before theirs; returns its last label and how many rows that has."""
        beside = self._kids(self.parent(table))
        before = beside[beside.index(table) - 1] if beside.index(table) else 0
        label, span = self._last_labels.get(before, (0, 1))
        if label:
            group = self.parent(self.parent(label))
            for row in rows:
                self._pdf[row] = _KIND.sub(rb"\g<1>\2\g<3>%d\5" % group, self._pdf[row], count=1)
                self.append(group, row)
            self.remove(table)
            self._last_labels[table] = (label, span)
        return label, span

    def _make_row_heads(self, cells: Sequence[int], heads: Sequence[int]) -> None:
        for cell in cells:
            body = _COLUMN_HEADS.sub(b"", self._pdf[cell])  # heads are found by their scopes
            for nothing in _EMPTY:
                body = nothing.sub(b"", body)
            self._pdf[cell] = body
            if cell in heads:
                self._make_head(cell, b"Row")

    def _make_head(self, cell: int, scope: bytes) -> None:
        self._pdf[cell] = _KIND.sub(rb"\1TH\3\4\5", self._pdf[cell], count=1)
        self._attribute(cell, b"/Scope/" + scope)

    def _attribute(self, cell: int, words: bytes) -> None:
        """Says something of a cell as a part of its table; a scope or span that it has is replaced."""
        body = self._pdf[cell]
        key = words.split(b" ")[0] if b" " in words else b"/Scope"
        body = (_SCOPE if key == b"/Scope" else re.compile(rb"/RowSpan \d+")).sub(b"", body)
        if (found := _TABLE_ATTRIBUTES.search(body)) is not None:
            self._pdf[cell] = body[: found.end()] + words + body[found.end() :]
        elif (found := _ATTRIBUTES.search(body)) is not None:
            self._pdf[cell] = body[: found.end()] + b"<</O/Table" + words + b">>" + body[found.end() :]
        else:
            self._pdf[cell] = _KIDS.sub(lambda kids: b"/A[<</O/Table%s>>]%s" % (words, kids[0]), body)

    def _ungrouped(self, table: int) -> list[tuple[bytes, int]]:
        """PDF 1.4 knows no groups of rows, and has paragraphs in their stead: the rows belong to the table itself."""
        groups = self._kids(table)
        rows = [row for group in groups for row in self._kids(group)]
        for row in rows:
            self._pdf[row] = _KIND.sub(rb"\g<1>\2\g<3>%d\5" % table, self._pdf[row], count=1)
        for group in groups:
            self._pdf[group] = b"null"
        self._set_kids(table, b" ".join(b"%d 0 R" % row for row in rows))
        return [(b"TR", row) for row in rows]

    def _is_edge(self, group: int) -> bool:
        """Whether a group of rows, or a row, only draws a line and says nothing; it is taken out then."""
        rows = self._kids(group) if self._kind(group) != b"TR" else [group]
        cells = [cell for row in rows for cell in self._kids(row)]
        if not all(self._is_empty(cell) for cell in cells) or self._kind(group) == b"TBody":
            return False
        self.remove(group)
        for gone in (*cells, *rows):
            self._pdf[gone] = b"null"
        self._gone.update((*cells, *rows))
        return True

    def _kind(self, number: int) -> bytes:
        found = _KIND.match(self._pdf[number])
        return found[2] if found else b""

    def _is_all_heads(self, row: int) -> bool:
        cells = self._kids(row)
        return bool(cells) and all(self._kind(cell) == b"TH" for cell in cells)

    def _is_empty(self, cell: int) -> bool:
        return not self._kids_text(cell).strip()

    def _holds_field(self, row: int) -> bool:
        return any(kid in self._kinds and self._kinds[kid].startswith(b"Figure") for kid in self._below(row))

    def _below(self, number: int) -> Iterator[int]:
        for kid in self._kids(number):
            yield kid
            yield from self._below(kid)

    def _kids(self, number: int) -> list[int]:
        return [int(one) for one in _REFERENCE.findall(_INNER.sub(b" ", self._kids_text(number)))]

    def _kids_text(self, number: int) -> bytes:
        found = _KIDS.search(self._pdf[number])
        if found is None:
            raise ValueError(f"no element of a structure tree: {number}")
        return found[1]

    def _set_kids(self, number: int, kids: bytes) -> None:
        self._pdf[number] = _KIDS.sub(lambda _: b"/K[%s]" % kids.strip(), self._pdf[number])


def make_destinations_direct(pdf: TypesetPdf, source: bytes) -> None:
    """Gives each bookmark its place itself, instead of an object that has it."""
    for number in pdf.numbers:
        start, end = pdf.place(number)
        if _BOOKMARK.match(source, start, end):
            pdf[number] = _DESTINATION.sub(lambda one: b"/Dest" + pdf[int(one[1])], pdf[number])
