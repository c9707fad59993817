"""Every text of the handbook as the wording rules read it: in which context, in which language, and where it holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rolebook.checks.lexicon import FoldedLine, Hit, folded, hits_in
from rolebook.checks.page_paragraphs import paragraphs_of
from rolebook.checks.places import places_of
from rolebook.diagnostics import Location
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.law.pack import Pack
from rolebook.model.translation.text_addresses import Holder, PlacedText, texts_of
from rolebook.model.words.inline import plain

_ROLE = {
    "title": "vacancy",
    "alternative_titles": "vacancy",
    "purpose": "vacancy",
    "conditions": "vacancy",
    "career": "vacancy",
    "requirements": "requirements",
    "behaviours": "requirements",
    "outcomes": "duties",
    "pay": "vacancy",
    "employment": "vacancy",
    "duties": "duties",
    "service_levels": "duties",
    "indicators": "duties",
    "liability": "consequence",
    "prohibitions": "consequence",
    "dismissal": "consequence",
    "other_tasks": "duties",
    "legal_basis": "any",
}
_FREE = ("requirements", "duties", "consequence")
"""A free section of a role may say anything: it is read for all of these."""
_POLICY = dict.fromkeys(
    (
        "sections",
        "offences",
        "process",
        "procedure",
        "evaluation",
        "improvement",
        "damage_recovery",
        "thresholds",
    ),
    "consequence",
)
_MARKS = re.compile(r"[\[{*`\\]")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in one language, with what holds it."""

    line: FoldedLine
    words: str
    placed: PlacedText

    @property
    def part(self) -> Holder:
        """The part that says it."""
        return self.placed.part

    @property
    def at(self) -> Location:
        """Where its words stand."""
        return self.placed.part.at(self.placed.field, self.line.language)

    @property
    def document(self) -> str:
        """The file's own place: `role/cook`, `competencies`."""
        return "/".join(self.placed.place.split("/")[:2])


@lru_cache(maxsize=1)
def readings_of(handbook: Handbook) -> tuple[Reading, ...]:
    """Every text in every language it is written in."""
    return tuple(_readings(handbook))


@lru_cache(maxsize=1)
def hits_of(handbook: Handbook) -> tuple[tuple[Hit, Reading], ...]:
    """What the wording rules, the handbook's own among them, find in its texts, in the order of the texts."""
    readings = readings_of(handbook)
    hits = sorted(hits_in([one.line for one in readings], handbook.wording), key=lambda hit: hit.line)
    told = [(hit, readings[hit.line]) for hit in hits]
    within = {(hit.rule.id, reading.at) for hit, reading in told if not hit.beyond}
    return tuple((hit, reading) for hit, reading in told if not hit.beyond or (hit.rule.id, reading.at) not in within)


def packs_of(reading: Reading, handbook: Handbook) -> Iterator[tuple[str, Pack]]:
    """The places where a text holds, with their packs."""
    kind, _, name = reading.document.partition("/")
    document: Document | None = (handbook.described if kind == "role" else handbook.policies).get(name)
    path = reading.placed.place.split("/")
    overridden = path[path.index("overrides") + 1 :][:1] if "overrides" in path else ()
    limits = (*getattr(reading.part, "jurisdictions", ()), *overridden)
    places = places_of(handbook, document) if document else handbook.packs.items()
    yield from ((code, pack) for code, pack in places if applies_in(limits, code))


def _readings(handbook: Handbook) -> Iterator[Reading]:
    for placed in (*texts_of(handbook), *paragraphs_of(handbook)):
        contexts = _contexts(placed.place.split("/"))
        for tag, words in placed.text.values.items():
            shown = plain(placed.text.blocks(tag)) if _MARKS.search(words) else words
            for context in contexts:
                yield Reading(FoldedLine(folded(shown), tag, context), shown, placed)


def _contexts(place: list[str]) -> tuple[str, ...]:
    field = place[2] if len(place) > 2 else ""
    match place[0]:
        case "role" if field == "sections":
            return _FREE
        case "role":
            return (_ROLE.get(field, "text"),)
        case "policy":
            return (_POLICY.get(field, "any"),)
        case "page":
            return ("consequence",)
        case "competencies":
            return ("vacancy", "interview") if "questions" in place else ("any",)
        case _:
            return ("any",)
