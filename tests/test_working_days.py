"""Steps that count working days: what readers see, what counts, and what the law's limits make of it."""

from pathlib import Path

import pytest

from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.view import Reader, fingerprint, identities_of
from rolebook.view.clauses import step_entry
from rolebook.view.tree import Fact

SETTINGS = (
    "language: en\nlanguages: [en, zh]\norganisation: {name: E}\nentities: [{id: e, name: E, jurisdiction: VN}]\n"
)
RULES = """\
title: {{en: Rules, zh: 规定}}
purpose: {{en: Fair play., zh: 公平。}}
offences:
  - {{id: b, heading: {{en: B, zh: B}}, severity: minor, consequences: [{{occurrence: 1, sanction: reprimand}}]}}
procedure:
  - {{id: tell, act: hearing-notice, within: P5D{more}, text: {{en: Gives notice., zh: 发出通知。}}}}
"""


def handbook(root: Path, more: str = "") -> tuple[Handbook, list[str]]:
    for path, text in (("content/handbook.yml", SETTINGS), ("policies/discipline.yml", RULES.format(more=more))):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    report = check_handbook(root)
    assert report.handbook
    return report.handbook, [one.code for one in report.findings]


def deadline(book: Handbook, language: str) -> str:
    assert book.discipline
    facts = step_entry(book.discipline.procedure[0], Reader(book, language)).facts
    return next(shown(fact) for fact in facts if "5" in shown(fact))


def shown(fact: Fact) -> str:
    return "".join(getattr(run, "text", "") for prose in fact.prose for run in prose.runs)


@pytest.mark.parametrize(("language", "word"), [("en", "working day"), ("zh", "工作日")])
def test_a_deadline_says_that_it_counts_working_days(tmp_path: Path, language: str, word: str) -> None:
    assert word in deadline(handbook(tmp_path / "working", ", working_days: true")[0], language)
    assert word not in deadline(handbook(tmp_path / "all")[0], language)


def test_what_is_signed_says_it_too_and_stays_as_it_was_without_it(tmp_path: Path) -> None:
    prints = []
    for number, more in enumerate(("", ", working_days: false", ", working_days: true")):
        book, _ = handbook(tmp_path / str(number), more)
        assert book.discipline
        identity = next(identities_of(book, book.discipline, "en"))
        prints.append(fingerprint(book, book.discipline, identity))
    assert prints[0] == prints[1] != prints[2]


@pytest.mark.parametrize(("more", "found"), [("", 1), (", working_days: true", 0)])
def test_five_working_days_are_as_long_as_the_law_asks(tmp_path: Path, more: str, found: int) -> None:
    assert handbook(tmp_path, more)[1].count("over-time-limit") == found
