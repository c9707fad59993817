"""Words that would be cut off or printed over others on a paper to sign: the print is refused, with page and words."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rolebook.language import phrasebook
from rolebook.model.handbook import Handbook
from rolebook.pdf import text_and_spills, text_digest
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import LEDGER, PrintRun, print_papers
from rolebook.pipeline.print.typeset import TypesetCopy, typeset_copy
from rolebook.render.paper.values import _block as block_of
from rolebook.render.paper.values import _words as runs_of
from rolebook.view.tree import Prose, Row, Table, Words
from tests.conftest import EFFORT, LANGUAGES, ROOT
from tests.papers import by_pdfium, jobs, moved

NO_BREAK = "\N{NO-BREAK SPACE}"
GLUED = NO_BREAK.join(["glued"] * 40)
SIDES = (62.36, 51.02)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A fresh handbook in two languages, whose translations are confirmed."""
    init_handbook(tmp_path / "shop", ("en", "es"), ("ES", "GB"))
    return tmp_path / "shop"


def printed(root: Path, **wanted: Any) -> PrintRun:
    order = Order(root / "out", ("team-lead",), languages=("en",), jurisdictions=("GB",), **wanted)
    return print_papers(root, order)


def with_title(root: Path, title: str) -> None:
    path = root / "roles/team-lead.yml"
    path.write_text(path.read_text("utf-8").replace('title: {en: "Team lead"', f'title: {{en: "{title}"'), "utf-8")


def test_a_paper_whose_words_leave_the_page_is_refused_at_their_place(shop: Path) -> None:
    with_title(shop, GLUED)
    result = printed(shop)
    assert result.files == []
    (refusal,) = result.refused
    assert {one.code for one in refusal.findings} == {"words-out-of-place"}
    finding = refusal.findings[0]
    assert (finding.location.file, finding.location.line, finding.arguments["page"]) == ("roles/team-lead.yml", 1, 1)
    assert "glued" in str(finding.arguments["words"])
    assert not list((shop / "out").glob("*.pdf"))
    assert list(shop.glob(f"out/{LEDGER}")) == list(shop.glob("out/.*")) == []
    for language in LANGUAGES:
        told = phrasebook(language)(finding)
        assert "glued" in told.message
        assert told.hint
    assert printed(shop, profile="draft").files, "a draft is always printed"
    assert [one.name for one in printed(shop).refused] == [refusal.name], "from the cache, too"


def test_the_same_words_with_ordinary_spaces_are_printed(shop: Path) -> None:
    with_title(shop, GLUED.replace(NO_BREAK, " "))
    result = printed(shop)
    assert result.refused == []
    assert len(result.files) == 1


Change = Callable[[dict[str, Any]], None]


def paragraph(text: str) -> Change:
    return lambda values: values["sections"].insert(1, section({"p": [*runs_of(text)]}))


def section(*blocks: Any) -> dict[str, Any]:
    return {"number": "99", "title": ["99"], "marks": [], "blocks": list(blocks), "sections": []}


def table(heads: list[str], row: list[str]) -> Change:
    cells = tuple((Prose((Words(cell),)),) for cell in row)
    shown = block_of(Table(tuple(heads), (Row("row", cells),) * 3))
    return lambda values: values["sections"].insert(1, section(shown))


def foot(values: dict[str, Any]) -> None:
    values["footer"] = [values["footer"][0], "A title without an end " * 60]


OVERFLOWING = {
    "no-break spaces": paragraph(NO_BREAK.join(["word"] * 60)),
    "narrow no-break spaces": paragraph("\N{NARROW NO-BREAK SPACE}".join(["1000"] * 60)),
    "word joiners": paragraph("\N{WORD JOINER}".join("没有任何空格的很长很长的中文词语" * 8)),
    "a row of Chinese stops": paragraph("。" * 120),
    "a row of exclamation marks": paragraph("！" * 120),
    "thirty columns": table(["N"] * 30, ["12345"] * 30),
    "a word across empty cells": table(["WWWWWW"] * 14, ["x"] * 14),
    "a foot higher than the page has room for": foot,
}
FITTING = {
    "a long word": paragraph("Donaudampfschifffahrt"),
    "twelve columns of long words": table(["Column"] * 12, ["Internationalisation"] * 12),
    "twelve long heads": table(["Internationalisation"] * 12, ["x"] * 12),
    "long words beside empty cells": table(["C"] * 12, ["Internationalisation", ""] * 6),
    "two words in narrow columns": table(["N"] * 9, ["Team management", "Управление группой", "Gestión comercial"] * 3),
    "a short word before a long one": table(
        ["N"] * 7, ["of undertakings", "и обязательства", "à disposition"] * 2 + ["a b"]
    ),
    "dashes": paragraph("—" * 200),
    "a logo of sixty to one": lambda values: values.update(
        brand={"logo": {"svg": WIDE_LOGO, "alt": "", "width": 100}},
    ),
    "one word on the seal": lambda values: values.update(seal="Organisationsstempelaufdruckverfahren"),
}
WIDE_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="60"><text x="3500" y="50" '
    'font-size="50">LOGO</text></svg>'
)


