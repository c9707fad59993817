"""Findings in words: message and hint by code, one file a language."""

import re
import string
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from rolebook.diagnostics import Diagnostic, Localized, Message, Phrase, Phrasebook
from rolebook.language.duration import Duration
from rolebook.language.language import language_for
from rolebook.source import read_own_yaml

FALLBACK = "en"
_NO_HINT = ""


class _Formatter(string.Formatter):
    """`{name:word}` is looked up among the file's own words: `{expected:word}` shows `text` as *texto*; `{name:words}`
    is a list of such keys, `{name:step}` a step of a case.

    `{name:duration}` says an ISO duration in words, `{name:field}` a field as documents head it, with its key: *Reports
    to* (`reports_to`). Arguments with words in several languages are said in the file's.
    """

    def __init__(self, words: Mapping[str, str], tag: str) -> None:
        self._words = words
        self._tag = tag

    def format_field(self, value: Any, format_spec: str) -> Any:
        if isinstance(value, Localized):
            value = value.in_language(self._tag)
        if format_spec == "word":
            return self._words.get(str(value), str(value))
        if format_spec == "words":
            return ", ".join(self._words.get(key, key) for key in str(value).split(","))
        if format_spec == "step":
            return self._words.get(f"step-{value}", str(value))
        if format_spec == "field":
            return _field(str(value), self._tag)
        if format_spec == "duration":
            return language_for(self._tag).duration(Duration.parse(str(value)))
        return super().format_field(value, format_spec)


def phrasebook(tag: str) -> Phrasebook:
    """What says a finding in the language of `tag`, or of its parent, or in English."""
    messages = _messages(tag)
    formatter = _Formatter(messages["words"], tag)

    def phrase(finding: Diagnostic) -> Phrase:
        hint = messages["hints"].get(finding.hint or finding.code, _NO_HINT)
        return Phrase(
            formatter.vformat(messages["messages"][finding.code], (), finding.arguments),
            formatter.vformat(hint, (), finding.arguments),
            messages["words"].get(f"weight-{finding.severity}", ""),
            messages["words"].get("weight-hint", "hint"),
        )

    return phrase


def say(message: Message, tag: str) -> str:
    """Returns a message in the words of a language, or of its parent, or in English."""
    messages = _messages(tag)
    return _Formatter(messages["words"], tag).vformat(messages["usage"][message.code], (), message.arguments)


def outline_of(code: str, tag: str) -> str:
    """Returns what a finding of a code says, with dots for what differs from one finding to the next."""
    pieces = string.Formatter().parse(_messages(tag)["messages"][code])
    said = "".join(f"{words}{'…' if slot is not None else ''}" for words, slot, _, _ in pieces)
    return re.sub("(`…`|“…”|…)+", "…", said).strip(" …:") or code


def word_of(key: str, tag: str) -> str:
    """Returns one of the words that messages use, in a language; the key where there is none."""
    return _messages(tag)["words"].get(key, key)


def _field(key: str, tag: str) -> str:
    language, name = language_for(tag), key.replace("_", "-")
    word = next((one for one in (f"field-{name}", f"section-{name}") if language.has(one)), "")
    return f"“{language.word(word)}” (`{key}`)" if word else f"`{key}`"


@cache
def _messages(tag: str) -> Mapping[str, Mapping[str, str]]:
    resource = files("rolebook.language") / "messages" / f"{tag}.yml"
    if not resource.is_file():
        return _messages(tag.rpartition("-")[0] or FALLBACK)
    data = read_own_yaml(resource)
    return {part: dict(data[part]) for part in ("messages", "hints", "usage", "words")}
