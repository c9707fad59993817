"""Word copies beside their papers: as LibreOffice sets them, they have the same words on as many pages."""

import json
import os
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.print.typeset import make_copy
from rolebook.render.paper import fonts_of
from tests.papers import jobs, moved

SOFFICE = shutil.which("soffice")
PLACES = {"RU": ("ru", "en"), "CN": ("zh", "en"), "ES": ("es", "vi"), "VN": ("vi", "ru")}
NAMES = ("sales-assistant", "sales-manager", "discipline", "information-security")
_FOOT = {"pdf": 88, "docx": 62}
"""Points from the lower edge to where the text ends: a paper has its codes below."""
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>{folders}
<cachedir>{cache}</cachedir>
<match target="pattern"><test name="family"><string>Arial</string></test>
<edit name="family" mode="assign" binding="strong"><string>Source Sans 3</string></edit></match>
<match target="pattern"><test name="family"><string>Microsoft YaHei</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Sans SC</string></edit></match></fontconfig>"""


@pytest.fixture(scope="module")
def pairs(sample: Handbook, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, bytes]]:
    """Each paper with its Word copy as LibreOffice sets it, in the same fonts, by name."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("beside")
    papers: dict[str, bytes] = {}
    copies: list[Path] = []
    for place, languages in PLACES.items():
        for language in languages:
            for word in (False, True):
                wanted = {"languages": (language,), "jurisdictions": (place,), "word": word}
                for job in jobs(sample, folder, *NAMES, **wanted):
                    made = make_copy(job)
                    if word:
                        copies.append(made.temporary.rename(job.target))
                    else:
                        papers[job.target.stem] = made.temporary.read_bytes()
    folders = fonts_of([language_for(tag).fonts for tag in ("en", "zh", "vi", "ru", "es")]).folders
    listed = "".join(f"<dir>{one}</dir>" for one in folders)
    (folder / "fonts.conf").write_text(_FONTS.format(folders=listed, cache=folder / "cache"), "utf-8")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        SOFFICE,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder / "set"),
        *map(str, copies),
    ]
    environment = os.environ | {"FONTCONFIG_FILE": str(folder / "fonts.conf")}
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
    return {name: (paper, (folder / "set" / f"{name}.pdf").read_bytes()) for name, paper in papers.items()}


def text_of(pdf: bytes, kind: str) -> tuple[int, str]:
    """How many pages, and the letters and figures of the text on them, in order and without blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded(bottom=_FOOT[kind], top=800) for page in document]
    told = unicodedata.normalize("NFKC", "".join(pages)).casefold()
    return len(pages), re.sub(r"[\W_]", "", told)


def test_word_copies_have_as_many_pages_and_the_same_words(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    assert len(pairs) == 4 * 2 * len(NAMES)
    for name, (paper, copy) in pairs.items():
        (pages, words), (copied, other) = text_of(paper, "pdf"), text_of(copy, "docx")
        assert abs(pages - copied) <= 1, name
        lost = Counter(words) - Counter(other)
        assert lost.total() < 0.01 * len(words) + 120, (name, lost)  # labels that are said once more on a new page
        added = Counter(other) - Counter(words)
        assert added.total() < 0.01 * len(words) + 20, (name, added)


def test_the_words_run_in_the_same_order(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    for name, (paper, copy) in pairs.items():
        words, other = text_of(paper, "pdf")[1], text_of(copy, "docx")[1]
        pieces = [words[at : at + 16] for at in range(0, len(words) - 16, 16)]
        places = [place for piece in pieces if (place := other.find(piece)) >= 0 and other.count(piece) == 1]
        assert len(places) > 0.6 * len(pieces), name
        behind = sum(later < sooner for sooner, later in pairwise(places))
        assert behind <= 0.02 * len(places) + 2, (name, behind, len(places))


def test_the_fonts_are_those_of_the_paper(pairs: dict[str, tuple[bytes, bytes]]) -> None:
    for name, both in pairs.items():
        paper, copy = (_families(pdf) for pdf in both)
        assert copy <= paper | {"SourceSans3", "NotoSansSC"}, name
        assert copy & paper, name


def _families(pdf: bytes) -> set[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        named = [
            str(one.get("/BaseFont", ""))
            for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
    return {re.split(r"[-,]", name.split("+")[-1].lstrip("/"))[0] for name in named if name}


@pytest.mark.parametrize(("place", "size"), [("US", (215.9, 279.4)), ("MX", (215.9, 279.4)), ("GB", (210, 297))])
def test_a_word_copy_has_the_paper_size_and_margins_of_its_place(
    sample: Handbook, tmp_path: Path, place: str, size: tuple[float, float]
) -> None:
    wanted = {"languages": ("es",), "jurisdictions": (place,), "word": True}
    (job,) = jobs(moved(sample, place), tmp_path, "sales-assistant", **wanted)
    section = docx.Document(str(make_copy(job).temporary)).sections[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == size
    margins = (section.left_margin, section.right_margin, section.top_margin)
    assert [one.mm for one in margins if one is not None] == pytest.approx([22, 18, 20], abs=0.02)


def test_lines_are_as_far_apart_as_on_paper_but_for_pictures(sample: Handbook, tmp_path: Path) -> None:
    wanted = {"languages": ("zh",), "jurisdictions": ("CN",), "word": True}
    (job,) = jobs(sample, tmp_path, "sales-assistant", **wanted)
    word = docx.Document(str(make_copy(job).temporary))
    assert word.styles["Normal"].paragraph_format.line_spacing.pt == pytest.approx(12.9)
    pictures = [one for one in word.element.body.iter(qn("w:p")) if one.findall(f".//{qn('w:pict')}")]
    assert len(pictures) == 5
    assert {one.style for one in pictures} == {"Picture"}
    assert word.styles["Picture"].paragraph_format.line_spacing == 1.0
    assert {len(row.cells) for row in word.tables[0].rows} == {4}


def test_a_word_copy_shows_where_the_seal_goes_and_what_each_line_is_for(sample: Handbook, tmp_path: Path) -> None:
    for place, language in (("RU", "ru"), ("CN", "zh")):
        wanted = {"languages": (language,), "jurisdictions": (place,), "word": True}
        (job,) = jobs(sample, tmp_path, "sales-assistant", **wanted)
        text = "\n".join(one.text for one in docx.Document(str(make_copy(job).temporary)).paragraphs)
        assert text.count(json.loads(job.paper)["seal"]) == 1, place
        assert text.count(language_for(language).word("paper-signature")) >= 4
