"""Pieces that roles and policies share: sections that vanish when empty, lists of items, the document's record."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from rolebook.model.base import Worded
from rolebook.model.handbook import Document
from rolebook.model.role import LegalBasis
from rolebook.model.settings import SignOffStep
from rolebook.model.words.text import Text
from rolebook.view.reader import Reader
from rolebook.view.tree import Block, Entries, Entry, Fact, Facts, Flow, Fold, Paragraph, Prose, Section, words

_LOOKED_UP = frozenset(
    {"adoption", "bonus-rules", "career", "damage-recovery", "definitions", "legal-basis", "rewards"}
)
"""Sections that readers look up now and then, and that a small screen only names."""


class WordedItem(Protocol):
    """An item with an id and a text."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> Text: ...


def section(reader: Reader, key: str, *blocks: Block, sections: tuple[Section, ...] = ()) -> Iterator[Section]:
    """A section under the interface word `section-<key>`; none when it would be empty."""
    kept = tuple(block for block in blocks if not _empty(block))
    if kept or sections:
        fold: Fold | None = "on-phones" if key in _LOOKED_UP else None
        yield Section(key, words(reader.word(f"section-{key}")), kept, sections, fold=fold)


def entry(reader: Reader, item: WordedItem, *facts: Fact, marks: tuple[str, ...] = ()) -> Entry:
    """An item with its text and details."""
    return Entry(item.id, reader.flow(item.text), facts=facts, marks=marks)


def entries(reader: Reader, items: Iterable[WordedItem], *, ordered: bool = False) -> Entries:
    """Items that are text and nothing else."""
    return Entries(tuple(entry(reader, item) for item in items), ordered)


def legal_basis(reader: Reader, items: Iterable[LegalBasis]) -> Entries:
    """What a document rests on, with the places where it does."""
    return Entries(
        tuple(
            replace(
                entry(reader, item, marks=reader.places(item.jurisdictions)),
                employers=reader.employers_in(item.jurisdictions),
            )
            for item in items
        )
    )


def listed(reader: Reader, items: Iterable[Worded]) -> tuple[Prose, ...]:
    """Short texts, one a line of a fact."""
    return tuple(reader.prose(item.text) for item in items)


def word_of(reader: Reader, kind: str, value: str | None) -> tuple[str, ...]:
    """The interface word of a fixed value, `frequency` `daily`; nothing for none."""
    return (reader.word(f"{kind}-{value}"),) if value else ()


def record(reader: Reader, document: Document) -> tuple[Fact, ...]:
    """Revision, dates and standing of a document."""
    facts: list[Fact] = []
    if document.code:
        facts.append(reader.fact("field-code", document.code))
    if document.revision:
        facts.append(reader.fact("field-revision", document.revision))
    if document.effective:
        facts.append(reader.fact("field-effective", reader.date(document.effective)))
    if document.review:
        facts.append(reader.fact("field-review", reader.date(document.review)))
    facts.append(reader.fact("field-legal-nature", *word_of(reader, "legal-nature", document.legal_nature)))
    chain = next((one for one in reader.handbook.settings.sign_off if one.id == document.sign_off), None)
    if chain:
        facts.append(reader.fact("field-sign-off", *(_act(reader, step) for step in chain.steps)))
    return tuple(facts)


def _act(reader: Reader, step: SignOffStep) -> Prose:
    """Who does what on the way to a signed document."""
    who = reader.post(step.by) if ":" in step.by else words(reader.word(f"by-{step.by}"))
    return Prose((*words(f"{reader.word(f'act-{step.act}')}: ").runs, *who.runs), who.language)


def paragraphs(reader: Reader, text: Text | None) -> tuple[Flow, ...]:
    """The flow of a text that may not be there."""
    return reader.flow(text) if text else ()


def sentence(text: str) -> Paragraph:
    """A paragraph of interface words."""
    return Paragraph(words(text))


def _empty(block: Block) -> bool:
    match block:
        case Facts(rows):
            return not rows
        case Entries(items):
            return not items
        case _:
            return False
