"""What keeps a document from being signed, at its place: asked directly, where `print` asks."""

from pathlib import Path

import pytest

from rolebook.checks.signable import missing_data, obstacles, unshowable, unshowable_data
from rolebook.diagnostics import Diagnostic, Location
from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Person
from rolebook.model.translation.units import Translations
from rolebook.pipeline.check.check import check_handbook

SELLER = """\
title: {en: Seller, es: Vendedor}
purpose: {en: Sells., es: Vende.}
duties:
  - id: call
    text:
      en: Calls customers.
      es: Llama a los clientes.
"""


def handbook(root: Path, seller: str) -> Handbook:
    (root / "roles" / "seller.yml").write_text(seller, "utf-8")
    found = check_handbook(root).handbook
    assert found is not None
    return found


def told(findings: list[Diagnostic]) -> list[tuple[str, int, int]]:
    return [(one.code, one.location.line, one.location.column) for one in findings]


def asked(held: Handbook, language: str, borrowed: tuple[str, ...] = ()) -> list[Diagnostic]:
    return list(obstacles(held.roles["seller"], language, Translations(held), borrowed))


def person(**values: str) -> Person:
    places = {name: Location("people.csv", 2, number) for number, name in enumerate(["person", *values], start=1)}
    return Person("E1", values.get("name", "Employee 001"), "es", "acme-es", ("seller",), places)


def test_the_language_that_the_document_was_written_in_is_ready(firm_copy: Path) -> None:
    assert asked(handbook(firm_copy, SELLER), "en") == []


def test_a_string_that_nobody_confirmed_is_told_with_its_place_and_state(firm_copy: Path) -> None:
    found = asked(handbook(firm_copy, SELLER), "es")
    assert told(found) == [
        ("unsettled-translation", 1, 25),
        ("unsettled-translation", 2, 27),
        ("unsettled-translation", 7, 11),
    ]
    assert found[2].arguments == {"place": "role/seller/duties/call", "language": "es", "state": "unconfirmed"}


def test_words_of_another_language_are_told_once_unless_strings_are(firm_copy: Path) -> None:
    held = handbook(firm_copy, SELLER)
    (found,) = asked(held, "en", ("no", "es"))
    assert (*told([found]), found.arguments) == (
        ("borrowed-language", 1, 8),
        {"language": "en", "others": "es, no"},
    )
    assert {code for code, _, _ in told(asked(held, "es", ("en",)))} == {"unsettled-translation"}


@pytest.mark.parametrize("blank", ["___", "____________", "＿＿", "???", "TODO", "TBD", "FIXME", "XXX"])
def test_what_was_left_open_is_told_where_it_stands(blank: str, firm_copy: Path) -> None:
    held = handbook(firm_copy, SELLER.replace("Calls customers.", f"Calls {blank} customers."))
    (found,) = asked(held, "en")
    assert (*told([found]), found.arguments) == (("left-blank", 6, 11), {"found": blank})


@pytest.mark.parametrize("words", ["a_b", "__", "＿", "Really??", "TODOS", "mastodon", "XXXL", "todo"])
def test_what_only_looks_like_it_is_not_told(words: str, firm_copy: Path) -> None:
    held = handbook(firm_copy, SELLER.replace("Calls customers.", f"Calls {words} customers."))
    assert asked(held, "en") == []


def test_a_blank_of_another_language_does_not_count(firm_copy: Path) -> None:
    held = handbook(firm_copy, SELLER.replace("Llama a los clientes.", "Llama a TODO."))
    assert asked(held, "en") == []
    assert ("left-blank", 7, 11) in told(asked(held, "es"))


def test_what_the_roster_does_not_say_is_told_by_column() -> None:
    found = list(missing_data(person(), ["workplace", "hours", "territory"], ["hours"]))
    assert told(found) == [("missing-person-data", 2, 1)] * 2
    assert [one.arguments for one in found] == [
        {"person": "E1", "column": "territory"},
        {"person": "E1", "column": "workplace"},
    ]


def test_a_character_that_no_font_shows_is_told_wherever_it_stands(firm_copy: Path) -> None:
    held = handbook(firm_copy, SELLER.replace("Sells.", "Sells \U0001f600.").replace("Calls", "\U0001f600 Calls"))
    seller = held.roles["seller"]
    found = list(unshowable(seller, "en", {"\U0001f600", "༄"}, ("Source Sans 3", "Noto Sans SC")))
    assert told(found) == [("missing-glyph", 1, 1), ("missing-glyph", 2, 15), ("missing-glyph", 6, 11)]
    assert found[0].arguments == {"character": "༄", "code": "U+0F04", "fonts": "Source Sans 3, Noto Sans SC"}
    assert found[1].arguments["code"] == "U+1F600"
    assert told(list(unshowable(seller, "es", {"\U0001f600"}, ()))) == [("missing-glyph", 1, 1)], "not in these words"


def test_a_character_of_a_person_is_told_at_its_column() -> None:
    found = list(unshowable_data(person(name="Employee \U0001f600"), {"\U0001f600", "༄"}, ("Source Sans 3",)))
    assert told(found) == [("missing-glyph", 2, 1), ("missing-glyph", 2, 2)]
    assert found[1].arguments == {"character": "\U0001f600", "code": "U+1F600", "fonts": "Source Sans 3"}
