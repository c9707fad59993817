"""Wording rules of a handbook's own, in a language that Rolebook does not read: numbers, alternatives and endings."""

import time
from pathlib import Path

import pytest

from rolebook.checks.lexicon import FoldedLine, folded, hits_in
from rolebook.model.law.wording_rules import OwnRule, OwnWording
from rolebook.pipeline.check.check import check_handbook

SETTINGS = """\
language: fr
languages: [fr]
organisation: {name: Exemple}
entities: [{id: one, name: Exemple Un, jurisdiction: FR}]
"""
RULES = """\
rules:
  - {id: age, about: age, where: [requirements], words: ["moins de {number} ans"]}
  - {id: sex, about: sex, where: [requirements], words: ["(homme|hommes|femme|femmes) uniquement", "recrut* masculin*"]}
"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Moins de 32 ans", 1),
        ("Hommes uniquement", 1),
        ("Femme uniquement", 1),
        ("Recrutement masculin", 1),
        ("Moins de trente ans", 0),
        ("Surhommes uniquement", 0),
        ("Moins de (homme|hommes) ans", 0),
    ],
)
def test_own_words_find_numbers_alternatives_and_endings(words: str, found: int, tmp_path: Path) -> None:
    for path, text in {
        "content/handbook.yml": SETTINGS,
        "content/wording/fr.yml": RULES,
        "roles/clerk.yml": "title: T\npurpose: P.\nduties: [{id: d, text: D.}]\n"
        f"requirements: [{{id: r, kind: trait, text: {words}}}]\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    codes = [one.code for one in check_handbook(tmp_path).findings]
    assert codes.count("unlawful-requirement") + codes.count("risky-term") == found


def test_own_words_cannot_be_slowed_down() -> None:
    rule = OwnRule(id="r", about="age", words=("(aa*|a*) a* a* {number} a*", "((a|b)|c)* x"))
    own = {"fr": OwnWording(rules=(rule,))}
    began = time.process_time()
    assert not list(hits_in([FoldedLine(folded("a " * 4000 + "a" * 4000), "fr", "requirements")], own))
    assert time.process_time() - began < 1
