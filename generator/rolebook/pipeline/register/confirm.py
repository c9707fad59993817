"""`rolebook register confirm`: a named person looked at what the program sorted, and says what it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolebook.diagnostics import UserError
from rolebook.exchange.tables import read_table
from rolebook.language import known_languages, language_for
from rolebook.language.comparison import folded
from rolebook.pipeline.register.answers import Outcome, recorder
from rolebook.pipeline.register.contact_sheet import ANSWERS, PAGE, Answered, contact_files, contact_lines
from rolebook.pipeline.register.folder import books, register_folder
from rolebook.pipeline.register.status import Wanted
from rolebook.pipeline.register.waiting import FOLDER, Waiting, blank_in, waiting_in
from rolebook.register import Book, Evidence, Writer
from rolebook.render.contact import ContactLine
from rolebook.store import ignored_folder, write_bytes

_OF_THE_REVIEW = ("kind", "number", "at", "change", "subject", "about", "commitment", "answers")
_TICKED = ("x", "\u2713", "\u2714", "1")


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looked, where it is not who runs the command, and why something is not accepted."""

    by: str = ""
    reject: bool = False
    reason: str = ""

    @property
    def name(self) -> str:
        """The name that is recorded."""
        user, by = recorder(), " ".join(self.by.split())
        return f"{by} ({user})" if by and by != user else user


@dataclass(frozen=True, slots=True)
class LaidOut:
    """What waits, and the contact sheet of it; None where nothing does."""

    waiting: tuple[Waiting, ...]
    sheet: Path | None


def lay_out(root: Path, wanted: Wanted, folder: Path | None = None, messages: str = "en") -> LaidOut:
    """What nobody has looked at yet, with files that can be opened and the contact sheet of all of it."""
    private = register_folder(root, folder)
    lines = [(book.evidence, one) for book in books(private, wanted.entities) for one in _lines(book, wanted)]
    _show(private, lines, messages)
    return LaidOut(tuple(one for _, one in lines), private / FOLDER / PAGE if lines else None)


def confirm(root: Path, wanted: Wanted, folder: Path | None = None, looked: Looked = Looked()) -> list[Outcome]:
    """Records for each what was found that it is the person's, or that it is not, and who said so.

    A line that seems empty is not among them: that somebody signed it is said of each by itself, on the contact sheet.
    UserError where nothing waits, and for a rejection without a reason.
    """
    if looked.reject and not looked.reason.strip():
        raise UserError("register-no-reason")
    outcomes: list[Outcome] = []
    private = register_folder(root, folder)
    for book in books(private, wanted.entities):
        with book.writing() as writer:
            outcomes += [_settled(book, writer, one, looked) for one in list(waiting_in(book, wanted))]
    if not outcomes:
        raise UserError("register-nothing-waits")
    clear_away(private)
    return outcomes


def accept(root: Path, file: Path, folder: Path | None = None, by: str = "") -> list[Outcome]:
    """Takes the answers of a contact sheet back: of each line that was answered, what somebody saw on it.

    A row about an entry that is settled, or is not in these registers, is told, and so is an answer that is neither
    yes nor no. UserError for a file that is no file of answers.
    """
    outcomes = take_answers(root, _answered(file), folder, by)
    if not outcomes:
        raise UserError("register-no-answers", file=str(file))
    return outcomes


def lines_to_look_at(root: Path, most: int) -> tuple[list[ContactLine], int]:
    """Returns the first lines that nobody has looked at yet, with their pictures, and how many there are in all."""
    private = register_folder(root, None)
    lines = [(book.evidence, one) for book in books(private) for one in _lines(book, Wanted())]
    return contact_lines(lines, most), len(lines)


def take_answers(root: Path, answered: Answered, folder: Path | None = None, by: str = "") -> list[Outcome]:
    """Records answers by the entries they are about; none where there is none."""
    private = register_folder(root, folder)
    outcomes: list[Outcome] = []
    known: set[str] = set()
    for book in books(private):
        with book.writing() as writer:
            for one in [*waiting_in(book, Wanted()), *blank_in(book, Wanted())]:
                row = answered.get(one.entry, {})
                known.add(one.entry)
                if row.get("answer"):
                    outcomes.append(_taken(book, writer, one, row, by))
    strange = [(entry, row) for entry, row in answered.items() if row.get("answer") and entry not in known]
    outcomes += [Outcome("answer-settled", row.get("person", "") or "—", arguments={"entry": e}) for e, row in strange]
    clear_away(private)
    return outcomes


