"""The organisation's brand: readable in every shade, on site and papers, and nothing of it where there is none."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rolebook.language import language_for
from rolebook.model.colour import READABLE, contrast, readable_on
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.site.build import theme_context
from rolebook.pipeline.site.pictures import put_brand, put_pictures
from rolebook.render import render_site
from rolebook.render.brand import brand_style
from rolebook.render.paper import Copy, Manuscript, Typesetter, fonts_of
from rolebook.render.paper.values import as_text, values_of
from rolebook.view import Audience, Reader, fingerprint, identity_of
from rolebook.view.paper import paper_of
from tests.test_figures import DRAWING, text_of
from tests.test_visibility import handbook as firm
from tests.test_visibility import write

BRAND = {"logo": "logo.svg", "cover": "logo.svg", "favicon": "logo.svg", "colour": "#0d5c63", "letterhead": "Call us"}
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def made(root: Path, brand: dict[str, Any] | None) -> Handbook:
    firm(root, {})
    path = root / "content" / "handbook.yml"
    told = json.loads(path.read_text("utf-8"))
    write(root, "content/handbook.yml", {**told, **({"brand": brand} if brand else {})})
    (root / "content" / "figures").mkdir()
    (root / "content" / "figures" / "logo.svg").write_text(DRAWING, "utf-8")
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def values(book: Handbook) -> dict[str, Any]:
    clerk, entity = book.roles["clerk"], book.entities["firm"]
    paper = paper_of(clerk, identity_of(clerk, entity, "en"), Reader(book, "en", entity))
    return values_of(paper, language_for("en"))


def test_contrast_is_that_of_the_standard() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert contrast("#123456", "#123456") == 1.0


@given(COLOURS, st.sampled_from(["#ffffff", "#1c2225", "#fbfaf7"]))
def test_any_colour_has_a_shade_that_can_be_read(colour: str, background: str) -> None:
    shade = readable_on(background, colour)
    assert contrast(shade, background) >= READABLE
    assert shade == colour or contrast(colour, background) < READABLE


@given(COLOURS)
def test_a_style_sheet_holds_nothing_but_colours(colour: str) -> None:
    assert set(brand_style(colour)) <= set(
        ":root{}-@supports(color: light-dark,#);\n abcdefghijklmnopqrstuvwxyz0123456789"
    )


def test_pages_lead_to_the_brands_files_and_the_files_are_there(tmp_path: Path) -> None:
    book = made(tmp_path / "book", BRAND)
    brand = theme_context(book, "https://example.com/")["brand"]
    site = tmp_path / "site"
    put_brand(book, site)
    put_pictures(book, Audience.STAFF, site)
    assert all((site / path).is_file() for path in brand.values())
    home = next(one.text for one in render_site(book) if one.path == "en/index.md")
    assert brand["cover"] in home
    assert "#0d5c63" in (site / brand["style"]).read_text("utf-8")


def test_papers_bear_logo_colour_and_letterhead(tmp_path: Path) -> None:
    book = made(tmp_path / "book", BRAND)
    told = values(book)
    assert told["brand"]["colour"] == "#0d5c63"
    fonts = fonts_of([language_for("en").fonts])
    pdf = (
        Typesetter(fonts.folders).set(Manuscript("description", as_text({**told, "marks": []}), "default"), Copy()).pdf
    )
    assert "Call us" in text_of(pdf)


def test_a_brand_changes_no_fingerprint_and_none_leaves_papers_as_they_were(tmp_path: Path) -> None:
    prints = set()
    for name, brand in (("with", BRAND), ("without", None)):
        book = made(tmp_path / name, brand)
        clerk, entity = book.roles["clerk"], book.entities["firm"]
        prints.add(fingerprint(book, clerk, identity_of(clerk, entity, "en")))
        assert ("brand" in values(book)) is bool(brand)
    assert len(prints) == 1
