"""Texts as plain data: what fingerprints are computed over.

White space is folded by the parser, so layout, quoting and line breaks of the YAML leave no trace. Names change when
a document is renamed; `first` gives the first id a target ever had, so renaming leaves no trace either.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from typing import Any

from rolebook.model.words.inline import (
    Block,
    Blocks,
    Break,
    Inline,
    Link,
    Listing,
    Paragraph,
    Placeholder,
    Reference,
    Run,
    Styled,
    Words,
)

First = Callable[[str, str], str]
"""The first id that the target of a reference ever had, from its kind and present id."""


def plain_data(blocks: Blocks, first: First) -> list[Any]:
    """A text's tree as lists and strings."""
    return [_block(block, first) for block in blocks]


def digest(data: Any) -> str:
    """SHA-256 in hexadecimal over the data's canonical JSON in Unicode NFC.

    Canonical as in RFC 8785, for what occurs here: sorted keys, no white space, UTF-8.
    """
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(unicodedata.normalize("NFC", canonical).encode()).hexdigest()


def _block(block: Block, first: First) -> Any:
    match block:
        case Paragraph(content):
            return ["p", *_runs(content, first)]
        case Listing(ordered, items):
            return ["ol" if ordered else "ul", *(plain_data(item, first) for item in items)]


def _runs(content: Inline, first: First) -> list[Any]:
    return [_run(run, first) for run in content]


def _run(run: Run, first: First) -> Any:
    match run:
        case Words(text):
            return text
        case Styled(style, content):
            return [style, *_runs(content, first)]
        case Link(target, content):
            return ["link", target, *_runs(content, first)]
        case Break():
            return ["break"]
        case Reference():
            return ["ref", run.kind, first(run.kind, run.id), run.fragment, run.form, run.shown]
        case Placeholder(name):
            return ["blank", name]
