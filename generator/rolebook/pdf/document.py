"""A PDF opened for a while, and closed whatever happens."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import pypdfium2

_ALONE = RLock()
"""PDFium is for one thread at a time."""


class UnreadablePdfError(Exception):
    """Bytes that are not a PDF, or a PDF that is damaged or encrypted."""


@contextmanager
def opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Opens a PDF; raises UnreadablePdfError for what PDFium cannot read."""
    with _ALONE:
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
