"""What readers of a language say when they search: words of one meaning, related ones, little ones, keyboards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from rolebook.source import read_own_yaml


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The everyday words of one language.

    `synonyms` are groups of words and phrases of one meaning; a text with one of them answers a question with another.
    `related` are groups whose members are near each other and answer nothing. `little` are words and phrases that tell
    nothing apart. `keyboard` is empty, or the signs of a Latin keyboard and those of the language on the same keys.
    """

    synonyms: Sequence[Sequence[str]] = ()
    related: Sequence[Sequence[str]] = ()
    little: Sequence[str] = ()
    numbers: Sequence[str] = ()
    keyboard: Sequence[str] = ()


def search_words_for(tag: str, own: Mapping[str, Any] | None = None) -> SearchWords:
    """Returns the search words of a tag; `own`, what the handbook says of the language, comes beside ours."""
    brought, own = _brought(tag.partition("-")[0]), own or {}
    return SearchWords(
        [*brought.get("synonyms", ()), *(own.get("synonyms") or ())],
        [*brought.get("related", ()), *(own.get("related") or ())],
        [*brought.get("little", ()), *(own.get("little") or ())],
        brought.get("numbers", ()),
        brought.get("keyboard", ()),
    )


@cache
def _brought(language: str) -> Mapping[str, Any]:
    resource = files("rolebook.language") / "vocabulary" / f"{language}.yml"
    return dict(read_own_yaml(resource)) if resource.is_file() else {}
