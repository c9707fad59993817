"""How many lines as people really write them the rules find: `recall/<language>.tsv`, a topic and a line each.

A line counts when a rule of its topic finds it in the context where such a line would stand. The lines were written by
whoever wrote the rules, and the floors only keep what is reached; lines by somebody who has not seen the rules are
worth more, and belong here.
"""

from pathlib import Path

import pytest

from rolebook.check.lexicon import Line, folded, hits_in

FOLDER = Path(__file__).parent / "recall"
FLOORS = {"en": 0.85, "es": 0.85, "zh": 0.85, "vi": 0.85, "ru": 0.85}
CONTEXT = dict.fromkeys(("money", "risk-shift", "consequence", "legal-term"), "consequence") | {"other-tasks": "duties"}


def lines(language: str) -> list[tuple[str, str]]:
    text = (FOLDER / f"{language}.tsv").read_text("utf-8")
    return [(topic, line) for topic, _, line in (row.partition("\t") for row in text.splitlines())]


def missed(language: str) -> list[tuple[str, str]]:
    asked = lines(language)
    read = [Line(folded(line), language, CONTEXT.get(topic, "requirements")) for topic, line in asked]
    found = {(hit.line, hit.rule.about) for hit in hits_in(read)}
    return [(topic, line) for number, (topic, line) in enumerate(asked) if (number, topic) not in found]


@pytest.mark.parametrize("language", FLOORS)
def test_most_lines_of_a_language_are_found(language: str) -> None:
    lost = missed(language)
    assert len(lost) <= (1 - FLOORS[language]) * len(lines(language)), lost


def test_there_are_enough_lines_to_tell() -> None:
    assert all(len(lines(language)) >= 12 for language in FLOORS)
    assert sum(len(lines(language)) for language in FLOORS) >= 60
