"""One name for one thing: docs/terms.md says the words, and which names must not stand beside them."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import yaml

from tests.conftest import LANGUAGES, ROOT

LANGUAGE_FILES = ROOT / "generator" / "rolebook" / "language"
SAMPLE = (
    "content/handbook.yml",
    "content/glossary.yml",
    "content/competencies.yml",
    "policies/*.yml",
    "roles/**/*.yml",
)


class TermRow(NamedTuple):
    """One row of the table: where the name stands, the name in each language, and other names by language."""

    key: str
    names: dict[str, str]
    others: dict[str, tuple[str, ...]]


def rows() -> tuple[TermRow, ...]:
    lines = (ROOT / "docs" / "terms.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    (_, *languages, _), *body = cells
    return tuple(TermRow(key, dict(zip(languages, names, strict=True)), other_names(no)) for key, *names, no in body)


def other_names(cell: str) -> dict[str, tuple[str, ...]]:
    """`zh 指纹, 号; vi dấu` by language."""
    parts = (part.strip().partition(" ") for part in cell.split(";") if part.strip())
    return {language: tuple(name.strip() for name in names.split(",")) for language, _, names in parts}


def said(text: str, name: str) -> bool:
    """Whether a text says a name: as a word of its own, or anywhere where words have no blanks between them."""
    spaced = name[0].isascii() or (name[0].isalpha() and ord(name[0]) < 0x2E80)
    pattern = rf"(?<!\w){re.escape(name)}(?!\w)" if spaced else re.escape(name)
    return re.search(pattern, text, re.IGNORECASE) is not None


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, str):
        yield value


def in_language(value: Any, language: str) -> Iterator[str]:
    """The texts of a language in a file of the sample; lists of words that must not be used are no texts."""
    if isinstance(value, dict):
        if isinstance(value.get(language), str):
            yield value[language]
        for key, one in value.items():
            if key not in ("forbidden", *LANGUAGES):
                yield from in_language(one, language)
    elif isinstance(value, list):
        for one in value:
            yield from in_language(one, language)


def texts_in(language: str) -> Iterator[tuple[str, str]]:
    """Every text of a language, with the file it is in."""
    for folder in ("data", "messages", "editor"):
        path = LANGUAGE_FILES / folder / f"{language}.yml"
        told = yaml.safe_load(path.read_text("utf-8"))
        for text in leaves(told["words"] if folder == "data" else told):
            yield f"{folder}/{path.name}", text
    for pattern in SAMPLE:
        for path in sorted(ROOT.glob(pattern)):
            for text in in_language(yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), language):
                yield path.name, text
    for path in sorted((ROOT / "content" / "pages" / language).glob("*.md")):
        yield path.name, path.read_text("utf-8")


def test_the_table_has_sixty_terms_in_every_language() -> None:
    assert len(rows()) >= 60
    assert len({row.key for row in rows()}) == len(rows())
    assert all(set(row.names) == set(LANGUAGES) and all(row.names.values()) for row in rows())
    assert all(set(row.others) <= set(LANGUAGES) for row in rows())


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_those_of_the_table(language: str) -> None:
    words = yaml.safe_load((LANGUAGE_FILES / "data" / f"{language}.yml").read_text("utf-8"))["words"]
    glossary = yaml.safe_load((ROOT / "content" / "glossary.yml").read_text("utf-8"))["terms"]
    terms = {f"term `{one['id']}`": one["term"][language] for one in glossary}
    known = {f"`{key}`": word for key, word in words.items()} | terms
    assert [(row.key, known.get(row.key)) for row in rows() if known.get(row.key) != row.names[language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_called_by_another_name(language: str) -> None:
    banned = [name for row in rows() for name in row.others.get(language, ())]
    told = list(texts_in(language))
    assert len(told) > 1000
    assert [(file, name, text[:80]) for file, text in told for name in banned if said(text, name)] == []


@pytest.mark.parametrize("language", ["es", "zh", "vi", "ru"])
def test_each_language_has_names_that_it_must_not_use(language: str) -> None:
    assert sum(len(row.others.get(language, ())) for row in rows()) >= 3


def test_a_name_is_found_as_a_word_only() -> None:
    assert said("La cabeza del registro", "cabeza")
    assert not said("El encabezado de la tabla", "cabeza")
    assert said("本文件的指纹是", "指纹")
    assert said("Mã, dấu vân tay", "dấu vân")
    assert not said("особо тяжкийся", "особо тяжкий")
    assert other_names("zh 指纹, 号; vi dấu vân") == {"zh": ("指纹", "号"), "vi": ("dấu vân",)}
