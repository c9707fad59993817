"""Interface words that the code asks for are in the language files: families with every value that the model allows."""

import ast
from collections.abc import Iterator
from typing import Any, get_args

import pytest
import yaml

from rolebook.model.acknowledgement import METHODS
from rolebook.model.base import Frequency, LegalNature
from rolebook.model.employment import Contract, Employment, Pay
from rolebook.model.law.pack import LimitKind, TimeLimit
from rolebook.model.law.printed_form import LAYOUTS, CustomaryLayout, Formula
from rolebook.model.policy import Acknowledgement, AdoptionStep, Offence, Sanction
from rolebook.model.requirements import Requirement
from rolebook.model.role import Authority, Duty, OtherTasks, ServiceLevel
from rolebook.model.sections import ClauseKind
from rolebook.model.settings import SignOffStep, Style
from rolebook.model.words.inline import PERSONAL
from rolebook.register.states import State
from rolebook.render.paper import layout_source
from rolebook.render.word import template_for
from rolebook.view.law import SHOWN_STANDINGS
from tests.conftest import LANGUAGES, ROOT

PACKAGE = ROOT / "generator" / "rolebook"


def choices(model: Any, field: str) -> tuple[str, ...]:
    """The words that a field of the model allows."""
    return tuple(_literals(model.model_fields[field].annotation))


def _literals(annotation: Any) -> Iterator[str]:
    for one in get_args(annotation):
        if isinstance(one, str):
            yield one
        else:
            yield from _literals(one)


FROM_THE_MODEL = {
    "acknowledge-{}": choices(Acknowledgement, "form"),
    "act-{}": choices(SignOffStep, "act"),
    "adoption-{}": choices(AdoptionStep, "act"),
    "authority-{}": choices(Authority, "kind"),
    "blank-{}": sorted(PERSONAL),
    "by-{}": ("holder", "superior"),
    "clause-{}": get_args(ClauseKind),
    "clock-{}": choices(ServiceLevel, "clock"),
    "contract-{}": get_args(Contract),
    "formula-{}": get_args(Formula),
    "frequency-{}": get_args(Frequency),
    "genre-{}": set(LAYOUTS) - {"bilingual"},
    "hours-{}": choices(Employment, "hours_system"),
    "kit-address-{}": choices(Style, "address"),
    "legal-nature-{}": get_args(LegalNature),
    "limit-only-{}": choices(TimeLimit, "only"),
    "limit-{}": get_args(LimitKind),
    "method-{}": METHODS,
    "mode-{}": choices(Duty, "mode"),
    "other-tasks-{}": choices(OtherTasks, "kinds"),
    "pay-{}": choices(Pay, "basis"),
    "per-{}": choices(Pay, "period"),
    "requirement-{}": choices(Requirement, "kind"),
    "sanction-{}": get_args(Sanction),
    "severity-{}": choices(Offence, "severity"),
    "sign-{}": choices(SignOffStep, "act"),
    "standing-{}": SHOWN_STANDINGS,
    "state-{}": get_args(State),
    "time-{}": choices(Employment, "time"),
}
"""Families of words whose second half is a value of a handbook or a register."""
FIXED = {
    *("column-{}", "contact-{}", "contact-{}-words", "entry-{}", "evidence-{}", "field-{}", "field-{}-count"),
    *("kit-document-{}", "kit-{}", "paper-{}", "section-{}", "site-{}", "{}-{}"),
}
"""Families whose second halves are written in the code; the pages that show them are made by other tests."""
ASKING = {"word", "counted", "fact", "nouns"}


def asked() -> Iterator[tuple[str, ast.expr]]:
    """Every first argument of a call that asks for a word, with its place."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKING:
                yield from ((f"{path.name}:{node.lineno}", one) for one in node.args[:1])


def family(key: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in key.values)


@pytest.fixture(scope="module", params=LANGUAGES)
def known(request: pytest.FixtureRequest) -> set[str]:
    data = yaml.safe_load((PACKAGE / "language" / "data" / f"{request.param}.yml").read_text("utf-8"))
    return set(data["words"])


def test_every_word_that_code_names_is_there(known: set[str]) -> None:
    constants = [(place, key.value) for place, key in asked() if isinstance(key, ast.Constant)]
    assert len(constants) > 100
    assert [one for one in constants if one[1] not in known] == []


def test_every_family_that_code_asks_for_is_listed() -> None:
    families = {family(key) for _, key in asked() if isinstance(key, ast.JoinedStr)}
    assert families - FROM_THE_MODEL.keys() - FIXED == set()


@pytest.mark.parametrize("name", FROM_THE_MODEL)
def test_every_value_of_the_model_has_its_word(known: set[str], name: str) -> None:
    values = FROM_THE_MODEL[name]
    assert len(values) > 1
    assert {key for value in values if (key := name.format(value)) not in known} == set()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_has_its_files_and_its_page(layout: str) -> None:
    assert layout_source(layout).strip()
    assert template_for(layout)
    assert f"`{layout}`" in (ROOT / "docs" / "documents.md").read_text("utf-8")


def test_the_format_names_the_layouts_that_a_place_may_choose() -> None:
    listed = "\\|".join(get_args(CustomaryLayout))
    assert f"`layout: {listed}`" in (ROOT / "docs" / "format.md").read_text("utf-8")
