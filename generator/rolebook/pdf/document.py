"""A PDF opened for a while, and closed whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2


class UnreadablePdfError(Exception):
    """Bytes that are not a PDF, or a PDF that is damaged or encrypted."""


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Opens a PDF; raises UnreadablePdfError for what PDFium cannot read."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise UnreadablePdfError from error
    finally:
        document.close()
