"""Whether a translation joins, obliges, permits and dates as its source does: `and` is not `or`, `may` is not `must`.

Words are compared sentence by sentence where both texts have as many, else text by text. Only a word of the source
that is missing in the translation, beside one there that the source does not have and that says the opposite, is told.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product

from rolebook.checks.lexicon import folded
from rolebook.checks.readings import Reading, readings_of
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language.meanings import LIMITING, NEGATION, Meanings, MeantWord, meanings_of
from rolebook.model.handbook import Handbook

MEANING_MISMATCH = Rule("meaning-mismatch", Severity.WARNING)
RULES = (MEANING_MISMATCH,)

_OPPOSED = frozenset(
    frozenset(pair)
    for pair in (
        ("and", "or"),
        ("must", "may"),
        ("must", "must-not"),
        ("must", "need-not"),
        ("may", "must-not"),
        ("need-not", "must-not"),
        ("knowing", "intent"),
        ("knowing", "negligence"),
        ("intent", "negligence"),
        ("within", "after"),
        ("by", "before"),
        ("by", "after"),
        ("before", "after"),
        ("at-least", "at-most"),
    )
)
_BINDING = frozenset(
    (
        "requirements",
        "rights",
        "authority",
        "prohibitions",
        "liability",
        "pay",
        "employment",
        "conditions",
        "appointment",
    )
)
"""The fields of a role where it matters how things are joined; duties and aims are described more freely."""
_DENYING = frozenset(("must-not", "need-not"))
_SENTENCE_END = re.compile(
    r"[。！？；]|;\s+|[.!?]\s+(?=[«\"“¿¡(\[]*[A-Z\u00c0-\u00d6\u00d8-\u00de\u0102\u0110\u0128\u0168\u01a0\u01af"
    r"\u0401\u0410-\u042f\u1ea0-\u1ef8])"
)


def meanings(handbook: Handbook) -> Iterator[Diagnostic]:
    """Translations say `and`, `may`, `knowingly`, `within` and `at least` where their source does."""
    for said in _by_text(readings_of(handbook)):
        placed = next(iter(said.values())).placed
        source = said.get(placed.text.source)
        words = meanings_of(placed.text.source) if source else None
        if not source or not words:
            continue
        wanted = words.counted(source.line.words)
        for tag, reading in said.items():
            known = meanings_of(tag) if reading is not source else None
            if known and _may_differ(wanted, known.counted(reading.line.words)):
                for one, other in contradictions((source.words, words), (reading.words, known)):
                    joins = one.topic == "joining"
                    if not joins or _binds(placed.place):
                        yield MEANING_MISMATCH.at(
                            reading.at, language=tag, source=placed.text.source, said=one.words, found=other.words
                        ).weighing(Severity.INFO if joins else Severity.WARNING)


def contradictions(
    source: tuple[str, Meanings], translation: tuple[str, Meanings]
) -> Iterator[tuple[MeantWord, MeantWord]]:
    """What the source says and the translation contradicts, each with the words of both; one for a topic."""
    told: set[str] = set()
    for one, other in _aligned(source[0], translation[0]):
        first, second = list(source[1].words_in(one)), list(translation[1].words_in(other))
        for topic in dict.fromkeys(said.topic for said in first):
            found = _contradiction(topic, (one, first, source[1]), (other, second, translation[1]))
            if found and topic not in told:
                told.add(topic)
                yield found


Sentence = tuple[str, Sequence[MeantWord], Meanings]
"""A folded sentence, what is said in it, and what else words of its language may mean."""


def _contradiction(topic: str, one: Sentence, other: Sentence) -> tuple[MeantWord, MeantWord] | None:
    around = {said.topic for said in (*one[1], *other[1])}
    denied = bool(around & {LIMITING, NEGATION})
    first, second = ([said for said in each[1] if said.topic == topic] for each in (one, other))
    if not first or not second or (topic == "duty" and LIMITING in around):
        return None
    if topic == "joining":
        denies = any(said.meaning in _DENYING for said in (*one[1], *other[1]))
        either = any(said.meaning == "either" for said in (*first, *second))
        if denied or denies or either or len(first) != len(second):
            return None
        lacking, added = _more(first, second), _more(second, first)
    else:
        lacking, added = _left(first, second, other), _left(second, first, one)
    for said, found in product(lacking, added):
        pair = frozenset((said.meaning, found.meaning))
        if pair in _OPPOSED and not (pair & _DENYING and (denied or "limit" in around)):
            return said, found
    return None


def _left(these: Sequence[MeantWord], those: Sequence[MeantWord], other: Sentence) -> list[MeantWord]:
    """What is said in one sentence, and neither said nor perhaps meant in the other."""
    there = {said.meaning for said in those}
    return [said for said in these if said.meaning not in there and not other[2].may_mean(said.meaning, other[0])]


def _more(these: Sequence[MeantWord], those: Sequence[MeantWord]) -> list[MeantWord]:
    """What is said more often in one sentence than in the other."""
    here, there = (Counter(said.meaning for said in each) for each in (these, those))
    return [said for said in these if here[said.meaning] > there[said.meaning]]


def _may_differ(one: Counter[str], other: Counter[str]) -> bool:
    """Whether each of two texts has a word more often than the other, and the two words are opposed."""
    return one != other and any(frozenset(pair) in _OPPOSED for pair in product(one - other, other - one))


def _binds(place: str) -> bool:
    """Whether a text is of a policy, or of a part of a role that gives or takes something."""
    kind, _, rest = place.partition("/")
    return kind == "policy" or (kind == "role" and not _BINDING.isdisjoint(rest.split("/")[1:2]))


def _aligned(source: str, translation: str) -> Iterator[tuple[str, str]]:
    first, second = (_sentences(words) for words in (source, translation))
    if len(first) == len(second):
        yield from zip(first, second, strict=True)
    else:
        yield folded(source), folded(translation)


def _sentences(words: str) -> list[str]:
    return [one for part in _SENTENCE_END.split(words) if (one := folded(part))]


def _by_text(readings: Sequence[Reading]) -> Iterator[dict[str, Reading]]:
    """The readings of each text in several languages, by language."""
    texts: dict[int, dict[str, Reading]] = {}
    for reading in readings:
        if len(reading.placed.text.values) > 1:
            texts.setdefault(id(reading.placed), {})[reading.line.language] = reading
    return iter(texts.values())


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (meanings,)
