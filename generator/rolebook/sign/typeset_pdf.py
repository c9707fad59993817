"""The objects of a PDF as Typst writes them, to be read and replaced without a library.

Typst writes one cross-reference table and each object in the open, in one form. That form makes a document's tags
cheap to complete: reading and writing it again with a library takes longer than to typeset it.
ISO 32000-1 §7.5.4 (cross-reference table), §7.3.4 (strings), §14.4 (file identifiers).
"""

import hashlib
import re

_TABLE = re.compile(rb"xref\n0 (\d+)\n")
_TRAILER = re.compile(rb"trailer\n<<(?:/Size \d+|/Root (?P<root>\d+) 0 R|/Info (?P<info>\d+) 0 R|/ID\[[^\]]*\])*>>")
_LAST = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_LINE = 20
_END = b"\nendobj\n"


class TypesetPdf:
    """A typeset PDF by its objects; ValueError for a file that is not in the form in which Typst writes."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        last = _LAST.search(pdf, max(0, len(pdf) - 64))
        table = _TABLE.match(pdf, int(last[1])) if last else None
        trailer = _TRAILER.match(pdf, table.end() + _LINE * int(table[1])) if table else None
        if table is None or trailer is None or not trailer["root"]:
            raise ValueError("not a PDF as it is typeset")
        self._table = table.start()
        self.root = int(trailer["root"])
        self._info = trailer["info"]
        self._size = self._first_new = int(table[1])
        lines = (pdf[at : at + _LINE] for at in range(table.end(), trailer.start(), _LINE))
        offsets = {number: int(line[:10]) for number, line in enumerate(lines) if line[17:18] == b"n"}
        self._order = sorted(offsets, key=offsets.__getitem__)
        ends = [*(offsets[number] for number in self._order[1:]), self._table]
        self._places = {number: (offsets[number], end) for number, end in zip(self._order, ends, strict=True)}
        self._changed: dict[int, bytes] = {}

    @property
    def numbers(self) -> range:
        """The numbers that objects have."""
        return range(1, self._size)

    def place(self, number: int) -> tuple[int, int]:
        """Where an object of the file begins and where the next one does."""
        return self._places.get(number, (0, 0))

    def __getitem__(self, number: int) -> bytes:
        """An object as it is written, without its number."""
        if number in self._changed:
            return self._changed[number]
        start, end = self._places[number]
        return self._pdf[start + len(str(number)) + len(" 0 obj\n") : end].rstrip().removesuffix(b"endobj").rstrip()

    def __setitem__(self, number: int, body: bytes) -> None:
        """Replaces an object."""
        self._changed[number] = body

    def add(self, body: bytes = b"null") -> int:
        """Adds an object and returns its number."""
        self._changed[self._size] = body
        self._size += 1
        return self._size - 1

    def splice(self, number: int, pattern: re.Pattern[bytes], words: bytes) -> None:
        """Puts words where a pattern ends in an object; ValueError where it is not there."""
        body = self[number]
        found = pattern.search(body)
        if found is None:
            raise ValueError(f"object {number} is not in the form in which Typst writes")
        self[number] = body[: found.end()] + words + body[found.end() :]

    def written(self) -> bytes:
        """The whole file; its identifier follows from its content."""
        parts: list[bytes] = []
        offsets: dict[int, int] = {}
        length, kept = 0, 0
        for number in self._order:
            start, end = self._places[number]
            if number in self._changed:
                parts += [self._pdf[kept:start], self._numbered(number)]
                offsets[number] = length + start - kept
                length += start - kept + len(parts[-1])
                kept = end
            else:
                offsets[number] = length + start - kept
        parts.append(self._pdf[kept : self._table])
        length += len(parts[-1])
        for number in range(self._first_new, self._size):
            parts.append(self._numbered(number))
            offsets[number] = length
            length += len(parts[-1])
        body = b"".join(parts)
        return body + self._end(body, offsets)

    def _numbered(self, number: int) -> bytes:
        return b"%d 0 obj\n%s%s" % (number, self._changed[number], _END)

    def _end(self, body: bytes, offsets: dict[int, int]) -> bytes:
        lines = [b"0000000000 65535 f\r\n"]
        lines += [
            b"%010d 00000 n\r\n" % offsets[number] if number in offsets else b"0000000000 00000 f\r\n"
            for number in self.numbers
        ]
        identifier = hashlib.sha256(body).hexdigest()[:32].encode()
        info = b"/Info %s 0 R" % self._info if self._info else b""
        return b"xref\n0 %d\n%strailer\n<</Size %d/Root %d 0 R%s/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF" % (
            self._size,
            b"".join(lines),
            self._size,
            self.root,
            info,
            identifier,
            identifier,
            len(body),
        )


def text_string(text: str) -> bytes:
    """A text as the file holds it, in hexadecimal where it is not plain."""
    if text.isascii() and text.isprintable() and not set(text) & set("()\\"):
        return f"({text})".encode()
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()


def number_text(value: float) -> bytes:
    """A number as the file holds it."""
    return f"{value:.4f}".rstrip("0").rstrip(".").encode()
