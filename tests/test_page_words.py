"""Words and figures of a document looked for on pages: digit by digit, each as often as the text has it."""

import re
from datetime import date
from pathlib import Path

import pytest

from rolebook.language import Duration
from rolebook.model.handbook import Handbook
from rolebook.model.role import Limit
from rolebook.model.words.text import Text
from rolebook.pdf import page_texts
from rolebook.view import Reader
from rolebook.view.fingerprint import counted_texts, counted_values
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.page_words import figures_in, missing_words
from tests.papers import pressed


def missing(words: str, *pages: str, figures: tuple[str, ...] = ()) -> list[str]:
    return list(missing_words([Text({"en": words}, "en")], "en", pages, [(one,) for one in figures]))


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("Answer within 3-5 days", "Answer within 35 days"),
        ("Answer within 35 days", "Answer within 3-5 days"),
        ("Room 12 3 people", "Room 123 people"),
        ("Pay 10", "Pay 100"),
        ("Pay 10", "Pay 10.5"),
        ("10 euros", "110 euros"),
        ("10 euros", "2,10 euros"),
        ("Pay 1.5 euros", "Pay 15 euros"),
        ("Below -5 degrees", "Below 5 degrees"),
        ("Pay １０ euros", "Pay 11 euros"),
    ],
)
def test_another_figure_is_not_the_same(words: str, page: str) -> None:
    assert missing(words, f"Before {words}, after.") == []
    assert missing(words, f"Before {page}, after.") == [words]


@pytest.mark.parametrize(
    "page",
    [
        "See 3. 10 days\nare enough",
        "10\ndays are\u00a0enough.",
        "• 10 days are en\u0002\nough",
        "10天 10 days areenough",
    ],
)
def test_what_an_extractor_adds_is_passed_over(page: str) -> None:
    assert missing("10 days are enough", page) == []


def test_each_figure_is_looked_for_as_often_as_the_text_has_it() -> None:
    pages = ("Pay EUR 500, then EUR 500.",)
    assert missing("Words", "Words", *pages, figures=("EUR 500", "EUR 500")) == []
    assert missing("Words", "Words", *pages, figures=("EUR 500",) * 3) == ["EUR 500"]
    assert missing("Pay EUR 500", "Pay EUR 500", figures=("EUR 500",)) == ["EUR 500"]


def test_a_day_on_a_paper_that_is_out_may_be_written_as_papers_wrote_it_then(firm: Handbook) -> None:
    figures = list(figures_in([date(2027, 3, 1)], Reader(firm, "vi")))
    assert figures == [("01 tháng 3 năm 2027", "01 tháng 03 năm 2027", "1 tháng 3, 2027")]
    words = [Text({"vi": "Quy chế"}, "vi")]
    for written in figures[0]:
        assert list(missing_words(words, "vi", [f"Quy chế, {written}"], figures)) == []
    assert list(missing_words(words, "vi", ["Quy chế, 2 tháng 3, 2027"], figures)) == [figures[0][0]]


def test_a_run_goes_on_on_the_next_page_but_no_figure_does() -> None:
    assert missing("Answer within 15 days of the letter", "Top. Answer within", "15 days of the letter") == []
    assert missing("Answer within 15 days of the letter", "Top. Answer within 1", "5 days of the letter") != []
    assert missing("Answer within 15 days of the letter", "Top. Answer within", "16 days of the letter") != []
    assert missing("Answer within some days of it", "Answer within some", "days of it") == []
    assert missing("Answer within some days of it", "Answer within some", "weeks of it") != []


def test_amounts_spans_days_and_numbers_are_figures_as_their_reader_sees_them(firm: Handbook) -> None:
    values = [
        Limit(amount=5000.0, currency="EUR"),
        Limit(percent=3.0),
        Duration.parse("P5D"),
        date(2027, 1, 11),
        12,
        "x",
    ]
    told = list(figures_in(values, Reader(firm, "en")))
    assert [re.sub(r"\D", "", one) for one, *_ in told] in (
        ["5000", "3", "5", "112027", "12"],
        ["500000", "3", "5", "112027", "12"],
    )


@pytest.mark.parametrize("name", ["sales-supervisor", "pricing-and-discounts", "discipline"])
@pytest.mark.parametrize("language", ["en", "ru", "zh"])
def test_every_figure_of_a_printed_document_is_found_and_any_other_is_missed(
    sample: Handbook, tmp_path: Path, name: str, language: str
) -> None:
    entity = sample.settings.entities[0]
    pages = list(
        page_texts(pressed(sample, tmp_path, name, languages=(language,), jurisdictions=(entity.jurisdiction,)))
    )
    document = in_place({**sample.roles, **sample.policies}[name], entity.jurisdiction)
    figures = list(figures_in(counted_values(document), Reader(sample, language, entity)))
    texts = list(counted_texts(document))
    assert figures
    assert list(missing_words(texts, language, pages, figures)) == []
    tried = 0
    shown = [figure for figure, *_ in figures]
    for figure in dict.fromkeys(shown):
        broken = re.compile(r"\s*".join(re.escape(sign) for sign in figure if not sign.isspace()))
        places = [(place, found) for place, page in enumerate(pages) for found in broken.finditer(page)]
        if len(places) > shown.count(figure):  # also in the foot, or a part of another figure
            continue
        at, found = places[0]
        other = re.sub(r"\d", lambda digit: str(9 - int(digit[0])), found[0], count=1)
        page = pages[at][: found.start()] + other + pages[at][found.end() :]
        assert list(missing_words(texts, language, [*pages[:at], page, *pages[at + 1 :]], figures)), (figure, other)
        tried += 1
    assert tried
