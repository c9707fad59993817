"""The language of a document, among those of the handbook."""

import re
from collections.abc import Sequence

from rolebook.exchange.documents.blocks import Document, leaves

_SAMPLE = 4000
_HAN = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_VIETNAMESE = re.compile(r"[ăđơưẠ-ỹ]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]")
_COMMON = {
    "en": ("the", "and", "of", "to", "with", "for"),
    "es": ("de", "la", "el", "los", "las", "y", "del", "para", "con"),
    "vi": ("và", "của", "các", "công", "cho"),
}
_LEAST_VIETNAMESE = 0.03


def language_of(document: Document, known: Sequence[str]) -> str:
    """Returns the handbook's language that a document is in, empty where it is in none of them."""
    text = " ".join(block.text for block in leaves(document.blocks))[:_SAMPLE]
    tag = _tag(text)
    return next((one for one in known if one == tag or one.startswith(f"{tag}-")), "")


def _tag(text: str) -> str:
    counts = {"zh": 2 * len(_HAN.findall(text)), "ru": len(_CYRILLIC.findall(text)), "la": len(_LATIN.findall(text))}
    script = max(counts, key=lambda one: counts[one])
    if script != "la":
        return script
    if len(_VIETNAMESE.findall(text)) > _LEAST_VIETNAMESE * len(text):
        return "vi"
    words = text.casefold().split()
    scores = {tag: sum(word in common for word in words) for tag, common in _COMMON.items()}
    return max(scores, key=lambda one: scores[one])
