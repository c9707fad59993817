"""When two texts are the same to a reader: names, addresses and words that somebody typed elsewhere."""

import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))


def folded(text: object) -> str:
    """Returns a text as a reader compares it: without case, width, composition or extra blanks (UAX 15, NFKC)."""
    plain = unicodedata.normalize("NFKC", str(text or "").translate(_UNSEEN)).casefold()
    return " ".join(unicodedata.normalize("NFKC", plain).split())
