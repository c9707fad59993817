"""A signable PDF as it came, perhaps from a hostile hand: its signature fields, their order, its revisions.

Read with pyHanko in strict mode, whose limits on depth and unpacked size refuse files made to exhaust the reader.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from rolebook.sign.changes import entry, information
from rolebook.view.copies.mark import Mark, decode

# pyHanko logs what it refuses, with tracebacks; whoever sets up logging still gets them.
for _library in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

MAX_BYTES = 100 * 2**20
_HEAD = 1024


class UnreadableError(Exception):
    """A file that cannot be read as a PDF; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Step:
    """A signature field: one step of the sign-off.

    `before` are the fields to be signed first, as the field's lock has it. `box` is left, bottom, right, top in points.
    A field may be filled with what is no signature; then it is `filled` and `signature` is None.
    """

    name: str
    before: frozenset[str]
    box: tuple[float, float, float, float]
    filled: bool
    signature: EmbeddedPdfSignature | None


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A PDF with its steps in the order of its fields.

    `marks` and `added` are as the first signer saw the file: the marks it had then, the fields it did not have.
    """

    content: bytes
    reader: PdfFileReader
    steps: tuple[Step, ...]
    marks: tuple[Mark, ...]
    added: frozenset[str]

    @property
    def signatures(self) -> list[tuple[Step, EmbeddedPdfSignature]]:
        """The signed steps, the earliest signature first."""
        done = [(step, step.signature) for step in self.steps if step.signature]
        return sorted(done, key=lambda pair: pair[1].signed_revision)

    @property
    def unsigned(self) -> list[Step]:
        """The steps that nobody signed."""
        return [step for step in self.steps if not step.filled]


def read(content: bytes) -> SignedFile:
    """The file, or UnreadableError."""
    if len(content) > MAX_BYTES:
        raise UnreadableError("pdf-too-large")
    if b"%PDF-" not in content[:_HEAD]:
        raise UnreadableError("no-pdf")
    try:
        reader = PdfFileReader(BytesIO(content))
        if reader.encrypted:
            raise UnreadableError("pdf-encrypted")
        steps = tuple(_steps(reader))
        first = _first(reader, steps)
        marks = tuple(decode(information(first).get("/Keywords", "")))
        added = {step.name for step in steps} - {name for name, _, _ in enumerate_sig_fields(first)}
        return SignedFile(content, reader, steps, marks, frozenset(added))
    except UnreadableError:
        raise
    except Exception as error:  # what a broken or hostile file makes a PDF reader raise has no common class
        raise UnreadableError("pdf-damaged") from error


def _steps(reader: PdfFileReader) -> Iterator[Step]:
    found = list(enumerate_sig_fields(reader))
    names = [name for name, _, _ in found]
    if len(set(names)) < len(names):
        raise UnreadableError("pdf-damaged")
    for name, value, reference in found:
        field = reference.get_object()
        left, bottom, right, top = (float(edge) for edge in field["/Rect"])
        signature = _signature(reader, field, name) if value is not None else None
        yield Step(name, _before(field, name, names), (left, bottom, right, top), value is not None, signature)


def _signature(reader: PdfFileReader, field: DictionaryObject, name: str) -> EmbeddedPdfSignature | None:
    try:
        return EmbeddedPdfSignature(reader, field, name)
    except Exception:  # as in `read`; one broken signature does not hide the others
        return None


def _before(field: DictionaryObject, name: str, names: list[str]) -> frozenset[str]:
    lock = entry(field, "/Lock", {})
    listed = {str(other) for other in entry(lock, "/Fields", ())}
    locked = {
        "/All": set(names),
        "/Include": listed & set(names),
        "/Exclude": set(names) - listed,
    }.get(str(lock.get("/Action", "")), set())
    return frozenset(locked - {name})


def _first(reader: PdfFileReader, steps: tuple[Step, ...]) -> PdfHandler:
    """The file as the first signer saw it."""
    revisions = [step.signature.signed_revision for step in steps if step.signature]
    return reader.get_historical_resolver(min(revisions)) if revisions else reader
