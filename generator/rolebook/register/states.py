"""How each assignment stands on a day, told by the entries that follow it.

| state | means |
|---|---|
| `completed` | acknowledged, in a way that counts |
| `refused` | a record of refusal stands instead |
| `awaiting-review` | something came back that nobody has looked at yet: it may complete it, or not |
| `pending`, `due-soon`, `overdue` | none of these, by its due date |
| `outdated` | was acknowledged, and then assigned anew: a later text, or renewal |
| `superseded` | was never acknowledged, and need not be any more |
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from rolebook.register.book import Book

State = Literal["pending", "due-soon", "overdue", "awaiting-review", "completed", "outdated", "superseded", "refused"]
STATES: tuple[State, ...] = (
    "overdue",
    "due-soon",
    "pending",
    "awaiting-review",
    "refused",
    "completed",
    "outdated",
    "superseded",
)
OPEN: tuple[State, ...] = ("overdue", "due-soon", "pending")

_FOLLOWED = """
SELECT about,
  max(kind = 'acknowledge') AS done,
  max(kind = 'refuse') AS refused,
  max(kind = 'assign') AS renewed,
  max(kind = 'withdraw') AS withdrawn,
  max(CASE WHEN kind = 'review' THEN number END) AS review,
  max(CASE WHEN kind = 'reject' THEN number ELSE 0 END) AS rejected,
  max(CASE WHEN kind = 'acknowledge' THEN number END) AS answer
FROM entries WHERE about IS NOT NULL GROUP BY about
"""
_STATE = """
CASE
  WHEN f.renewed AND f.done THEN 'outdated'
  WHEN f.done THEN 'completed'
  WHEN f.renewed OR f.withdrawn THEN 'superseded'
  WHEN f.refused THEN 'refused'
  WHEN f.review > f.rejected THEN 'awaiting-review'
  WHEN a.due < :today THEN 'overdue'
  WHEN a.due <= :soon THEN 'due-soon'
  ELSE 'pending'
END
"""


@dataclass(frozen=True, slots=True)
class AssignmentState:
    """An assignment and its state; `answer` is the entry that completed it, `review` the newest to be looked at."""

    number: int
    subject: str
    document: str
    language: str
    revision: str
    due: str
    state: State
    answer: int | None
    review: int | None


class AssignmentStates:
    """The states of a register's assignments on a day; `soon` is from how many days before its date one is due soon."""

    def __init__(self, book: Book, today: date, soon: int = 7) -> None:
        self._book = book
        self._days = {"today": today.isoformat(), "soon": (today + timedelta(days=soon)).isoformat()}

    def counts(self) -> Iterator[tuple[str, str, str, State, int]]:
        """How many assignments there are by document, language, revision and state."""
        yield from self._query(
            f"WITH f AS ({_FOLLOWED}) SELECT a.document, a.language, a.revision, {_STATE} AS state, count(*) "  # noqa: S608
            "FROM entries a LEFT JOIN f ON f.about = a.number WHERE a.kind = 'assign' GROUP BY 1, 2, 3, 4"
        )

    def of(self, subject: str = "") -> Iterator[AssignmentState]:
        """Each assignment, of one subject or of all, in the order they were made."""
        own = "AND subject = :subject" if subject else ""
        mine = f"SELECT number FROM entries WHERE kind = 'assign' {own}"  # noqa: S608
        followed = _FOLLOWED.replace("about IS NOT NULL", f"about IN ({mine})") if subject else _FOLLOWED
        found = self._query(
            f"WITH f AS ({followed}) SELECT a.number, a.subject, a.document, a.language, a.revision, a.due, "  # noqa: S608
            f"{_STATE}, f.answer, f.review FROM entries a LEFT JOIN f ON f.about = a.number WHERE a.kind = 'assign' "
            f"{own.replace('subject =', 'a.subject =')} ORDER BY a.number",
            subject=subject,
        )
        for line in found:
            yield AssignmentState(*line)

    def _query(self, query: str, **values: str) -> Iterator[Any]:
        yield from self._book.named(query, {**self._days, **values})
