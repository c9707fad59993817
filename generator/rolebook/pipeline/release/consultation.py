"""A policy goes to a works council, a union or an assembly as a Word file, and comes back as a record of adoption.

What the record is worth is for the law of the place: it says who was asked about which text, and on which day.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any, Literal

from rolebook.diagnostics import Message, UserError
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import Block, UnreadableDocumentError
from rolebook.language import say
from rolebook.model.base import post_of
from rolebook.model.handbook import Handbook
from rolebook.model.policy import AdoptionStep, Discipline, Policy
from rolebook.model.release import Release
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.release.release import draft_of
from rolebook.render.word.redline import Redline, redline
from rolebook.source import today
from rolebook.source.editing import Edit, EditRefused, Insert, SetValue, edit_file
from rolebook.store import settle_before_writing, write_bytes, write_text
from rolebook.view import Reader
from rolebook.view.history import proposal

_ROWS = ("text", "by", "name", "day", "reference", "agreed", "consulted", "remarks")
_KEY = 16
_UNMARKED = frozenset({"", "☐", "□"})
_ORDER = tuple(AdoptionStep.model_fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: which act it records, None where nothing was marked, with who answered, when, and remarks."""

    act: Literal["agreed", "consulted"] | None
    name: str
    day: date | None
    reference: str
    remarks: str

    @property
    def is_complete(self) -> bool:
        """Whether it can be recorded: marked, by somebody with a name, on a day that has come."""
        return bool(self.act and self.name and self.day and self.day <= today())


@dataclass(frozen=True, slots=True)
class Consultation:
    """A policy as it stands in a language, and the office or body that is asked about it."""

    root: Path
    handbook: Handbook
    policy: Policy | Discipline
    by: str
    tag: str
    draft: Release

    @property
    def key(self) -> str:
        """Says which text the answer is about."""
        said = json.dumps([self.draft.words[self.tag], self.draft.values], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:_KEY]

    @property
    def reader(self) -> Reader:
        """Who reads it: somebody who sees the whole of it."""
        return Reader(self.handbook, self.tag)


def consultation(folder: Path, policy: str, by: str, tag: str) -> Consultation:
    """Returns what is asked of whom.

    Raises UserError for a policy or a body that the handbook does not have, and a language in which it is not ready.
    """
    root, handbook = folder, require_handbook(folder)
    if policy not in handbook.policies:
        raise UserError("unknown-document", id=policy)
    known = {"office": handbook.settings.offices, "body": handbook.settings.bodies}
    kind, name = post_of(by)
    if kind not in known or handbook.named(kind, name) is None:
        listed = ", ".join(f"{kind}:{one.id}" for kind, several in known.items() for one in several)
        raise UserError("consult-unknown", by=by, known=listed or "-")
    draft = draft_of(handbook, handbook.policies[policy])
    if tag not in draft.words:
        raise UserError("consult-not-ready", id=policy, tag=tag, ready=", ".join(sorted(draft.words)) or "-")
    return Consultation(root, handbook, handbook.policies[policy], by, tag, draft)


def export_consultation(asked: Consultation, file: Path) -> None:
    """Writes the file. Raises UserError for one that is there: somebody may have answered in it."""
    if file.exists():
        raise UserError("file-exists", file=str(file))
    reader, releases = asked.reader, asked.handbook.releases_of(asked.policy)
    last = releases[-1] if releases else None
    named = asked.handbook.named(*post_of(asked.by))
    assert named is not None  # noqa: S101  `consultation` looked
    told = {"text": asked.key, "by": reader.plain(named.name)}
    title = reader.plain(asked.policy.title)
    revision = f"{title}, {asked.policy.revision}" if asked.policy.revision else title
    how = "consult-how" if last is not None and asked.tag in last.words else "consult-how-first"
    write_bytes(
        file,
        redline(
            Redline(
                say(Message("consult-title", title=revision), asked.tag),
                say(Message(how, revision=last.revision if last else ""), asked.tag),
                [(say(Message(f"consult-{row}"), asked.tag), told.get(row, "")) for row in _ROWS],
                proposal(asked.draft, last, reader),
                reader.plain(asked.handbook.settings.organisation.name),
                today(),
            )
        ),
    )


