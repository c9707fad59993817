"""The sanctions of every breach, place by place, as one table."""

from dataclasses import dataclass
from typing import Any

from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.edit.excerpts import Excerpts
from rolebook.pipeline.edit.parts import PartHere, keys_of, words_of
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath


@dataclass(frozen=True, slots=True)
class SanctionCell:
    """What follows a breach: the words and the place of each step; `is_own` where the place says it itself."""

    at: str
    steps: tuple[tuple[str, str], ...]
    is_own: bool


@dataclass(frozen=True, slots=True)
class SanctionRow:
    """A breach, what follows it in general, and what in each place."""

    title: str
    at: str
    cells: tuple[SanctionCell, ...]


@dataclass(frozen=True, slots=True)
class SanctionTable:
    """Breaches by places, which have a code and a name."""

    places: tuple[tuple[str, str], ...]
    rows: tuple[SanctionRow, ...]


def sanction_table(snapshot: Snapshot, part: PartHere, words: EditorWords, language: str) -> SanctionTable | None:
    """Returns the table of a set of disciplinary rules; None for any other part."""
    offences = part.value.get("offences")
    if part.path or not isinstance(offences, list):
        return None
    places = keys_of(snapshot, "overrides")
    excerpts = Excerpts(snapshot.handbook, language)
    rows = [_row(one, places, words, excerpts) for one in offences if isinstance(one, dict) and one.get("id")]
    return SanctionTable(tuple((code, words.territory(code)) for code in places), tuple(rows))


def _row(offence: dict[str, Any], places: tuple[str, ...], words: EditorWords, excerpts: Excerpts) -> SanctionRow:
    path = ("offences", offence["id"])
    general = _steps(offence.get("consequences"), words, path)
    overrides = offence.get("overrides")
    cells = [SanctionCell(words_of(path), general, is_own=True)]
    for place in places:
        own = overrides.get(place) if isinstance(overrides, dict) else None
        told = own.get("consequences") if isinstance(own, dict) else None
        at = (*path, "overrides", place)
        cells.append(SanctionCell(words_of(at), _steps(told, words, at) if told else general, is_own=bool(told)))
    return SanctionRow(excerpts(offence), words_of(path), tuple(cells))


def _steps(consequences: Any, words: EditorWords, path: TreePath) -> tuple[tuple[str, str], ...]:
    """Each step in words, and where its sanction, its conditions and its text are edited."""
    several = list(enumerate(consequences)) if isinstance(consequences, list) else []
    return tuple(
        (
            f"{one.get('occurrence', 1)}. {words.choice('sanction', str(one.get('sanction', '')))}",
            words_of((*path, "consequences", index)),
        )
        for index, one in several
        if isinstance(one, dict)
    )