def clear_away(folder: Path) -> None:
    """Removes what was laid out to be looked at; it is personal data."""
    for path in (folder / FOLDER).glob("[!.]*"):
        path.unlink(missing_ok=True)


def _lines(book: Book, wanted: Wanted) -> Iterator[Waiting]:
    yield from waiting_in(book, wanted)
    yield from blank_in(book, wanted)


def _show(folder: Path, lines: Sequence[tuple[Evidence, Waiting]], messages: str) -> None:
    """The contact sheet, and copies of the files it is about, of nothing else; answers typed into it before stay."""
    own = folder / FOLDER / ANSWERS
    before = _answered(own) if own.is_file() else {}
    shown = contact_files(lines, messages, before) if lines else {}
    for evidence, one in lines:
        for picture in one.pictures:
            content = evidence.read(picture.path.stem)
            if content is not None:
                shown[picture.path.name] = content
    clear_away(folder)
    for name, content in shown.items():
        write_bytes(ignored_folder(folder / FOLDER) / name, content)


def _answered(file: Path) -> Answered:
    """The rows of a file of answers by their entries; UserError where it is none."""
    table, _ = read_table(file)
    head = [folded(cell) for cell in table.rows[0]] if table and table.rows else []
    if table is None or "entry" not in head or "answer" not in head:
        raise UserError("register-no-answers", file=str(file))
    rows = ({name: cell.strip() for name, cell in zip(head, row, strict=False)} for row in table.rows[1:])
    return {row["entry"]: row for row in rows if row.get("entry")}


def _taken(book: Book, writer: Writer, one: Waiting, row: Mapping[str, str], by: str) -> Outcome:
    said = _answer_of(row["answer"])
    if said is None:
        return Outcome("answer-unclear", one.person, arguments={"entry": one.entry, "answer": row["answer"]})
    reason = row.get("reason", "") or language_for("en").word("contact-no-reason")
    looked = Looked(by or row.get("by", ""), reject=not said, reason="" if said else reason)
    return _settled(book, writer, one, looked)


def _answer_of(answer: str) -> bool | None:
    """Whether an answer is yes, in any of the languages, or ticked; None where it is neither yes nor no."""
    told = folded(answer)
    words = {said: {said} for said in ("yes", "no")}
    for tag in known_languages():
        for said, known in words.items():
            known |= {folded(word) for word in language_for(tag).word(f"contact-{said}-words").split()}
            known.add(folded(language_for(tag).word(f"contact-{said}")))
    if told in words["yes"] or told in _TICKED:
        return True
    return False if told in words["no"] or told == "0" else None


def _settled(book: Book, writer: Writer, one: Waiting, looked: Looked) -> Outcome:
    (row,) = book.rows("number = ?", one.review)
    by, reason = looked.name, looked.reason
    entered = str(book.personal(row.number).get("by", ""))
    if "second" in row.body and not looked.reject and folded(looked.by or recorder()) == folded(entered):
        about: dict[str, str | int] = {"person": one.person, "document": one.document, "by": entered}
        return Outcome("second-needed", one.person, arguments=about)
    personal: dict[str, Any] = {"by": by} | ({"reason": reason} if reason.strip() else {})
    kept = {name: value for name, value in row.body.items() if name not in _OF_THE_REVIEW}
    kind = "reject" if looked.reject else str(row.body["answers"])
    facts = {"review": one.review} if looked.reject else {**kept, "review": one.review}
    writer.add(kind, facts, subject=row.body["subject"], about=one.assignment, personal=personal)
    code = {"reject": "rejected", "refuse": "refusal-recorded"}.get(kind, "confirmed")
    return Outcome(code, one.person, good=True, arguments={"person": one.person, "document": one.document, "by": by})
