"""Whether the words of a document are on pages that somebody else may have made: compared run by run."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rolebook.model.words.inline import Words, runs_in
from rolebook.model.words.text import Text

# What an extractor of text adds or leaves out: white space, and the hyphens at the ends of lines.
_LOOSE = re.compile(r"[\s\u00ad\u0002\ufffe\u200b-\u200f\u2060\ufeff‐-]+")


def missing_words(texts: Iterator[Text], language: str, pages: Sequence[str]) -> Iterator[str]:
    """Returns runs of words, as a reader of `language` gets them, that are on none of the pages.

    References and data that is filled in are no words of the text; a run may go on on the next page.
    """
    folded = [_folded(page) for page in pages]
    for text in texts:
        for run in runs_in(text.blocks(language)):
            if isinstance(run, Words) and (wanted := _folded(run.text)) and not _is_on(wanted, folded):
                yield run.text


def _is_on(wanted: str, pages: Sequence[str]) -> bool:
    if any(wanted in page for page in pages):
        return True
    return any(_goes_on(wanted, here, after) for here, after in pairwise(pages))


def _goes_on(wanted: str, here: str, after: str) -> bool:
    """Whether a run begins on one page and ends on the next."""
    length = next((size for size in range(len(wanted) - 1, 0, -1) if wanted[:size] in here), 0)
    return bool(length) and wanted[length:] in after


def _folded(text: str) -> str:
    return _LOOSE.sub("", unicodedata.normalize("NFKC", text))
