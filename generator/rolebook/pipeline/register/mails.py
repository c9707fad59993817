"""Answers that come back as mails: what the site's `mailto:` link filled in, sent by the person and exported as `.eml`.

A mail is a click and never more: whoever can write a header can write anybody's address into From.
"""

import csv
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

from rolebook.diagnostics import UserError
from rolebook.exchange.mail import MAX_BYTES, Mail, UnreadableMailError, read_mail
from rolebook.model.acknowledgement import CLICK
from rolebook.model.handbook import Handbook
from rolebook.model.settings import ANSWERED
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome, is_assigned
from rolebook.pipeline.register.folder import books, register_folder
from rolebook.pipeline.register.signers import bearers
from rolebook.register import Book, entities_in
from rolebook.source import today

SUFFIX = ".eml"
_COLUMNS = tuple(name for name in ANSWERED if name != "title")
_SHAPES = {
    "document": r"(?:role|policy)/[a-z0-9-]{1,100}",
    "revision": r"\S{1,40}?",
    "language": r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}",
    "fingerprint": r"rb1:[0-9a-f]{64}",
    "entity": r"[a-z0-9-]{1,100}",
    "title": r".{1,300}?",
}
_PLACEHOLDER = re.compile(r"\\\{(" + "|".join(ANSWERED) + r")\\\}")

FilledIn = Mapping[str, str]


def is_mail(path: Path) -> bool:
    """Whether a path is given as a mail, or as a folder of them."""
    return path.suffix.casefold() == SUFFIX or path.is_dir()


def _mails_in(path: Path) -> list[Path]:
    """The mails that a path stands for: itself, or those in a folder and below."""
    if not path.is_dir():
        return [path]
    found = sorted(one for one in path.rglob("*") if one.suffix.casefold() == SUFFIX and one.is_file())
    if not found:
        raise UserError("register-no-mails", folder=str(path))
    return found


def record_mails(root: Path, paths: list[Path], folder: Path | None = None) -> list[Outcome]:
    """Records each mail, in folders too, for the person whose address it is from; the mail itself is the evidence.

    UserError for a folder without mails.
    """
    mails = [one for path in paths for one in _mails_in(path)]
    if not mails:
        return []
    handbook, private = require_handbook(root), register_folder(root, folder)
    return [outcome for mail in mails for outcome in _recorded(handbook, private, mail)]


@dataclass(frozen=True, slots=True)
class _Came:
    """A mail that came, and the file it came as."""

    mail: Mail
    content: bytes
    name: str


def _recorded(handbook: Handbook, private: Path, path: Path) -> Iterator[Outcome]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        mail = read_mail(content)
    except OSError as error:
        raise UserError("no-read", file=str(path), reason=error.strerror or str(error)) from None
    except UnreadableMailError as error:
        yield Outcome(f"mail-{error.code}", path.name)
        return
    about = {"person": mail.sender, "document": "—"}
    if mail.answers:
        yield Outcome("mail-reply", path.name, arguments=about)
        return
    if mail.day is None or mail.day > today():
        yield Outcome("mail-day", path.name, arguments={**about, "day": str(mail.day or "—")})
        return
    told = list(read_back(handbook, mail))
    if not told:
        yield Outcome("mail-no-answer", path.name, arguments=about)
    for one in told:
        yield from _filed(handbook, private, _Came(mail, content, path.name), one)


def _filed(handbook: Handbook, private: Path, came: _Came, told: FilledIn) -> Iterator[Outcome]:
    """Files an answer where the employer is that it names, or those that assigned the document to the sender."""
    known, sender = entities_in(private), came.mail.sender
    wanted = tuple(one for one in known if told.get("entity", one) == one)
    people: dict[str, list[str]] = {}
    having: set[str] = set()
    for book in books(private, wanted) if wanted else ():
        if found := bearers(book, sender):
            people[book.entity] = found
            if any(is_assigned(handbook, book, person, told["document"]) for person in found):
                having.add(book.entity)
    about = {"person": sender, "document": told["document"]}
    if not people:
        yield Outcome("unknown-person", came.name, arguments=about)
    elif len({person for found in people.values() for person in found}) > 1:
        yield Outcome("mail-shared", came.name, arguments=about)
    else:
        for entity in sorted(having or people):
            yield _filed_at(handbook, private, entity, came, _answer(came, told, people[entity][0]))


def _filed_at(handbook: Handbook, private: Path, entity: str, came: _Came, answer: Answer) -> Outcome:
    with Book(private, entity) as book, book.writing() as writer:
        clerk = Clerk(handbook, book, writer)
        if refused := clerk.unknown_document(answer):
            return refused
        return clerk.file(replace(answer, evidence=(book.evidence.keep(came.content),)))


def _answer(came: _Came, told: FilledIn, person: str) -> Answer:
    return Answer(
        person=person,
        document=told["document"],
        method=CLICK,
        day=came.mail.day or today(),
        fingerprints=tuple(filter(None, (told.get("fingerprint", ""),))),
        language=told.get("language", ""),
        revision=told.get("revision", ""),
        details={"file": came.name, "sender": came.mail.sender},
        facts={"channel": "mail"},
        source=came.name,
    )


def read_back(handbook: Handbook, mail: Mail) -> Iterator[FilledIn]:
    """What the link filled in, as far as it says which text: by its fingerprint, else by revision and language."""
    address = handbook.settings.acknowledgement.address or ""
    found = [*_table(mail.text), *_placed(address, mail)]
    for told in found:
        if "document" in told and ("fingerprint" in told or {"revision", "language"} <= told.keys()):
            yield told


def _table(text: str) -> Iterator[FilledIn]:
    """The rows of the table that a link without placeholders leaves at the end of a mail."""
    lines = [line.strip() for line in text.split("\n")]
    head = ",".join(_COLUMNS)
    for line in lines[lines.index(head) + 1 :] if head in lines else ():
        if not line:
            continue
        try:
            cells = next(csv.reader([line]))
        except csv.Error:
            return
        told = dict(zip(_COLUMNS, cells, strict=False))
        if len(cells) != len(_COLUMNS) or not all(re.fullmatch(_SHAPES[name], told[name]) for name in _COLUMNS):
            return
        yield told


def _placed(address: str, mail: Mail) -> Iterator[FilledIn]:
    """What stands in the places that the handbook's own address has for it, in the subject and in the text."""
    scheme, _, query = address.partition("?")
    fields = dict(parse_qsl(query.replace("+", "%2B"))) if scheme.casefold().startswith("mailto:") else {}
    found: dict[str, set[str]] = {}
    for field, text in (("subject", mail.subject), ("body", mail.text)):
        count = itertools.count()
        pattern = _PLACEHOLDER.sub(partial(_group, count), re.escape(" ".join(fields.get(field, "").split())))
        if "(?P<" not in pattern:
            continue
        hit = re.search(rf"(?<!\S){pattern}(?!\S)", " ".join(text.split()))
        if hit is None:  # something of it was changed
            return
        for name, value in hit.groupdict().items():
            found.setdefault(name.partition("_")[0], set()).add(value)
    if found and all(len(values) == 1 for values in found.values()):
        yield {name: next(iter(values)) for name, values in found.items()}


def _group(count: Iterator[int], place: re.Match[str]) -> str:
    """A group for a place, numbered: a place may come again, and must then say the same."""
    return f"(?P<{place[1]}_{next(count)}>{_SHAPES[place[1]]})"