def read_answer(asked: Consultation, file: Path) -> Answer:
    """Returns what came back. Raises UserError for a file that answers nothing about the policy as it is now."""
    other = UserError("consult-other", file=str(file), id=asked.policy.id)
    try:
        blocks = read_document(file).blocks
    except UnreadableDocumentError:
        raise other from None
    rows = [[_words(cell) for cell in one.cells] for one in blocks if one.kind == "row"]
    begins = next((place for place, row in enumerate(rows) if row[1:] == [asked.key]), None)
    found = rows[begins : begins + len(_ROWS)] if begins is not None else []
    if len(found) < len(_ROWS):
        raise other
    told = {name: row[1] if len(row) > 1 else "" for name, row in zip(_ROWS, found, strict=True)}
    marked = [act for act in ("agreed", "consulted") if told[act] not in _UNMARKED]
    act = marked[0] if len(marked) == 1 else None
    return Answer(act, told["name"], _day(told["day"]), told["reference"], told["remarks"])  # type: ignore[arg-type]


def record_answer(asked: Consultation, answer: Answer, entities: tuple[str, ...] = ()) -> str:
    """Records the act in the policy's file and returns its path; for some employers only, where they are named.

    Raises UserError for an employer that is not in the handbook, and where the file cannot be edited without touching
    more.
    """
    for one in entities:
        if one not in asked.handbook.entities:
            raise UserError("consult-unknown", by=one, known=", ".join(asked.handbook.entities))
    settle_before_writing(asked.root)
    path = f"policies/{asked.policy.id}.yml"
    try:
        edits = [*_edits(asked, answer, entities)]
        write_text(asked.root / path, edit_file((asked.root / path).read_text("utf-8-sig"), path, edits))
    except EditRefused as refused:
        raise UserError(f"edit-{refused.reason}", file=path) from None
    return path


def answer_lines(asked: Consultation, answer: Answer, entities: tuple[str, ...], tag: str) -> Iterator[str]:
    """Says the remarks, records a complete answer, and says whether it did."""
    if answer.remarks:
        yield say(Message("consult-remarks-of", name=answer.name or "?", remarks=answer.remarks), tag)
    if answer.is_complete:
        path = record_answer(asked, answer, entities)
        yield say(Message("consult-recorded", file=path, act=str(answer.act), day=str(answer.day)), tag)
    else:
        yield say(Message("consult-left", id=asked.policy.id), tag)


def _edits(asked: Consultation, answer: Answer, entities: tuple[str, ...]) -> Iterator[Edit]:
    """A step that waits for its day gets it; else a new one is added."""
    steps = asked.policy.adoption
    told: dict[str, Any] = {"date": str(answer.day)}
    if answer.reference:
        told["reference"] = {asked.tag: answer.reference}
    for place, step in enumerate(steps):
        if (step.act, step.by, step.date) == (answer.act, asked.by, None) and set(entities) == set(step.entities):
            yield from (SetValue(("adoption", place, key), said, _ORDER) for key, said in told.items())
            return
    taken = {step.id for step in steps}
    name = f"{answer.act}-{post_of(asked.by)[1]}"
    free = next(one for one in chain((name,), (f"{name}-{n}" for n in count(2))) if one not in taken)
    value: dict[str, Any] = {"id": free, "act": answer.act, "by": asked.by, **told}
    yield Insert(("adoption",), len(steps), value | ({"entities": list(entities)} if entities else {}), _ORDER)


def _words(cell: tuple[Block, ...]) -> str:
    return "\n".join(block.text.strip() for block in cell).strip()


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
