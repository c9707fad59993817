"""Papers as PDF: Jinja puts a layout together, the paper's values travel beside it as data, Typst sets the pages."""

from rolebook.render.paper.fonts import FontFiles, fonts_of
from rolebook.render.paper.typesetting import Copy, FieldPlace, Profile, Sheets, Typesetter

__all__ = ["Copy", "FieldPlace", "FontFiles", "Profile", "Sheets", "Typesetter", "fonts_of"]
