"""What a later revision asks of those who acknowledged an earlier one."""

from dataclasses import replace
from datetime import date

import pytest

from rolebook.model.handbook import Handbook
from rolebook.model.release import Change, Release
from rolebook.model.succession import asks_again, in_force_from, same_text, unreleased

WORDS = {
    "en": {"title": "Hygiene", "rule": "Wash your hands."},
    "es": {"title": "Higiene", "rule": "Lávese las manos."},
}


def released(revision: str, change: Change, values: str = "P10D", **words: str) -> Release:
    """A release of the policy; `en` and `es` are its rule in that language."""
    said = {tag: {**texts, "rule": words.get(tag, texts["rule"])} for tag, texts in WORDS.items()}
    fingerprints = {"kitchen-es": {tag: f"rb1:{revision}-{tag}" for tag in WORDS}}
    day = date(2027, 1, int(revision[0]))
    return Release(
        "policy", "hygiene", revision, change, day, "", None, {"within": values}, said, fingerprints, {}, {}, {}
    )


def with_releases(firm: Handbook, *releases: Release) -> Handbook:
    revision = releases[-1].revision
    policy = firm.policies["hygiene"].model_copy(update={"revision": revision})
    return replace(firm, policies={**firm.policies, "hygiene": policy}, releases=releases)


FIRST = released("1", "first")


@pytest.mark.parametrize(
    ("later", "again"),
    [
        ([released("2", "substantive", values="P5D")], {"en", "es"}),
        ([released("2", "editorial", en="Please wash your hands.")], set()),
        ([released("2", "substantive", es="Lávese bien las manos.")], {"es"}),
        (
            [released("2", "editorial", en="Please wash."), released("3", "substantive", "P5D", en="Please wash.")],
            {"en", "es"},
        ),
        ([released("2", "editorial", es="Lave."), released("3", "substantive", es="Lave.", en="Wash arms.")], {"en"}),
        ([released("2", "editorial"), released("3", "substantive", en="Wash hands and arms.")], {"en"}),
    ],
)
def test_only_those_are_asked_again_whose_text_changed_in_substance(
    firm: Handbook, later: list[Release], again: set[str]
) -> None:
    handbook = with_releases(firm, FIRST, *later)
    policy = handbook.policies["hygiene"]
    assert {tag for tag in WORDS if asks_again(handbook, policy, "1", tag)} == again


def test_a_later_editorial_text_is_as_good_as_the_one_assigned(firm: Handbook) -> None:
    handbook = with_releases(firm, FIRST, released("2", "editorial"), released("3", "substantive", values="P5D"))
    policy = handbook.policies["hygiene"]
    assert in_force_from(handbook, policy) == handbook.releases[-1]
    assert same_text(handbook, policy, "3", "kitchen-es", "es") == {"rb1:3-es"}
    before = with_releases(firm, FIRST, released("2", "editorial"))
    assert same_text(before, before.policies["hygiene"], "1", "kitchen-es", "es") == {"rb1:1-es", "rb1:2-es"}
    assert in_force_from(before, before.policies["hygiene"]) == FIRST


@pytest.mark.parametrize(
    ("assigned", "language", "same"),
    [
        ("1", "es", {"1", "2"}),
        ("2", "es", {"2"}),  # what was released before the text that was assigned is another question
        ("3", "es", {"3"}),
        ("4", "es", {"4", "5"}),  # as the first one again: whoever was assigned that one has not been asked since
        ("1", "en", {"1", "2", "3", "4", "5"}),  # changed in another language only
        ("6", "es", set()),
    ],
)
def test_the_same_text_ends_at_the_next_change_for_its_reader(
    firm: Handbook, assigned: str, language: str, same: set[str]
) -> None:
    handbook = with_releases(
        firm,
        FIRST,
        released("2", "editorial", es="Lávese la mano."),
        released("3", "substantive", es="Lávese bien las manos."),
        released("4", "substantive"),
        released("5", "editorial", es="Lave."),
    )
    found = same_text(handbook, handbook.policies["hygiene"], assigned, "kitchen-es", language)
    assert found == {f"rb1:{one}-{language}" for one in same}
    assert not same_text(handbook, handbook.policies["hygiene"], assigned, "elsewhere", language)


def test_without_releases_any_change_asks_again_and_with_them_a_draft_waits(firm: Handbook) -> None:
    policy = firm.policies["hygiene"]
    assert asks_again(firm, policy, "1.0", "es")
    assert not unreleased(firm, policy)
    handbook = with_releases(firm, FIRST)
    draft = policy.model_copy(update={"revision": "2"})
    assert unreleased(handbook, draft)
    assert not unreleased(handbook, handbook.policies["hygiene"])
