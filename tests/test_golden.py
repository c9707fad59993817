"""Pages of the small firm and English sentences, as they are; `make golden` renews them."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from rolebook.diagnostics import Diagnostic, Message
from rolebook.language import phrasebook
from rolebook.model.handbook import Handbook
from rolebook.render import Output, render_site
from tests.conftest import ROOT
from tests.messages import in_english
from tests.test_cases import ALL, findings_of

GOLDEN = Path(__file__).parent / "golden"
SENTENCES = GOLDEN / "sentences.txt"
RENEW = "if this is meant, run `make golden` and read the diff"
VOCABULARY = {"Message", "refused", "says", "sentence"}
"""What tests name a message with: its code is the first argument that is a string, its arguments are named."""
RUN = 5
PAGES = (
    "index.md",
    "en/index.md",
    "en/organisation.md",
    "en/roles/head-chef.md",
    "en/policies/discipline.md",
    "en/guide/welcome.md",
    "es/roles/cook.md",
    "es/policies/hygiene.md",
    "no/glossary.md",
)


@pytest.fixture(scope="module")
def rendered(firm: Handbook) -> dict[str, Output]:
    return {output.path: output for output in render_site(firm)}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_it_was(path: str, rendered: dict[str, Output], request: pytest.FixtureRequest) -> None:
    expected = GOLDEN / path
    if request.config.getoption("--update-golden"):
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(rendered[path].text, "utf-8")
    assert rendered[path].text == expected.read_text("utf-8"), RENEW


def test_every_sentence_is_as_it_was(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """English for each finding of a case, and for each message that a test names: nothing else holds its words."""
    parts = ["# Findings of the cases\n", *said_in_cases(tmp_path), "\n# Messages of commands that tests look at\n"]
    told = "".join([*parts, *sorted({f"{line}\n" for line in said_by_commands()})])
    if request.config.getoption("--update-golden"):
        SENTENCES.write_text(told, "utf-8")
    assert told == SENTENCES.read_text("utf-8"), RENEW


def said_in_cases(folder: Path) -> Iterator[str]:
    for number, case in enumerate(ALL):
        if findings := findings_of(case, folder / str(number)):
            yield f"\n## {case.name}\n"
            yield from map(in_a_line, sorted(findings))


def in_a_line(finding: Diagnostic) -> str:
    words, place = phrasebook("en")(finding), finding.location
    hint = f" → {words.hint}" if words.hint else ""
    return f"{place.file}:{place.line}:{place.column} {finding.code}: {words.message}{hint}\n"


def said_by_commands() -> Iterator[str]:
    for path in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in VOCABULARY:
                yield from said_by(node)


def said_by(call: ast.Call) -> Iterator[str]:
    """The sentence a call names; an argument that is not typed there is shown as …."""
    code = next((one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)), "")
    told = {one.arg: one.value.value for one in call.keywords if one.arg and isinstance(one.value, ast.Constant)}
    if code:
        yield f"{code}: {in_english(Message(code, **told), '…')}"


def test_no_test_types_a_sentence() -> None:
    """Not even a part of one; `tests.altered` runs tests with every sentence changed, which takes longer."""
    data = yaml.safe_load((ROOT / "generator/rolebook/language/messages/en.yml").read_text("utf-8"))
    sentences = [words for part in ("messages", "hints", "usage") for words in data[part].values()]
    known = {run for words in sentences for run in runs_of(words)}
    assert len(known) > 1000
    typed = {
        f"{path.name}:{node.lineno}: {' '.join(run)}"
        for path in Path(__file__).parent.rglob("*.py")
        for node in strings_in(ast.parse(path.read_text("utf-8")))
        for run in runs_of(node.value) & known
    }
    assert typed == set()


def strings_in(tree: ast.Module) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings."""
    about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in about:
            yield node


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Words that follow one another between two marks or arguments, so many that no other text has them by chance."""
    parts = [part.split() for part in re.split(r"[^\w \n'-]", re.sub(r"\{[^{}]*\}", ";", text))]
    return {tuple(words[place : place + RUN]) for words in parts for place in range(len(words) - RUN + 1)}


def test_there_is_no_golden_file_without_a_test() -> None:
    found = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.md")}
    assert found == set(PAGES)
