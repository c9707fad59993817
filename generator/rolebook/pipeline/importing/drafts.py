"""One document as drafts: its descriptions or its policy, with everything that is in no draft on the leftovers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rolebook.exchange.documents.blocks import Block, Document, leaves
from rolebook.model.reading.load import DISCIPLINE
from rolebook.pipeline.importing.columns import roles_in_table
from rolebook.pipeline.importing.conservation import missing_words
from rolebook.pipeline.importing.draft import Draft, Leftover
from rolebook.pipeline.importing.fold_policy import PolicyFolder
from rolebook.pipeline.importing.fold_role import RoleFolder
from rolebook.pipeline.importing.lexicon import Lexicon, has_word
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import DOCUMENT, REQUIREMENTS
from rolebook.pipeline.importing.penalties import is_penalty_table
from rolebook.pipeline.importing.personal import personal_reason
from rolebook.pipeline.importing.policy_lines import policy_lines
from rolebook.pipeline.importing.posts import KnownPosts
from rolebook.pipeline.importing.recognise import recognise
from rolebook.pipeline.importing.splitting import split_roles
from rolebook.pipeline.importing.titles import Title, policy_title, title_of

_PROOF = REQUIREMENTS | {"duties", "rights", "liability", "purpose", "reports-to", "outcomes"}
_LEAST_LINES = 3
_FIRST_LINES, _LONGEST_TITLE = 6, 100
Before = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the descriptions that were recognised in it, before they are folded.

    `kind` is `role`, `policy`, or empty where the document is neither.
    """

    document: Document
    kind: str
    roles: tuple[tuple[tuple[Line, ...], Title], ...]
    personal: tuple[Leftover, ...] = ()
    has_penalties: bool = False


def read_drafts(document: Document, lexicon: Lexicon, wanted: str, columns: Mapping[str, str]) -> Reading:
    """Returns what is recognised in a document; `wanted` is `role` or `policy` where somebody said so.

    `columns` says which part a heading of a table is.
    """
    if document.form == "table":
        return _table_reading(document, lexicon, columns)
    body = _body(document.blocks)
    lines = recognise(body, lexicon)
    has_duties = any(line.part == "duties" for line in lines)
    if wanted != "policy" and not has_duties and _names_duties(document, lexicon):
        lines = recognise(body, lexicon, opening="duties")
    kind = wanted or _kind(lines, lexicon, names_duties=_names_duties(document, lexicon))
    if kind == "policy":
        lines = policy_lines(body, lexicon)
    kept, personal = _without_personal(lines, lexicon)
    parts = split_roles(kept, lexicon) or [[]] if kind == "role" else [kept]
    if kind == "policy":
        headers = [block.text for block in leaves(document.blocks) if block.origin == "header"]
        names = [policy_title(kept, document.file, lexicon, headers)]
    else:
        names = [title_of(part, lexicon, document.file, document.title) for part in parts]
    return Reading(
        document,
        kind,
        tuple(zip(map(tuple, parts), names, strict=True)),
        tuple(personal),
        _has_penalties(lines, lexicon),
    )


def _table_reading(document: Document, lexicon: Lexicon, columns: Mapping[str, str]) -> Reading:
    """The rows of a table as descriptions, without what is personal in them."""
    roles, personal = [], []
    for lines, title in roles_in_table(document, lexicon, columns):
        kept, out = _without_personal(lines, lexicon)
        roles.append((tuple(kept), title))
        personal += out
    return Reading(document, "role" if roles else "", tuple(roles), tuple(personal))


def _without_personal(lines: Sequence[Line], lexicon: Lexicon) -> tuple[list[Line], list[Leftover]]:
    kept, personal = [], []
    for line in lines:
        reason = personal_reason(line, lexicon)
        if reason:
            personal.append(Leftover(reason, line.words, line.where))
        else:
            kept.append(line)
    return kept, personal


def fold_drafts(
    reading: Reading, lexicon: Lexicon, posts: KnownPosts, before: Sequence[Before], names: Sequence[str]
) -> list[Draft]:
    """Returns the drafts of a document; `before` are texts by list and id of the files that each one made earlier.

    `names` are their ids; in a policy with that of the disciplinary rules, tables of penalties are offences.
    """
    drafts = []
    for place, (lines, title) in enumerate(reading.roles):
        known = before[place] if place < len(before) else {}
        if reading.kind == "role":
            drafts.append(RoleFolder(lexicon, posts, known, names[place]).fold(lines, title))
        else:
            drafts.append(PolicyFolder(lexicon, known, discipline=names == [DISCIPLINE]).fold(lines, title))
    if drafts:
        drafts[0].leftovers += [*reading.personal, *_outside(reading.document.blocks)]
        drafts[0].leftovers += list(missing_words(reading.document, drafts))
    return drafts


def _has_penalties(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    return any(line.table and is_penalty_table(line.table, lexicon) for line in lines)


def _kind(lines: Sequence[Line], lexicon: Lexicon, *, names_duties: bool) -> str:
    """What a document is: by the words that head it, else by the parts that it has."""
    if any(line.part == DOCUMENT for line in lines[:_FIRST_LINES]):
        return "role"
    proven = [line for line in lines if line.part in _PROOF and line.use == "content"]
    parts = {line.part for line in proven}
    first = [line for line in lines[:_FIRST_LINES] if _is_short(line)]
    heads = [lexicon.document_head(line.text or line.heading)[0] for line in first]
    names_policy = "policy" in heads or any(_names_policy(line, lexicon) for line in lines[:3])
    is_headed = bool(lines) and _names_policy(lines[0], lexicon) and "role" not in heads
    is_described = names_duties or "role" in heads or ({"duties", "requirements"} <= parts and not is_headed)
    if names_policy and not is_described and len(lines) >= _LEAST_LINES:
        return "policy"
    names_post = any(has_word(lexicon.words.posts, line.text or line.heading, spaced=lexicon.spaced) for line in first)
    if len(proven) >= (_LEAST_LINES - names_post) and (len(parts) > 1 or "duties" in parts or names_post):
        return "role"
    return "role" if "role" in heads and proven else ""


def _names_duties(document: Document, lexicon: Lexicon) -> bool:
    """Whether the file's name says that it lists duties, `Duties of a cook`."""
    words = Path(document.file).stem
    meaning = lexicon.meaning_of(words) or lexicon.opening_of(words)
    return meaning is not None and meaning.part == "duties"


def _is_short(line: Line) -> bool:
    return len(line.text) <= _LONGEST_TITLE and not line.text.endswith((".", "。", ";", "；"))


def _names_policy(line: Line, lexicon: Lexicon) -> bool:
    return _is_short(line) and has_word(lexicon.words.policy, line.text, spaced=lexicon.spaced)


def _body(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that a reader sees as text, rows with what is left of their cells."""
    found = []
    for block in blocks:
        if block.kind == "row":
            cells = tuple(tuple(_body(cell)) for cell in block.cells)
            if any(cells):
                found.append(replace(block, cells=cells))
        elif block.origin == "body":
            found.append(block)
    return found


def _outside(blocks: tuple[Block, ...]) -> list[Leftover]:
    """Words that are in a document and not in its text, with where they are as the reason."""
    return [Leftover(block.origin, block.text, block.where) for block in leaves(blocks) if block.origin != "body"]
