"""A text in several languages, and the tags that name them."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from rolebook.model.words.inline import Blocks, Fault, Inline, Paragraph, Words, inline_of
from rolebook.model.words.parse_cost import is_tangled
from rolebook.model.words.parser import parse

# BCP 47: language, script, region, variants; no extensions or private use.
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\Z")
LANGUAGE_PATTERN = _TAG.pattern.removesuffix(r"\Z")


_REFERRING = re.compile(r"[\[{}]")


def is_language_tag(tag: str) -> bool:
    """Whether `tag` can be a language."""
    return bool(_TAG.match(tag))


def _language_tag(tag: str) -> str:
    if not _TAG.match(tag):
        raise PydanticCustomError("invalid-language", "no language tag", {"tag": tag})
    return tag


LanguageTag = Annotated[str, AfterValidator(_language_tag)]


def chain_of(tag: str) -> Iterator[str]:
    """A tag and its parents: es-MX, es."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


# Stands in a schema for the shape of translations until the whole schema is there to refer to it.
TRANSLATIONS_MARK: dict[str, Any] = {"title": "Translations"}


class Text:
    """What one string says in each language; `origin` is the language of the file it was written in."""

    __slots__ = ("_prints", "lists", "origin", "values")
    _prints: dict[str, str]

    def __init__(self, values: Mapping[str, str], origin: str, *, lists: bool = False) -> None:
        self.values = dict(values)
        self.origin = origin
        self.lists = lists

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        return None, {"values": self.values, "origin": self.origin, "lists": self.lists}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.values, self.origin) == (other.values, other.origin)

    def __hash__(self) -> int:
        return hash((self.origin, *sorted(self.values.items())))

    def __repr__(self) -> str:
        return f"Text({self.values!r})"

    def fingerprint(self, language: str, make: Callable[[str, bool, bool], str]) -> str:
        """What `make` makes of the words in a language, always the same of the same; kept as long as the text is.

        `make` gets the words, whether they may hold lists, and whether they are a hand-written page.
        """
        try:
            known = self._prints
        except AttributeError:
            known = self._prints = {}
        if language not in known:
            known[language] = make(self.values[language], self.lists, isinstance(self, Markdown))
        return known[language]

    def language_for(self, wanted: str) -> str:
        """The language a reader of `wanted` gets: it, its parent, the origin, or the first there is."""
        if wanted in self.values:
            return wanted
        candidates = (*chain_of(wanted), *chain_of(self.origin), *self.values)
        return next(tag for tag in candidates if tag in self.values)

    def has(self, wanted: str) -> bool:
        """Whether a reader of `wanted` gets it in that language."""
        return wanted in self.values or any(tag in self.values for tag in chain_of(wanted))

    @property
    def source(self) -> str:
        """The language that the others are translated from: the origin, else the first there is."""
        return self.language_for(self.origin)

    def is_bare(self, wanted: str) -> bool:
        """Whether the words a reader of `wanted` gets hold no reference, link or placeholder, nor a faulty one."""
        return not _REFERRING.search(self.values[self.language_for(wanted)])

    def blocks(self, wanted: str) -> Blocks:
        """The paragraphs and lists a reader of `wanted` gets."""
        return self._parsed(wanted)[0]

    def inline(self, wanted: str) -> Inline:
        """The same in one run of text."""
        return inline_of(self.blocks(wanted))

    def faults(self, wanted: str) -> tuple[Fault, ...]:
        """What cannot be meant in that language's words."""
        return self._parsed(wanted)[1]

    def _parsed(self, wanted: str) -> tuple[Blocks, tuple[Fault, ...]]:
        return _parsed(self.values[self.language_for(wanted)], self.lists)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _text_schema(lists=False)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"type": "string", "minLength": 1}, TRANSLATIONS_MARK]}


class Markdown(Text):
    """A hand-written page: its Markdown in each language, nothing of it interpreted."""

    __slots__ = ()

    def _parsed(self, wanted: str) -> tuple[Blocks, tuple[Fault, ...]]:
        words = " ".join(self.values[self.language_for(wanted)].split())
        return ((Paragraph((Words(words),)),) if words else ()), ()


class _Lists:
    """Marks a text that may hold paragraphs and lists."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return _text_schema(lists=True)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return Text.__get_pydantic_json_schema__(schema, handler)


BlockText = Annotated[Text, _Lists()]

TRANSLATIONS_SCHEMA: dict[str, Any] = {
    "description": "The same words in several languages, by BCP 47 tag.",
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": f"^{LANGUAGE_PATTERN}$"},
    "additionalProperties": {"type": "string", "minLength": 1},
}


def _text_schema(*, lists: bool) -> CoreSchema:
    def to_map(value: Any, info: core_schema.ValidationInfo) -> Any:
        if isinstance(value, str):
            return {_origin(info): value}
        if not isinstance(value, dict):
            raise PydanticCustomError("text-type", "no text")
        return value

    def to_text(values: dict[str, str], info: core_schema.ValidationInfo) -> Text:
        return Text(values, _origin(info), lists=lists)

    words = core_schema.no_info_after_validator_function(_words, core_schema.str_schema(strict=True))
    tag = core_schema.no_info_after_validator_function(_language_tag, core_schema.str_schema())
    return core_schema.with_info_after_validator_function(
        to_text,
        core_schema.with_info_before_validator_function(to_map, core_schema.dict_schema(tag, words, min_length=1)),
        serialization=core_schema.plain_serializer_function_ser_schema(lambda text: text.values),
    )


def _words(words: str) -> str:
    if not words.strip():
        raise PydanticCustomError("empty-text", "empty")
    if is_tangled(words):
        raise PydanticCustomError("tangled-text", "tangled")
    return words


def _origin(info: core_schema.ValidationInfo) -> str:
    return info.context["language"] if info.context else "en"


@lru_cache(maxsize=65_536)
def _parsed(words: str, lists: bool) -> tuple[Blocks, tuple[Fault, ...]]:  # noqa: FBT001
    return parse(words, lists=lists)
