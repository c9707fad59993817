"""The text of a PDF's pages, in the order in which it is drawn."""

import hashlib
from collections.abc import Iterator

from rolebook.pdf.document import opened

PAGE_END = "\f"


def page_texts(data: bytes) -> Iterator[str]:
    """Returns the text of each page, lines ended by `\\n`; raises UnreadablePdfError."""
    with opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_bounded().replace("\r\n", "\n")
            text.close()
            page.close()


def text_digest(data: bytes) -> str:
    """Returns the SHA-256 of the text of all pages, in hexadecimal; raises UnreadablePdfError."""
    return hashlib.sha256(PAGE_END.join(page_texts(data)).encode()).hexdigest()
