"""Copy codes and marks read back from scanned pages: bytes in, values out."""

from PIL.Image import Image

from rolebook.scan.geometry import Box, Quad
from rolebook.scan.marks import Line, Mark
from rolebook.scan.pages import ScannedSheet, read_scan
from rolebook.scan.pictures import UnreadableScanError, cut_out, page_drawn, pictures_in, sheets_in
from rolebook.scan.placing import Placing, Printed
from rolebook.scan.symbols import PageOnSheet

__all__ = [
    "Box",
    "Image",
    "Line",
    "Mark",
    "PageOnSheet",
    "Placing",
    "Printed",
    "Quad",
    "ScannedSheet",
    "UnreadableScanError",
    "cut_out",
    "page_drawn",
    "pictures_in",
    "read_scan",
    "sheets_in",
]
