"""A table of penalties as offences with what follows the first breach, the second, and so on."""

import re
from collections.abc import Sequence
from typing import Any

from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.draft import Doubt, Draft
from rolebook.pipeline.importing.lexicon import Lexicon, first_key
from rolebook.pipeline.importing.lines import Line

_NUMBER = re.compile(r"[\d.()№#\s]*")
_LEAST_ROWS = 2
_MOST_REPEATS, _ENDING, _LONGEST_COUNT = 6, 3, 25


def is_penalty_table(rows: Sequence[Sequence[str]], lexicon: Lexicon) -> bool:
    """Whether most rows below the headings name a sanction that the vocabulary has."""
    if len(rows) < _LEAST_ROWS:
        return False
    named = sum(any(sanction_in(cell, lexicon) for cell in row[1:]) for row in rows[1:])
    return named * 2 > len(rows) - 1 and not _is_ladder(rows[1:], lexicon)


def _is_ladder(rows: Sequence[Sequence[str]], lexicon: Lexicon) -> bool:
    """Whether rows are steps of sanctions by points or times, and name no breach: `6 points`, `written warning`."""
    texts = [[cell for cell in row if cell and not _NUMBER.fullmatch(cell)] for row in rows]
    steps = sum(_is_step(cells, lexicon) for cells in texts)
    return steps * 2 > len(rows)


def _is_step(cells: Sequence[str], lexicon: Lexicon) -> bool:
    if not cells:
        return False
    is_counted = any(sign.isdigit() for sign in cells[0]) and len(cells[0]) <= _LONGEST_COUNT
    named = cells[1] if is_counted and len(cells) > 1 else cells[0]
    return bool(sanction_in(named, lexicon)) and (is_counted or len(cells) == 1)


def sanction_in(words: str, lexicon: Lexicon) -> str:
    """Returns the sanction that words name first, empty for none."""
    return first_key(lexicon.words.sanctions, words, spaced=lexicon.spaced, ending=_ENDING) or ""


def fold_penalties(draft: Draft, line: Line, lexicon: Lexicon) -> None:
    """Adds an offence for each row. A column of a heading such as `second time` says which breach it follows."""
    head, *rows = line.table
    for row in rows:
        cells = [(column, words) for column, words in enumerate(row) if words]
        breach = next(((column, words) for column, words in cells if not _NUMBER.fullmatch(words)), None)
        if breach is None:
            draft.leave("blank", Line(" ".join(row), line.where))
            continue
        offence = draft.add("offences", Line(breach[1], line.where), heading=as_text(breach[1]))
        path = ("offences", len(draft.fields["offences"]) - 1)
        _describe(offence, draft, path, line, lexicon)
        rest = [(head[column] if column < len(head) else "", words) for column, words in cells if column > breach[0]]
        _add_consequences(offence, rest, lexicon)
        for column, words in cells:
            if column < breach[0]:
                draft.leave("number", Line(words, line.where))
    draft.leave("heading", Line(" ".join(head), line.where))


def _describe(offence: dict[str, Any], draft: Draft, path: tuple[str | int, ...], line: Line, lexicon: Lexicon) -> None:
    """What the breach is and how grave; a table that does not say it leaves it to be looked at."""
    words = str(offence["heading"])
    if kind := first_key(lexicon.words.breaches, words, spaced=lexicon.spaced, ending=_ENDING):
        offence["kind"] = kind
    grave = first_key(lexicon.words.severities, words, spaced=lexicon.spaced)
    offence["severity"] = grave or "minor"
    if not grave:
        draft.doubts[path] = Doubt("severity", line.where, words)


def _add_consequences(offence: dict[str, Any], cells: Sequence[tuple[str, str]], lexicon: Lexicon) -> None:
    """The sanctions of a row; what names none is the text of the offence."""
    consequences: list[dict[str, Any]] = []
    texts: list[str] = []
    for heading, words in cells:
        sanction = sanction_in(words, lexicon)
        if not sanction:
            texts.append(words)
            continue
        said = first_key(lexicon.words.occurrences, heading, spaced=False)
        occurrence = int(said) if said else len(consequences) + 1
        consequences.append(
            {"occurrence": min(occurrence, _MOST_REPEATS), "sanction": sanction, "text": as_text(words)}
        )
    if consequences:
        offence["consequences"] = sorted(consequences, key=lambda one: int(one["occurrence"]))
    if texts:
        offence["text"] = as_text(" ".join(texts), starts_block=True)
