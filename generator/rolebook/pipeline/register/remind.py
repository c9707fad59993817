"""`rolebook register remind`: a mail for each person who has something to acknowledge, as a file. Nothing is sent."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from itertools import groupby
from pathlib import Path

from rolebook.language import Language, language_for
from rolebook.model.handbook import Handbook
from rolebook.model.people.address import sendable
from rolebook.model.succession import counts_from
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.folder import private_folder, register_folder
from rolebook.pipeline.register.issued_copies import document_by_key
from rolebook.pipeline.register.status import StatusLine, Wanted, lines
from rolebook.register import State
from rolebook.source import today
from rolebook.store import ignored_folder, write_bytes

FOLDER = "reminders"
REMINDED: tuple[State, ...] = ("overdue", "due-soon")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """A mail to somebody about what they owe an employer: how many papers, and by when the first of them is due."""

    path: Path
    entity: str
    person: str
    papers: int
    due: str


@dataclass(frozen=True, slots=True)
class Reminders:
    """The mails that were written, people without an address, and people whose address no mail can be sent to."""

    mails: list[WrittenMail]
    unreachable: list[str]
    unsendable: list[tuple[str, str]]

    @property
    def files(self) -> list[Path]:
        """Where the mails are."""
        return [one.path for one in self.mails]


def remind(root: Path, wanted: Wanted, folder: Path | None = None, output: Path | None = None) -> Reminders:
    """Writes a mail for each person, in the language of that person, into a folder of its own."""
    handbook = require_handbook(root)
    target = ignored_folder(private_folder(root, output or register_folder(root, folder) / FOLDER))
    states = wanted.states or REMINDED
    chosen = Wanted(wanted.entities, wanted.people, wanted.documents, states)
    found = sorted(lines(root, chosen, folder), key=lambda one: (one.entity, one.person, one.due, one.document))
    done = Reminders([], [], [])
    for (entity, person), own in groupby(found, key=lambda one: (one.entity, one.person)):
        mine = list(own)
        if not person:
            continue  # who is erased is asked for nothing
        if not mine[0].email:
            done.unreachable.append(person)
            continue
        if not sendable(mine[0].email):
            done.unsendable.append((person, mine[0].email))
            continue
        path = target / f"{entity}.{person}.eml"
        write_bytes(path, reminder(handbook, mine).as_bytes(policy=SMTP))
        done.mails.append(WrittenMail(path, entity, person, len(mine), mine[0].due))
    return done


def reminder(handbook: Handbook, mine: Sequence[StatusLine]) -> EmailMessage:
    """The mail about one person's open assignments: plain text, every word of it ours or the handbook's titles."""
    reader = language_for(mine[0].reader, handbook.languages.get(mine[0].reader))
    organisation = handbook.settings.organisation
    name = organisation.name.values[organisation.name.language_for(reader.tag)]
    mail = EmailMessage()
    mail["To"] = sendable(mine[0].email)
    if organisation.contact and sendable(organisation.contact):
        mail["From"] = sendable(organisation.contact)
    mail["Subject"] = safe(reader.word("remind-subject", organisation=name))
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Unsent"] = "1"  # mail programs open it as a draft
    told = [reader.word("remind-hello", name=safe(mine[0].name)), "", reader.word("remind-what"), ""]
    told += [f"- {_line(handbook, reader, one)}" for one in mine]
    told += ["", reader.word("remind-how"), "", safe(name)]
    mail.set_content("\n".join(told) + "\n", cte="base64")
    mail["Content-Language"] = reader.tag  # after the content, which takes such headers away
    return mail


def safe(words: str) -> str:
    """Words on one line, without what could end a header or turn the writing direction."""
    return " ".join(_UNSAFE.sub(" ", words).split())


def _line(handbook: Handbook, reader: Language, one: StatusLine) -> str:
    due = reader.date(date.fromisoformat(one.due))
    key = "remind-overdue" if one.state == "overdue" else "remind-due"
    told = reader.word(key, title=safe(one.title), revision=safe(one.revision), date=due)
    document = document_by_key(handbook, one.document)
    day = counts_from(handbook, document, today(), one.revision) if document else None
    return f"{told}. {reader.word('remind-from', date=reader.date(day))}" if day else told
