"""Who has read a language: docs/languages.md and the first lines of its files agree; the examples of the page work."""

import re

import pytest
import yaml

from rolebook.language import language_for, misfits
from tests.conftest import LANGUAGES, ROOT

PACKAGE = ROOT / "generator" / "rolebook"
FOLDERS = ("language/data", "language/messages", "language/editor", "pipeline/init/skeletons/words")
UNREAD = "no native speaker has read it yet"
PAGE = (ROOT / "docs" / "languages.md").read_text("utf-8")


def readers() -> dict[str, tuple[str, str]]:
    """Who has read the files, and who the sample, by language."""
    rows = re.findall(r"^\| ([a-z]{2}) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    return {tag: (files, sample) for tag, files, sample in rows}


def test_every_language_but_english_has_its_row() -> None:
    assert set(readers()) == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_a_file_says_that_nobody_has_read_it_until_somebody_has(language: str, folder: str) -> None:
    first = (PACKAGE / folder / f"{language}.yml").read_text("utf-8").splitlines()[:3]
    assert (UNREAD in "\n".join(first)) == (readers()[language][0] == "nobody yet")


@pytest.mark.parametrize("name", ["handbook", "glossary", "competencies"])
def test_the_sample_says_so_until_every_language_was_read(name: str) -> None:
    first = (ROOT / "content" / f"{name}.yml").read_text("utf-8").splitlines()[:3]
    unread = any(sample == "nobody yet" for _, sample in readers().values())
    assert ("no native speaker has read them yet" in "\n".join(first)) == unread


def test_the_words_for_mexico_are_words_that_rolebook_asks_for() -> None:
    own = yaml.safe_load(re.findall(r"```yaml\n(name:.+?)```", PAGE, re.DOTALL)[0])
    assert list(misfits(own)) == []
    mexico, spain = language_for("es-MX", own), language_for("es")
    assert [key for key in own["words"] if mexico.word(key) == spain.word(key)] == []
    assert mexico.word("section-duties") == spain.word("section-duties")
