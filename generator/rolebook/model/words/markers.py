"""What a translation must hold as its source does: blanks, references and links."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from rolebook.model.words.inline import Blocks, Link, Placeholder, Reference, runs_in
from rolebook.model.words.parser import parse
from rolebook.model.words.text import Markdown, Text

_REFERENCE = re.compile(r"\[\[[^\[\]\n]+\]\]")
_LINK = re.compile(r"(?<!\[)\[[^\[\]\n]+\]\(([^)\s]+)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Markers:
    """Blanks by name, references by what they refer to, links by their address: each with how often it occurs."""

    placeholders: Counter[str] = field(default_factory=Counter)
    references: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)


def markers_of(text: Text, words: str, first: Callable[[str, str], str]) -> Markers:
    """The markers of words, read as the text's own are. Word forms and the writer's own words do not count."""
    if isinstance(text, Markdown):
        shown = _CODE.sub("", words)
        found = _in_blocks(parse(" ".join(_REFERENCE.findall(shown)))[0], first)
        found.links.update(_LINK.findall(shown))
        return found
    return _in_blocks(parse(words, lists=text.lists)[0], first)


def _in_blocks(blocks: Blocks, first: Callable[[str, str], str]) -> Markers:
    found = Markers()
    for run in runs_in(blocks):
        match run:
            case Placeholder(name):
                found.placeholders[f"{{{name}}}"] += 1
            case Reference():
                found.references[_named(run, first)] += 1
            case Link(target, _):
                found.links[target] += 1
    return found


def _named(reference: Reference, first: Callable[[str, str], str]) -> str:
    kind = "" if reference.kind == "term" else f"{reference.kind}:"
    fragment = f"#{reference.fragment}" if reference.fragment else ""
    return f"[[{kind}{first(reference.kind, reference.id)}{fragment}]]"
