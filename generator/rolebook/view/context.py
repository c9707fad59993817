"""Where a string stands, in words: what a translator sees beside it."""

from rolebook.language import Language, language_for
from rolebook.model.base import Item
from rolebook.model.handbook import Document, Handbook
from rolebook.model.translation.text_addresses import PlacedText, texts_of
from rolebook.model.words.inline import plain

_WORDS = ("section", "field", "site", "column")


class Contexts:
    """Knows the place of every text: the how-manieth item of which list, of which document."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._numbers: dict[str, int] = {}
        counts: dict[tuple[str, bool], int] = {}
        for placed in texts_of(handbook):
            item = _item_of(placed)
            if item and item not in self._numbers:
                # headings of groups are not counted among the duties under them
                kind = (item.rpartition("/")[0], placed.field in ("text", "name", "term"))
                counts[kind] = self._numbers[item] = counts.get(kind, 0) + 1

    def of(self, placed: PlacedText, language: str) -> str:
        """`Duties 3 · Result: Sales manager (job description)`, in a language's words."""
        told = language_for(language, self._handbook.languages.get(language))
        kind, _, rest = placed.place.partition("/")
        document: Document | None = None
        if kind in ("role", "policy"):
            name, _, rest = rest.partition("/")
            document = (self._handbook.described if kind == "role" else self._handbook.policies).get(name)
        elif kind == "page":
            name, _, rest = rest.partition("/")
            rest = rest or "body"
        parts = " · ".join(self._parts(placed.place.removesuffix(rest), rest, told))
        title = plain(document.title.blocks(language)) if document else told.word("site-handbook")
        return told.word("kit-context", part=parts, title=title, document=told.word(f"kit-document-{kind}"))

    def _parts(self, above: str, rest: str, told: Language) -> list[str]:
        """The labels of the lists and fields that lead to a string."""
        parts: list[str] = []
        place = above.rstrip("/")
        for piece in rest.split("/"):
            place = f"{place}/{piece}"
            number = self._numbers.get(place)
            if number is None:
                parts.append(_label(piece, told))
            elif parts:
                parts[-1] = f"{parts[-1]} {number}"
        return parts


def _item_of(placed: PlacedText) -> str:
    """The place of the item that holds a text; empty where no item does."""
    if not isinstance(placed.part, Item):
        return ""
    return placed.place if placed.field == "text" else placed.place.rpartition("/")[0]


def _label(piece: str, told: Language) -> str:
    name = piece.replace("_", "-")
    key = next((f"{kind}-{name}" for kind in _WORDS if told.has(f"{kind}-{name}")), "")
    return told.word(key) if key and "{" not in told.word(key, n="") else name.replace("-", " ")
