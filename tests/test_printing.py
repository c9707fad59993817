"""Printed documents: every layout and language is whole, readable, archivable, and the same bytes again."""

import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer, LTTextLine

from rolebook.model.handbook import Handbook
from rolebook.pipeline.print.typeset import Job, make_copy
from rolebook.sign.structure import structure_faults
from rolebook.store import beside
from rolebook.view.copies.code import CORNERS, copy_code, corner_payload, read_payload
from rolebook.view.copies.mark import decode
from rolebook.view.identity import Identity
from tests.conftest import LANGUAGES, ROOT
from tests.papers import EXTRACTORS, jobs, moved, pressed, without_spaces, words_of

PLACES = {"RU": "instruction", "CN": "table", "ES": "profile", "VN": "description"}
FORMS = ("sheet", "refusal", "sanctions")
_LEFT, _RIGHT = 61, 50  # points, a little less than the layouts leave


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
def test_a_role_is_set_in_the_layout_of_its_place_in_any_language(
    sample: Handbook, tmp_path: Path, place: str, language: str
) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=(language,), jurisdictions=(place,))
    assert job.layout == PLACES[place]
    pdf = make_copy(job).temporary.read_bytes()
    assert structure_faults(pdf) == []
    with pikepdf.open(beside(job.target)) as document:
        assert document.Root.Lang == language
        assert [str(field.T) for field in document.Root.AcroForm.Fields] == [name for name, _ in job.signers]
    _assert_inside(pdf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_extractors_read_every_word(sample: Handbook, tmp_path: Path, language: str) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=(language,), jurisdictions=("ES",))
    pdf = make_copy(job).temporary.read_bytes()
    pieces = [without_spaces(piece) for piece in words_of(job)]
    assert len(pieces) > 200
    for extract in EXTRACTORS:
        text = without_spaces(extract(pdf))
        lost = Counter("".join(pieces)) - Counter(text)
        assert not lost, (extract.__name__, lost)
        whole = sum(piece in text for piece in pieces) / len(pieces)
        assert whole > 0.97, (extract.__name__, [piece for piece in pieces if piece not in text])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_policy_is_set_with_the_numbers_of_its_clauses(sample: Handbook, tmp_path: Path, language: str) -> None:
    pdf = pressed(sample, tmp_path, "sales-department-rules", languages=(language,), jurisdictions=("ES",))
    assert structure_faults(pdf) == []
    assert "1.1" in EXTRACTORS[1](pdf)
    _assert_inside(pdf)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_about_a_document_are_set(sample: Handbook, tmp_path: Path, language: str, form: str) -> None:
    wanted = () if form == "sanctions" else ("discipline",)
    pdf = pressed(sample, tmp_path, *wanted, languages=(language,), jurisdictions=("VN",), form=form)
    assert structure_faults(pdf) == []
    _assert_inside(pdf)


@pytest.mark.parametrize(
    ("other", "name", "captions"),
    [
        ("en", "controls: Russian.", "подпись / signature"),
        ("zh", "以下列语言文本为准：俄语。", "подпись / 签字"),
        ("vi", "giá trị quyết định: Tiếng Nga.", "подпись / chữ ký"),
        ("es", "Prevalece la versión en este idioma: ruso.", "подпись / firma"),
    ],
)
def test_two_languages_stand_side_by_side_and_name_which_controls(
    sample: Handbook, tmp_path: Path, other: str, name: str, captions: str
) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=("ru",), jurisdictions=("RU",), bilingual=other)
    pdf = make_copy(job).temporary.read_bytes()
    assert structure_faults(pdf) == []
    text = without_spaces(EXTRACTORS[1](pdf))
    first, second = json.loads(job.paper)["marks"]
    assert first.split()[4] == "ru"
    assert second.split()[4] == other
    assert all(without_spaces(mark.split()[6]) in text for mark in (first, second))
    assert "преимущественнуюсилу:русский." in text
    assert without_spaces(name) in text
    assert text.count(without_spaces(captions)) == len(json.loads(job.paper)["signers"]) + 1
    assert text.index("УТВЕРЖДАЮ/") < text.index("Должностнаяинструкция"), "top right, as the place has it"
    _assert_inside(pdf)


