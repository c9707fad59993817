"""What a fingerprint is computed over, piece by piece: each is pinned, since a change makes every reader sign again."""

from pathlib import Path

from rolebook.model.handbook import Handbook
from rolebook.model.words.canonical import plain_data
from rolebook.model.words.parser import parse
from rolebook.pipeline.check.check import check_handbook
from rolebook.view import fingerprint, identities_of
from rolebook.view.in_jurisdiction import in_place, offence_in

TEXT = """Reads [[rota|the plan]] of [[policy:hygiene#hands]] and *tells* **{holder}** in `code`.

1. first [page](https://x.example/)
2. second

- third"""


def test_every_kind_of_run_and_block_enters_as_it_always_has() -> None:
    blocks, faults = parse(TEXT, lists=True)
    assert not faults
    assert plain_data(blocks, lambda kind, name: f"first-{kind}-{name}") == [
        [
            "p",
            "Reads ",
            ["ref", "term", "first-term-rota", "", "", "the plan"],
            " of ",
            ["ref", "policy", "first-policy-hygiene", "hands", "", ""],
            " and ",
            ["emphasis", "tells"],
            " ",
            ["strong", ["blank", "holder"]],
            " in ",
            ["code", "code"],
            ".",
        ],
        ["ol", [["p", "first ", ["link", "https://x.example/", "page"]]], [["p", "second"]], [["p", "third"]]],
    ]
    assert plain_data(parse("one  \ntwo")[0], lambda _, name: name) == [["p", "one", ["break"], "two"]]


ROLE = """\
title: {en: Head chef, es: Jefa}
purpose: {en: Runs the kitchen.}
revision: "2.0"
effective: 2026-03-01
headcount: 2
reports_to: owner
appointment: {by: "role:owner"}
deputised_by: [owner, cook]
duties:
  - {id: a, text: {en: Cooks., es: Cocina.}, indicators: [waste, speed], time_share: 12.5, frequency: daily}
  - {id: b, text: {en: Serves.}}
indicators: [{id: speed, text: {en: Speed.}}, {id: waste, text: {en: Waste.}}]
field_visibility: {duties: staff}
"""


def prints(firm_copy: Path, text: str) -> dict[tuple[str, str], str]:
    (firm_copy / "roles" / "chef.yml").write_text(text, "utf-8")
    owner = "title: Owner\npurpose: Owns.\nduties: [{id: own, text: Owns.}]\nformerly: [boss]\n"
    (firm_copy / "roles" / "owner.yml").write_text(owner, "utf-8")
    report = check_handbook(firm_copy)
    assert report.handbook is not None
    assert not report.failed, report.findings
    role = report.handbook.roles["chef"]
    return {
        (one.entity, one.language): fingerprint(report.handbook, role, one)
        for tag in ("en", "es")
        for one in identities_of(report.handbook, role, tag)
    }


def test_each_of_these_is_part_of_it_and_each_of_those_is_not(firm_copy: Path) -> None:
    first = prints(firm_copy, ROLE)
    assert len(first) == len(set(first.values())) == 4
    for old, new, places in (
        ("2026-03-01", "2026-03-02", {"kitchen-es", "kitchen-gb"}),
        ("12.5", "12", {"kitchen-es", "kitchen-gb"}),
        ("[waste, speed]", "[speed, waste]", {"kitchen-es", "kitchen-gb"}),
        ("[waste, speed]", "[waste]", {"kitchen-es", "kitchen-gb"}),
        ("reports_to: owner", "reports_to: cook", {"kitchen-es", "kitchen-gb"}),
        ("role:owner", "role:cook", {"kitchen-es", "kitchen-gb"}),
        ("[owner, cook]", "[cook, owner]", {"kitchen-es", "kitchen-gb"}),
        ("headcount: 2", "headcount: 3", {"kitchen-es", "kitchen-gb"}),
        ("Serves", "Serves all", {"kitchen-es", "kitchen-gb"}),
        ("{duties: staff}", "{duties: managers}", set()),
        ("id: waste", "id: lost", None),
    ):
        text = ROLE.replace(old, new) if places is not None else ROLE.replace("waste", "lost")
        now = prints(firm_copy, text)
        assert {entity for entity, tag in first if first[entity, tag] != now[entity, tag]} == (places or set()), (
            old,
            new,
        )


def test_a_duration_enters(firm: Handbook, firm_copy: Path) -> None:
    def discipline(handbook: Handbook | None) -> dict[str, str]:
        assert handbook is not None
        assert handbook.discipline is not None
        found = handbook.discipline
        return {one.entity: fingerprint(handbook, found, one) for one in identities_of(handbook, found, "en")}

    path = firm_copy / "policies" / "discipline.yml"
    text = path.read_text("utf-8")
    assert "within: P30D" in text
    path.write_text(text.replace("within: P30D", "within: P60D"), "utf-8")
    before, now = discipline(firm), discipline(check_handbook(firm_copy).handbook)
    assert all(before[entity] != now[entity] for entity in before)


def test_a_place_changes_what_its_override_says_and_nothing_else(firm: Handbook) -> None:
    assert firm.discipline is not None
    assert in_place(firm.discipline, None) is firm.discipline
    overridden = [one for one in firm.discipline.offences if "ES" in one.overrides]
    assert overridden
    for offence in overridden:
        override, here = offence.overrides["ES"], offence_in(offence, "ES")
        for field in ("counting", "consequences", "text"):
            said = getattr(override, field)
            assert getattr(here, field) == (getattr(offence, field) if said is None else said)
        assert offence_in(offence, "GB").overrides == {}
