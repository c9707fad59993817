"""A scanned sheet: the pages of copies on it, and what is on their signature lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from PIL import Image

from rolebook.scan.geometry import Box
from rolebook.scan.marks import Line, line_at
from rolebook.scan.pictures import MAX_SHEETS, pictures_in, sheets_in
from rolebook.scan.placing import Drawn, Placing, Printed, nothing_drawn, placed
from rolebook.scan.symbols import PageOnSheet, pages_on


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """A sheet of a scan, counted from 1, and the pages of copies found on it: usually one, none on what is not ours."""

    number: int
    pages: tuple[PageOnSheet, ...]
    picture: Image.Image = field(repr=False, compare=False)

    def placing(self, page: PageOnSheet, printed: Printed, drawn: Drawn = nothing_drawn) -> Placing:
        """Where a page is on the sheet; `drawn` gives the page as it was printed, where it is known."""
        return placed(self.picture, page, printed, drawn)

    def lines(
        self, page: PageOnSheet, printed: Printed, fields: Mapping[str, Box], drawn: Drawn = nothing_drawn
    ) -> dict[str, Line]:
        """What is on the signature lines of a page, by name; `fields` and `printed` in points from its upper left."""
        if not fields:
            return {}
        placing = self.placing(page, printed, drawn)
        return {name: line_at(self.picture, placing, box) for name, box in fields.items()}


def read_scan(data: bytes, first: int = 0, last: int = MAX_SHEETS) -> Iterator[ScannedSheet]:
    """The sheets of a scan, one after another; of those counted from 0, `first` to before `last`.

    UnreadableScanError for what cannot be read.
    """
    chosen = range(first, min(last, sheets_in(data)))
    for number, picture in zip(chosen, pictures_in(data, chosen), strict=True):
        yield ScannedSheet(number + 1, pages_on(picture), picture)
