"""Words of the editor: labels and help of the model's fields, their choices, and what its screens say."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TypeVar

from babel import Locale, UnknownLocaleError

from rolebook.diagnostics import Diagnostic, Message, Phrase
from rolebook.language.language import Language, known_languages, language_for
from rolebook.language.messages import phrasebook, say, word_of
from rolebook.source import read_own_yaml

FALLBACK = "en"
# Which words of the site name the values of a field.
_CHOICES = {
    "frequency": ("frequency",),
    "rhythms": ("frequency",),
    "period": ("frequency",),
    "mode": ("mode",),
    "kind": ("requirement", "authority", "clause", "adoption", "limit"),
    "id": ("severity", "sanction"),
    "sanctions": ("sanction",),
    "only": ("limit-only",),
    "act": ("act", "adoption"),
    "severity": ("severity",),
    "legal_nature": ("legal-nature",),
    "form": ("acknowledge",),
    "kinds": ("other-tasks",),
    "sanction": ("sanction",),
    "contract": ("contract",),
    "basis": ("pay",),
    "time": ("time",),
    "hours_system": ("hours",),
}

TAGGED = ("language", "languages", "source", "others", "tag", "origin", "written", "ready")
"""Arguments of messages that name languages, where they are tags."""
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_QUOTES = {"es": ("«", "»"), "ru": ("«", "»")}
_BEGIN, _END = "\ue000", "\ue001"
_NAMED = re.compile(f"[`“«]?{_BEGIN}([^{_END}]*){_END}[`”»]?")
"""A name within a message, with the signs that set a tag or an id apart."""
_KEY = re.compile("`([a-z]+(?:_[a-z]+)*)`")

Titles = Callable[[str, str, str], str]
"""What is called how: the title of what an argument names, by the message's code, the argument's name and its value."""

_Value = TypeVar("_Value")


class EditorWords:
    """The editor in one language; what the site says already is taken from there."""

    def __init__(
        self, tag: str, words: Mapping[str, Mapping[str, str]], site: Language, titles: Titles | None = None
    ) -> None:
        self.tag, self._words, self._site, self._titles = tag, words, site, titles

    def with_titles(self, titles: Titles) -> "EditorWords":
        """Returns the same words, with messages that call things by their titles where they would say an id."""
        return EditorWords(self.tag, self._words, self._site, titles)

    def label(self, field: str) -> str:
        """Returns what a form calls a field of the model."""
        name = field.replace("_", "-")
        site = next((key for key in (f"field-{name}", f"section-{name}") if self._site.has(key)), None)
        return self._words["fields"].get(field) or (self._site.word(site) if site else field)

    def help(self, field: str) -> str:
        """Returns what a form advises beside a field; empty where the label says it all."""
        return self._words["help"].get(field, "")

    def choice(self, field: str, value: str) -> str:
        """Returns what a form calls one of the values that a field may have."""
        keys = (f"{prefix}-{value}" for prefix in _CHOICES.get(field, ()))
        site = next((key for key in keys if self._site.has(key)), None)
        if site:
            return self._site.word(site)
        known = self._words["choices"].get(value)
        for key in (f"attribute-{value}", f"figure-{value}") if known is None else ():
            if (said := word_of(key, self.tag)) != key:
                return said
        return known or (self.label(value) if field in ("after", "severities") else value)

    def language(self, tag: str) -> str:
        """Returns what a language calls itself, with its tag where several may do so."""
        name = _own_name(tag)
        return f"{name} ({tag})" if "-" in tag else name

    def phrase(self, finding: Diagnostic) -> Phrase:
        """Returns a finding in words that call languages by their names, and documents by their titles."""
        arguments = {key: self._named(finding.code, key, one) for key, one in finding.arguments.items()}
        named = replace(finding, arguments=arguments)
        told = phrasebook(self.tag)(named)
        hint = _KEY.sub(self._labelled, told.hint) if self._titles else told.hint
        return replace(told, message=_NAMED.sub(r"\1", told.message), hint=_NAMED.sub(r"\1", hint))

    def say(self, message: Message) -> str:
        """Returns a message in words that call languages by their names, and documents by their titles."""
        named = {key: self._named(message.code, key, one) for key, one in message.arguments.items()}
        return _NAMED.sub(r"\1", say(Message(message.code, **named), self.tag))

    def _labelled(self, key: re.Match[str]) -> str:
        """The label of a field instead of what files call it."""
        return self.quoted(self.label(key[1])) if self.has_label(key[1]) else key[0]

    def quoted(self, title: str) -> str:
        """Returns a title between the quotation marks of the language."""
        marks = _QUOTES.get(self.tag.partition("-")[0], ("“", "”"))
        return f"{marks[0]}{title}{marks[1]}"

    def _named(self, code: str, key: str, value: _Value) -> _Value | str:
        if self._titles is not None and isinstance(value, str) and (title := self._titles(code, key, value)):
            return f"{_BEGIN}{title}{_END}"
        tags = value.split(", ") if key in TAGGED and isinstance(value, str) else []
        if not tags or any(not _TAG.fullmatch(tag) or self.language(tag) == tag for tag in tags):
            return value
        return ", ".join(f"{_BEGIN}{self.language(tag)}{_END}" for tag in tags)

    def moment(self, iso: str) -> str:
        """Returns a moment of the journal as the language writes it, in local time; what is none, as it is."""
        try:
            return self._site.moment(datetime.fromisoformat(iso))
        except ValueError:
            return iso

    def day(self, day: date, place: str = "") -> str:
        """Returns a date in full, as this language writes it in a place: *11 December 2026* in GB."""
        return _written_in(self.tag, place.partition("-")[0]).date(day)

    def territory(self, code: str) -> str:
        """Returns the name of a place by its code."""
        return self._site.territory(code)

    def screen(self, key: str, **arguments: str | int) -> str:
        """Returns a sentence or word of a screen."""
        return self._words["screens"][key].format(**arguments)

    def template(self, key: str) -> str:
        """Returns a sentence of a screen with its slots."""
        return self._words["screens"][key]

    def word(self, key: str) -> str:
        """Returns a word that the site has already, such as the name of a state."""
        return self._site.word(key)

    def has_label(self, field: str) -> bool:
        """Returns whether somebody wrote a label for a field."""
        return self.label(field) != field

    @property
    def direction(self) -> str:
        """The direction that the language is written in."""
        return self._site.direction


@cache
def editor_words(tag: str) -> EditorWords:
    """Returns the editor's words in a language, in its parent, or in English."""
    resource = files("rolebook.language") / "editor" / f"{tag}.yml"
    if not resource.is_file():
        return editor_words(tag.rpartition("-")[0] or FALLBACK)
    return EditorWords(tag, read_own_yaml(resource), language_for(tag))


@cache
def editor_languages() -> tuple[str, ...]:
    """Returns the languages that the editor speaks."""
    names = (one.name for one in (files("rolebook.language") / "editor").iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


def _own_name(tag: str) -> str:
    """What a language calls itself, also one that Rolebook has no words in; the tag where that is not known."""
    base = tag.partition("-")[0]
    if base in known_languages():
        return language_for(tag).name
    try:
        name = Locale.parse(base).get_display_name(base) or tag
    except (UnknownLocaleError, ValueError):
        return tag
    return name[:1].upper() + name[1:]


@cache
def _written_in(tag: str, country: str) -> Language:
    """A language as a country writes it; as the world does where nobody says how that country does."""
    for own in (f"{tag}-{country}", f"{tag}-001") if country else ():
        try:
            Locale.parse(own, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        return language_for(own)
    return language_for(tag)
