"""Links between documents that are imported together, as references between what they become."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from rolebook.exchange.documents.blocks import Document, leaves
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.draft import Draft

_SIGNS_OF_NAMES = "[]|"


def target_name(link: str) -> str:
    """Returns the name of the file that a link leads to; empty for an address of the web or a place in the page."""
    address = urlsplit(link.replace("\\", "/"))
    if address.scheme not in ("", "file"):
        return ""
    return PurePosixPath(unquote(address.path)).name.casefold()


def refer_to_imports(draft: Draft, document: Document, known: Mapping[str, str]) -> None:
    """Makes references of the links whose target is known; `known` has `policy:leave` by names of files."""
    for text, words, target in _links(document, known):
        if not any(sign in words for sign in _SIGNS_OF_NAMES):
            draft.fields = _replaced(draft.fields, text, as_text(words), f"[[{target}|{as_text(words)}]]")


def _links(document: Document, known: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each link with the words of its block, its own words, and what it becomes."""
    for block in leaves(document.blocks):
        for run in block.runs:
            target = known.get(target_name(run.link)) if run.link else None
            if target and run.text.strip():
                yield _plain(block.text), run.text.strip(), target


def _replaced(value: Any, block: str, words: str, reference: str) -> Any:
    """A value with the reference in every text of the block that has the words."""
    if isinstance(value, dict):
        return {
            name: below if name == "id" else _replaced(below, block, words, reference) for name, below in value.items()
        }
    if isinstance(value, list):
        return [_replaced(below, block, words, reference) for below in value]
    if isinstance(value, str) and words in value and reference not in value and _plain(value) in block:
        return value.replace(words, reference, 1)
    return value


def _plain(text: str) -> str:
    """The letters and digits of a text, for numbers and signs of markup differ."""
    return "".join(sign for sign in text if sign.isalnum()).casefold()