def made(sample: Handbook, folder: Path, change: Change, **copy: Any) -> TypesetCopy:
    (job,) = jobs(sample, folder, "rewards", languages=("ru",), jurisdictions=("RU",))
    values = json.loads(job.paper)
    change(values)
    return typeset_copy(replace(job, paper=json.dumps(values, ensure_ascii=False), **copy))


@pytest.mark.parametrize("name", OVERFLOWING)
def test_what_leaves_its_place_is_found(sample: Handbook, tmp_path: Path, name: str) -> None:
    assert made(sample, tmp_path, OVERFLOWING[name]).spills


@pytest.mark.parametrize("name", FITTING)
def test_what_breaks_or_is_made_smaller_stays_in_its_place(sample: Handbook, tmp_path: Path, name: str) -> None:
    copy = made(sample, tmp_path, FITTING[name])
    assert copy.spills == ()
    assert copy.text == text_digest(copy.content)


@pytest.mark.parametrize("name", ["María de los Dolores Fernández-Montesinos y García de la Concepción", "Ж" * 60])
def test_long_names_of_signers_stay_above_their_line(sample: Handbook, tmp_path: Path, name: str) -> None:
    (job,) = jobs(sample, tmp_path, "rewards", languages=("ru",), jurisdictions=("RU",))
    values = json.loads(job.paper)
    parties = {f"signer:{one['party']}": name for one in (*values["signers"], values["approval"])}
    copy = typeset_copy(replace(job, values=parties))
    assert copy.spills == ()
    assert by_pdfium(copy.content).count(name.split(maxsplit=1)[0][:6]) >= len(parties)


@pytest.mark.parametrize(
    "order",
    [
        ("RU", "ru", "sales-manager", {}),
        ("CN", "ru", "sales-manager", {}),
        ("CN", "zh", "discipline", {}),
        ("VN", "vi", "sales-manager", {}),
        ("ES", "es", "discipline", {}),
        ("FR", "en", "sales-manager", {}),
        ("RU", "ru", "sales-manager", {"profile": "ru-kedo"}),
        ("VN", "zh", "discipline", {"bilingual": "vi"}),
        ("ES", "es", "rewards", {"profile": "esign", "service": "adobe"}),
        ("ES", "es", "rewards", {"form": "sheet"}),
        ("RU", "ru", "rewards", {"form": "refusal"}),
    ],
)
def test_nothing_of_the_sample_is_out_of_place(sample: Handbook, tmp_path: Path, order: Any) -> None:
    place, language, document, wanted = order
    handbook = moved(sample, place) if place == "FR" else sample
    (job,) = jobs(handbook, tmp_path, document, languages=(language,), jurisdictions=(place,), **wanted)
    copy = typeset_copy(job)
    assert copy.spills == ()
    digest, found = text_and_spills(copy.content, (SIDES[0] + 20, SIDES[1] + 20))
    assert digest == copy.text
    assert found, "with wider margins the same words are beyond them"


def test_every_paper_of_the_sample_has_its_words_in_their_places(sample: Handbook, tmp_path: Path) -> None:
    """As `make handbook` prints them: a word over another in one table of one language is enough.

    With more effort all of them; in CI every fourth document and the longest, in all languages and places.
    """
    names = sorted({*sample.roles, *sample.policies})
    chosen = () if EFFORT > 1 else tuple(dict.fromkeys(("discipline", *names[::4])))
    result = print_papers(ROOT, Order(tmp_path / "out", chosen))
    assert [one.name for one in result.refused] == []
    assert len(result.files) > (200 if EFFORT > 1 else 50)
