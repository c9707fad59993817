"""`content/competencies.yml`, `content/glossary.yml` and the head of pages: what roles and texts refer to."""

from typing import Annotated, Literal

from pydantic import Field

from rolebook.model.base import Flag, GroupId, Item, LevelId, Name, Part, ScaleId, Worded
from rolebook.model.role import Forms
from rolebook.model.visibility import ForManagers
from rolebook.model.words.text import LanguageTag, Text


class Level(Item):
    """A level of mastery, best first."""

    name: Text
    expected: Text | None = None


class LevelDescription(Worded):
    """What a level looks like in one competency; `id` is the level's."""

    id: LevelId


class CompetencyGroup(Item):
    """Competencies of one kind, under a heading."""

    name: Text
    text: Text | None = None


class Scale(Item):
    """Levels of its own, for competencies that are not measured by the library's; best first."""

    name: Text
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]


class Competency(Item):
    """What mastery of it looks like, level by level, and how to ask for it.

    Without a scale of its own, the library's levels hold.
    """

    name: Text
    group: GroupId | None = None
    scale: ScaleId | None = None
    definition: Text
    behaviours: tuple[Worded, ...] = ()
    levels: tuple[LevelDescription, ...] = ()
    questions: ForManagers[tuple[Worded, ...]] = ()


class Competencies(Part):
    """The library."""

    levels: tuple[Level, ...] = ()
    groups: tuple[CompetencyGroup, ...] = ()
    scales: tuple[Scale, ...] = ()
    competencies: tuple[Competency, ...] = ()

    def levels_of(self, competency: Competency) -> tuple[Level, ...]:
        """The levels that a competency is measured by."""
        return next((scale.levels for scale in self.scales if scale.id == competency.scale), self.levels)

    @property
    def all_levels(self) -> tuple[Level, ...]:
        """The library's own levels and those of its scales."""
        return (*self.levels, *(level for scale in self.scales for level in scale.levels))

    def by_group(self) -> list[tuple[CompetencyGroup | None, list[Competency]]]:
        """The competencies by group, in the order of the groups; those without one last."""
        known = {group.id for group in self.groups}
        groups: list[CompetencyGroup | None] = [*self.groups, None]
        held = [
            [one for one in self.competencies if (one.group == group.id if group else one.group not in known)]
            for group in groups
        ]
        return [(group, members) for group, members in zip(groups, held, strict=True) if members]


class Term(Item):
    """A word with a fixed translation in each language, and the words that must not stand for it."""

    term: Text
    definition: Text
    forms: Forms = Field(default_factory=dict)
    forbidden: dict[LanguageTag, tuple[Name, ...]] = Field(default_factory=dict)
    note: Text | None = None


class FrontMatter(Part):
    """The head of a hand-written page."""

    title: Name
    order: Annotated[int, Field(strict=True, ge=0, le=10_000)] = 100


class NumberWords(Part):
    """Numbers in words, the nouns they count, and texts that show what is one and what is not."""

    numbers: dict[int, tuple[str, ...]] = Field(default_factory=dict)
    nouns: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    multipliers: dict[str, int] = Field(default_factory=dict)
    loose: dict[int, tuple[str, ...]] = Field(default_factory=dict)
    hits: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    misses: tuple[str, ...] = ()


class Fonts(Part):
    """What a language is printed in: installed Python packages with font files, and families, the first that fits."""

    packages: Annotated[tuple[Name, ...], Field(min_length=1)]
    families: Annotated[tuple[Name, ...], Field(min_length=1)]


class LanguageFile(Part):
    """A language that a handbook adds or words otherwise: `content/languages/<tag>.yml`."""

    name: Name
    direction: Literal["ltr", "rtl"] = "ltr"
    lowers_titles: Flag = False
    title_marks: tuple[Name, Name] | None = None
    signs: dict[Literal["colon", "semicolon", "stop", "open", "close"], str] = Field(default_factory=dict)
    unbroken: dict[Literal["before", "after"], tuple[Name, ...]] = Field(default_factory=dict)
    fonts: Fonts | None = None
    words: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    rhythms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    topics: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    synonyms: tuple[Annotated[tuple[Name, ...], Field(min_length=2)], ...] = ()
    related: tuple[Annotated[tuple[Name, ...], Field(min_length=2)], ...] = ()
    little: tuple[Name, ...] = ()
    quantities: NumberWords = Field(default_factory=NumberWords)


class Glossary(Part):
    """The organisation's words."""

    terms: tuple[Term, ...] = ()
