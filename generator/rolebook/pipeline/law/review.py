"""A pack goes to a lawyer as a Word form and comes back with answers; a handbook records who found all of it right."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rolebook.diagnostics import Message, UserError
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import Block, UnreadableDocumentError
from rolebook.language import say
from rolebook.model.law.merge import facts_digest
from rolebook.model.law.pack import Pack
from rolebook.pipeline.law.describe import require_pack
from rolebook.pipeline.law.facts import LawFact, fact_sections
from rolebook.render.word.review_form import FormLine, ReviewForm, review_form
from rolebook.source import find_root, write_yaml
from rolebook.source.editing import Edit, EditRefused, SetValue, edit_bytes
from rolebook.store import write_bytes

_COLUMNS = ("number", "fact", "article", "source", "right", "wrong", "remark")
_CELLS = len(_COLUMNS)
_UNMARKED = frozenset({"", "☐", "□"})
_RECORDED = ("status", "reviewed_by", "reviewed_on", "reviewed_facts")
_ORDER = tuple(Pack.model_fields)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was marked for a fact: right, wrong, or neither, with the remark."""

    fact: LawFact
    is_right: bool
    is_wrong: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Review:
    """The answers that came back, with the name and day that the form says; None for a day that is none."""

    pack: Pack
    name: str
    day: date | None
    answers: tuple[Answer, ...]

    @property
    def is_complete(self) -> bool:
        """Whether somebody with a name found every fact right."""
        return bool(self.name and self.day) and all(one.is_right and not one.is_wrong for one in self.answers)


def export_review(place: str, folder: Path, tag: str, file: Path) -> None:
    """Writes the form about the pack of a place.

    Raises UserError where there is no pack, and for a file that is there: somebody may have filled it in.
    """
    pack = require_pack(place, folder)
    if file.exists():
        raise UserError("file-exists", file=str(file))
    unread = say(Message("law-review-unread"), tag)
    sections = [(one.title, [_line(fact, unread) for fact in one.facts]) for one in fact_sections(pack, tag)]
    title = say(Message("law-review-title", place=pack.id, as_of=str(pack.as_of or "?")), tag)
    columns = [say(Message(f"law-review-{name}"), tag) for name in _COLUMNS]
    labels = (say(Message("law-review-name"), tag), say(Message("law-review-day"), tag))
    write_bytes(file, review_form(ReviewForm(title, say(Message("law-review-how"), tag), labels, columns, sections)))


def read_review(place: str, folder: Path, tag: str, file: Path) -> Review:
    """Returns the answers in a form. Raises UserError for one that has none about the pack as it is now."""
    pack = require_pack(place, folder)
    rows = [[_words(cell) for cell in block.cells] for block in _blocks(file, pack) if block.kind == "row"]
    marked = {row[0]: row for row in rows if len(row) == _CELLS}
    facts = [fact for section in fact_sections(pack, tag) for fact in section.facts]
    if not any(fact.key in marked for fact in facts):
        raise UserError("law-review-other", file=str(file), place=pack.id)
    name, day = ([row[1] for row in rows if len(row) == 2] + ["", ""])[:2]
    return Review(pack, name, _day(day), tuple(_answer(fact, marked.get(fact.key)) for fact in facts))


def record_review(review: Review, folder: Path) -> str:
    """Records in the handbook around a folder who reviewed the pack, and returns the file that says so.

    The pack is a draft again as soon as one of its facts is another. Raises UserError outside a handbook, and where the
    file cannot be edited without touching more.
    """
    root = find_root(folder)
    path, before, after = reviewed_text(review, root)
    if after != before:
        write_bytes(root / path, after.encode())
    return path


def reviewed_text(review: Review, root: Path) -> tuple[str, str | None, str]:
    """Returns the path of the file that says who reviewed a pack, what it says now, and what it says then.

    Raises UserError where the file cannot be edited without touching more.
    """
    path = f"content/jurisdictions/{review.pack.id}.yml"
    told = ("lawyer-reviewed", review.name, str(review.day), facts_digest(review.pack))
    if not (root / path).is_file():
        return path, None, write_yaml(dict(zip(_RECORDED, told, strict=True)), {})
    before = (root / path).read_bytes()
    edits: list[Edit] = [SetValue((key,), value, _ORDER) for key, value in zip(_RECORDED, told, strict=True)]
    try:
        return path, before.decode(), edit_bytes(before, path, edits).decode()
    except EditRefused as refused:
        raise UserError(f"edit-{refused.reason}", file=path) from None


def review_lines(review: Review, folder: Path, tag: str, record: Callable[[], str] | None = None) -> Iterator[str]:
    """Says what is wrong and how many facts are right, records a complete review, and says whether it did.

    `record` records it in another way than `record_review` does.
    """
    for one in review.answers:
        if one.is_wrong:
            yield " – ".join(filter(None, (one.fact.words, one.fact.article, one.remark)))
    right, wrong = (sum(marks) for marks in zip(*((one.is_right, one.is_wrong) for one in review.answers), strict=True))
    counts = {"right": str(right), "wrong": str(wrong), "open": str(len(review.answers) - right - wrong)}
    yield say(Message("law-review-counts", **counts), tag)
    if review.is_complete:
        path = record() if record else record_review(review, folder)
        yield say(Message("law-review-recorded", file=path, name=review.name), tag)
    else:
        path = f"content/jurisdictions/{review.pack.id}.yml"
        yield say(Message("law-review-left", file=path), tag)


def _blocks(file: Path, pack: Pack) -> tuple[Block, ...]:
    try:
        return read_document(file).blocks
    except UnreadableDocumentError:
        raise UserError("law-review-other", file=str(file), place=pack.id) from None


def _line(fact: LawFact, unread: str) -> FormLine:
    source = fact.source if fact.is_read else " · ".join(filter(None, (fact.source, unread)))
    return FormLine(fact.key, (fact.words.replace("`", ""), fact.article, source))


def _answer(fact: LawFact, row: list[str] | None) -> Answer:
    """Marked as both is as good as not marked."""
    right, wrong, remark = row[4:] if row else ("", "", "")
    is_right, is_wrong = right not in _UNMARKED, wrong not in _UNMARKED
    return Answer(fact, is_right and not is_wrong, is_wrong and not is_right, remark)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _words(cell: tuple[Block, ...]) -> str:
    return " ".join(block.text.strip() for block in cell).strip()
