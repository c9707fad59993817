"""Titles in sentences, words that are said already, and the order of the file, as pages and papers show them."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.view import Reader, role_view
from rolebook.view.paper.numbering import numbered
from rolebook.view.sentence import in_sentence, is_inside, says_rhythm, says_years, towns_in, unsaid
from rolebook.view.tree import Entries, Paragraph, Pointer, Section, Words

SETTINGS = """\
language: en
languages: [en, es, ru, zh]
organisation: {name: Example}
entities: [{id: one, name: Sunrise Ltd, jurisdiction: NZ}]
"""
LEAD = """\
title: {en: Team lead, es: Jefa de equipo, ru: Руководитель группы, zh: 组长}
purpose: {en: Leads., es: Dirige., ru: Руководит., zh: 领导。}
duties: [{id: lead, text: {en: Leads., es: Dirige., ru: Руководит., zh: 领导。}}]
"""
CLERK = """\
title: Clerk
purpose:
  en: "Works with every [[role:lead]]. [[role:lead]] decides! *With* **a [[role:lead]]** as {title}."
  es: "Trabaja con la [[role:lead]]."
  ru: "Работает с [[role:lead|начальником]], [[role:lead]] решает."
  zh: "与[[role:lead]]合作。"
duties:
  - {id: first, heading: First, items: [{id: a, text: One.}, {id: b, text: Two.}]}
  - {id: loose, text: Reports every day., frequency: daily}
  - {id: second, heading: Second, items: [{id: c, text: Three., frequency: daily}]}
  - {id: last, text: Four.}
  - {id: more, text: Five.}
requirements:
  - {id: years, kind: experience, text: At least three years in a shop., years: 3}
  - {id: other, kind: experience, text: Three shops led., years: 3}
  - {id: level, kind: language, text: English B2., language: en, level: B2}
  - {id: school, kind: education, text: School.}
relations:
  - {id: out, side: external, text: Suppliers}
  - {id: in, side: internal, with: lead}
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    root = tmp_path_factory.mktemp("handbook")
    for path, text in {
        "content/handbook.yml": SETTINGS, "roles/lead.yml": LEAD, "roles/clerk.yml": CLERK
    }.items():  # fmt: skip
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    found = check_handbook(root).handbook
    assert found
    return found


def section(held: Handbook, name: str) -> Section:
    view = role_view(held.roles["clerk"], Reader(held, "en", held.settings.entities[0]))
    return next(one for one in numbered(view.sections) if one.id == name)


def shown(held: Handbook, language: str) -> str:
    """The purpose as a reader sees it."""
    (block,) = role_view(held.roles["clerk"], Reader(held, language)).summary
    assert isinstance(block, Paragraph)
    return re.sub(" +", " ", "".join(map(words_of, block.prose.runs)))


def words_of(run: object) -> str:
    if isinstance(run, Words | Pointer):
        return run.text
    return "".join(map(words_of, getattr(run, "content", ())))


def test_a_post_inside_a_sentence_begins_small_where_the_language_wants_it(held: Handbook) -> None:
    assert shown(held, "en") == "Works with every team lead. Team lead decides! With a team lead as clerk."
    assert shown(held, "es") == "Trabaja con la jefa de equipo."
    assert shown(held, "ru") == "Работает с начальником, руководитель группы решает."
    assert shown(held, "zh") == "与组长合作。"


@pytest.mark.parametrize(
    ("title", "language", "told"),
    [
        ("HR manager", "en", "HR manager"),
        ("Head of HR", "en", "head of HR"),
        ("Sales Manager", "en", "Sales Manager"),
        ("Sunrise guide", "en", "Sunrise guide"),
        ("Sunrises guide", "en", "sunrises guide"),
        ("London guide", "en", "London guide"),
        ("New York office manager", "en", "New York office manager"),
        ("New hire guide", "en", "new hire guide"),
        ("Руководитель отдела ИТ", "ru", "руководитель отдела ИТ"),
        ("Nhân viên bán hàng", "vi", "nhân viên bán hàng"),
        ("Érudite", "es", "érudite"),
        ("Verkäufer", "de", "Verkäufer"),
    ],
)
def test_names_and_abbreviations_stay(title: str, language: str, told: str) -> None:
    assert (
        in_sentence(
            title,
            language_for(language, {"name": language} if language == "de" else None),
            {"Sunrise", "London", "New York"},
        )
        == told
    )


