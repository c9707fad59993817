"""What became of scans and looks, for whoever sees the screen: how much it weighs, of whom it is, and what to do next.

The values are those of the register (`Outcome`). The terminal says them in a line of its log; here each has a sentence
`told-…`, mostly one of advice `next-…`, and a way there `go-…`, among the words of the editor's screens.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from rolebook.diagnostics import Message
from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.desk.called import NOBODY, Called
from rolebook.pipeline.register.answers import Outcome

Weight = Literal["done", "look", "open", "refused"]
WEIGHTS: tuple[Weight, ...] = ("done", "look", "open", "refused")
_FIRST: tuple[Weight, ...] = ("look", "open", "refused", "done")
"""What somebody has to do something about comes first."""
_LOOK, _CHOOSE, _PRINT = ("/scans#look", "go-look"), ("/scans#choose", "go-scan"), ("/people", "go-print")
_NOWHERE = ("", "")


@dataclass(frozen=True, slots=True)
class Way:
    """How an outcome is told: its weight, the sentence, the advice, and where to go."""

    weight: Weight
    sentence: str
    advice: str = ""
    where: tuple[str, str] = _NOWHERE
    asks: bool = False


_NOT_ASKED = Way("open", "told-not-asked", "next-not-asked", _PRINT, asks=True)
_SIGNED, _SECOND = Way("done", "told-signed"), Way("look", "told-second", "next-second")
WAYS: Mapping[str, Way] = {
    "recorded": _SIGNED,
    "recorded-unproven": _SIGNED,
    "marks-recorded": _SIGNED,
    "confirmed": _SIGNED,
    "refusal-recorded": Way("done", "told-refusal"),
    "already": Way("done", "told-already"),
    "marks-waiting": Way("look", "told-marks", "next-look", _LOOK),
    "awaiting-review": Way("look", "told-unsure", "next-look", _LOOK),
    "no-ink": Way("look", "told-no-ink", "next-no-ink", _LOOK),
    "second-person": _SECOND,
    "second-needed": _SECOND,
    "rejected": Way("open", "told-rejected", "next-sign-again", _PRINT),
    "rejected-before": Way("open", "told-rejected-before", "next-sign-again", _PRINT),
    "pages-missing": Way("open", "told-pages-missing", "next-pages-missing", _CHOOSE),
    "signer-unknown": Way("open", "told-signer-unknown", "next-signer-unknown", _PRINT),
    "unknown-person": _NOT_ASKED,
    "not-assigned": _NOT_ASKED,
    "nobody-asked": _NOT_ASKED,
    "other-text": Way("open", "told-other-text", "next-other-text", _PRINT),
    "method-not-enough": Way("open", "told-method"),
    "before-release": Way("open", "told-before-release", "next-before-release"),
    "answer-settled": Way("open", "told-settled"),
    "answer-unclear": Way("open", "told-unclear", "next-look", _LOOK),
    "copy-unknown": Way("refused", "told-copy-unknown", "next-copy-unknown", _PRINT),
    "scan-unreadable": Way("refused", "told-unreadable", "next-unreadable", _CHOOSE),
}
"""Every code that scans and looks end with."""
RECORDED = frozenset({"recorded", "recorded-unproven", "marks-recorded", "confirmed", "refusal-recorded"})
"""Codes of what is new in a register."""
_OTHER = Way("look", "told-other")


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One outcome on a screen: keys of its words and their arguments; `ask` is who can be asked to sign at once."""

    weight: Weight
    sentence: str
    advice: str = ""
    href: str = ""
    go: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    ask: str = ""
    is_counted: bool = True


def outcome_lines(outcomes: Iterable[Outcome], called: Called, words: EditorWords) -> list[OutcomeLine]:
    """Returns outcomes as lines, those that need somebody first."""
    lines = [_line(one, called, words) for one in outcomes]
    return sorted(lines, key=lambda line: _FIRST.index(line.weight))


def weights_of(lines: Iterable[OutcomeLine]) -> list[tuple[Weight, int]]:
    """Returns how many lines have which weight, leaving out those that none has."""
    counts = Counter(line.weight for line in lines if line.is_counted)
    return [(weight, counts[weight]) for weight in WEIGHTS if counts[weight]]


def unread_sheets(sheets: int, blank: int) -> list[OutcomeLine]:
    """Returns what to say of sheets without a code: nothing where there are none, more where there are no others."""
    if not blank:
        return []
    told = {"count": str(blank), "sheets": str(sheets)}
    if blank == sheets:
        return [OutcomeLine("refused", "told-blank", "next-blank", *_CHOOSE, told)]
    return [OutcomeLine("look", "told-blank", "next-blank", arguments=told, is_counted=False)]


def _line(outcome: Outcome, called: Called, words: EditorWords) -> OutcomeLine:
    way = WAYS.get(outcome.code, _OTHER)
    told = _named(outcome, called, words)
    if way is _OTHER:
        told["said"] = words.say(Message(f"register-{outcome.code}", **{"source": outcome.source, **told}))
    person = str(outcome.arguments.get("person", ""))
    ask = person if way.asks and person != NOBODY else ""
    return OutcomeLine(way.weight, way.sentence, way.advice, *way.where, told, ask)


def _named(outcome: Outcome, called: Called, words: EditorWords) -> dict[str, str]:
    """The arguments of an outcome as a reader knows them: names, titles, days, ranges of pages."""
    told = {name: str(value) for name, value in outcome.arguments.items()}
    told.setdefault("file", outcome.source)
    if told.get("person") == NOBODY:
        told["person"] = words.screen("without-name")
    elif "person" in told:
        told["person"] = called.person(told["person"])
    if told.get("document", NOBODY) != NOBODY:
        told["document"] = called.document(told["document"])
    for name in ("day", "released"):
        if name in told:
            told[name] = called.day(told[name], told.get("entity", ""))
    for name in ("method", "methods"):
        if name in told:
            told[name] = ", ".join(words.word(f"method-{one}") for one in told[name].split(", "))
    if "pages" in told:
        told["pages"] = ranges([int(one) for one in told["pages"].split(", ")])
    return told


def ranges(numbers: Sequence[int]) -> str:
    """Returns sorted numbers with those that follow one another drawn together: `1–4, 6`."""
    runs = [[one for _, one in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
