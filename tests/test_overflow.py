"""Whatever words a paper is made of stay inside its page: titles, labels, posts, columns, marks, notices, names."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from rolebook.model.handbook import Handbook
from rolebook.pipeline.print.typeset import typeset_copy
from rolebook.render.paper.values import _words as runs_of
from rolebook.sign import structure_faults
from tests.conftest import EFFORT
from tests.papers import by_pdfium, jobs, without_spaces

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
ADDRESS = f"https://example.org/{'segment-of-a-path_' * 12}?q={'x' * 90}"
CHINESE = "没有任何空格的很长很长的中文词语" * 6
PLACES = {"RU": "ru", "CN": "zh", "ES": "es", "VN": "vi"}
ORDERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sales-manager", {}),
    ("rewards", {}),
    ("sales-manager", {"bilingual": "en"}),
    ("rewards", {"form": "sheet"}),
    ("rewards", {"form": "refusal"}),
)


def stretched(values: dict[str, Any]) -> None:
    """Puts long words into every kind of place of a paper, and a table of 40 rows into its text."""
    long, address, chinese = (list(runs_of(text)) for text in (LONG, ADDRESS, CHINESE))
    row = [[long], [address], [chinese], [["ok"]], [], [list(runs_of("Ж" * 70))]]
    table = {"columns": ["A", LONG, "B", "C", "D", CHINESE], "rows": [row] * 40, "shares": [20, 20, 20, 10, 10, 20]}
    item = {"number": "9.9", "heading": long, "flow": [{"p": address}, {"ul": [[{"p": long + address}]]}]}
    item |= {"marks": [LONG, ADDRESS], "facts": [[LONG, [address, chinese]]], "entries": []}
    facts = {"facts": [[LONG, [address]], [ADDRESS, [chinese]]]}
    section = {"number": "99", "title": [*long, " ", *address], "marks": [LONG], "sections": []}
    values["sections"].insert(1, section | {"blocks": [{"entries": [item, item]}, facts, {"table": table}]})
    values["title"] = f"{LONG} {values['title']}"
    values["position"].append([LONG, [address]])
    values["letterhead"] = [f"{line} {LONG}" for line in values["letterhead"]]
    values["footer"] = [f"{line} {ADDRESS}" for line in values["footer"][:1]]
    values["notices"].append(ADDRESS)
    for signer in [*values["signers"], *filter(None, [values["approval"]])]:
        signer["post"], signer["said"] = f"{LONG} {signer['post']}", ADDRESS
    values["rows"] = [[row[0], LONG, ADDRESS, row[3]] for row in values["rows"]]


def outside(pdf: bytes) -> Iterator[tuple[int, str]]:
    """Letters that are not between the margins, by page."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text, width, height = page.get_textpage(), page.get_width(), page.get_height()
            for place in range(text.count_rects()):
                left, bottom, right, top = text.get_rect(place)
                if left < 58 or right > width - 46 or bottom < 20 or top > height - 20:
                    yield number, text.get_text_bounded(left, bottom, right, top)


TRIED = [
    (place, *order)
    for number, place in enumerate(PLACES)
    for turn, order in enumerate(ORDERS)
    if EFFORT > 1 or (number + turn) % 2 == 0
]
"""Every place and every order; in CI each place with every other one."""


@pytest.mark.parametrize(("place", "name", "wanted"), TRIED)
def test_long_words_stay_inside_wherever_they_are(
    sample: Handbook, tmp_path: Path, place: str, name: str, wanted: dict[str, Any]
) -> None:
    (job,) = jobs(sample, tmp_path, name, languages=(PLACES[place],), jurisdictions=(place,), **wanted)
    values = json.loads(job.paper)
    for one in (values, *filter(None, [values.get("other")])):
        stretched(one)
    named = {f"signer:{party}": LONG for party in ("holder", "superior")} | {"holder": LONG}
    made = typeset_copy(
        replace(job, paper=json.dumps(values, ensure_ascii=False), values=named, known=((LONG, ADDRESS),))
    )
    assert list(outside(made.content)) == []
    assert structure_faults(made.content) == []
    shown = without_spaces(by_pdfium(made.content))
    assert shown.count(LONG) >= (80 if wanted.get("form") is None else 3)
    assert ADDRESS in shown