def test_towns_are_known_by_the_countries_and_addresses_of_employers() -> None:
    assert {"London", "United Kingdom"} <= language_for("en").places_in("GB")
    assert "Londres" in language_for("es").places_in("GB")
    assert language_for("en").places_in("XX") == {"XX"}
    assert list(towns_in("10 Sales Street, Bath, BA1 1AA, England")) == ["Bath", "England"]
    assert list(towns_in("Calle Mayor 1\n08001 Barcelona")) == ["Barcelona"]
    assert list(towns_in("10 Sales Street")) == []


@pytest.mark.parametrize(
    ("before", "inside"),
    [("", False), ("With ", True), ("Done. ", False), ("He said: “", True), ("Done.” (", False), ("Well… ", False)],
)
def test_a_sentence_begins_at_the_start_and_behind_its_end(before: str, inside: bool) -> None:  # noqa: FBT001
    assert is_inside(before) is inside


def test_duties_keep_the_order_and_the_numbers_of_the_file(held: Handbook) -> None:
    duties = section(held, "duties")
    told = [
        (
            below.number,
            [(item.id, item.number) for block in below.blocks if isinstance(block, Entries) for item in block.items],
        )
        for below in duties.sections
    ]
    assert duties.blocks == ()
    assert told == [
        ("", [("a", "1.1"), ("b", "1.2")]),
        ("", [("loose", "1.3")]),
        ("", [("c", "1.4")]),
        ("", [("last", "1.5"), ("more", "1.6")]),
    ]


def test_requirements_and_relations_keep_the_order_of_the_file(held: Handbook) -> None:
    kinds = [one.id for one in section(held, "requirements").sections]
    assert kinds == ["requirements-experience", "requirements-language", "requirements-education"]
    (table,) = section(held, "relations").blocks
    assert [row.id for row in table.rows] == ["relation-out", "relation-in"]  # type: ignore[union-attr]


def test_what_a_text_says_is_not_repeated_in_brackets(held: Handbook) -> None:
    def marks(name: str) -> dict[str, tuple[str, ...]]:
        items = (
            item for below in section(held, name).sections for block in below.blocks
            if isinstance(block, Entries) for item in block.items
        )  # fmt: skip
        return {item.id: item.marks for item in items}

    duties, requirements = marks("duties"), marks("requirements")
    assert (duties["loose"], duties["c"]) == ((), ("daily",))
    assert (requirements["years"], requirements["other"], requirements["level"]) == ((), ("3 years",), ())


def test_what_is_said_is_known_by_whole_words_of_the_language() -> None:
    english, chinese, russian = language_for("en"), language_for("zh"), language_for("ru")
    assert says_rhythm("Reports each day.", "daily", english)
    assert not says_rhythm("Reports each daybreak.", "daily", english)
    assert says_years("Не менее трёх лет.", 3, russian)
    assert not says_years("Не менее пяти лет.", 3, russian)
    assert list(unsaid(("B2", "20 %", "leads"), "English B21, 20%, misleads.", english)) == ["B2", "leads"]
    assert list(unsaid(("每日",), "须每日汇报。", chinese)) == []


def test_a_release_bears_the_day_of_the_place(tmp_path: Path) -> None:
    days = {}
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart, so never on the same day
        root = tmp_path / zone.rpartition("/")[2]
        for path, text in {"content/handbook.yml": SETTINGS, "roles/lead.yml": f'{LEAD}revision: "1"\n'}.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        subprocess.run(
            [sys.executable, "-m", "rolebook", "release", "lead", "--approver", "Head", "--handbook", str(root)],
            check=True, capture_output=True, env={"TZ": zone, "PATH": "", "HOME": str(tmp_path)},
        )  # fmt: skip
        released = (root / "content/releases/role/lead/1.json").read_text("utf-8")
        match = re.search(r'"released": "([0-9-]+)"', released)
        assert match
        days[ZoneInfo(zone).key] = date.fromisoformat(match[1])
    assert days["Pacific/Kiritimati"] > days["Pacific/Pago_Pago"]
