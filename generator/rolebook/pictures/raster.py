"""Photographs and drawings made of pixels: drawn anew, so that nothing but the pixels is left."""

import io
import warnings

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 50_000_000
_QUALITY = 85


class NotAPicture(ValueError):
    """The bytes are no picture of a known format, or too large a one."""


def drawn_anew(content: bytes, side: int, *, opaque: bool) -> tuple[str, bytes, int, int]:
    """Returns the format (`png`, `jpeg`), bytes, width and height of a picture at most `side` pixels wide and high.

    Camera data, comments and colour profiles are left out; `opaque` puts it on white. Raises NotAPicture.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  most commands draw nothing

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as read:
                if read.width * read.height > MOST_PIXELS:
                    raise NotAPicture("too-large")
                photograph = read.format == "JPEG"
                image = ImageOps.exif_transpose(read).convert("RGB" if photograph else "RGBA")
    except NotAPicture:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error
    if not photograph and opaque:
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    image.thumbnail((side, side))
    image.info = {}
    out = io.BytesIO()
    if photograph:
        image.save(out, "JPEG", quality=_QUALITY, optimize=True)
    else:
        image.save(out, "PNG", optimize=True)
    return "jpeg" if photograph else "png", out.getvalue(), image.width, image.height
