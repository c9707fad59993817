"""The revisions of a document as an audience may know them: who released what, and the difference in words.

Releases keep everything a document said. A field that is hidden from the audience today is hidden in every earlier
revision; notes may speak of anything, so they are for those who see the whole of it; the public is told no names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from rolebook.language import Duration
from rolebook.language.editor_words import editor_words
from rolebook.model.base import models_in, post_of, reference_fields
from rolebook.model.handbook import Document, Handbook
from rolebook.model.policy import Discipline, Policy
from rolebook.model.release import Release
from rolebook.model.role import Role
from rolebook.model.words.text import Text
from rolebook.view.audience import Audience, hidden_fields
from rolebook.view.changes import Difference, Passage, differences
from rolebook.view.reader import Reader
from rolebook.view.tree import Fact

_DAYS = ("effective", "date")
_POSTS = ("role", "office", "body")
_WORDED = {
    "kind": ("requirement", "authority", "clause"),
    "form": ("acknowledge",),
    "need": (),
    "act": ("adoption",),
    "period": ("frequency", "per"),
    "basis": ("pay",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one place: where it stands, in words, and its passages in reading order."""

    label: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One released revision; `changes` is None where there is nothing before it, or no words in the language.

    `previous` is the revision it is compared with, empty for the first.
    """

    release: Release
    anchor: str
    facts: tuple[Fact, ...]
    note: str
    previous: str
    changes: tuple[Change, ...] | None


def history_of(whole: Handbook, document: Document, audience: Audience, reader: Reader) -> tuple[Revision, ...]:
    """The released revisions of a document that the reader is shown, the newest first."""
    wholes: Mapping[str, Document] = whole.roles if isinstance(document, Role) else whole.policies
    complete = document is wholes[document.id]
    hidden = frozenset(hidden_fields(document, audience))
    releases = reader.handbook.releases_of(document)
    told = []
    for place, release in enumerate(releases):
        before = releases[place - 1] if place else None
        told.append(
            Revision(
                release=release,
                anchor=f"_revision-{release.revision}",
                facts=tuple(_facts(release, audience, hidden, reader)),
                note=_note(release, reader) if complete and not _touches(hidden, release, before) else "",
                previous=before.revision if before else "",
                changes=_changes(before, release, hidden, reader) if before else None,
            )
        )
    return tuple(reversed(told))


def proposal(draft: Release, last: Release | None, reader: Reader) -> tuple[Change, ...]:
    """All that a draft says in the reader's language, item by item, with what differs from the last release.

    The figures and choices of an item follow its texts as one line, each with its label. A first edition, or one that
    was not released in the language, has no differences. KeyError where the draft is not ready in the language.
    """
    before = last if last is not None and reader.language.tag in last.words else draft
    teller = _Teller(before, draft, reader)
    found = differences(before, draft, reader.language.tag, teller.name_of, with_unchanged=True)
    order: dict[str, int] = {}
    for one in found:
        for above in _above(one.place):
            order.setdefault(above, len(order))
    told: list[Change] = []
    by_item = sorted(found, key=lambda one: [order[above] for above in _above(one.place)])
    for _, group in groupby(by_item, key=lambda one: one.place.rpartition("/")[0]):
        item = list(group)
        texts = [one for one in item if not teller.is_value(one.place)]
        told += [Change(teller.label(one), teller.text(one)) for one in texts if not teller.is_own_heading(one)]
        if values := [one for one in item if teller.is_value(one.place)]:
            told.append(Change(teller.label(values[0]), tuple(teller.line(values))))
    return tuple(told)


def _above(place: str) -> list[str]:
    """What a place is in, from the outside: `sections`, `sections/principles`."""
    steps = place.split("/")[:-1]
    return ["/".join(steps[: n + 1]) for n in range(len(steps))] or [place]


def _facts(release: Release, audience: Audience, hidden: frozenset[str], reader: Reader) -> Iterator[Fact]:
    yield reader.fact("field-released", reader.date(release.released))
    if release.effective and "effective" not in hidden:
        yield reader.fact("field-effective", reader.date(release.effective))
    if audience is Audience.PUBLIC:
        return
    if "approver" not in hidden:
        known = post_of(release.approver)[0] in _POSTS
        yield reader.fact("field-approver", reader.post(release.approver) if known else release.approver)
    for key, people in (("field-translators", release.translators), ("field-reviewers", release.reviewers)):
        if names := people.get(reader.language.tag):
            yield reader.fact(key, ", ".join(names))


def _touches(hidden: frozenset[str], *releases: Release | None) -> bool:
    """Whether a revision, or the one before it, said something in a hidden field, which its note may speak of."""
    contents = (content for one in releases if one for content in (one.values, *one.words.values()))
    return any(place.partition("/")[0] in hidden for content in contents for place in content)


def _note(release: Release, reader: Reader) -> str:
    """The note in the reader's language, else in the handbook's."""
    return release.note.get(reader.language.tag) or release.note.get(reader.handbook.settings.language, "")


def _changes(before: Release, release: Release, hidden: frozenset[str], reader: Reader) -> tuple[Change, ...] | None:
    tag = reader.language.tag
    if tag not in before.words or tag not in release.words:
        return None
    teller = _Teller(before, release, reader)
    found = differences(before, release, tag, teller.name_of)
    return tuple(Change(teller.label(one), one.passages) for one in found if one.place.partition("/")[0] not in hidden)


class _Teller:
    """Says in words what releases keep as ids and codes, and where it stands."""

    def __init__(self, before: Release, release: Release, reader: Reader) -> None:
        tag = reader.language.tag
        self._reader = reader
        self._words = {**before.words[tag], **release.words[tag]}
        self._values = before.values.keys() | release.values.keys()

    def name_of(self, place: str, written: str) -> str:
        """What is written at a place: references by the titles the reader is shown, codes by their words."""
        if place not in self._values:
            tag = self._reader.language.tag
            return self._reader.plain(Text({tag: written}, tag))
        field = place.rpartition("/")[2]
        if kind := _references().get(field):
            return ", ".join(self._named(kind, name) for name in written.split(", "))
        return self._value(field, written)

    def label(self, difference: Difference) -> str:
        """The heading that a place stands under."""
        first, _, rest = difference.place.partition("/")
        heading = self._words.get(f"{first}/{rest.partition('/')[0]}/heading", "")
        if heading:
            return self.name_of(f"{first}/heading", heading)
        key = first.replace("_", "-")
        language = self._reader.language
        found = next((one for one in (f"section-{key}", f"field-{key}") if language.has(one)), "site-record")
        return language.word(found)

    def is_value(self, place: str) -> bool:
        """Whether a figure, a choice or a reference stands there, and no text."""
        return place in self._values

    def is_own_heading(self, difference: Difference) -> bool:
        """Whether it is the heading that its place stands under, unchanged."""
        said = "".join(passage.text for passage in difference.passages)
        return difference.act == "same" and difference.place.endswith("/heading") and said == self.label(difference)

    def line(self, values: Sequence[Difference]) -> Iterator[Passage]:
        """The values of one item in a line, each after its label, the places they hold in before them."""
        labels, start = editor_words(self._reader.language.tag), self._held_in(values[0].place)
        for value in values:
            field = value.place.rpartition("/")[2]
            is_set = value.act == "same" and value.passages[0].text == str(True)
            yield Passage("same", f"{start}{labels.label(field)}" if is_set else f"{start}{labels.label(field)}: ")
            said = () if is_set else value.passages
            yield from (Passage(one.act, labels.choice(field, one.text) or "—") for one in said)
            start = "; "

    def text(self, difference: Difference) -> tuple[Passage, ...]:
        """A text, after the place that it holds in."""
        place = self._held_in(difference.place)
        return (*([Passage("same", place)] if place else []), *difference.passages)

    def _held_in(self, place: str) -> str:
        codes = {one.jurisdiction for one in self._reader.handbook.settings.entities}
        return "".join(f"{self._reader.place(step)}: " for step in place.split("/")[:-1] if step in codes)

    def _named(self, kind: str, name: str) -> str:
        """A name only if the reader is shown what bears it: whether it is hidden or gone is nobody's business."""
        reader, book = self._reader, self._reader.handbook
        if kind == "post":
            kind, name = post_of(name)
        texts = {
            "role": {one.id: one.title for one in book.titled.values()},
            "policy": {one.id: one.title for one in book.policies.values()},
            "department": {one.id: one.name for one in book.settings.departments},
            "entity": {one.id: one.name for one in book.settings.entities},
            "competency": {one.id: one.name for one in book.library.values()},
            "level": {one.id: one.name for one in book.competencies.all_levels},
            "sign-off": {one.id: one.name for one in book.settings.sign_off},
            "office": {one.id: one.name for one in book.settings.offices},
            "body": {one.id: one.name for one in book.settings.bodies},
            "offence": {one.id: one.heading for one in book.discipline.offences} if book.discipline else {},
        }.get(kind, {})
        if name in texts:
            return reader.plain(texts[name])
        return name if kind == "level" else reader.word("not-shown")  # a level of a language is its own name

    def _value(self, field: str, written: str) -> str:
        language = self._reader.language
        for prefix in _WORDED.get(field, (field.replace("_", "-"),)):
            if language.has(f"{prefix}-{written}"):
                return language.word(f"{prefix}-{written}")
        try:
            if field in _DAYS:
                return language.date(date.fromisoformat(written))
            return language.duration(Duration.parse(written))
        except ValueError:
            return written


@cache
def _references() -> dict[str, str]:
    """The kind of thing that each field of a document refers to, by its name in files."""
    found: dict[str, str] = {}
    for model in models_in(Role, Policy, Discipline):
        found |= {alias: kind for _, alias, kind in reference_fields(model)}
    return found
