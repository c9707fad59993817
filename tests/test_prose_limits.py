"""Figures in prose beside those of the law: what goes beyond them is found, in words as in digits, and nothing else."""

import json
from pathlib import Path

import pytest

from rolebook.pipeline.check.check import check_handbook

SETTINGS = """\
language: {language}
languages: [{language}]
organisation: {{name: Example}}
entities: [{{id: one, name: Example One, jurisdiction: {place}}}]
"""
BEYOND = [
    ("ru", "RU", "Испытательный срок составляет шесть месяцев", "figure-probation", "P3M"),
    ("ru", "RU", "Заработная плата выплачивается один раз в месяц", "figure-pay-interval", "P16D"),
    ("ru", "RU", "Ежегодный отпуск составляет 24 календарных дня", "figure-annual-leave", "P28D"),
    ("es", "MX", "Suspensión sin goce de sueldo hasta por quince días", "figure-suspension", "P8D"),
    ("es", "MX", "El aguinaldo será de 10 días de salario", "figure-year-end-bonus", "P15D"),
    ("es", "ES", "Por una falta leve, suspensión de empleo y sueldo de hasta 90 días", "figure-suspension", "P60D"),
    ("vi", "VN", "Thời gian thử việc là sáu tháng", "figure-probation", "P60D"),
    ("vi", "VN", "Lương thử việc bằng 70% lương chính thức", "figure-probation-pay", "85"),
    ("zh", "CN", "试用期工资为转正工资的50%", "figure-probation-pay", "80"),
    ("zh", "CN", "试用期为十二个月", "figure-probation", "P6M"),
    ("en", "GB", "Staff have 12 days of annual leave", "figure-annual-leave", "P20D"),
]
WITHIN = [
    ("ru", "RU", "Испытательный срок составляет 3 месяца"),
    ("ru", "RU", "Заработная плата выплачивается два раза в месяц"),
    ("ru", "RU", "Отпуск согласуют за 14 дней до начала"),
    ("es", "MX", "Suspensión sin goce de sueldo hasta por ocho días"),
    ("es", "ES", "Las vacaciones se piden con 15 días de antelación"),
    ("vi", "VN", "Thời gian thử việc 60 ngày"),
    ("zh", "CN", "三年期合同的试用期为三个月"),
    ("en", "GB", "Staff have 28 days of annual leave"),
    ("en", "US", "Staff have 5 days of annual leave"),
]


def limits(root: Path, language: str, place: str, words: str) -> list[tuple[str, str]]:
    clause = json.dumps(words, ensure_ascii=False)
    for path, text in {
        "content/handbook.yml": SETTINGS.format(language=language, place=place),
        "policies/rules.yml": "title: P\npurpose: P.\nsections:\n  - id: s\n    heading: H\n    clauses:\n"
        f"      - {{id: c, text: {clause}}}\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    found = [one for one in check_handbook(root).findings if one.code == "limit-in-words"]
    assert all(one.location.line == 7 for one in found)
    return [(str(one.arguments["topic"]), str(one.arguments.get("limit") or one.arguments["share"])) for one in found]


@pytest.mark.parametrize(("language", "place", "words", "topic", "limit"), BEYOND)
def test_a_figure_beyond_the_law_is_found(  # noqa: PLR0917
    language: str, place: str, words: str, topic: str, limit: str, tmp_path: Path
) -> None:
    assert limits(tmp_path, language, place, words) == [(topic, limit)]


@pytest.mark.parametrize(("language", "place", "words"), WITHIN)
def test_a_figure_within_the_law_is_none(language: str, place: str, words: str, tmp_path: Path) -> None:
    assert limits(tmp_path, language, place, words) == []
