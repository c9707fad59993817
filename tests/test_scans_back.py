"""Pages that come back from scanners and phones are placed to half a millimetre, and their lines are told honestly."""

import random
from io import BytesIO

import pillow_heif
import pytest
from bench.photographs import taken
from bench.scans import FLAT, WAYS, signing_pages, trial, trials
from PIL import Image

from rolebook.pdf import page_pictures
from rolebook.scan import Printed, ScannedSheet, UnreadableScanError, page_drawn, read_scan

DPI = 150
SCALE = DPI / 72
MILLIMETRE = 72 / 25.4


def sheet_of(page: Image.Image) -> ScannedSheet:
    out = BytesIO()
    page.save(out, "PNG")
    (sheet,) = read_scan(out.getvalue())
    return sheet


def drawn(place: int = 0) -> Image.Image:
    page = signing_pages()[place]
    (picture,) = page_pictures(page.pdf, range(page.page - 1, page.page), dpi=DPI, most_pixels=10**8)
    return picture


def covered(page: Image.Image, *corners: int) -> Image.Image:
    """The page with paper over some of its symbols: 0 is the QR."""
    printed = signing_pages()[0].printed
    places = {0: printed.symbol, **dict(enumerate(printed.corners, 1))}
    page = page.copy()
    for corner in corners:
        box = places[corner]
        assert box is not None
        page.paste(255, tuple(round(edge * SCALE) for edge in box))
    return page


def lines_of(picture: Image.Image, printed: Printed | None = None) -> set[str]:
    page = signing_pages()[0]
    sheet = sheet_of(picture)
    return {line.mark for line in sheet.lines(sheet.pages[0], printed or page.printed, page.fields).values()}


def test_no_unsigned_page_is_seen_and_no_signed_one_is_none() -> None:
    blank = [one.said for one in trials(WAYS, 24, ink=False)]
    assert "seen" not in blank
    assert blank.count("none") >= 12
    flat = [one.said for one in trials(tuple(sorted(FLAT)), 20, ink=True)]
    assert flat.count("seen") >= 19
    assert "none" not in flat
    bent = [one.said for one in trials(tuple(one for one in WAYS if one not in FLAT), 14, ink=True)]
    assert bent.count("seen") >= 12
    assert "none" not in bent


def test_a_page_at_an_angle_is_placed_to_half_a_millimetre() -> None:
    off = [trial.off for trial in trials(("tilted 3 %", "tilted 7 %"), 8, ink=False)]
    assert all(0 <= one <= 0.5 for one in off), off


@pytest.mark.parametrize("corner", [1, 2, 3])
def test_three_symbols_place_a_flat_page_and_no_tilted_one(corner: int) -> None:
    flat = covered(drawn(), corner).rotate(2, Image.Resampling.BICUBIC, expand=True, fillcolor=250)
    assert lines_of(flat) == {"none"}
    tilted = taken(covered(drawn(), corner), random.Random(4), tilt=0.05).picture
    assert lines_of(tilted) == {"unsure"}


def test_with_two_symbols_nothing_is_said() -> None:
    assert lines_of(covered(drawn(), 1, 2)) == {"unsure"}


@pytest.mark.parametrize(("tilt", "expected"), [(0.0, {"none"}), (0.05, {"unsure"})])
def test_an_older_copy_is_judged_only_where_its_text_is_where_it_was_printed(tilt: float, expected: set[str]) -> None:
    page = signing_pages()[0]
    old = Printed(page.printed.width, page.printed.height, page.printed.symbol)
    picture = taken(covered(drawn(), 1, 2, 3), random.Random(2), tilt=tilt).picture
    assert lines_of(picture, old) == {"unsure"}, "what was printed is not known"
    sheet = sheet_of(picture)
    lines = sheet.lines(sheet.pages[0], old, page.fields, lambda: page_drawn(page.pdf, page.page))
    assert {line.mark for line in lines.values()} == expected


def test_a_page_of_rules_is_not_taken_for_in_place_by_a_few_that_meet_others() -> None:
    found = trial("all of it", 503, ink=False)
    assert (found.said, found.off) == ("unsure", -1), "placed 48 mm off"


def test_symbols_of_another_page_place_nothing() -> None:
    first, other = drawn(0), drawn(1)
    box = signing_pages()[0].printed.corners[0]
    corner = tuple(round(edge * SCALE) for edge in box)
    first.paste(other.crop(corner), corner)
    sheet = sheet_of(first)
    assert 1 not in sheet.pages[0].guides


@pytest.mark.parametrize("form", ["HEIF", "WEBP", "GIF", "TIFF"])
def test_pictures_of_phones_are_read(form: str) -> None:
    pillow_heif.register_heif_opener()
    out = BytesIO()
    drawn().convert("RGB").save(out, form)
    (sheet,) = read_scan(out.getvalue())
    assert len(sheet.pages) == 1


def test_a_photograph_is_turned_as_the_camera_says() -> None:
    out, exif = BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turn by a quarter, clockwise, to see it
    drawn().rotate(90, expand=True).save(out, "JPEG", exif=exif)
    (sheet,) = read_scan(out.getvalue())
    assert sheet.picture.height > sheet.picture.width
    assert sheet.pages[0].turned in (0, 1, 359)


def test_paper_that_shows_through_is_white() -> None:
    page = Image.merge("LA", (Image.new("L", drawn().size, 0), drawn().point(lambda shade: 255 - shade)))
    assert lines_of(page) == {"none"}


def test_a_sound_beginning_of_a_picture_is_no_picture() -> None:
    out = BytesIO()
    drawn().save(out, "WEBP")
    with pytest.raises(UnreadableScanError):
        list(read_scan(out.getvalue()[:200]))
