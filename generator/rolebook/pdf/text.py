"""The text of a PDF's pages, in the order in which it is drawn."""

from collections.abc import Iterator

from rolebook.pdf.document import opened


def page_texts(data: bytes) -> Iterator[str]:
    """Returns the text of each page, lines ended by `\\n`; raises UnreadablePdfError."""
    with opened(data) as document:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            yield text.get_text_bounded().replace("\r\n", "\n")
            text.close()
            page.close()
