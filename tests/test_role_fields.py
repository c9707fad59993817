"""What real descriptions say beside the common fields: rhythms, ranges of years, outcomes, headings, scales."""

import json
from pathlib import Path
from typing import Any

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import render_site
from rolebook.render.paper.values import values_of
from rolebook.view import Reader, identity_of
from rolebook.view.paper import paper_of
from tests.test_visibility import handbook as firm
from tests.test_visibility import write

LIBRARY = {
    "levels": [{"id": "good", "name": "Good"}],
    "groups": [{"id": "selling", "name": "Selling", "text": "What selling takes."}],
    "scales": [
        {"id": "cefr", "name": "Languages", "levels": [{"id": "b2", "name": "B2", "expected": "Talks freely."}]}
    ],
    "competencies": [
        {"id": "english", "name": "English", "definition": "Speaks it.", "scale": "cefr"},
        {"id": "closing", "name": "Closing", "definition": "Agrees.", "group": "selling"},
    ],
}


def made(root: Path, **clerk: Any) -> Handbook:
    write(root, "content/competencies.yml", LIBRARY)
    report = check_handbook(firm(root, clerk))
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def page(book: Handbook, key: str = "roles/clerk") -> str:
    return next(one.text for one in render_site(book) if one.path == f"en/{key}.md")


def paper(book: Handbook) -> str:
    clerk, entity = book.roles["clerk"], book.entities["firm"]
    made_ = paper_of(clerk, identity_of(clerk, entity, "en"), Reader(book, "en", entity))
    return json.dumps(values_of(made_, language_for("en")), ensure_ascii=False)


def test_a_duty_has_several_rhythms(tmp_path: Path) -> None:
    work = {"id": "count", "text": "Counts the stock.", "frequency": "monthly", "rhythms": ["yearly"]}
    book = made(tmp_path, duties=[work], indicators=[{"id": "loss", "text": "Losses", "rhythms": ["weekly", "yearly"]}])
    text = page(book)
    for mark in ("monthly", "yearly", "weekly"):
        assert f">{mark}</span>" in text
    assert '"monthly", "yearly"' in paper(book)


def test_years_are_a_range_or_have_an_upper_end(tmp_path: Path) -> None:
    sales = {"id": "sales", "kind": "experience", "text": "Sales", "years": 2, "years_up_to": 5}
    other = {"id": "trade", "text": "Trade", "years_up_to": 1}
    text = page(made(tmp_path, requirements=[{**sales, "alternatives": [other]}]))
    assert "2–5 years" in text
    assert "(up to 1 year)" in text


def test_outcomes_behaviours_and_deputising_are_on_page_and_paper(tmp_path: Path) -> None:
    fields = {"outcomes": "Guests return", "behaviours": "Greets everybody"}
    lists = {field: [{"id": "one", "text": text}] for field, text in fields.items()}
    book = made(tmp_path, **lists, deputising="By order of the chief")
    for text in (*fields.values(), "By order of the chief", "Outcomes", "Behaviours expected"):
        assert text in page(book)
        assert text in paper(book)


def test_the_roles_own_headings_take_the_place_of_ours_and_of_the_places(tmp_path: Path) -> None:
    headings = {"prohibitions": "Never", "liability": "Answers for", "duties": "Everyday work"}
    lists = {
        field: [{"id": "one", "heading": "Money", "text": "Takes none."}] for field in ("prohibitions", "liability")
    }
    book = made(tmp_path, headings=headings, **lists)
    for heading in headings.values():
        assert heading in page(book)
        assert heading in paper(book)
    assert '<b class="entry-heading">Money</b>' in page(book)
    assert "What the holder must not do" not in page(book)


def test_competencies_stand_in_groups_and_on_scales_of_their_own(tmp_path: Path) -> None:
    book = made(tmp_path, competencies=[{"id": "english", "level": "b2"}, {"id": "closing", "level": "good"}])
    role, library = page(book), page(book, "competencies")
    assert "<caption>Selling</caption>" in role
    assert "B2" in role
    assert (
        library.index("Selling") < library.index("Closing") < library.index("English") < library.index("Talks freely.")
    )
