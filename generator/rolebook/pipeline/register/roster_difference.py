"""What a roster changes: who joined, left or moved since it was assigned last, before anything is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolebook.model.people.roster import RosterRows
from rolebook.pipeline.register.current import current_of
from rolebook.register import Book, Writer, entities_in

_OPEN = """
SELECT DISTINCT a.subject FROM entries a WHERE a.kind = 'assign' AND NOT EXISTS (
  SELECT 1 FROM entries f WHERE f.about = a.number AND f.kind IN ('acknowledge', 'withdraw', 'assign'))
"""


@dataclass(frozen=True, slots=True)
class RosterDifference:
    """People by id: who is new, who is gone with something still open, and who is with other employers now.

    `left` and `moved` go by employer. Of employers that no row of the roster names, nobody has left: it may be a part.
    """

    joined: tuple[str, ...]
    left: Mapping[str, tuple[str, ...]]
    moved: Mapping[str, tuple[str, ...]]

    @property
    def gone(self) -> dict[str, tuple[str, ...]]:
        """Who has something open at an employer that they are no longer with."""
        return {
            entity: (*self.left.get(entity, ()), *self.moved.get(entity, ())) for entity in {**self.left, **self.moved}
        }


def roster_difference(folder: Path, rows: RosterRows) -> RosterDifference:
    """Compares the sound rows of a roster with the registers; a person whose row is faulty is not taken for gone."""
    named = {entity: {rows.person(row).id for row in own} for entity, own in rows.by_entity.items()}
    everybody = {person for own in named.values() for person in own}
    listed, known = rows.lines.keys() | everybody, set[str]()
    left: dict[str, tuple[str, ...]] = {}
    moved: dict[str, tuple[str, ...]] = {}
    for entity in entities_in(folder):
        with Book(folder, entity) as book:
            known |= {str(one) for (one,) in book.many("SELECT DISTINCT person FROM personal WHERE person IS NOT NULL")}
            waiting = sorted(set(_waiting(book)) - named.get(entity, set()))
            left[entity] = tuple(one for one in waiting if entity in named and one not in listed)
            moved[entity] = tuple(one for one in waiting if one in everybody)
    return RosterDifference(tuple(sorted(everybody - known)), _filled(left), _filled(moved))


def withdraw_gone(book: Book, writer: Writer, people: Sequence[str]) -> int:
    """Withdraws everything that is open of people who are gone; returns how many assignments."""
    count = 0
    for person in people:
        subject = book.subject_of(person)
        for current in dict(current_of(book, subject)).values():
            if not current.closed and current.answered is None:
                writer.add("withdraw", {"reason": "gone"}, subject=subject, about=current.number)
                count += 1
    return count


def _waiting(book: Book) -> Iterator[str]:
    """People with something open."""
    for (subject,) in list(book.many(_OPEN)):
        if person := book.person_of(str(subject)):
            yield str(person["person"])


def _filled(found: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {entity: people for entity, people in found.items() if people}