def test_a_bilingual_paper_of_viet_nam_has_the_motto_of_the_state(sample: Handbook, tmp_path: Path) -> None:
    pdf = pressed(sample, tmp_path, "rewards", languages=("vi",), jurisdictions=("VN",), bilingual="en")
    text = without_spaces(EXTRACTORS[1](pdf))
    assert text.index("Độclập-Tựdo-Hạnhphúc") < text.index("CôngtyTNHH")
    assert "Independence–Freedom–Happiness" in text


@pytest.mark.parametrize("place", ["RU", "CN", "ES", "VN"])
def test_chinese_papers_have_chinese_brackets_and_colons(sample: Handbook, tmp_path: Path, place: str) -> None:
    pdf = pressed(sample, tmp_path, "sales-manager", languages=("zh",), jurisdictions=(place,))
    text = without_spaces(EXTRACTORS[1](pdf))
    assert "（任职者姓名）" in text
    assert "(任职者姓名)" not in text
    assert "文件编号:" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_whole_handbook_has_contents_and_bookmarks(sample: Handbook, tmp_path: Path, language: str) -> None:
    pdf = pressed(sample, tmp_path, languages=(language,), jurisdictions=("ES",), form="handbook")
    assert structure_faults(pdf) == []
    with pypdfium2.PdfDocument(pdf) as document:
        parts = [entry.get_title() for entry in document.get_toc(max_depth=1)]
        titles = [entry.get_title() for entry in document.get_toc(max_depth=2) if entry.level == 1]
        assert len(document) > 60
    assert len(parts) == 2
    assert len(titles) > 25
    assert all(policy.title.values[language] in titles for policy in sample.policies.values())


@pytest.mark.parametrize(("place", "layout", "width"), [("US", "description", 612), ("MX", "profile", 612)])
def test_letter_is_used_where_it_is_the_custom(
    sample: Handbook, tmp_path: Path, place: str, layout: str, width: int
) -> None:
    (job,) = jobs(moved(sample, place), tmp_path, "sales-manager", languages=("es",), jurisdictions=(place,))
    pdf = make_copy(job).temporary.read_bytes()
    assert job.layout == layout
    assert structure_faults(pdf) == []
    with pypdfium2.PdfDocument(pdf) as document:
        assert document[0].get_width() == width
    _assert_inside(pdf)


@pytest.mark.parametrize(
    ("profile", "part", "accessible"),
    [("default", "2A", True), ("archive", "3A", True), ("ru-kedo", "1A", False), ("draft", "2A", True)],
)
def test_a_profile_claims_its_standard(
    sample: Handbook,
    tmp_path: Path,
    profile: str,
    part: str,
    accessible: bool,  # noqa: FBT001
) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=("ru",), jurisdictions=("RU",), profile=profile)
    pdf = make_copy(job).temporary.read_bytes()
    assert structure_faults(pdf, part=part, accessible=accessible) == []
    with pikepdf.open(beside(job.target)) as document:
        assert ("/AcroForm" in document.Root) == (profile in ("default", "archive"))
        embedded = {name: spec.get_file().read_bytes() for name, spec in document.attachments.items()}
    assert embedded == ({"view.json": job.paper.encode()} if profile == "archive" else {})


@pytest.mark.parametrize(
    ("service", "tag"),
    [
        ("docuseal", "{{acknowledge;role=acknowledge;type=signature;required=true;width=136;height=25}}"),
        ("documenso", "{{signature, r5}}"),
        ("docusign", "/sig_acknowledge/"),
        ("adobe", "{{*acknowledge_es_:signer5:signature}}"),
    ],
)
def test_a_service_finds_its_marks_and_the_places(sample: Handbook, tmp_path: Path, service: str, tag: str) -> None:
    wanted = {"languages": ("es",), "jurisdictions": ("ES",), "profile": "esign", "service": service}
    (job,) = jobs(sample, tmp_path, "sales-manager", **wanted)
    done = make_copy(job)
    pdf = done.temporary.read_bytes()
    for extract in EXTRACTORS[:2]:
        assert tag in extract(pdf)
    ((hidden, _),) = done.extra
    told = json.loads(hidden.read_text("utf-8"))
    assert [field["name"] for field in told["fields"]] == [name for name, _ in job.signers]
    assert all(0 < field["left"] < field["right"] < 595 for field in told["fields"])
    sizes = [(line.width, line.height) for line in lines_of(pdf) if tag in line.get_text()]
    assert sizes == [
        pytest.approx((field["right"] - field["left"], field["top"] - field["bottom"]), rel=0.12)
        for field in told["fields"]
        if field["name"] == "acknowledge"
    ]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = [str(one.T) for one in document.Root.AcroForm.Fields] if "/AcroForm" in document.Root else []
    assert fields == ([name for name, _ in job.signers] if service == "docuseal" else [])


