"""How papers are set: signatures hold their text, items can be cited, tables keep their rows and their columns fit."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.model.role import Role
from rolebook.model.words.text import Text
from rolebook.pipeline.print.typeset import Job
from rolebook.render.paper.pixels import with_pixels
from rolebook.render.paper.typesetting import Copy, Manuscript, Sheets, Typesetter
from rolebook.render.paper.values import as_text, values_of
from rolebook.render.word import word_document
from rolebook.view import Reader, identity_of
from rolebook.view.paper import paper_of
from rolebook.view.paper.numbering import numbered
from rolebook.view.tree import Entries, Entry, Paragraph, Section, words
from tests.papers import jobs

PLACES = {"RU": "ru", "CN": "zh", "ES": "es", "VN": "vi"}


@pytest.fixture(scope="module")
def made(sample: Handbook, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Job]:
    """A role and a policy of each place, ready to be set."""
    folder = tmp_path_factory.mktemp("papers")
    return {
        (name, place): job
        for place, language in PLACES.items()
        for name in ("sales-manager", "rewards")
        for job in jobs(sample, folder, name, languages=(language,), jurisdictions=(place,))
    }


def pages_of(sheets: Sheets) -> list[str]:
    with pypdfium2.PdfDocument(sheets.pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def item(number: str, text: str) -> dict[str, Any]:
    return {"number": number, "heading": None, "flow": [{"p": [text]}], "marks": [], "facts": [], "entries": []}


def of_length(values: dict[str, Any], count: int) -> str:
    """The paper with one section of so many items, the last of which is called END."""
    items = [item(f"1.{place}", f"Item {place} of this section.") for place in range(1, count)]
    section = {"number": "1", "title": ["Section"], "marks": [], "sections": []}
    section["blocks"] = [{"entries": [*items, item(f"1.{count}", "END of the text.")]}]
    return json.dumps(values | {"sections": [section], "summary": []}, ensure_ascii=False)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["sales-manager", "rewards"])
def test_no_signature_is_on_a_page_without_text(made: dict[tuple[str, str], Job], name: str, place: str) -> None:
    """Wherever the page ends: the section is as long as it takes for each line to come last on a page."""
    job = made[name, place]
    setter, values = Typesetter(job.fonts), json.loads(job.paper)
    for count in range(1, 40, 3):
        sheets = setter.set(Manuscript(job.layout, of_length(values, count)), Copy())
        pages = pages_of(sheets)
        own = {one.page for one in sheets.fields if one.name != "approve"}
        assert own == {len(pages)}
        assert "END of the text." in pages[-1], count
        assert sum("END of the text." in page for page in pages) == 1


@pytest.mark.parametrize("place", PLACES)
def test_what_is_signed_is_named_above_the_signatures(made: dict[tuple[str, str], Job], place: str) -> None:
    job = made["sales-manager", place]
    sheets = Typesetter(job.fonts).set(Manuscript(job.layout, of_length(json.loads(job.paper), 60)), Copy())
    last = pages_of(sheets)[-1]
    told = json.loads(job.paper)
    foot = last.index(told["footer"][-1].replace("\u00a0", " ")) if told["footer"][-1] in last else len(last)
    assert told["title"] in last[:foot]
    assert last.count("SAL-02") >= 2  # there and in the foot


def test_more_signatures_than_a_page_holds_go_on(made: dict[tuple[str, str], Job]) -> None:
    job = made["sales-manager", "ES"]
    values = json.loads(job.paper)
    values["signers"] = [{**values["signers"][0], "id": f"step-{place}"} for place in range(30)]
    sheets = Typesetter(job.fonts).set(Manuscript(job.layout, of_length(values, 4)), Copy())
    assert [one.name for one in sheets.fields] == [f"step-{place}" for place in range(30)]
    assert all(one.box[1] > 80 for one in sheets.fields)  # points: above the foot of the page


def test_legal_review_is_spoken_of_on_drafts_only(made: dict[tuple[str, str], Job]) -> None:
    job = made["sales-manager", "ES"]
    said = json.loads(job.paper)["review"]
    setter = Typesetter(job.fonts)
    signed, draft = (
        "".join(pages_of(setter.set(Manuscript(job.layout, job.paper, profile), Copy())))
        for profile in ("default", "draft")
    )
    assert said not in signed
    assert said in draft


def test_a_draft_with_a_character_that_no_font_shows_is_made_all_the_same(made: dict[tuple[str, str], Job]) -> None:
    job = made["sales-manager", "ES"]
    values = json.loads(job.paper)
    values["title"] = "Manager \N{AIRPLANE}"
    setter = Typesetter(job.fonts)
    with pytest.raises(UserError):
        setter.set(Manuscript(job.layout, json.dumps(values)), Copy())
    sheets = setter.set(Manuscript(job.layout, json.dumps(values), "draft"), Copy())
    assert "Manager" in pages_of(sheets)[0]


def test_the_whole_of_a_russian_local_act_is_approved_at_its_top(made: dict[tuple[str, str], Job]) -> None:
    told = json.loads(made["rewards", "RU"].paper)
    assert told["approval"]["id"] == "approve"
    assert "approve" not in [one["id"] for one in told["signers"]]


def sections(*numbers: str) -> tuple[Section, ...]:
    return tuple(Section(f"s{place}", words("S"), number=number) for place, number in enumerate(numbers))


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        (("", "", ""), ["1", "2", "3"]),
        (("", "7", ""), ["1", "7", "8"]),
        (("", "", "1", "2", ""), ["I", "II", "1", "2", "3"]),
        (("", "A", ""), ["1", "A", "2"]),
        (("3", "3.1", ""), ["3", "3.1", "4"]),
        (("", "", "I", "1"), ["A", "B", "I", "1"]),
        (("", "I", "II", ""), ["1", "I", "II", "2"]),
        (("",) * 9 + ("4",), ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "4"]),
    ],
)
def test_no_two_sections_share_a_number(stored: tuple[str, ...], printed: list[str]) -> None:
    assert [one.number for one in numbered(sections(*stored))] == printed


def entry(name: str, number: str = "", *below: Entry) -> Entry:
    return Entry(name, (Paragraph(words(name)),), number=number, entries=below)


def test_items_count_on_from_a_stored_number() -> None:
    listed = Entries((entry("a", "4.1"), entry("b"), entry("c", "x"), entry("d", "4.9"), entry("e", "", entry("f"))))
    (section,) = numbered((Section("s", words("S"), (listed,), number="4"),))
    (block,) = section.blocks
    assert isinstance(block, Entries)
    assert [one.number for one in block.items] == ["4.1", "4.2", "x", "4.9", "4.10"]
    assert [one.number for one in block.items[-1].entries] == ["4.10.1"]


def numbers_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("number"):
            yield value["number"]
        value = [*value.values()]
    if isinstance(value, list):
        for one in value:
            yield from numbers_in(one)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["sales-manager", "rewards"])
def test_each_number_of_a_paper_is_there_once_and_without_holes(
    made: dict[tuple[str, str], Job], name: str, place: str
) -> None:
    printed = list(numbers_in(json.loads(made[name, place].paper)["sections"]))
    assert printed
    assert len(printed) == len(set(printed))
    for number in printed:
        before, _, last = number.rpartition(".")
        if last.isdecimal() and last != "1" and before:
            assert f"{before}.{int(last) - 1}" in printed, number


LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = "https://handbook.example/a/very/long/address/that/nobody/would/print?but=somebody&does=it"


def with_long_words(role: Role, language: str) -> Role:
    """The role with a duty and forty relations of words that are longer than their cells."""
    told = Text({language: f"{LONG} {ADDRESS}"}, language)
    group, *groups = role.duties
    duty = group.items[0].model_copy(update={"text": told})
    relation = role.relations[0].model_copy(update={"gives": told, "gets": told})
    relations = tuple(relation.model_copy(update={"id": f"r{place}"}) for place in range(40))
    return role.model_copy(
        update={"duties": (group.model_copy(update={"items": (duty,)}), *groups), "relations": relations}
    )


@pytest.mark.parametrize("place", PLACES)
def test_long_words_and_addresses_stay_inside_the_page_and_their_cells(
    sample: Handbook, made: dict[tuple[str, str], Job], place: str
) -> None:
    entity = next(one for one in sample.settings.entities if one.jurisdiction == place)
    reader = Reader(sample, PLACES[place], entity)
    role = with_long_words(sample.roles["sales-manager"], PLACES[place])
    job = made["sales-manager", place]
    values = values_of(paper_of(role, identity_of(role, entity, PLACES[place]), reader), reader.language)
    fonts = json.loads(job.paper)["fonts"]
    sheets = Typesetter(job.fonts).set(Manuscript(job.layout, as_text(values | {"fonts": fonts, "marks": []})), Copy())
    words_shown = "".join("".join(page.split()) for page in pages_of(sheets))
    assert words_shown.count(LONG) == 81
    assert words_shown.count(ADDRESS) == 81
    with pypdfium2.PdfDocument(sheets.pdf) as document:
        for page in document:
            text = page.get_textpage()
            boxes = [text.get_rect(place) for place in range(text.count_rects())]
            assert min(box[0] for box in boxes) > 55
            assert max(box[2] for box in boxes) < page.get_width() - 45


def parts_of(document: bytes) -> tuple[docx.document.Document, str]:
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return docx.Document(io.BytesIO(document)), package.read("docProps/core.xml").decode()


@pytest.mark.parametrize(("place", "language"), [("CN", "zh-CN"), ("RU", "ru-RU"), ("VN", "vi-VN"), ("ES", "es-ES")])
def test_a_word_copy_names_itself_and_holds_its_signatures_with_the_text(
    made: dict[tuple[str, str], Job], place: str, language: str
) -> None:
    job = made["sales-manager", place]
    values = json.loads(job.paper)
    day = datetime(2027, 1, 11, tzinfo=UTC)
    word, core = parts_of(word_document(job.layout, with_pixels(values), {}, created=day))
    assert (word.core_properties.title, word.core_properties.author) == (values["title"], values["letterhead"][0])
    assert word.core_properties.created.date() == day.date()
    assert {told.get(qn("w:val")) for told in word.styles.element.iter(qn("w:lang"))} == {language}
    assert f"<dc:language>{language}</dc:language>" in core
    long = {**values, "title": "Sales " * 90, "letterhead": ["Firm " * 90]}
    named, _ = parts_of(word_document(job.layout, with_pixels(long), {}))
    assert (len(named.core_properties.title), len(named.core_properties.author)) == (255, 255)
    _, dateless = parts_of(word_document(job.layout, with_pixels(values), {}))
    assert "dcterms:created" not in dateless
    begin = next(place for place, one in enumerate(word.paragraphs) if one.style.name == "Signatures")
    held = word.paragraphs[begin:]
    assert all(one.paragraph_format.keep_with_next for one in held[:-1])
    assert values["title"] in held[1].text
    rows = [row for table in word.tables for row in table._tbl.tr_lst]
    short = [row for row in rows if len("".join(row.itertext())) < 500]
    assert short
    assert all(row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None for row in short)


def test_the_columns_of_a_word_table_have_the_shares_of_the_printed_one(made: dict[tuple[str, str], Job]) -> None:
    values = json.loads(made["sales-manager", "ES"].paper)
    (table,) = [
        block["table"]
        for part in values["sections"]
        for below in (part, *part["sections"])
        for block in below["blocks"]
        if "table" in block and len(block["table"]["rows"]) == 8
    ]
    word, _ = parts_of(word_document("profile", with_pixels(values), {}))
    (shown,) = [one for one in word.tables if len(one.rows) == 9]
    widths = [int(column.get(qn("w:w"))) for column in shown._tbl.tblGrid.iter(qn("w:gridCol"))]
    assert [round(100 * one / sum(widths)) for one in widths] == [
        round(100 * one / sum(table["shares"])) for one in table["shares"]
    ]
