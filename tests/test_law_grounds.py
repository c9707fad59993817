"""Dismissals that the law of a place allows are no errors; those that no ground carries are."""

from pathlib import Path

import pytest

from rolebook.model.law.merge import known_packs, shipped
from rolebook.model.law.pack import Ground
from rolebook.pipeline.check.check import check_handbook

SETTINGS = """\
language: en
languages: [en]
organisation: {{name: Example}}
entities: [{{id: one, name: Example One, jurisdiction: {place}}}]
"""
LAWFUL = {
    "RU": "intoxication/intoxication drugs/intoxication safety/safety conflict-of-interest/conflict-of-interest "
    "indecency/immoral-conduct damage/unfounded-decision harassment/gross-breach-of-head fraud/false-documents",
    "CN": "performance/probation fraud/deceit crime/criminal-liability performance/incompetence "
    "violence/serious-breach-of-rules gambling/serious-breach-of-rules bribery/serious-dereliction "
    "competition/concurrent-employment",
    "VN": "violence/theft-or-violence gambling/theft-or-violence drugs/theft-or-violence "
    "harassment/secrets-or-serious-damage safety/secrets-or-serious-damage",
    "ES": "intoxication/intoxication drugs/intoxication violence/offence-against-persons "
    "insult/offence-against-persons fraud/bad-faith data-misuse/bad-faith performance/low-performance "
    "harassment/harassment",
    "MX": "fraud/deceit-at-hiring violence/dishonesty violence/violence-among-colleagues damage/wilful-damage "
    "damage/negligent-damage safety/unsafe-conduct harassment/immoral-acts-or-harassment "
    "safety/refusal-of-safety-measures intoxication/intoxication crime/prison-sentence gambling/analogous-cause",
    "GB": "violence/conduct harassment/conduct performance/capability crime/other-substantial-reason "
    "fraud/statutory-restriction",
}  # fmt: skip
NONE = {"RU": ("harassment", "gambling"), "VN": ("insult",), "ES": ("crime",), "MX": ()}


def weights(root: Path, place: str, breaches: list[tuple[str, str]]) -> dict[str, set[str]]:
    """The severities of `sanction-without-ground` by the number of the breach."""
    said = "".join(
        f"  - {{id: b{number}, kind: {kind}, heading: B{number}, severity: gross, "
        f"consequences: [{{occurrence: 1, sanction: dismissal{f', ground: {ground}' if ground else ''}}}]}}\n"
        for number, (kind, ground) in enumerate(breaches)
    )
    for path, text in {
        "content/handbook.yml": SETTINGS.format(place=place),
        "policies/discipline.yml": f"title: Discipline\npurpose: What follows a breach.\noffences:\n{said}",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    found: dict[str, set[str]] = {}
    for one in check_handbook(root).findings:
        if one.code in {"sanction-without-ground", "unknown-value", "unknown-field"}:
            found.setdefault(f"b{one.location.line - 4}", set()).add(str(one.severity.value))
    return found


@pytest.mark.parametrize("place", LAWFUL)
def test_a_lawful_dismissal_that_names_its_ground_is_no_finding(place: str, tmp_path: Path) -> None:
    breaches = [(kind, ground) for kind, _, ground in (one.partition("/") for one in LAWFUL[place].split())]
    assert weights(tmp_path, place, breaches) == {}


@pytest.mark.parametrize("place", LAWFUL)
def test_a_lawful_dismissal_without_its_ground_is_no_error(place: str, tmp_path: Path) -> None:
    breaches = [(one.partition("/")[0], "") for one in LAWFUL[place].split()]
    assert not any("error" in found for found in weights(tmp_path, place, breaches).values())


@pytest.mark.parametrize("place", NONE)
def test_a_first_breach_that_no_ground_carries_is_an_error(place: str, tmp_path: Path) -> None:
    found = weights(tmp_path, place, [(kind, "") for kind in NONE[place]])
    expected = {"RU": {}, "VN": {"b0": {"error"}}, "ES": {"b0": {"error"}}, "MX": {}}[place]
    if place == "RU":  # only somebody who educates or heads may be dismissed for harassment at once
        expected = {"b0": {"warning"}, "b1": {"error"}}
    assert found == expected


def test_ground_that_fair_reasons_do_not_know_is_found(tmp_path: Path) -> None:
    assert weights(tmp_path, "GB", [("theft", "whim")]) == {"b0": {"error"}}


@pytest.mark.parametrize("code", known_packs())
def test_former_ids_of_grounds_are_known_and_clash_with_none(code: str) -> None:
    pack = shipped(code)
    assert pack is not None
    for rule in pack.sanctions:
        names = [name for ground in rule.grounds for name in (ground.id, *ground.formerly)]
        assert len(names) == len(set(names))


def test_ground_is_found_by_its_former_id() -> None:
    spain = shipped("ES")
    assert spain is not None
    rule = spain.sanction("dismissal")
    assert rule is not None
    renamed = rule.grounds[0].model_copy(update={"formerly": ("old-name",)})
    changed = rule.model_copy(update={"grounds": (renamed,)})
    named = changed.ground("old-name")
    assert isinstance(named, Ground)
    assert named.id == rule.grounds[0].id
    assert changed.ground("other") is None
