"""What changes a fingerprint, and what does not."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolebook.model.base import walk
from rolebook.model.handbook import Handbook
from rolebook.model.role import Role
from rolebook.model.words.text import Text
from rolebook.pipeline.check.check import check_handbook
from rolebook.view import fingerprint, identities_of
from tests.conftest import ROOT


def prints(handbook: Handbook, language: str = "en") -> dict[str, str]:
    """Fingerprints of every document of the handbook in one language, by kind, id and entity."""
    documents = [*handbook.roles.values(), *handbook.policies.values()]
    return {
        f"{identity.kind}/{identity.id}/{identity.entity}": fingerprint(handbook, document, identity)
        for document in documents
        for identity in identities_of(handbook, document, language)
    }


def after(root: Path, change: Callable[[Path], None], language: str = "en") -> dict[str, str]:
    change(root)
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    return prints(report.handbook, language)


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), "utf-8")

    return change


COOK, CHEF = "roles/cook.yml", "roles/head-chef.yml"


def test_the_recipe_is_fixed(firm: Handbook) -> None:
    """A change here makes every reader sign again: it needs a new recipe, not a new expectation."""
    assert prints(firm)["role/head-chef/kitchen-es"] == ("rb1:" + RECIPE_RB1)
    assert len(set(prints(firm).values())) == len(prints(firm)) == 8


RECIPE_RB1 = "c852290b991371e0eb81d1e14ad5dd0148096c85fb20d759f74226f94195532f"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(replaced(CHEF, "# The head of the kitchen", "# Somebody"), id="a comment"),
        pytest.param(replaced(CHEF, "\nduties:", "\n\n\nduties:"), id="empty lines"),
        pytest.param(replaced(CHEF, "Runs the kitchen of", "Runs  the   kitchen of"), id="spaces"),
        pytest.param(
            replaced(
                CHEF,
                "text: {en: Tastes every dish., es: Prueba cada plato.}",
                "text:\n      en: Tastes every dish.\n      es: Prueba cada plato.",
            ),
            id="layout",
        ),
        pytest.param(replaced(CHEF, "Prueba cada plato", "Cata cada plato"), id="another language"),
        pytest.param(replaced(CHEF, "no: Kjøkkensjef", "no: Sjef"), id="a title in another language"),
        pytest.param(replaced(CHEF, "es: {feminine: jefa de cocina}", "es: {feminine: jefa}"), id="a word form"),
        pytest.param(replaced(CHEF, "review: 2027-01-01", "review: 2027-02-01"), id="the review date"),
        pytest.param(replaced("content/handbook.yml", "en: Corner Kitchen, es", "en: The Kitchen, es"), id="the name"),
        pytest.param(replaced("content/glossary.yml", "en: Who works when.", "en: The plan."), id="a definition"),
        pytest.param(replaced(COOK, "en: Cook,", "en: Line cook,"), id="the title of a role referred to"),
        pytest.param(replaced(CHEF, "{id: ask, text", "{id: question, text"), id="an item's id"),
    ],
)
def test_this_changes_nothing_for_the_chef(firm: Handbook, firm_copy: Path, change: Callable[[Path], None]) -> None:
    assert after(firm_copy, change)["role/head-chef/kitchen-es"] == prints(firm)["role/head-chef/kitchen-es"]


def test_moving_a_file_changes_nothing(firm: Handbook, firm_copy: Path) -> None:
    def move(root: Path) -> None:
        (root / "roles" / "kitchen").mkdir()
        shutil.move(root / CHEF, root / "roles" / "kitchen" / "head-chef.yml")

    assert after(firm_copy, move) == prints(firm)


def test_renaming_a_role_keeps_its_identity(firm: Handbook, firm_copy: Path) -> None:
    def rename(root: Path) -> None:
        for path in root.rglob("*.yml"):
            path.write_text(path.read_text("utf-8").replace("head-chef", "chef"), "utf-8")
        (root / CHEF).rename(root / "roles" / "chef.yml")
        text = (root / "roles" / "chef.yml").read_text("utf-8")
        (root / "roles" / "chef.yml").write_text(text + "formerly: [head-chef]\n", "utf-8")
        for page in root.rglob("*.md"):
            page.write_text(page.read_text("utf-8").replace("head-chef", "chef"), "utf-8")

    assert after(firm_copy, rename)["role/head-chef/kitchen-es"] == prints(firm)["role/head-chef/kitchen-es"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(replaced(CHEF, "Tastes every dish", "Tastes each dish"), id="a word"),
        pytest.param(replaced(CHEF, "*well*", "**well**"), id="emphasis"),
        pytest.param(replaced(CHEF, "{entity}", "{organisation}"), id="a placeholder"),
        pytest.param(replaced(CHEF, "[[role:cook]]", "[[role:cook|the cook]]"), id="the words of a reference"),
        pytest.param(replaced(CHEF, "time_share: 20", "time_share: 25"), id="a number"),
        pytest.param(replaced(CHEF, "frequency: weekly\n", "frequency: monthly\n"), id="a rhythm"),
        pytest.param(replaced(CHEF, "amount: 500", "amount: 600"), id="a limit"),
        pytest.param(replaced(CHEF, "effective: 2026-01-01", "effective: 2026-02-01"), id="the effective date"),
        pytest.param(replaced(CHEF, 'revision: "1.0"', 'revision: "1.1"'), id="the revision"),
        pytest.param(replaced(CHEF, "legal_nature: employer-act", "legal_nature: contract-annex"), id="the nature"),
        pytest.param(replaced(CHEF, "level: sure", "level: learning"), id="a level"),
    ],
)
def test_this_changes_the_head_chef(firm: Handbook, firm_copy: Path, change: Callable[[Path], None]) -> None:
    before, now = prints(firm), after(firm_copy, change)
    assert before["role/head-chef/kitchen-es"] != now["role/head-chef/kitchen-es"]
    assert before["policy/hygiene/kitchen-es"] == now["policy/hygiene/kitchen-es"]


def test_a_variant_changes_with_what_it_inherits_and_only_with_that(firm: Handbook, firm_copy: Path) -> None:
    before = prints(firm)["role/cook/kitchen-es"]
    assert after(firm_copy, replaced(CHEF, "Tastes every dish", "Tastes each dish"))["role/cook/kitchen-es"] == before
    assert after(firm_copy, replaced(CHEF, "Asks who is away", "Asks who is ill"))["role/cook/kitchen-es"] != before


def test_what_holds_elsewhere_changes_nothing_here(firm: Handbook, firm_copy: Path) -> None:
    before = prints(firm)
    now = after(firm_copy, replaced("policies/hygiene.yml", "Wear gloves with raw meat", "Wear gloves"))
    assert before["policy/hygiene/kitchen-gb"] == now["policy/hygiene/kitchen-gb"]
    assert before["policy/hygiene/kitchen-es"] != now["policy/hygiene/kitchen-es"]


def test_an_override_changes_its_own_place_only(firm: Handbook, firm_copy: Path) -> None:
    before = prints(firm)
    now = after(firm_copy, replaced("policies/discipline.yml", "sanction: reprimand", "sanction: notice"))
    assert before["policy/discipline/kitchen-gb"] == now["policy/discipline/kitchen-gb"]
    assert before["policy/discipline/kitchen-es"] != now["policy/discipline/kitchen-es"]


def test_composed_and_decomposed_accents_are_the_same(firm_copy: Path) -> None:
    composed = after(firm_copy, replaced(CHEF, "Tastes every dish", "Tastes every entr\u00e9e"))
    decomposed = after(firm_copy, replaced(CHEF, "entr\u00e9e", "entre\u0301e"))
    assert composed == decomposed


@cache
def roles_of_the_sample() -> tuple[Handbook, list[Role]]:
    handbook = check_handbook(ROOT).handbook
    assert handbook is not None
    return handbook, list(handbook.roles.values())


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 100_000), language=st.sampled_from(["en", "es", "zh", "vi", "ru"]))
def test_any_word_of_the_sample_changes_just_its_language(place: int, language: str) -> None:
    """Every text of a role is part of its fingerprint somewhere, in its own language and in no other."""
    handbook, roles = roles_of_the_sample()
    role = roles[place % len(roles)]
    holders = [
        (part, field)
        for part in walk(role)
        for field in type(part).model_fields
        if isinstance(getattr(part, field), Text)
    ]
    part, field = holders[place % len(holders)]
    text: Text = getattr(part, field)
    identities = [one for tag in handbook.settings.languages for one in identities_of(handbook, role, tag)]
    before = [fingerprint(handbook, role, identity) for identity in identities]
    words = text.values[language]
    text.values[language] = words + " x"
    try:
        now = [fingerprint(handbook, role, identity) for identity in identities]
    finally:
        text.values[language] = words
    assert {one.language for one, old, new in zip(identities, before, now, strict=True) if old != new} == {language}
