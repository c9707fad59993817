"""Wording rules as data: which words, where, and what they are about. One file a language."""

from typing import Annotated, Literal

from pydantic import Field

from rolebook.model.base import Duration, Flag, Item, Name, Part
from rolebook.model.law.figures import FigureTopic
from rolebook.model.law.pack import Attribute, ClauseTopic

Context = Literal["requirements", "vacancy", "interview", "duties", "consequence", "text", "any"]
"""Where a text stands: `vacancy` is a title, a purpose or a question, `interview` a question alone,
`consequence` a policy or a page, `text` another field of a role, `any` everything."""
Topic = (
    Attribute
    | ClauseTopic
    | Literal[
        "money",
        "leave-cut",
        "consequence",
        "risk-shift",
        "legal-term",
        "threat",
        "other-tasks",
        "weak",
        "gendered",
        "nominal",
    ]
)


class WordingRule(Item):
    """Words to look for, as regular expressions over folded text with single spaces, or as plain `words`.

    Each of `beside` must be in the same sentence, in any order. `unless` lets pass what says something else there,
    `unless_negated` what is denied in its clause. `hint` marks words that only suggest what they are about: they weigh
    one step less. `hit` and `miss` are examples that the tests run. Patterns hold no unbounded repetition but of one
    set of signs.
    """

    about: Topic
    where: Annotated[tuple[Context, ...], Field(min_length=1)]
    strength: Literal["explicit", "hint"] = "explicit"
    any: tuple[str, ...] = ()
    words: tuple[Name, ...] = ()
    beside: tuple[str, ...] = ()
    unless: str | None = None
    unless_negated: Flag = False
    suggest: Name | None = None
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


class WordedSpan(Part):
    """A span that words say without a number, such as *once a month*."""

    span: Duration
    words: str


class FigureWords(Part):
    """Where prose names a figure of the law: patterns with a `{span}` or a `{share}`, and words for a span."""

    about: FigureTopic
    any: tuple[str, ...] = ()
    worded: tuple[WordedSpan, ...] = ()
    unless: str | None = None
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


class Sentences(Part):
    """From which length on a sentence is hard to follow; languages without spaces count signs, of clauses too."""

    words: int | None = None
    signs: int | None = None
    clause: int | None = None


class Wording(Part):
    """The wording rules of one language. `boundaries`: words have an edge on both sides.

    `negation` is what denies, `bans` what forbids, both before a find; `denied_after` what denies behind it; `nobody`
    a subject that denies its whole sentence. `protective` sentences speak of protection, benefits or records, `others`
    of customers and markets: there, what a person is asks nothing of staff. A duty asks something only with `hiring`.
    """

    boundaries: Flag = True
    negation: str | None = None
    bans: str | None = None
    denied_after: str | None = None
    nobody: str | None = None
    protective: str | None = None
    others: str | None = None
    hiring: str | None = None
    sentences: Sentences = Sentences()
    abbreviations: tuple[Name, ...] = ()
    rules: tuple[WordingRule, ...] = ()
    figures: tuple[FigureWords, ...] = ()


class OwnRule(Item):
    """A rule that a handbook adds, or puts in the place of ours by its id. Without words it is off.

    Words are plain, but for `{number}`, alternatives `(man|woman)` and any ending `word*`.
    """

    about: Topic
    where: tuple[Context, ...] = ("any",)
    strength: Literal["explicit", "hint"] = "explicit"
    words: tuple[Name, ...] = ()
    suggest: Name | None = None


class OwnWording(Part):
    """`content/wording/<tag>.yml`."""

    sentences: Sentences = Sentences()
    abbreviations: tuple[Name, ...] = ()
    rules: tuple[OwnRule, ...] = ()
