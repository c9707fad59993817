"""Figures of the law beside those of the rules: counting, hours, sanctions before, limits by severity, conditions."""

from pathlib import Path

import pytest

from rolebook.diagnostics import Diagnostic
from rolebook.language import phrasebook
from rolebook.pipeline.check.check import check_handbook

SETTINGS = """\
language: {language}
languages: [{language}]
organisation: {{name: Example}}
entities: [{{id: one, name: Example One, jurisdiction: {place}}}]
"""


def findings(root: Path, place: str, offences: str, procedure: str = "", language: str = "en") -> list[Diagnostic]:
    rules = f"title: D\npurpose: What follows.\noffences:\n{offences}"
    for path, text in {
        "content/handbook.yml": SETTINGS.format(place=place, language=language),
        "policies/discipline.yml": rules + (f"procedure:\n{procedure}" if procedure else ""),
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return list(check_handbook(root).findings)


def absence(more: str = "", heading: str = "Absence", ground: str = "absence", severity: str = "gross") -> str:
    return (
        f"  - {{id: away, kind: absence, heading: {heading}, severity: {severity}{more}, "
        f"consequences: [{{occurrence: 1, sanction: dismissal, ground: {ground}}}]}}\n"
    )


@pytest.mark.parametrize(
    ("place", "language", "offence", "weight"),
    [
        ("VN", "en", absence(", counting: [{count: 3, within: P30D}]"), "error"),
        ("VN", "en", absence(", counting: [{count: 5, within: P30D}]"), ""),
        ("VN", "en", absence(", counting: [{count: 5, within: P90D}]"), "error"),
        ("VN", "en", absence(", counting: [{count: 20, within: P365D}]"), ""),
        ("VN", "en", absence(", counting: [{count: 5, within: P30D}, {count: 8, within: P365D}]"), "error"),
        ("VN", "vi", absence(heading="Nghỉ không phép 3 ngày trong tháng"), "error"),
        ("VN", "vi", absence(heading="Nghỉ không phép 5 ngày trong 30 ngày"), ""),
        ("VN", "en", absence(), "warning"),
        ("MX", "es", absence(", counting: [{count: 3, within: P30D}]", "Faltas"), "error"),
        ("MX", "es", absence(", counting: [{count: 4, within: P30D}]", "Faltas"), ""),
        ("RU", "ru", absence(heading="Отсутствие 2 часа"), "error"),
        ("RU", "ru", absence(heading="Отсутствие больше четырёх часов подряд"), ""),
        ("RU", "ru", absence(heading="Прогул"), ""),
    ],
)
def test_a_breach_is_held_to_the_figures_of_its_ground(
    place: str, language: str, offence: str, weight: str, tmp_path: Path
) -> None:
    found = [one for one in findings(tmp_path, place, offence, language=language) if one.code == "ground-figures"]
    assert [one.severity.value for one in found] == ([weight] if weight else [])


@pytest.mark.parametrize(("before", "found"), [("notice", 1), ("pay-raise-deferral", 0), ("demotion", 0)])
def test_repetition_counts_only_after_the_sanctions_of_the_law(before: str, found: int, tmp_path: Path) -> None:
    late = (
        "  - {id: late, kind: lateness, heading: Lateness, severity: minor, consequences: [{occurrence: 1, sanction: "
        f"{before}}}, {{occurrence: 2, sanction: dismissal, ground: repeat-offence}}]}}\n"
    )
    codes = [(one.code, one.hint) for one in findings(tmp_path, "VN", late)]
    assert codes.count(("sanction-without-ground", "sanction-before")) == found


@pytest.mark.parametrize(
    ("severities", "within", "weight"),
    [
        (("minor",), "P60D", "error"),
        (("minor",), "P10D", ""),
        (("minor", "gross"), "P60D", "info"),
        (("gross",), "P60D", ""),
        (("gross",), "P90D", "error"),
    ],
)
def test_limits_hold_by_severity(severities: tuple[str, ...], within: str, weight: str, tmp_path: Path) -> None:
    offences = "".join(
        f"  - {{id: b{number}, heading: B, severity: {severity}, "
        "consequences: [{occurrence: 1, sanction: notice}]}\n"
        for number, severity in enumerate(severities)
    )
    step = f"  - {{id: decide, act: decision, within: {within}, text: Decides.}}\n"
    found = [one for one in findings(tmp_path, "ES", offences, step) if one.code == "over-time-limit"]
    assert [one.severity.value for one in found] == ([weight] if weight else [])


@pytest.mark.parametrize(("text", "found"), [("Gives notice.", 1), ("Gives notice, in working days.", 0)])
def test_working_days_are_more_than_days(text: str, found: int, tmp_path: Path) -> None:
    offence = "  - {id: b, heading: B, severity: minor, consequences: [{occurrence: 1, sanction: reprimand}]}\n"
    step = f"  - {{id: tell, act: hearing-notice, within: P5D, text: '{text}'}}\n"
    codes = [one.code for one in findings(tmp_path, "VN", offence, step)]
    assert codes.count("over-time-limit") == found


@pytest.mark.parametrize(
    ("place", "consequence", "weight"),
    [
        ("GB", "sanction: demotion", "info"),
        ("ES", "sanction: unpaid-suspension, length: P60D", "info"),
        ("US", "sanction: unpaid-suspension, length: PT4H", "warning"),
        ("US", "sanction: unpaid-suspension, length: P1D", "info"),
        ("GB", "sanction: final-warning", ""),
    ],
)
def test_conditions_of_a_sanction_are_named(place: str, consequence: str, weight: str, tmp_path: Path) -> None:
    offence = "  - {{id: b{number}, heading: B, severity: gross, consequences: [{{occurrence: 1, {one}}}]}}\n"
    twice = "".join(offence.format(number=number, one=consequence) for number in range(2 if weight != "warning" else 1))
    found = [one for one in findings(tmp_path, place, twice) if one.code == "sanction-under-condition"]
    assert [one.severity.value for one in found] == ([weight] if weight else [])


@pytest.mark.parametrize(
    ("language", "place", "term", "allowed"),
    [("ru", "RU", "штраф", "замечание"), ("es", "MX", "multa", "amonestación"), ("zh", "CN", "罚款", "警告")],
)
def test_sanctions_are_named_by_their_legal_terms(
    language: str, place: str, term: str, allowed: str, tmp_path: Path
) -> None:
    fine = "  - {id: b, heading: B, severity: minor, consequences: [{occurrence: 1, sanction: fine}]}\n"
    found = next(one for one in findings(tmp_path, place, fine) if one.code == "forbidden-sanction")
    phrase = phrasebook(language)(found)
    assert term in phrase.message
    assert allowed in phrase.hint.lower()
    assert "fine" not in f"{phrase.message} {phrase.hint}"