def lines_of(pdf: bytes) -> Iterator[LTTextLine]:
    for page in extract_pages(io.BytesIO(pdf)):
        for block in page:
            if isinstance(block, LTTextContainer):
                yield from (line for line in block if isinstance(line, LTTextLine))


def test_every_page_shows_its_copy_code_its_corners_and_its_number(sample: Handbook, tmp_path: Path) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=("zh",), jurisdictions=("CN",))
    with pypdfium2.PdfDocument(make_copy(job).temporary.read_bytes()) as document:
        for number, page in enumerate(document, 1):
            symbols = [one.text for one in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())]
            (found,) = filter(None, map(read_payload, symbols))
            assert {corner_payload(found, corner) for corner in CORNERS} < {*symbols}
            assert (found.code, found.page) == (job.code, number)
            told = without_spaces(page.get_textpage().get_text_range())
            assert f"第{number}页，共{len(document)}页" in told


def test_a_form_about_a_document_has_another_code_than_the_document(sample: Handbook, tmp_path: Path) -> None:
    wanted = {"languages": ("ru",), "jurisdictions": ("RU",)}
    forms = ("document", "sheet", "refusal")
    codes = [jobs(sample, tmp_path, "sales-manager", form=form, **wanted)[0].code for form in forms]
    codes.append(jobs(sample, tmp_path, "sales-manager", bilingual="en", **wanted)[0].code)
    assert len(set(codes)) == 4


def test_the_same_input_gives_the_same_bytes_in_any_order_and_process(sample: Handbook, tmp_path: Path) -> None:
    wanted = {"languages": ("ru",), "jurisdictions": ("RU",)}
    pressed(sample, tmp_path / "warm", "head-of-sales", **wanted)
    here = pressed(sample, tmp_path / "here", "sales-manager", **wanted)
    word = pressed(sample, tmp_path / "here", "sales-manager", word=True, **wanted)
    there = tmp_path / "there"
    for form in ("pdf", "docx"):
        command = [sys.executable, "-m", "rolebook", "print", "sales-manager", "--language", "ru", "--format", form]
        environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai", "LC_ALL": "C", "PATH": ""}
        subprocess.run([*command, "--handbook", ROOT, "--output", there], check=True, env=environment, cwd=tmp_path)
    assert (there / "sales-manager.example-ru.ru.pdf").read_bytes() == here
    assert (there / "sales-manager.example-ru.ru.docx").read_bytes() == word


def test_the_copy_code_stands_in_the_file_and_follows_from_document_person_and_issue(
    sample: Handbook, tmp_path: Path
) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=("ru",), jurisdictions=("RU",), issue=2)
    pdf = make_copy(job).temporary.read_bytes()
    with pikepdf.open(beside(job.target)) as document:
        assert str(document.docinfo.Keywords).endswith(job.code)
    assert pdf.count(job.code.encode()) == 2  # document information and XMP agree
    assert job.code != copy_code(_identity(job), None, 1)
    assert job.code == copy_code(_identity(job), None, 2)


def _identity(job: Job) -> Identity:
    (mark,) = decode(json.loads(job.paper)["marks"][0])
    return mark.identity


def _assert_inside(pdf: bytes) -> None:
    """No letter stands outside the text area."""
    seen = 0
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width = page.get_width()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(index, loose=False)
                if right == left or text.get_text_range(index, 1).isspace():  # nothing to see
                    continue
                seen += 1
                assert left >= _LEFT, text.get_text_range(max(0, index - 40), 41)
                assert right <= width - _RIGHT, text.get_text_range(max(0, index - 40), 41)
    assert seen > 300
