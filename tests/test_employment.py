"""Pay and employment: shown to managers, on the paper and in the fingerprint only where the role says so."""

import json
from pathlib import Path
from typing import Any

import pytest

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.release import values_in
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.site.offered_documents import OfferedDocuments
from rolebook.render.paper.values import values_of
from rolebook.render.papers import OfferedPaper
from rolebook.view import Audience, Reader, fingerprint, identity_of
from rolebook.view.paper import paper_of
from tests.conftest import LANGUAGES
from tests.test_visibility import handbook as firm
from tests.test_visibility import site

PAY = {"minimum": 2000, "maximum": 2500, "currency": "EUR", "period": "month", "basis": "gross"}
EMPLOYMENT = {
    "contract": "fixed-term",
    "length": "P2Y",
    "share": 50,
    "probation": "P3M",
    "benefits": [{"id": "meals", "text": "Free meals"}],
}


def made(root: Path, **clerk: Any) -> Handbook:
    report = check_handbook(firm(root, clerk))
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


def printed(book: Handbook) -> tuple[str, str]:
    """The fingerprint of the clerk's paper, and all it says."""
    clerk, entity = book.roles["clerk"], book.entities["firm"]
    paper = paper_of(clerk, identity_of(clerk, entity, "en"), Reader(book, "en", entity))
    return paper.fingerprint, json.dumps(values_of(paper, language_for("en")), ensure_ascii=False)


def test_managers_see_pay_and_employment_and_staff_do_not(tmp_path: Path) -> None:
    root = firm(tmp_path, {"pay": PAY, "employment": EMPLOYMENT})
    for words in ("2,500", "per month · gross", "fixed term", "Free meals", "3 months", "50%"):
        assert words in site(root, Audience.MANAGERS)
        assert words not in site(root, Audience.STAFF)


def test_a_role_can_show_its_pay_to_everybody(tmp_path: Path) -> None:
    root = firm(tmp_path, {"pay": PAY, "field_visibility": {"pay": "staff"}})
    assert "2,500" in site(root, Audience.STAFF)


def test_pay_is_printed_and_counts_only_where_it_is_in_the_document(tmp_path: Path) -> None:
    bare = printed(made(tmp_path / "bare"))
    kept = made(tmp_path / "kept", pay=PAY, employment=EMPLOYMENT)
    shown = made(tmp_path / "shown", pay={**PAY, "in_document": True}, employment={**EMPLOYMENT, "in_document": True})
    assert printed(kept) == bare
    assert values_in(kept.roles["clerk"], {}).keys() == values_in(made(tmp_path / "again").roles["clerk"], {}).keys()
    digest, text = printed(shown)
    assert digest != bare[0]
    assert "2,500" in text
    assert "Free meals" in text
    assert values_in(shown.roles["clerk"], {})["pay/maximum"] == "2500.0"


def test_a_staff_page_shows_the_fingerprint_that_pay_does_not_touch(tmp_path: Path) -> None:
    """The fingerprint does not cover it, so nothing can be learned of it: page and paper stay whole."""
    for name, in_document in (("kept", False), ("shown", True)):
        book = made(tmp_path / name, pay={**PAY, "in_document": in_document})
        clerk, entity = book.roles["clerk"], book.entities["firm"]
        digest = fingerprint(book, clerk, identity_of(clerk, entity, "en"))
        assert (digest in site(tmp_path / name, Audience.STAFF)) is not in_document
        assert digest in site(tmp_path / name, Audience.MANAGERS)
        paper = OfferedPaper("role", "clerk", "firm", "en")
        offered = OfferedDocuments(tmp_path, (paper,)).for_audience(book, Audience.STAFF)
        assert bool(offered) is not in_document


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_each_period_and_contract(language: str) -> None:
    words = language_for(language)
    for period in ("hour", "day", "shift", "week", "month", "year", "piece"):
        assert words.word(f"per-{period}")
    for contract in ("permanent", "fixed-term", "temporary", "seasonal", "apprenticeship", "internship", "service"):
        assert words.word(f"contract-{contract}")


def test_a_range_with_one_end_says_which(tmp_path: Path) -> None:
    root = firm(tmp_path, {"pay": {"maximum": 2500, "currency": "EUR", "period": "hour"}})
    assert "up to EUR" in site(root, Audience.MANAGERS)


def test_pay_that_differs_by_place_is_shown_with_the_place_and_printed_only_there(tmp_path: Path) -> None:
    ranges = [
        {"id": "spain", "jurisdictions": ["ES"], "minimum": 2100, "currency": "EUR", "period": "month"},
        {"id": "york", "jurisdictions": ["GB"], "minimum": 3100, "currency": "GBP", "period": "month"},
        {"id": "night", "text": "Night shift", "minimum": 2400, "currency": "EUR", "period": "month"},
    ]
    root = firm(tmp_path, {"pay": {**PAY, "ranges": ranges, "in_document": True}})
    page = site(root, Audience.MANAGERS)
    for words in ("2,100", "3,100", "Night shift · from EUR", "United Kingdom"):
        assert words in page.replace("\xa0", " "), words
    book = check_handbook(root).handbook
    assert book is not None
    _, text = printed(book)
    here = book.entities["firm"].jurisdiction
    assert ("2,100" in text) is (here == "ES")
    assert ("3,100" in text) is (here == "GB")
    assert "Night shift" in text


def test_working_time_and_the_system_of_hours_are_said_without_a_share(tmp_path: Path) -> None:
    root = firm(tmp_path, {"employment": {"time": "part", "hours_system": "exempt"}})
    page = site(root, Audience.MANAGERS)
    assert "part time" in page
    assert "exempt from overtime pay" in page


def test_a_range_of_a_place_is_held_to_the_rules_of_pay(tmp_path: Path) -> None:
    ranges = [{"id": "a", "minimum": 3, "maximum": 2, "currency": "EUR", "period": "hour"}, {"id": "b", "minimum": 3}]
    report = check_handbook(firm(tmp_path, {"pay": {"ranges": ranges}}))
    found = [(one.code, one.location.line) for one in report.findings if one.code.startswith("pay-")]
    assert sorted(code for code, _ in found) == ["pay-order", "pay-shape"]
