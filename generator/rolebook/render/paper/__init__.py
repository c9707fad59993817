"""Papers as PDF: Jinja puts a layout together, the paper's values travel beside it as data, Typst sets the pages."""

from rolebook.render.paper.fonts import FontFiles, OwnFonts, fonts_of, own_fonts
from rolebook.render.paper.pixels import with_pixels
from rolebook.render.paper.typesetting import (
    LAYOUT_VERSION,
    UNISSUED,
    Copy,
    FieldPlace,
    Manuscript,
    Profile,
    Sheets,
    Typesetter,
    layout_source,
)

__all__ = [
    "LAYOUT_VERSION",
    "UNISSUED",
    "Copy",
    "FieldPlace",
    "FontFiles",
    "Manuscript",
    "OwnFonts",
    "Profile",
    "Sheets",
    "Typesetter",
    "fonts_of",
    "layout_source",
    "own_fonts",
    "with_pixels",
]
