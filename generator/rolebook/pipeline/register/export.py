"""`rolebook register export`: one PDF with everything a register holds about a person, and the state of its chain."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from rolebook.diagnostics import Message, UserError
from rolebook.language import Language, say
from rolebook.model.handbook import Handbook
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.anchor import Anchor, anchors_of
from rolebook.pipeline.register.contact_sheet import LineCutter
from rolebook.pipeline.register.folder import entities_of, private_folder, register_folder
from rolebook.pipeline.register.status import soon
from rolebook.pipeline.register.typeset import evidence_pdf
from rolebook.pipeline.register.waiting import places_of
from rolebook.register import AssignmentStates, Book, about, flaws, kind_of, only_about
from rolebook.register.book import Row
from rolebook.sign.trust import Trust
from rolebook.source import today
from rolebook.store import ignored_folder, write_bytes
from rolebook.view import Reader

FOLDER = "exports"
_FACTS = (
    *("day", "method", "channel", "signer", "issuer", "certificate", "matched", "time", "reason", "by", "ink"),
    *("review", "origin", "second", "copy", "file", "sheets", "sender", "row"),
)
_SUMMARY_FIELDS = (
    "genre",
    "title",
    "facts",
    "fingerprint",
    "summary",
    "policy",
    "position",
    "sections",
    "lang",
    "dir",
    "fonts",
)


@dataclass(frozen=True, slots=True)
class PersonExport:
    """The PDF, and evidence that is not in it because it is about other people, too."""

    file: Path
    shared: tuple["Left", ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """Evidence that stays in the register: what the file was called, the day and the way it came, and its digest."""

    name: str
    day: str
    method: str
    digest: str


def export(  # noqa: PLR0913  who, in which words, with what
    root: Path,
    person: str,
    folder: Path | None = None,
    *,
    language: str = "",
    output: Path | None = None,
    shared: bool = False,
    entities: tuple[str, ...] = (),
) -> list[PersonExport]:
    """Writes a PDF for each register that knows the person, with the evidence in it; UserError where none does.

    UserError for one `output` of several registers.

    Evidence about other people, too, such as a list that many signed, is in it with `shared` only.
    """
    handbook, private = require_handbook(root), register_folder(root, folder)
    if language and language not in handbook.settings.languages:
        raise UserError("not-a-language", tag=language, languages=", ".join(handbook.settings.languages))
    found = entities_of(private, person, entities)
    if output and len(found) > 1:
        raise UserError("register-several", person=person, entities=", ".join(found))
    wanted = _Wanted(person, language, shared, output)
    return [_exported(root, handbook, private, entity, wanted) for entity in found]


@dataclass(frozen=True, slots=True)
class _Wanted:
    person: str
    language: str
    shared: bool
    output: Path | None


def _exported(root: Path, handbook: Handbook, private: Path, entity: str, wanted: _Wanted) -> PersonExport:
    with Book(private, entity) as book:
        own = _Evidence(handbook, book, wanted.person, wanted.language, soon(root))
        held, left = own.files(shared=wanted.shared)
        values, blanks = own.values(held, left), own.blanks
    target = wanted.output or ignored_folder(private / FOLDER) / f"{book.entity}.{wanted.person}.pdf"
    private_folder(root, target.parent)
    files = {one.name: one.content for one in held} | own.pictures
    write_bytes(target, evidence_pdf(root, handbook, values, blanks, files))
    return PersonExport(target, left)


@dataclass(frozen=True, slots=True)
class _Attachment:
    """A file of evidence that goes into the PDF."""

    name: str
    type: str
    content: bytes


class _Evidence:
    """What one register knows of one person, in words of one language."""

    def __init__(self, handbook: Handbook, book: Book, person: str, language: str, days: int) -> None:
        self._handbook, self._book = handbook, book
        self._subject = book.subject_of(person)
        self._person = book.person_of(self._subject)
        tag = language or str(self._person.get("language", handbook.settings.language))
        self._reader = Reader(handbook, tag, handbook.entities.get(book.entity))
        self._words: Language = self._reader.language
        self.pictures: dict[str, bytes] = {}
        self._cutter = LineCutter()
        self._states = {one.number: one.state for one in AssignmentStates(book, today(), days).of(self._subject)}

    @property
    def blanks(self) -> dict[str, str]:
        """What stands in the blanks of the texts, as far as the register knows it."""
        start = str(self._person.get("start", ""))
        manager = str(self._person.get("manager", ""))
        named = str(self._book.person_of(self._book.subject_of(manager)).get("name", "")) if manager else ""
        told = {"holder": str(self._person.get("name", "")), "manager": named or manager}
        told["start"] = self._words.date(date.fromisoformat(start)) if start else ""
        return {name: value for name, value in told.items() if value}

    def files(self, *, shared: bool) -> tuple[list[_Attachment], tuple[Left, ...]]:
        """The files that go into the PDF, by digest, and those that do not: they are about others, too."""
        every, alone = about(self._book, self._subject), only_about(self._book, self._subject)
        for row in self._book.rows("subject = ?", self._subject):
            if row.body.get("channel") == "table":  # other rows may be of people whom this register does not know
                alone -= set(row.body.get("evidence", ()))
        texts = {row.body["text"] for row in self._book.rows("subject = ? AND kind = 'assign'", self._subject)}
        held = []
        for digest in sorted((every if shared else alone) | texts):
            content = self._book.evidence.read(digest)
            if content is not None:
                ending, media = kind_of(content)
                held.append(_Attachment(f"{digest}.{ending}", media, content))
        return held, () if shared else tuple(map(self._left, sorted(every - alone)))

    def _left(self, digest: str) -> Left:
        rows = self._book.rows("subject = ?", self._subject)
        row = next(row for row in rows if digest in row.body.get("evidence", ()))
        names = str(self._book.personal(row.number).get("file", "")).split("\n")
        place = row.body["evidence"].index(digest)
        name = names[place] if place < len(names) else names[0]
        return Left(name or "—", row.body["day"], row.body["method"], digest)

    def values(self, held: Sequence[_Attachment], left: Sequence[Left]) -> dict[str, Any]:
        """What the layout shows."""
        rows = list(self._book.rows("subject = ?", self._subject))
        title = self._words.word("evidence-title", name=self._person["name"])
        entity = self._handbook.entities.get(self._book.entity)
        employer = self._reader.plain(entity.name) if entity else self._book.entity
        return {
            "lang": self._words.tag,
            "dir": self._words.direction,
            "size": "a4",
            "title": title,
            "marks": [f"rolebook-head {self._book.head}"],
            "letterhead": [employer, self._words.date(today())],
            "footer": [employer, title],
            "short": str(self._book.head)[-64:-48],
            "facts": self._facts(
                {name: self._person.get(name, "") for name in ("person", "name", "email", "start", "end")}
            ),
            "chain": {
                "title": self._words.word("evidence-chain"),
                "facts": [*self._chain(), *self._attached(held, left)],
            },
            "items": list(self._items(rows)),
            "papers": list(self._papers(rows)),
            "files": [{"name": one.name, "type": one.type, "about": title} for one in held],
            "notices": [self._words.word("evidence-notice"), self._words.word("pack-no-advice")],
            "words": {"page": self._words.word("paper-page", page="{page}", pages="{pages}")},
        }

    def _chain(self) -> list[Any]:
        told = [
            say(
                Message(f"register-{flaw.code}", entity=self._book.entity, number=flaw.number, **flaw.arguments),
                self._words.tag,
            )
            for flaw in flaws(self._book)
        ]
        state = told or [self._words.word("evidence-whole", count=self._book.head.number), self._anchored()]
        return [*self._facts({"head": str(self._book.head)}), [self._label("state"), state]]

    def _anchored(self) -> str:
        """Since when somebody else says that the entries exist; else that nobody does."""
        trust = Trust(datetime.combine(today(), time(23, 59, 59), UTC))
        found = [one for one in anchors_of(self._book, trust) if isinstance(one, Anchor)]
        if not found:
            return self._words.word("evidence-not-anchored")
        last = max(found, key=lambda one: one.head.number)
        day = self._words.date(last.stamp.time.date())
        return self._words.word("evidence-anchored", date=day, who=last.stamp.authority, count=last.head.number)

    def _attached(self, held: Sequence[_Attachment], left: Sequence[Left]) -> Iterator[Any]:
        attached = [one.name.partition(".")[0] for one in held]
        for name, told in (("attached", attached), ("shared", list(map(self._left_out_line, left)))):
            if told:
                yield [self._label(name), told]

    def _left_out_line(self, left: Left) -> str:
        day, method = self._words.date(date.fromisoformat(left.day)), self._words.word(f"method-{left.method}")
        return f"{left.name}, {day}, {method}: {left.digest}"

    def _items(self, rows: list[Row]) -> Iterator[dict[str, Any]]:
        """Each assignment with what followed it, then what is kept beside."""
        for row in rows:
            if row.body["kind"] != "assign":
                continue
            names = ("document", "language", "revision", "fingerprint", "text", "due", "at", "number")
            facts = {name: row.body[name] for name in names}
            facts["methods"] = ", ".join(self._words.word(f"method-{one}") for one in row.body["methods"])
            facts["state"] = self._states[row.number]
            after = [one for one in rows if one.body.get("about") == row.number and one.body["kind"] != "assign"]
            yield {
                "title": row.body["title"],
                "facts": self._facts({**facts, "hash": row.hash}),
                "events": [self._event(one) for one in after],
            }
        loose = [row for row in rows if row.body["kind"] in ("file", "hold", "lift")]
        if loose:
            events = [self._event(row) for row in loose]
            yield {"title": self._words.word("evidence-beside"), "facts": [], "events": events}

    def _event(self, row: Row) -> dict[str, Any]:
        body = {**row.body, **self._book.personal(row.number)}
        facts = {name: body[name] for name in _FACTS if body.get(name) not in (None, "")}
        if "proven" in body:
            facts["proven"] = self._words.word(_proof_of(body))
        facts["evidence"] = "\n".join(body.get("evidence", ()))
        return {
            "title": self._words.word(f"entry-{row.body['kind']}"),
            "facts": self._facts({**facts, "at": body["at"], "number": row.number, "hash": row.hash}),
            "pictures": [*self._lines(row)],
        }

    def _lines(self, row: Row) -> Iterator[dict[str, str]]:
        """The scanned signature lines of an entry, cut out."""
        for place in places_of(row.body, self._book.personal(row.number)):
            if picture := self._cutter.cut(self._book.evidence, place):
                name = f"line-{len(self.pictures)}.png"
                self.pictures[name] = picture
                yield {"name": name, "about": self._label("ink")}

    def _papers(self, rows: list[Row]) -> Iterator[dict[str, Any]]:
        """The texts that were shown, as they are kept: each once."""
        digests = dict.fromkeys(row.body["text"] for row in rows if row.body["kind"] == "assign")
        for digest in digests:
            content = self._book.evidence.read(digest)
            if content is not None:
                told: Mapping[str, Any] = json.loads(content)
                yield {name: told[name] for name in _SUMMARY_FIELDS} | {"apart": _stands_apart(told)}

    def _facts(self, facts: Mapping[str, Any]) -> list[Any]:
        return [
            [self._label(name), self._value_words(name, value)]
            for name, value in facts.items()
            if value not in ("", None)
        ]

    def _value_words(self, name: str, value: Any) -> list[str]:
        """A value in lines, in words where there are words for it."""
        if name in ("start", "end", "due", "day"):
            return [self._words.date(date.fromisoformat(value))]
        if name in ("at", "time"):
            moment = datetime.fromisoformat(value).astimezone(UTC)
            return [f"{self._words.date(moment.date())}, {moment:%H:%M} UTC"]
        key = f"{name}-{value}"
        return [self._words.word(key)] if self._words.has(key) else str(value).split("\n")

    def _label(self, name: str) -> str:
        return self._words.word(f"evidence-{name}")


def _stands_apart(told: Mapping[str, Any]) -> bool:
    """Whether the facts of the post are not in the sections; texts that 0.1 kept do not say."""
    facts = [json.dumps(fact) for fact in told["position"]]
    sections = json.dumps(told["sections"])
    return bool(told.get("apart", not all(fact in sections for fact in facts)))


def _proof_of(body: Mapping[str, Any]) -> str:
    """What was proven of the text by an entry, in the words of a language file.

    Entries of 0.1 say `proven` where the file named a fingerprint; only a file that is a printed one proves its words.
    """
    if body.get("origin") == "printed-file":
        return "evidence-yes"
    return {
        "signed-pdf": "evidence-claimed",
        "scan": "evidence-seen",
    }.get(str(body.get("channel")), "evidence-no")
