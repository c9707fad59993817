"""What somebody is asked for now: the newest assignment of each document, and what followed it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rolebook.register import Book


@dataclass(frozen=True, slots=True)
class Current:
    """The newest assignment of a document to a person, and what followed it."""

    number: int
    body: Mapping[str, Any]
    answered: date | None
    closed: bool


def current_of(book: Book, subject: str) -> Iterator[tuple[str, Current]]:
    """The newest assignment of each document to a subject, by the document's key."""
    assigned: dict[str, tuple[int, Mapping[str, Any]]] = {}
    followed: dict[int, dict[str, Mapping[str, Any]]] = {}
    for row in book.rows("subject = ?", subject):
        if row.body["kind"] == "assign":
            assigned[row.body["document"]] = (row.number, row.body)
        if "about" in row.body:
            followed.setdefault(row.body["about"], {})[row.body["kind"]] = row.body
    for key, (number, body) in assigned.items():
        after = followed.get(number, {})
        answer = after.get("acknowledge")
        answered = date.fromisoformat(answer["day"]) if answer else None
        yield key, Current(number, body, answered, "withdraw" in after)
