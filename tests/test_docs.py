"""Documentation, schemas and messages are as true as the code."""

import json
import re
import string
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from rolebook.checks import FAMILIES, RULES, documentation, explain
from rolebook.pipeline.check.schema import schemas
from tests.conftest import FIRM, LANGUAGES, ROOT
from tests.generated import generated

PACKAGE = ROOT / "generator" / "rolebook"
PARTS = {
    "words": ("language/data", ("words",)),
    "messages": ("language/messages", ("messages", "hints", "usage", "words")),
    "skeletons": ("pipeline/init/skeletons/words", ()),
}


@pytest.mark.parametrize("path", generated())
def test_generated_files_are_current(path: str) -> None:
    assert (ROOT / path).read_text("utf-8") == generated()[path], "run `make docs`"


def test_every_rule_has_its_section_and_every_section_its_rule() -> None:
    sections = [code for family in FAMILIES for code in re.findall(r"^## (.+)$", documentation(family), re.MULTILINE)]
    assert len(sections) == len(set(sections)) > 50
    assert set(sections) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_every_section_says_what_why_and_shows_both(code: str) -> None:
    text = explain(code)
    for part in ("**Meaning.**", "**Why.**", " bad\n", " good\n"):
        assert part in text


def load(part: str, language: str) -> dict[str, Any]:
    folder, keys = PARTS[part]
    data: dict[str, Any] = yaml.load((PACKAGE / folder / f"{language}.yml").read_text("utf-8"), yaml.BaseLoader)
    chosen = {key: data[key] for key in keys} if keys else {"": data}
    return {f"{group}.{name}": value for group, entries in chosen.items() for name, value in entries.items()}


def arguments(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("part", PARTS)
def test_every_language_says_all_that_english_says(part: str, language: str) -> None:
    english, other = load(part, "en"), load(part, language)
    assert len(english) > 20
    assert english.keys() == other.keys()
    for key, words in english.items():
        if isinstance(words, dict):
            assert all("{count}" in form for form in other[key].values()), key
        else:
            assert arguments(other[key]) == arguments(words), key
            assert other[key].strip(), key


def test_every_rule_has_a_message() -> None:
    keys = [key.partition(".") for key in load("messages", "en")]
    assert {code for part, _, code in keys if part == "messages"} == set(RULES)


def test_every_hint_belongs_to_a_rule_or_is_named_in_the_code() -> None:
    hints = {key.removeprefix("hints.") for key in load("messages", "en") if key.startswith("hints.")}
    code = "".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    assert {hint for hint in hints - set(RULES) if f'"{hint}"' not in code} == set()


FILES = {
    "role": "roles/**/*.yml",
    "policy": "policies/**/[!d]*.yml",
    "discipline": "policies/discipline.yml",
    "competencies": "content/competencies.yml",
    "glossary": "content/glossary.yml",
    "handbook": "content/handbook.yml",
}
PACKS = sorted((PACKAGE / "jurisdictions").glob("*.yml"))


@pytest.mark.parametrize("root", [ROOT, FIRM], ids=["sample", "firm"])
@pytest.mark.parametrize("kind", FILES)
def test_real_files_follow_the_schema(kind: str, root: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schemas()[kind]))
    paths = list(root.glob(FILES[kind]))
    assert paths
    for path in paths:
        text = yaml.load(path.read_text("utf-8"), _Plain)
        assert [error.message for error in validator.iter_errors(text)] == [], path


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_packs_follow_the_schema(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schemas()["jurisdiction"]))
    text = yaml.load(path.read_text("utf-8"), _Plain)
    assert [error.message for error in validator.iter_errors(text)] == []


class _Plain(yaml.SafeLoader):
    """YAML as editors with YAML 1.2 read it: dates and `no` are text."""


_Plain.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag not in ("tag:yaml.org,2002:timestamp",)]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    if sign not in "yYnNoO"
} | {"n": [("tag:yaml.org,2002:null", re.compile("null$"))]}


def test_the_schema_refuses_what_the_check_refuses() -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schemas()["role"]))
    assert list(validator.iter_errors({"titel": "Cook"}))
    assert list(validator.iter_errors({"title": {"english": "Cook"}}))
    assert list(validator.iter_errors({"duties": [{"id": "a", "text": "x", "in": "group"}]}))
    assert not list(validator.iter_errors({"add": {"duties": [{"id": "a", "text": "x", "in": "group"}]}}))
