"""What the roster knows of a person is on their paper in every layout, and names print whatever script they are in."""

import hashlib
import io
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import docx
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from rolebook.diagnostics import UserError
from rolebook.model.people.person import Roster
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.jobs import Copies
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import PrintRun, print_papers
from rolebook.pipeline.print.typeset import Job
from rolebook.pipeline.reading.handbook import require_handbook
from tests.papers import by_pdfium

HEAD = "person,name,language,entity,role,territory,workplace,hours,start\n"
PLACES = ("ES", "GB", "CN", "VN", "RU", "US", "MX")
GEORGIAN = "გიორგი"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh handbook in five languages with an employer in each place."""
    made = tmp_path_factory.mktemp("personal") / "hb"
    init_handbook(made, ("en", "es", "zh", "vi", "ru"), PLACES)
    return made


def printed(root: Path, folder: Path, rows: str, *documents: str, **wanted: Any) -> PrintRun:
    (folder / "people.csv").write_text(HEAD + rows, "utf-8")
    return print_papers(root, Order(output=folder / "out", documents=documents, roster=folder / "people.csv", **wanted))


@pytest.mark.parametrize("word", [False, True], ids=["pdf", "docx"])
def test_every_layout_shows_what_the_roster_knows(root: Path, tmp_path: Path, word: bool) -> None:  # noqa: FBT001
    rows = "".join(
        f"E{place},Employee 001,en,employer-{place.lower()},team-member,North 7,Hall 9,30 a week,2027-02-01\n"
        for place in PLACES
    )
    done = printed(root, tmp_path, rows, profile="draft", word=word)
    assert len(done.files) == len(PLACES)
    for path in done.files:
        text = words_of(path)
        for label, value in (("Territory", "North 7"), ("Place of work", "Hall 9"), ("Hours", "30 a week")):
            assert label in text, path.name
            assert text.count(value) == 1, path.name
        assert "2027" in text


def words_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return by_pdfium(path.read_bytes())
    return "\n".join(
        one.text or ""
        for one in docx.Document(io.BytesIO(path.read_bytes())).element.body.iter()
        if one.tag.endswith("}t")
    )


def test_two_languages_label_it_in_both_and_a_policy_has_it_too(root: Path, tmp_path: Path) -> None:
    row = "E001,Employee 001,en,employer-es,team-member,North 7,,,\n"
    done = printed(root, tmp_path, row, profile="draft", bilingual="es", pack=True)
    assert len(done.files) > 1
    for path in done.files:
        text = " ".join(by_pdfium(path.read_bytes()).split())
        assert "Territory / Zona" in text
        assert text.count("North 7") == 1


def test_what_a_blank_of_the_text_says_is_not_said_again(root: Path, tmp_path: Path) -> None:
    path = root / "roles/team-member.yml"
    before = path.read_bytes()
    try:
        path.write_text(
            before.decode().replace("title:", "territory: {en: 'Sells in {territory}.'}\ntitle:", 1), "utf-8"
        )
        (done,) = printed(root, tmp_path, "E001,A B,en,employer-gb,team-member,North 7,,,\n", profile="draft").files
        assert by_pdfium(done.read_bytes()).count("North 7") == 1
    finally:
        path.write_bytes(before)


def test_a_paper_without_such_data_is_made_from_the_same_input_as_before(tmp_path: Path) -> None:
    job = Job(tmp_path / "a.pdf", "policy", "{}", ())
    later = ("known", "own_fonts", "record", "target", "fonts")
    told = {name: str(value) for name, value in asdict(job).items() if name not in later}
    assert job.digest == hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    assert replace(job, known=(("a", "b"),)).digest != job.digest
    assert replace(job, own_fonts="1").digest != job.digest


def font(path: Path, characters: str, family: str = "Names") -> None:
    """A font with a box for each character."""
    pen = TTGlyphPen(None)
    for place in ((100, 0), (100, 700), (500, 700), (500, 0)):
        (pen.moveTo if place == (100, 0) else pen.lineTo)(place)
    pen.closePath()
    box = pen.glyph()
    glyphs = [".notdef", *(f"u{ord(one):04X}" for one in characters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({ord(one): f"u{ord(one):04X}" for one in characters})
    builder.setupGlyf(dict.fromkeys(glyphs, box))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"{family}-Regular"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


ROWS = f"E001,{GEORGIAN},en,employer-gb,team-member,,,,\nE002,Employee 002,en,employer-gb,team-member,,,,\n"


def test_a_name_that_the_fonts_lack_is_refused_alone_and_printed_as_word(root: Path, tmp_path: Path) -> None:
    done = printed(root, tmp_path, ROWS)
    assert [path.name for path in done.files] == ["team-member.employer-gb.en.E002.pdf"]
    assert {
        (one.code, one.location.line, one.location.column) for refusal in done.refused for one in refusal.findings
    } == {("missing-glyph", 2, 2)}
    word = printed(root, tmp_path / "out", ROWS, word=True)
    assert (len(word.files), word.refused) == (2, [])
    assert GEORGIAN in words_of(word.files[0])


def test_a_font_of_the_handbook_shows_it_and_its_digest_is_part_of_the_input(tmp_path: Path) -> None:
    root = tmp_path / "hb"
    init_handbook(root, ("en", "es"), ("GB",))
    font(root / "content/fonts/names.ttf", "".join(sorted(set(GEORGIAN))))
    done = printed(root, tmp_path, ROWS, bilingual="es")
    assert (len(done.files), done.refused, done.report.findings) == (2, [], [])
    assert GEORGIAN in by_pdfium(done.files[0].read_bytes())
    assert printed(root, tmp_path, ROWS, bilingual="es").unchanged == 2
    font(root / "content/fonts/names.ttf", "".join(sorted({*GEORGIAN, "ჰ"})))
    again = printed(root, tmp_path, ROWS, bilingual="es")
    assert (len(again.files), again.unchanged) == (2, 1), "only the copy that needs the font is made again"


def test_a_sheet_for_many_takes_the_font_too(tmp_path: Path) -> None:
    root = tmp_path / "hb"
    init_handbook(root, ("en",), ("GB",))
    assert printed(root, tmp_path, ROWS, "team-member", form="sheet").files == []
    font(root / "content/fonts/names.otf", "".join(sorted(set(GEORGIAN))))
    (path,) = printed(root, tmp_path, ROWS, "team-member", form="sheet").files
    assert GEORGIAN in by_pdfium(path.read_bytes())


def test_a_file_that_is_no_font_is_told(root: Path, tmp_path: Path) -> None:
    path = root / "content/fonts/broken.ttf"
    path.parent.mkdir()
    path.write_bytes(b"no font")
    try:
        with pytest.raises(UserError) as refused:
            printed(root, tmp_path, ROWS)
        assert refused.value.code == "unusable-font"
    finally:
        path.unlink()
        path.parent.rmdir()


def test_jobs_without_a_person_know_nothing(root: Path, tmp_path: Path) -> None:
    handbook = require_handbook(root)
    order = Order(output=tmp_path, documents=("team-member",), languages=("en",), jurisdictions=("GB",))
    (job,) = Copies(handbook, order, Roster({}))
    assert isinstance(job, Job)
    assert (job.known, job.own_fonts) == ((), "")
