"""A policy goes to a works council, a union or an assembly as a Word file, and comes back as a record of adoption.

What the record is worth is for the law of the place: it says who was asked about which text, and on which day.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
from rolebook.model.release import Content, Release
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.reading.handbook import require_whole_handbook
from rolebook.pipeline.release.release import draft_of
from rolebook.render.word.redline import Redline, redline
from rolebook.source import today
from rolebook.source.editing import Edit, EditRefused, Insert, SetValue, edit_bytes
from rolebook.store import settle_before_writing, write_bytes
from rolebook.view import Audience, Reader
from rolebook.view.audience import hidden_fields
from rolebook.view.history import proposal

_ROWS = ("text", "by", "name", "day", "reference", "agreed", "consulted", "remarks")
_KEY = 16
_MARKS = frozenset("xXхХ×✓✔☑☒✗✘")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
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
    """A policy as it stands in a language, without what only managers see, and the office or body that is asked."""

    root: Path
    handbook: Handbook
    policy: Policy | Discipline
    by: str
    tag: str
    draft: Release

    @property
    def key(self) -> str:
        """Says which text the answer is about, and who was asked."""
        said = json.dumps([self.by, self.draft.words[self.tag], self.draft.values], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:_KEY]

    @property
    def reader(self) -> Reader:
        """Who reads it: somebody who sees the whole of it."""
        return Reader(self.handbook, self.tag)


def consultation(folder: Path, policy: str, by: str, tag: str) -> Consultation:
    """Returns what is asked of whom.

    Raises UserError where a fault hides any text of the handbook, for a policy or a body that it does not have, and for
    a language in which the policy is not ready.
    """
    root, handbook = folder, require_whole_handbook(folder)
    if policy not in handbook.policies:
        raise UserError("unknown-document", id=policy)
    known = {"office": handbook.settings.offices, "body": handbook.settings.bodies}
    kind, name = post_of(by)
    if kind not in known or handbook.named(kind, name) is None:
        listed = ", ".join(f"{kind}:{one.id}" for kind, several in known.items() for one in several)
        raise UserError("consult-unknown", by=by, known=listed or "-")
    draft = _for_staff(draft_of(handbook, handbook.policies[policy]), handbook.policies[policy])
    if not draft.words.get(tag):
        raise UserError("consult-not-ready", id=policy, tag=tag, ready=", ".join(sorted(draft.words)) or "-")
    return Consultation(root, handbook, handbook.policies[policy], by, tag, draft)


def export_consultation(asked: Consultation, file: Path) -> None:
    """Writes the file. Raises UserError for one that is there: somebody may have answered in it."""
    if file.exists():
        raise UserError("file-exists", file=str(file))
    reader, releases = asked.reader, asked.handbook.releases_of(asked.policy)
    last = _for_staff(releases[-1], asked.policy) if releases else None
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
    if [row[0] for row in found] != [say(Message(f"consult-{name}"), asked.tag) for name in _ROWS]:
        raise other
    told = {name: row[1] if len(row) > 1 else "" for name, row in zip(_ROWS, found, strict=True)}
    filled = [act for act in ("agreed", "consulted") if told[act].strip("☐□ ")]
    act = filled[0] if len(filled) == 1 and told[filled[0]] in _MARKS else None
    return Answer(act, told["name"], _day(told["day"]), told["reference"], told["remarks"])  # type: ignore[arg-type]


def record_answer(asked: Consultation, answer: Answer, entities: tuple[str, ...] = ()) -> str:
    """Records the act in the policy's file and returns its path; for some employers only, where they are named.

    The file keeps its line ends and its mark; where it says the same already, it stays as it is.
    Raises UserError for an employer that is not in the handbook, and where the file cannot be edited without touching
    more.
    """
    edits = answer_edits(asked, answer, entities)
    settle_before_writing(asked.root)
    path = asked.policy.file_of()
    try:
        write_bytes(asked.root / path, edit_bytes((asked.root / path).read_bytes(), path, edits))
    except EditRefused as refused:
        raise UserError(f"edit-{refused.reason}", file=path) from None
    return path


def answer_edits(asked: Consultation, answer: Answer, entities: tuple[str, ...] = ()) -> list[Edit]:
    """Returns the edits of the policy's file that record an answer; none where it says the same already.

    Raises UserError for an employer that is not in the handbook.
    """
    for one in entities:
        if one not in asked.handbook.entities:
            raise UserError("consult-unknown", by=one, known=", ".join(asked.handbook.entities))
    return [*_edits(asked, answer, tuple(dict.fromkeys(entities)))]


def answer_lines(
    asked: Consultation, answer: Answer, entities: tuple[str, ...], tag: str, record: Callable[[], str] | None = None
) -> Iterator[str]:
    """Says the remarks, records a complete answer, by `record` where that is given, and says whether it did."""
    if answer.remarks:
        yield say(Message("consult-remarks-of", name=answer.name or "?", remarks=answer.remarks), tag)
    if answer.is_complete:
        path = record() if record else record_answer(asked, answer, entities)
        yield say(Message("consult-recorded", file=path, act=str(answer.act), day=str(answer.day)), tag)
    else:
        yield say(Message("consult-left", id=asked.policy.id), tag)


def _edits(asked: Consultation, answer: Answer, entities: tuple[str, ...]) -> Iterator[Edit]:
    """A step that waits for its day gets it, else a new one is added; none that is there already."""
    steps = asked.policy.adoption
    if any(
        (one.act, one.by, one.date, set(one.entities)) == (answer.act, asked.by, answer.day, set(entities))
        for one in steps
    ):
        return
    told: dict[str, Any] = {"date": str(answer.day)}
    if answer.reference:
        told["reference"] = {asked.tag: as_text(" ".join(answer.reference.split()))}
    for place, step in enumerate(steps):
        if (step.act, step.by, step.date) == (answer.act, asked.by, None) and set(entities) == set(step.entities):
            yield from (SetValue(("adoption", place, key), said, _ORDER) for key, said in told.items())
            return
    taken = {step.id for step in steps}
    name = f"{answer.act}-{post_of(asked.by)[1]}"
    free = next(one for one in chain((name,), (f"{name}-{n}" for n in count(2))) if one not in taken)
    value: dict[str, Any] = {"id": free, "act": answer.act, "by": asked.by, **told}
    yield Insert(("adoption",), len(steps), value | ({"entities": list(entities)} if entities else {}), _ORDER)


def _for_staff(release: Release, policy: Policy | Discipline) -> Release:
    """A release without the fields that only managers see: the file leaves the house."""
    hidden = frozenset(hidden_fields(policy, Audience.STAFF))

    def shown(content: Content) -> Content:
        return {place: said for place, said in content.items() if place.partition("/")[0] not in hidden}

    return replace(release, values=shown(release.values), words={tag: shown(one) for tag, one in release.words.items()})


def _words(cell: tuple[Block, ...]) -> str:
    """What stands in a cell now: nothing that was deleted with tracked changes, or is hidden."""
    return "\n".join(block.text.strip() for block in cell if block.origin == "body").strip()


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if _DAY.fullmatch(words) else None
    except ValueError:
        return None
