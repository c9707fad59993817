"""The contact sheet: every scanned signature line that nobody has looked at, cut out, sorted, to be answered."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path

from rolebook.language import known_languages, language_for
from rolebook.pipeline.register.waiting import Place, Waiting
from rolebook.register import Evidence
from rolebook.render.contact import COLUMNS, GROUPS, ContactLine, contact_page, contact_paper
from rolebook.render.paper import Copy, FontFiles, Manuscript, Typesetter, fonts_of
from rolebook.scan import Image, UnreadableScanError, cut_out, pictures_in
from rolebook.source import today

PAGE, PAPER, ANSWERS = "contact-sheet.html", "contact-sheet.pdf", "answers.csv"
_OF_SEVERAL = (".pdf", ".tiff", ".tif")
Answered = Mapping[str, Mapping[str, str]]
"""Rows of a file of answers, by the entries they are about."""


def contact_files(lines: Iterable[tuple[Evidence, Waiting]], messages: str, before: Answered) -> dict[str, bytes]:
    """The page, the same to print, and the file of answers, by name; what was answered `before` is kept in it."""
    language = language_for(messages)
    shown = contact_lines(lines)
    sets = [language_for(tag).fonts for tag in (language.tag, *known_languages())]
    fonts = fonts_of(sets)
    told, pictures = contact_paper([_printable(line, fonts) for line in shown], language, sets)
    manuscript = Manuscript("contact", told, "draft", datetime.combine(today(), time(), UTC), pictures)
    return {
        PAGE: contact_page(shown, language).encode(),
        PAPER: Typesetter(fonts.folders).set(manuscript, Copy()).pdf,
        ANSWERS: _answers(shown, before),
    }


def contact_lines(lines: Iterable[tuple[Evidence, Waiting]], most: int | None = None) -> list[ContactLine]:
    """Returns the lines to look at, or the first of them, with their pictures, sorted by what the program saw."""
    ordered = sorted(lines, key=lambda line: (GROUPS.index(line[1].group), line[1].places, line[1].entry))[:most]
    cutter = LineCutter()
    return [_shown(cutter, evidence, one, number) for number, (evidence, one) in enumerate(ordered, 1)]


def _shown(cutter: "LineCutter", evidence: Evidence, one: Waiting, number: int) -> ContactLine:
    pictures = [picture for place in one.places if (picture := cutter.cut(evidence, place))]
    return ContactLine(
        number=number,
        entry=one.entry,
        person=one.person,
        name=one.name,
        document=one.document,
        title=one.title,
        group=one.group,
        sheets=tuple(dict.fromkeys(_sheets(one))),
        pictures=tuple(pictures),
    )


def _sheets(one: Waiting) -> Iterator[tuple[str, int]]:
    """The files that a line is in, each with its sheet where it has several; 0 for a picture."""
    known = {picture.path.stem: picture for picture in one.pictures}
    for place in one.places:
        if (picture := known.get(place.digest)) and picture.name:
            yield picture.name, place.sheet if picture.path.suffix in _OF_SEVERAL else 0
    for picture in one.pictures if not one.places else ():
        yield picture.name, 0


class LineCutter:
    """Cuts lines out of sheets; the last sheet is kept, since a list has many lines."""

    def __init__(self) -> None:
        self._sheet = lru_cache(maxsize=1)(_sheet)

    def cut(self, evidence: Evidence, place: Place) -> bytes:
        """The line as a PNG; nothing where the file is gone or is no scan."""
        first, second, third, fourth = place.corners
        picture = self._sheet(evidence.path(place.digest), place.sheet)
        left, top, right, bottom = place.frame
        return cut_out(picture, (first, second, third, fourth), (left, top, right, bottom)) if picture else b""


def _sheet(path: Path, number: int) -> Image | None:
    try:
        return next(pictures_in(path.read_bytes(), range(number - 1, number)), None)
    except (OSError, UnreadableScanError):
        return None


def _printable(line: ContactLine, fonts: FontFiles) -> ContactLine:
    """The line in characters that the fonts have: on paper the number finds it again on the page."""
    person, name, title = map(fonts.spelt, (line.person, line.name, line.title))
    return replace(line, person=person, name=name, title=title)


def _answers(lines: Sequence[ContactLine], before: Answered) -> bytes:
    buffer = io.StringIO()
    table = csv.DictWriter(buffer, COLUMNS)
    table.writeheader()
    for line in lines:
        kept = before.get(line.entry, {})
        table.writerow(line.row | {name: kept.get(name, "") for name in ("answer", "reason", "by")})
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
