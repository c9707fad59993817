"""The sheets of a file as pictures in grey: a PDF of pictures, or a picture (JPEG, PNG, TIFF, HEIC, WebP, GIF)."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import pi_heif
from PIL import Image, ImageOps

from rolebook.pdf import UnreadablePdfError, page_count, page_pictures
from rolebook.scan.geometry import Box, Quad

MAX_BYTES = 200 * 2**20
MAX_SHEETS = 2000
SMALL = 12_000_000
"""Pixels; A3 at 200 dpi is 8 million. What is larger is not drawn from a PDF, nor enlarged."""
_MAX_PIXELS = 50_000_000  # A3 at 400 dpi is 31 million
DRAWN_DPI = 50
_DPI = 200
_BYTES_A_SHEET, _FREE_SHEETS = 500, 50  # a white sheet takes 1 KB; a PDF may name one page a thousand times
_CUT_WIDTH = 480
_PALE = 150  # what black becomes around the line that is shown

pi_heif.register_heif_opener()


class UnreadableScanError(Exception):
    """A file that is neither a PDF nor a picture that can be read."""


def sheets_in(data: bytes) -> int:
    """How many sheets a scan has; UnreadableScanError for what cannot be read, or is too much."""
    if len(data) > MAX_BYTES:
        raise UnreadableScanError
    with _readable():
        count = page_count(data) if _is_pdf(data) else _frames(data)
    if count > min(MAX_SHEETS, _FREE_SHEETS + len(data) // _BYTES_A_SHEET):
        raise UnreadableScanError
    return count


def pictures_in(data: bytes, chosen: range) -> Iterator[Image.Image]:
    """The chosen sheets, counted from 0, upright as the camera says; UnreadableScanError for what cannot be read."""
    with _readable():
        yield from (_pdf_sheets if _is_pdf(data) else _frames_of)(data, chosen)


def page_drawn(pdf: bytes, page: int) -> Image.Image | None:
    """A page of a PDF, counted from 1, at DRAWN_DPI; None where there is no such page."""
    try:
        return next(page_pictures(pdf, range(page - 1, page), dpi=DRAWN_DPI, most_pixels=SMALL), None)
    except (UnreadablePdfError, IndexError):
        return None


def cut_out(picture: Image.Image, shares: Quad, frame: Box) -> bytes:
    """A part of a sheet laid straight, as a PNG of some kilobytes; what is outside of a frame in it is paler.

    `shares` are its corners, of the sheet's width and height; `frame` is left, top, right, bottom, as shares of the
    part.
    """
    quad = [(x * picture.width, y * picture.height) for x, y in shares]
    (ax, ay), (bx, by), _, (dx, dy) = quad
    across, down = max(abs(bx - ax), abs(by - ay), 1), max(abs(dx - ax), abs(dy - ay), 1)
    size = (_CUT_WIDTH, max(round(_CUT_WIDTH * down / across), 1))
    straight = straightened(picture, (quad[0], quad[1], quad[2], quad[3]), size)
    inside = tuple(round(edge * side) for edge, side in zip(frame, (*size, *size), strict=True))
    looked_at = straight.crop((inside[0], inside[1], inside[2], inside[3]))
    straight = straight.point([_PALE + shade * (255 - _PALE) // 255 for shade in range(256)])
    straight.paste(looked_at, (inside[0], inside[1]))
    out = BytesIO()
    straight.quantize(16).save(out, "PNG")
    return out.getvalue()


def straightened(picture: Image.Image, quad: Quad, size: tuple[int, int]) -> Image.Image:
    """What is between four corners on a sheet, in pixels, as a picture of a size; white where the sheet ends."""
    across, down = [x for x, _ in quad], [y for _, y in quad]
    left, top = max(int(min(across)) - 2, 0), max(int(min(down)) - 2, 0)
    right, bottom = min(int(max(across)) + 3, picture.width), min(int(max(down)) + 3, picture.height)
    if right <= left or bottom <= top:
        return Image.new("L", size, 255)
    part, factor = picture.crop((left, top, right, bottom)), max(int((right - left) / size[0] / 1.5), 1)
    if factor > 1:
        part = part.reduce(factor)
    upper_left, upper_right, lower_right, lower_left = (((x - left) / factor, (y - top) / factor) for x, y in quad)
    corners = (*upper_left, *lower_left, *lower_right, *upper_right)
    return part.transform(size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=255)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, UnreadablePdfError) as error:
        raise UnreadableScanError from error


def _is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _frames(data: bytes) -> int:
    with Image.open(BytesIO(data)) as picture:
        return int(getattr(picture, "n_frames", 1))


def _frames_of(data: bytes, chosen: range) -> Iterator[Image.Image]:
    with Image.open(BytesIO(data)) as picture:
        for number in chosen:
            picture.seek(number)
            if picture.width * picture.height > _MAX_PIXELS:
                raise UnreadableScanError
            yield _on_white(ImageOps.exif_transpose(picture))


def _on_white(picture: Image.Image) -> Image.Image:
    """In grey; what is transparent is paper."""
    if not picture.has_transparency_data:
        return picture.convert("L")
    layered = picture.convert("LA")
    paper = Image.new("LA", layered.size, (255, 255))
    return Image.alpha_composite(paper.convert("RGBA"), layered.convert("RGBA")).convert("L")


def _pdf_sheets(data: bytes, chosen: range) -> Iterator[Image.Image]:
    return page_pictures(data, chosen, dpi=_DPI, most_pixels=SMALL)
