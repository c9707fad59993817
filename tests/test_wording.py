"""The wording rules: each finds its examples and leaves others alone, none can be slowed down, places are kept."""

import time
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest

from rolebook.checks.lexicon import FoldedLine, brought_wording, compiled, folded, hits_in
from rolebook.checks.prose_limits import figures_in
from rolebook.model.handbook import Handbook
from rolebook.model.law.merge import known_packs, pack_for
from rolebook.model.law.pack import ClauseTopic
from rolebook.model.law.wording_rules import FigureWords, WordingRule
from tests.conftest import LANGUAGES

RULES = [(tag, rule) for tag in LANGUAGES for rule in brought_wording(tag).rules]
NAMES = [f"{tag}-{rule.id}" for tag, rule in RULES]
VOID = set(get_args(ClauseTopic))
PROTECTED = {
    *("age", "sex", "family", "origin", "residence", "appearance", "health", "photo", "politics", "religion"),
    *("pay-history", "criminal-record"),
}
OTHERS = {
    *("leave-cut", "money", "consequence", "risk-shift", "legal-term", "threat", "other-tasks"),
    *("weak", "gendered", "nominal"),
}
TOPICS = PROTECTED | OTHERS | VOID


def found(rule: WordingRule, tag: str, text: str) -> bool:
    return any(hit.rule.id == rule.id for hit in hits_in([FoldedLine(folded(text), tag, rule.where[0])]))


@pytest.mark.parametrize(("tag", "rule"), RULES, ids=NAMES)
def test_a_rule_finds_its_examples_and_no_others(tag: str, rule: WordingRule) -> None:
    assert rule.hit
    assert rule.miss
    assert [text for text in rule.hit if not found(rule, tag, text)] == []
    assert [text for text in rule.miss if found(rule, tag, text)] == []


FIGURES = [(tag, figure) for tag in LANGUAGES for figure in brought_wording(tag).figures]


@pytest.mark.parametrize(("tag", "figure"), FIGURES, ids=[f"{tag}-{figure.about}" for tag, figure in FIGURES])
def test_a_figure_is_read_where_it_stands_with_its_topic(tag: str, figure: FigureWords) -> None:
    assert figure.hit
    assert figure.miss
    assert all(list(figures_in(figure, folded(text), tag)) for text in figure.hit)
    assert not any(list(figures_in(figure, folded(text), tag)) for text in figure.miss)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_has_every_topic(tag: str) -> None:
    assert {rule.about for rule in brought_wording(tag).rules} == TOPICS


def hostile(rule: WordingRule) -> Iterator[str]:
    """Texts made of what the rule's own examples begin with, again and again, and never end as it wants."""
    size = 4_000
    for seed in ("a", "а", "中", "1", "a ", "а ", "1 ", "не ", "no ", "1-", "((", "  "):
        yield (seed * size)[:size]
    for text in rule.hit:
        word = folded(text)
        for part in (word, word[: len(word) // 2], word[:3] + "x", word.split(" ", maxsplit=1)[0] + " "):
            yield ((part or "x") * size)[:size]
            yield (word[: len(word) // 2] + "а" * size)[:size]


@pytest.mark.parametrize(("tag", "rule"), RULES, ids=NAMES)
def test_no_pattern_can_be_slowed_down(tag: str, rule: WordingRule) -> None:
    """Each text has 4000 signs and takes a hundredth of a second or two; what is worse than linear takes many."""
    (search,) = compiled(brought_wording(tag).model_copy(update={"rules": (rule,)}))
    for text in set(hostile(rule)):
        for beyond in {False, search.protected}:  # it changes nothing else
            began = time.process_time()
            assert sum(1 for _ in search.finds_in(text, rule.where[0], beyond=beyond)) >= 0
            assert time.process_time() - began < 0.27, text[:40]


def test_signs_put_together_in_another_way_are_found_too() -> None:
    decomposed = "du\u031b\u01a1\u0301i 35 tuô\u0309i".replace("du\u031b\u01a1\u0301i", "du\u031bo\u031b\u0301i")
    rule = next(rule for tag, rule in RULES if tag == "vi" and rule.id == "age-range")
    assert found(rule, "vi", decomposed)
    assert found(rule, "vi", "DƯỚI   35\n TUỔI")


def test_a_find_belongs_to_the_text_it_stands_in() -> None:
    lines = [
        FoldedLine(folded(text), "en", "requirements")
        for text in ("Sells.", "Unmarried.", "Known for under 30 years", "old.")
    ]
    assert [(hit.line, hit.words) for hit in hits_in(lines)] == [(1, "unmarried")]


@cache
def attributes(handbook: Handbook) -> set[str]:
    packs = [pack_for(handbook, code) for code in known_packs()]
    return {one.id for pack in packs if pack for one in pack.protected}


def test_every_topic_that_the_law_protects_is_weighed_somewhere(firm: Handbook) -> None:
    assert attributes(firm) == PROTECTED
