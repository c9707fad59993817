"""Words in are words out: what is in the source and neither in the draft nor on its leftovers is put on them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rolebook.exchange.documents.blocks import Block, Document, leaves
from rolebook.pipeline.importing.draft import Draft, Leftover

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff\u200e\u200f")


def words_of(text: str) -> Counter[str]:
    """Returns the words of a text and how often each is there; signs between words do not count."""
    return Counter(_WORD.findall(text.translate(_UNSEEN).casefold()))


def missing_words(document: Document, drafts: Sequence[Draft]) -> Iterator[Leftover]:
    """Returns what no draft has of a document, block by block, so that it can be added to the leftovers."""
    there: Counter[str] = Counter()
    for draft in drafts:
        for text in _texts(draft.fields):
            there.update(words_of(text))
        for one in draft.leftovers:
            there.update(words_of(one.text))
    for block in leaves(document.blocks):
        words = words_of(block.text)
        lacking = Counter({word: count - there[word] for word, count in words.items() if count > there[word]})
        there.subtract(words)
        if lacking:
            yield Leftover("unplaced", " ".join(_in_order(block, lacking)), block.where)


def _in_order(block: Block, lacking: Counter[str]) -> Iterator[str]:
    for word in _WORD.findall(block.text.translate(_UNSEEN)):
        if lacking[word.casefold()] > 0:
            lacking[word.casefold()] -= 1
            yield word


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            if key not in ("id", "kind", "after", "side"):
                yield from _texts(below)
    elif isinstance(value, list):
        for below in value:
            yield from _texts(below)
