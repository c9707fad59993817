"""Free sections, tables and figures: on the page, on every paper, in Word, in the fingerprint; pictures made safe."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.release import values_in
from rolebook.model.translation.text_addresses import texts_of
from rolebook.pdf.text import page_texts
from rolebook.pictures import BadPicture, for_paper, for_web, is_sound, source_digest
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.site.pictures import put_pictures
from rolebook.render import SiteOptions, render_site
from rolebook.render.paper import Copy, Manuscript, Typesetter, fonts_of, with_pixels
from rolebook.render.paper.values import as_text, values_of
from rolebook.render.word import word_document
from rolebook.sign import finished_pdf
from rolebook.view import Audience, Reader, fingerprint, identity_of
from rolebook.view.paper import paper_of
from tests.test_visibility import write

DRAWING = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" onload="alert(1)">'
    '<script>alert(2)</script><a href="javascript:alert(3)"><rect width="10" height="10"/></a>'
    '<image href="https://tracker.example/x.png" width="1" height="1"/><text x="1" y="9">Stove</text></svg>\n'
)
PLACES = {"description": "GB", "instruction": "RU", "table": "CN", "profile": "ES"}


def photograph(side: int = 40) -> bytes:
    image = Image.new("RGB", (side, side // 2), "red")
    exif = image.getexif()
    exif[0x010E] = "taken at Zanzibar"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"Zanzibar")
    return out.getvalue()


def section(name: str = "norms", **more: Any) -> dict[str, Any]:
    cells = [{"id": "dish", "text": "Soup"}, {"id": "portions", "text": "120"}]
    columns = [{"id": "dish", "heading": "Dish"}, {"id": "portions", "heading": "Portions"}]
    table = {"caption": "Norms of a shift", "columns": columns, "rows": [{"id": "soup", "cells": cells}]}
    figure = {"file": "plan.svg", "alt": "Stove on the left", "caption": "The kitchen"}
    blocks = [{"id": "shift", "table": table}, {"id": "plan", "figure": figure}]
    clauses = [{"id": "log", "text": "Keep the log.", "blocks": [{"id": "form", "text": "On paper."}]}]
    return {"id": name, "heading": "Norms and plan", "blocks": blocks, "clauses": clauses, **more}


def made(root: Path, *sections: dict[str, Any], **fields: Any) -> Handbook:
    entities = [
        {"id": f"firm-{code.lower()}", "name": f"Firm {code}", "jurisdiction": code} for code in PLACES.values()
    ]
    book = {"language": "en", "languages": ["en"], "organisation": {"name": "Firm"}, "entities": entities}
    write(root, "content/handbook.yml", book)
    (root / "content" / "figures").mkdir()
    (root / "content" / "figures" / "plan.svg").write_text(DRAWING, "utf-8")
    (root / "content" / "figures" / "photo.jpg").write_bytes(photograph())
    work = {"title": "Cook", "purpose": "Cooks.", "duties": [{"id": "cook", "text": "Cooks the meals."}]}
    rights = [{"id": "refuse", "text": "May refuse."}]
    write(root, "roles/cook.yml", {**work, "rights": rights, "sections": list(sections), **fields})
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def values(handbook: Handbook, entity: str) -> dict[str, Any]:
    cook, employer = handbook.roles["cook"], handbook.entities[entity]
    paper = paper_of(cook, identity_of(cook, employer, "en"), Reader(handbook, "en", employer))
    return values_of(paper, language_for("en"))


def text_of(pdf: bytes) -> str:
    return " ".join(page_texts(pdf))


# --- pictures


def test_a_drawing_loses_what_acts_and_what_fetches() -> None:
    safe = for_web(DRAWING.encode())
    assert (safe.kind, safe.width, safe.height) == ("svg", 40, 20)
    assert b"Stove" in safe.data
    for word in (b"script", b"alert", b"onload", b"tracker", b"javascript"):
        assert word not in safe.data


@pytest.mark.parametrize(
    "bad", [b"", b"hello", b"<svg", b'<!DOCTYPE s [<!ENTITY a "b">]><svg>&a;</svg>', b"\x89PNG\r\n"]
)
def test_what_is_no_picture_is_refused(bad: bytes) -> None:
    assert not is_sound(bad)
    with pytest.raises(BadPicture):
        for_web(bad)


def test_a_photograph_is_drawn_anew_without_what_the_camera_wrote() -> None:
    original = photograph(4000)
    assert b"Zanzibar" in original
    for made_ in (for_web(original).data, for_paper(original).encode()):
        assert b"Zanzibar" not in made_
    picture = for_web(original)
    assert (picture.kind, picture.width, picture.height) == ("jpeg", 1200, 600)
    assert Image.open(io.BytesIO(picture.data)).getexif() == {}


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(content: bytes) -> None:
    assert is_sound(content) in (True, False)


def test_line_ends_of_a_drawing_do_not_count() -> None:
    assert source_digest(DRAWING.encode()) == source_digest(DRAWING.replace("\n", "\r\n").encode())


# --- in the handbook


def test_a_free_section_is_on_the_page_where_it_is_said_to_be(tmp_path: Path) -> None:
    handbook = made(tmp_path, section("last"), section("first", after="duties", number="7"))
    page = next(one.text for one in render_site(handbook, SiteOptions()) if one.path == "en/roles/cook.md")
    order = [page.index(f"{{: #{name} }}") for name in ("duties", "section-first", "rights", "section-last")]
    assert order == sorted(order)
    assert '<span class="number">7</span>' in page
    assert "<caption>Norms of a shift</caption>" in page
    assert '<th scope="row" data-label="Dish">Soup' in page
    assert 'alt="Stove on the left"' in page
    assert "On paper." in page


def test_a_picture_is_on_the_site_of_those_who_are_shown_it(tmp_path: Path) -> None:
    handbook = made(tmp_path / "book", section(), field_visibility={"sections": "managers"})
    for audience, count in ((Audience.STAFF, 0), (Audience.MANAGERS, 1)):
        site = tmp_path / audience.name
        put_pictures(handbook, audience, site)
        assert len([*site.rglob("*.svg")]) == count
        pages = "".join(one.text for one in render_site(handbook, SiteOptions(audience)))
        assert ("Stove on the left" in pages) == bool(count)


def test_a_page_shows_a_picture_of_the_handbook_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "content" / "pages" / "en").mkdir(parents=True)
    text = '---\ntitle: Hello\n---\n![Stove](figures/plan.svg "Plan")\n\n`![x](figures/plan.svg)`\n'
    (tmp_path / "content" / "pages" / "en" / "hello.md").write_text(text, "utf-8")
    page = next(one.text for one in render_site(made(tmp_path)) if one.path == "en/guide/hello.md")
    assert page.count("<img ") == 1
    assert 'alt="Stove"' in page
    assert "Plan</span>" in page


@pytest.mark.parametrize("layout", PLACES)
def test_every_paper_has_the_section_behind_the_part_it_follows(layout: str, tmp_path: Path) -> None:
    told = values(made(tmp_path, section(after="duties")), f"firm-{PLACES[layout].lower()}")
    fonts = fonts_of([language_for("en").fonts])
    pdf = Typesetter(fonts.folders).set(Manuscript(layout, as_text({**told, "marks": []}), "draft"), Copy()).pdf
    pdf = finished_pdf(pdf)
    text = text_of(pdf)
    places = [
        text.index(words) for words in ("Cooks the meals.", "Norms of a shift", "120", "The kitchen", "May refuse.")
    ]
    assert places == sorted(places)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        alts = [str(one.Alt) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert alts == ["Stove on the left"]


@pytest.mark.parametrize("place", PLACES.values())
def test_a_section_that_follows_no_part_comes_last_on_paper_too(tmp_path: Path, place: str) -> None:
    pay = {"minimum": 10, "maximum": 20, "currency": "EUR", "period": "hour", "in_document": True}
    more = {"pay": pay, "legal_basis": [{"id": "law", "text": "The law."}], "conditions": {"workplace": "Kitchen"}}
    handbook = made(tmp_path, section("apart"), section("near", after="duties"), **more)
    titles = ["".join(map(str, one["title"])) for one in values(handbook, f"firm-{place.lower()}")["sections"]]
    assert titles.count("Norms and plan") == 2
    assert titles[-1] == "Norms and plan"
    assert titles.index("Norms and plan") < len(titles) - 2


def test_a_stored_number_is_printed_and_counted_on_from(tmp_path: Path) -> None:
    sections = values(made(tmp_path, section(after="duties", number="7")), "firm-gb")["sections"]
    numbers = [one["number"] for one in sections]
    place = numbers.index("7")
    assert numbers[place + 1] == "8"
    assert sections[place]["blocks"][-1]["entries"][0]["number"] == "7.1"


def test_a_word_copy_holds_table_and_picture_with_its_words(tmp_path: Path) -> None:
    told = with_pixels(values(made(tmp_path, section()), "firm-gb"))
    made_ = word_document("description", {**told, "marks": []}, {})
    word = Document(io.BytesIO(made_))
    assert any(cell.text == "120" for table in word.tables for row in table.rows for cell in row.cells)
    with zipfile.ZipFile(io.BytesIO(made_)) as package:
        assert 'descr="Stove on the left"' in package.read("word/document.xml").decode()
        assert any(name.endswith(".png") and "media" in name for name in package.namelist())
    assert any("The kitchen" in paragraph.text for paragraph in word.paragraphs)


# --- what it counts for


def test_the_picture_counts_for_the_fingerprint_and_its_name_does_not(tmp_path: Path) -> None:
    handbook = made(tmp_path, section())
    cook, employer = handbook.roles["cook"], handbook.entities["firm-gb"]
    identity = identity_of(cook, employer, "en")
    first, values_ = fingerprint(handbook, cook, identity), values_in(cook, handbook.figures)
    figures = tmp_path / "content" / "figures"
    (figures / "plan.svg").rename(figures / "floor.svg")
    renamed = section()
    renamed["blocks"][1]["figure"]["file"] = "floor.svg"
    role = {"title": "Cook", "purpose": "Cooks.", "duties": [{"id": "cook", "text": "Cooks the meals."}]}
    write(
        tmp_path, "roles/cook.yml", {**role, "rights": [{"id": "refuse", "text": "May refuse."}], "sections": [renamed]}
    )
    again = check_handbook(tmp_path).handbook
    assert again is not None
    assert fingerprint(again, again.roles["cook"], identity) == first
    assert values_in(again.roles["cook"], again.figures) == values_
    (figures / "floor.svg").write_text(DRAWING.replace("Stove", "Oven"), "utf-8")
    changed = check_handbook(tmp_path).handbook
    assert changed is not None
    assert fingerprint(changed, changed.roles["cook"], identity) != first
    assert values_in(changed.roles["cook"], changed.figures) != values_


def test_every_word_of_tables_and_figures_is_translated(tmp_path: Path) -> None:
    places = {one.place for one in texts_of(made(tmp_path, section()))}
    assert {
        "role/cook/sections/norms/blocks/shift/table/rows/soup/cells/dish",
        "role/cook/sections/norms/blocks/shift/table/columns/dish/heading",
        "role/cook/sections/norms/blocks/plan/figure/alt",
        "role/cook/sections/norms/clauses/log/blocks/form",
    } <= places
