"""What makes a translation stale or unconfirmed, and what does not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rolebook.model.handbook import Handbook
from rolebook.model.translation.lock import LockLine, lock_text, read_lock
from rolebook.model.translation.units import State, Translations, states_of, unreliable
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.translate.accept import accept
from rolebook.view.in_jurisdiction import in_place

COOK, CHEF = "roles/cook.yml", "roles/head-chef.yml"


def read(root: Path) -> Handbook:
    handbook = check_handbook(root).handbook
    assert handbook is not None
    return handbook


def states(root: Path, language: str) -> dict[str, State]:
    return {unit.place: unit.state for unit in Translations(read(root)).units(language)}


@pytest.fixture
def accepted(firm_copy: Path) -> Path:
    """The small firm with every translation reviewed."""
    accept(firm_copy, (), (), "reviewed")
    return firm_copy


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), "utf-8")

    return change


def moved(root: Path) -> None:
    (root / "roles" / "kitchen").mkdir()
    (root / CHEF).rename(root / "roles" / "kitchen" / "head-chef.yml")


def reordered(root: Path) -> None:
    text = (root / CHEF).read_text("utf-8")
    start, taste, after = text.index("  - id: planning"), text.index("  - id: taste"), text.index("requirements:")
    (root / CHEF).write_text(text[:start] + text[taste:after] + text[start:taste] + text[after:], "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(moved, id="a moved file"),
        pytest.param(reordered, id="another order"),
        pytest.param(replaced(CHEF, "# The head of the kitchen", "# Somebody"), id="a comment"),
        pytest.param(replaced(CHEF, "Runs the kitchen of", "Runs  the   kitchen of"), id="spaces"),
        pytest.param(
            replaced(
                CHEF,
                "text: {en: Tastes every dish., es: Prueba cada plato.}",
                'text:\n      # new\n      es: "Prueba cada plato."\n      en: >-\n        Tastes\n        every dish.',
            ),
            id="layout",
        ),
        pytest.param(replaced(CHEF, "time_share: 20", "time_share: 25"), id="a number beside the text"),
        pytest.param(replaced(CHEF, "  - id: taste\n", "  - id: taste\n    result: Good food.\n"), id="a new text"),
    ],
)
def test_this_makes_nothing_stale(accepted: Path, change: Callable[[Path], None]) -> None:
    before = states(accepted, "es")
    change(accepted)
    after = states(accepted, "es")
    assert {place: after[place] for place in before} == before
    assert set(after.values()) - {State.MISSING} == {State.REVIEWED}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("Tastes every dish", "Tastes each dish", "role/head-chef/duties/taste"),
        ("*well*", "**well**", "role/head-chef/purpose"),
        ("{entity}", "{organisation}", "role/head-chef/purpose"),
        ('[[role:cook]].", es', '[[role:cook|cooks]].", es', "role/head-chef/duties/rota"),
        ("en: Head chef", "en: Chef", "role/head-chef/title"),
    ],
)
def test_a_changed_source_makes_that_string_stale_in_every_language(
    accepted: Path, old: str, new: str, place: str
) -> None:
    replaced(CHEF, old, new)(accepted)
    for language in ("es", "no"):
        found = states(accepted, language)
        changed = {one for one, state in found.items() if state is State.STALE}
        assert changed == ({place} if found[place] is not State.MISSING else set())


def test_a_changed_translation_takes_its_own_review_back(accepted: Path) -> None:
    replaced(CHEF, "Prueba cada plato", "Cata cada plato")(accepted)
    found = states(accepted, "es")
    assert {place for place, state in found.items() if state is State.TRANSLATED} == {"role/head-chef/duties/taste"}


def test_a_source_that_is_changed_back_is_not_stale(accepted: Path) -> None:
    replaced(CHEF, "Tastes every dish", "Tastes each dish")(accepted)
    replaced(CHEF, "Tastes each dish", "Tastes every dish")(accepted)
    assert State.STALE not in states(accepted, "es").values()


def test_a_renamed_role_keeps_its_history_and_so_does_what_refers_to_it(accepted: Path) -> None:
    for path in accepted.rglob("*.yml"):
        path.write_text(path.read_text("utf-8").replace("head-chef", "chef"), "utf-8")
    (accepted / CHEF).rename(accepted / "roles" / "chef.yml")
    replaced("roles/chef.yml", "grade: K4", "grade: K4\nformerly: [head-chef]")(accepted)
    found = states(accepted, "es")
    assert found["role/chef/duties/taste"] is State.REVIEWED
    assert State.UNCONFIRMED not in found.values()
    assert State.STALE not in found.values()


def test_the_source_language_is_the_files_own_also_through_extends(firm_copy: Path) -> None:
    handbook = read(firm_copy)
    sources = {unit.place: unit.source_language for unit in states_of(handbook, handbook.roles["cook"], "no")}
    assert sources["role/cook/title"] == sources["role/cook/duties/clean"] == "es"
    assert sources["role/head-chef/duties/rota"] == "en"
    assert "role/cook/duties/clean" in {unit.place for unit in states_of(handbook, handbook.roles["cook"], "en")}
    assert "role/cook/purpose" not in {unit.place for unit in states_of(handbook, handbook.roles["cook"], "es")}


def test_a_document_knows_its_own_and_its_inherited_strings_with_their_places(accepted: Path) -> None:
    replaced(CHEF, "Plans the [[rota]]", "Draws up the [[rota]]")(accepted)
    handbook = read(accepted)
    refused = unreliable(states_of(handbook, handbook.roles["cook"], "es"))
    assert [(unit.place, unit.state) for unit in refused] == [("role/head-chef/duties/rota", State.STALE)]
    location = refused[0].location
    assert (location.file, location.line, location.column) == (CHEF, 15, 69)


def test_a_document_cut_to_a_place_has_the_same_strings(sample: Handbook) -> None:
    here = in_place(sample.policies["discipline"], "RU")
    places = {unit.place for unit in states_of(sample, here, "ru")}
    assert any("/overrides/RU/" in place for place in places)
    assert {unit.state for unit in states_of(sample, here, "ru")} == {State.REVIEWED}


def test_the_lock_is_sorted_and_reads_back(accepted: Path) -> None:
    text = (accepted / "content" / "translations.lock").read_text("utf-8")
    rows = text.splitlines()
    assert rows == sorted(rows)
    lock, findings = read_lock(text)
    assert not findings
    assert lock_text(lock) == text


def test_two_lines_for_one_string_count_neither() -> None:
    rows = [
        LockLine("role/cook/title", "es", "0" * 20, "1" * 20, "reviewed"),
        LockLine("role/cook/title", "es", "0" * 20, "2" * 20, "reviewed"),
    ]
    lock, (finding,) = read_lock(lock_text(rows))
    assert (finding.code, finding.location.line, finding.arguments["first"]) == ("duplicate-lock", 3, 2)
    assert len(lock) == 0


def test_every_string_of_the_sample_has_a_place_of_its_own_and_is_reviewed(sample: Handbook) -> None:
    translations = Translations(sample)
    units = [unit for tag in sample.settings.languages for unit in translations.units(tag)]
    assert len(units) > 7000
    assert len({(unit.place, unit.language) for unit in units}) == len(units)
    assert {unit.state for unit in units} == {State.REVIEWED}
    assert sample.lock is not None
    assert {(line.place, line.language) for line in sample.lock} == {(unit.place, unit.language) for unit in units}
