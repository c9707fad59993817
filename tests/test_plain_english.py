"""What Rolebook says in English uses the words that an HR colleague would say aloud (docs/decisions.md)."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.generated import generated

FORBIDDEN = re.compile(
    r"\b(stands?\b|lies|told|comes to|whoever|whatever|thereof|hereby|mend(s|ed)?\b|is none"
    r"|(?<!there )is no (?!longer\b))",
    re.IGNORECASE,
)
PAGES = {
    **{path: text for path, text in generated().items() if re.fullmatch(r"docs/(checks/.+|commands)\.md", path)},
    **{path: (ROOT / path).read_text("utf-8") for path in ("README.md", "docs/install.md", "docs/api.md")},
}


def strings(node: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, below in node.items():
            yield from strings(below, f"{place}.{key}")
    elif isinstance(node, str):
        yield place, node


def test_messages_use_plain_words() -> None:
    messages = yaml.safe_load((files("rolebook") / "language/messages/en.yml").read_text("utf-8"))
    everything = list(strings(messages, "en"))
    assert len(everything) > 600
    assert [place for place, text in everything if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("path", PAGES)
def test_help_and_generated_pages_use_plain_words(path: str) -> None:
    prose = re.sub(r"`[^`\n]*`|^```.*?^```", "", PAGES[path], flags=re.MULTILINE | re.DOTALL)
    assert [found[0] for found in FORBIDDEN.finditer(" ".join(prose.split()))] == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("the key stands twice", True),
        ("`x` is no id", True),
        ("whoever did removes it", True),
        ("mend the rows", True),
        ("the file is no longer there; there is no folder here", False),
        ("outstanding, recommended, understands", False),
    ],
)
def test_the_guard_sees_words_and_leaves_others(sentence: str, found: bool) -> None:  # noqa: FBT001
    assert bool(FORBIDDEN.search(sentence)) is found
