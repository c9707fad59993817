"""Copy codes come back from scans: turned, noisy, compressed, signed across, upside down, from any page."""

import json
import random
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

from rolebook.scan import PageOnSheet, UnreadableScanError, read_scan
from rolebook.view.copies.code import CopyPage, page_payload
from tests.signable import MARK, typeset

CODE = str(MARK.copy_code)
PAGES = 3
SYMBOL = (1058, 1677)  # its middle on the rasterised page, in pixels
_SOURCE = """
#set page(paper: "a4", margin: 22mm, footer: context align(end, image(
  bytes(json(bytes(sys.inputs.codes)).at(counter(page).get().first() - 1)), format: "svg", width: 18mm, height: 18mm,
)), footer-descent: 0mm)
#set text(font: "Source Sans 3", fallback: false)
#lorem(1500)
"""


def svg(payload: str) -> str:
    options = {"ec_level": "M"}
    symbol = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, **options)
    return str(symbol.to_svg(add_quiet_zones=True))


@cache
def printed() -> bytes:
    codes = [svg(page_payload(CODE, page)) for page in range(1, PAGES + 1)]
    return typeset(_SOURCE, {"codes": json.dumps(codes)})[0]


@cache
def sheet(page: int, dpi: int = 150) -> Image.Image:
    with pypdfium2.PdfDocument(printed()) as document:
        return document[page - 1].render(scale=dpi / 72).to_pil().convert("L")


def stroke(chance: random.Random) -> list[tuple[float, float]]:
    """A stroke of a signature across the symbol: a cubic curve through its middle half, from side to side."""
    middle_x, middle_y = SYMBOL
    x = (middle_x - 90, middle_x - 30, middle_x + 30, middle_x + 90)
    y = [middle_y + chance.uniform(-30, 30) for _ in x]
    shares = [step / 40 for step in range(41)]
    weights = [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in shares]
    return [
        (sum(w * at for w, at in zip(weight, x, strict=True)), sum(w * at for w, at in zip(weight, y, strict=True)))
        for weight in weights
    ]


def scanned(page: int, seed: int) -> bytes:
    """A page as an office scanner gives it: 150 dpi, turned by up to 5 degrees, noise, a ballpoint's stroke, JPEG."""
    chance = random.Random(seed)
    picture = sheet(page).copy()
    draw = ImageDraw.Draw(picture)
    draw.line(stroke(chance), fill=chance.randrange(10, 90), width=chance.choice((2, 3)), joint="curve")
    picture = picture.rotate(chance.uniform(-5, 5), Image.Resampling.BICUBIC, fillcolor=250)
    noise = Image.effect_noise(picture.size, chance.uniform(8, 18))
    picture = ImageChops.add(picture, noise, scale=1, offset=-128)
    out = BytesIO()
    picture.save(out, "JPEG", quality=chance.randrange(50, 80))
    return out.getvalue()


def found(data: bytes) -> list[PageOnSheet]:
    return [page for scanned_sheet in read_scan(data) for page in scanned_sheet.pages]


def test_a_scanned_page_gives_its_code_in_49_of_50_trials() -> None:
    trials = [(seed % PAGES + 1, scanned(seed % PAGES + 1, seed)) for seed in range(50)]
    read = sum([one.copy for one in found(scan)] == [CopyPage(CODE, page)] for page, scan in trials)
    assert read >= 49


def test_a_sheet_upside_down_or_on_its_side_is_read_and_told() -> None:
    picture = Image.open(BytesIO(scanned(2, 1)))
    for turn in (90, 180, 270):
        out = BytesIO()
        picture.rotate(turn, expand=True).save(out, "PNG")
        (page,) = found(out.getvalue())
        assert page.copy == CopyPage(CODE, 2)
        assert abs((page.turned + turn + 180) % 360 - 180) <= 6


def test_the_place_of_the_symbol_is_told_as_shares_of_the_sheet() -> None:
    out = BytesIO()
    sheet(1).save(out, "PNG")
    (page,) = found(out.getvalue())
    left, top, right, bottom = page.box
    assert 0.8 < left < right < 0.9
    assert 0.92 < top < bottom < 0.99
    assert page.turned in (0, 359, 1)


def test_all_sheets_of_a_pdf_and_of_a_tiff_are_read() -> None:
    for form in ("PDF", "TIFF"):
        sheets = [sheet(page).copy() for page in (3, 1, 2)]
        out = BytesIO()
        sheets[0].save(out, form, save_all=True, append_images=sheets[1:], resolution=150)
        assert [page.copy.page for page in found(out.getvalue())] == [3, 1, 2]
    assert [page.copy.page for page in found(printed())] == [1, 2, 3]


def test_other_symbols_and_empty_sheets_are_none_of_ours() -> None:
    options = {"ec_level": "M"}
    other = zxingcpp.create_barcode("https://handbook.example/", zxingcpp.BarcodeFormat.QRCode, **options)
    out = BytesIO()
    drawn = other.to_image(scale=4)
    Image.frombuffer("L", (drawn.shape[1], drawn.shape[0]), bytes(drawn)).save(out, "PNG")
    assert zxingcpp.read_barcodes(Image.open(out))[0].text == "https://handbook.example/"
    assert found(out.getvalue()) == []


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize(
    "hostile", [b"", b"%PDF-1.7 nothing", b"\xff\xd8\xff junk", b"II*\x00\xff\xff\xff\xff", b"text"]
)
def test_what_is_no_scan_is_refused(hostile: bytes) -> None:
    with pytest.raises(UnreadableScanError):
        found(hostile)


def test_a_picture_made_to_exhaust_memory_is_refused() -> None:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(UnreadableScanError):
        found(out.getvalue())


@pytest.mark.parametrize(("first", "last", "numbers"), [(0, 9, [1, 2, 3]), (1, 3, [2, 3]), (2, 3, [3]), (3, 9, [])])
def test_sheets_of_a_scan_are_numbered_as_a_reader_counts_them(first: int, last: int, numbers: list[int]) -> None:
    found = [(one.number, page.copy.page) for one in read_scan(printed(), first, last) for page in one.pages]
    assert found == [(number, number) for number in numbers]
