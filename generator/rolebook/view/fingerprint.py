"""The fingerprint of a document, recipe `rb1`.

SHA-256 over canonical JSON (RFC 8785's rules for what occurs here: sorted keys, no white space, UTF-8) in Unicode
NFC of the document's identity and its *own* content in one language: text, numbers, dates and the order of lists.

* References enter as ids and the writer's own words for them, not as the titles they show.
* Placeholders enter by name. Interface words, other documents and personal data do not enter at all.
* Ids of items do not enter, administrative fields (visibility, review date, adoption record …) do not either.
* A field that is not given, or given its default, does not enter: fields added to the format later change nothing.
* A figure enters by the SHA-256 of its file, with its words.
* A role or policy that was renamed is named by the first id it ever had; indicators of duties by their place.

What is said in a fallback language enters with its tag: it is what the reader saw.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from typing import Any

from rolebook.language import Duration
from rolebook.model.base import Money, Part, post_of, reference_fields
from rolebook.model.handbook import Document, Handbook
from rolebook.model.policy import Consequence, Counting
from rolebook.model.role import Duty, Limit
from rolebook.model.sections import FigureBlock
from rolebook.model.visibility import is_counted, uncounted
from rolebook.model.words.canonical import digest, plain_data
from rolebook.model.words.text import Text
from rolebook.view.identity import Identity
from rolebook.view.in_jurisdiction import in_place

RECIPE = "rb1"


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A span that counts working days only: what a reader sees of it differs from other spans."""

    span: Duration


_WHOLE = (Text, Limit, Money, Counting, Duration, WorkingTime, date, int, float)


def fingerprint(handbook: Handbook, document: Document, identity: Identity) -> str:
    """`rb1:` and 64 hexadecimal digits."""
    here = in_place(document, identity.jurisdiction)
    content = _Content(handbook, here, identity.language).of(here)
    return f"{RECIPE}:{digest({'recipe': RECIPE, 'identity': asdict(identity), 'content': content})}"


_WORDS_ON_PAPER: dict[type[Part], tuple[str, ...]] = {Consequence: ("length", "text"), FigureBlock: ("caption",)}
"""Parts of which only some fields are read as words: how often somebody did something is the place of a column, and
what a figure shows is said to who cannot see it."""


def counted_values(value: Any) -> Iterator[Any]:
    """Returns every text, amount, count, span, day and number of a document, or a part, that its fingerprint covers."""
    if isinstance(value, _WHOLE) and not isinstance(value, bool):
        yield value
        return
    match value:
        case Consequence() | FigureBlock():
            yield from counted_values(tuple(getattr(value, field) for field in _WORDS_ON_PAPER[type(value)]))
        case Part():
            for field, _, kind, default in _counted(type(value)):
                if not kind and getattr(value, field) != default and is_counted(getattr(value, field)):
                    yield from counted_values(_seen(value, field))
        case tuple():
            for element in value:
                yield from counted_values(element)
        case dict():
            for element in value.values():
                yield from counted_values(element)


def _seen(part: Part, field: str) -> Any:
    value = getattr(part, field)
    return WorkingTime(value) if field == "within" and getattr(part, "working_days", False) else value


def counted_texts(value: Any) -> Iterator[Text]:
    """Returns every text among the counted values."""
    return (one for one in counted_values(value) if isinstance(one, Text))


class _Content:
    """A document's own content in one language as plain data."""

    def __init__(self, handbook: Handbook, document: Document, language: str) -> None:
        self._handbook, self._language = handbook, language
        self._indicators = [indicator.id for indicator in getattr(document, "indicators", ())]

    def of(self, value: Any) -> Any:
        """One value of the model."""
        match value:
            case Text():
                return self._text(value)
            case Duty():
                measures = [self._indicators.index(name) for name in value.indicators if name in self._indicators]
                return self._fields(value) | ({"indicators": measures} if measures else {})
            case FigureBlock():
                return self._fields(value) | {"picture": self._picture(value.file)}
            case Part():
                return self._fields(value)
            case tuple():
                return [self.of(element) for element in value]
            case dict():
                return {str(key): self.of(element) for key, element in value.items()}
            case date():
                return value.isoformat()
            case Duration():
                return value.iso
            case float() if value == int(value):
                return int(value)
            case _:
                return value

    def _fields(self, part: Part) -> dict[str, Any]:
        return {
            name: self._first(kind, value) if kind else self.of(value)
            for field, name, kind, default in _counted(type(part))
            if (value := getattr(part, field)) != default and is_counted(value)
        }

    def _picture(self, name: str) -> str:
        figure = self._handbook.figures.get(name)
        return figure.digest if figure else ""

    def _first(self, kind: str, value: Any) -> Any:
        """References by the first id their target ever had, so that renaming it changes nothing."""
        if isinstance(value, tuple):
            return [self._first(kind, name) for name in value]
        if kind == "post":
            post, name = post_of(value)
            return f"{post}:{self._first(post, name)}"
        return self._handbook.first_id(kind, value)

    def _text(self, text: Text) -> Any:
        told = text.language_for(self._language)
        blocks = plain_data(text.blocks(self._language), self._first)
        return blocks if text.has(self._language) else {"language": told, "text": blocks}


@cache
def _counted(kind: type[Part]) -> tuple[tuple[str, str, str, Any], ...]:
    """The fields of a part that count: attribute, name, what it refers to if anything, and the default."""
    kinds = {field: target for field, _, target in reference_fields(kind)}
    return tuple(
        (field, info.alias or field, kinds.get(field, ""), info.get_default(call_default_factory=True))
        for field, info in kind.model_fields.items()
        if field not in uncounted(kind)
    )
