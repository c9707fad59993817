"""The pages of a PDF as grey pictures."""

from collections.abc import Iterator

from PIL import Image

from rolebook.pdf.document import opened

_POINTS_AN_INCH = 72


def page_count(data: bytes) -> int:
    """Returns how many pages a PDF has; raises UnreadablePdfError."""
    with opened(data) as document:
        return len(document)


def page_pictures(data: bytes, chosen: range, *, dpi: int, most_pixels: int) -> Iterator[Image.Image]:
    """Draws pages, counted from 0, in grey at `dpi`, or smaller where a page would exceed `most_pixels`.

    Raises UnreadablePdfError.
    """
    with opened(data) as document:
        for page in (document[number] for number in chosen):
            width, height = page.get_size()
            fitting = (most_pixels / max(width * height, 1)) ** 0.5
            yield page.render(scale=min(dpi / _POINTS_AN_INCH, fitting), grayscale=True).to_pil()
            page.close()
