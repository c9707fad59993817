"""Whether a register is what was recorded: every fault by what was done to it, as far as the file can tell.

The chain alone shows edits, removals and changes of order. That the end was cut off, that the whole file is an older
one or was rewritten, only a head can show that was written down elsewhere: on a receipt, in a mail, in a time stamp.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rolebook.register.book import Book
from rolebook.register.chain import GENESIS, Head, body_of, commitment, linked, texts_in
from rolebook.register.schema import REPEATED

_ERASURES = "SELECT subject, max(number) FROM entries WHERE kind = 'erase' GROUP BY subject"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is not as it was recorded; the words are the language files', under `usage`, as `register-…`."""

    code: str
    number: int = 0
    arguments: dict[str, str | int] = field(default_factory=dict)


def flaws(book: Book, heads: Sequence[Head] = ()) -> Iterator[Flaw]:
    """Every flaw, in the order of entries; then what the heads show, the personal data and the evidence."""
    wanted = {head.number: head for head in heads if head.entity == book.entity}
    at_heads: dict[int, str] = {}
    digests: dict[str, int] = {}
    expected, previous, change = 1, GENESIS, 0
    query = f"SELECT number, body, hash, {', '.join(REPEATED)} FROM entries ORDER BY number"  # noqa: S608
    for number, text, digest, *columns in book.many(query):
        if number != expected:
            yield Flaw("entry-removed", expected, {"last": number - 1})
        body = body_of(text)
        here = linked(previous, text)
        if number == expected and (here != digest or columns != [body.get(name) for name in REPEATED]):
            yield _wrong(number, body)
        if body.get("kind") == "open" and body.get("entity") != book.entity:
            yield Flaw("other-entity", number, {"other": str(body.get("entity"))})
        change = _number(body.get("change", change))
        digests.update(dict.fromkeys(texts_in(body, "evidence"), number))
        if isinstance(body.get("text"), str):
            digests.setdefault(body["text"], number)
        at_heads |= {number: digest} if number in wanted else {}
        expected, previous = number + 1, digest
    yield from _heads(book, wanted, at_heads, expected - 1, change)
    if not str(previous).strip("0"):
        yield Flaw("nothing-recorded")
    yield from _personal(book)
    erased = _erased(book)
    for digest, there in book.evidence.damaged(digest for digest in digests if digest not in erased):
        yield Flaw("evidence-changed" if there else "evidence-missing", digests[digest], {"digest": digest})


def _wrong(number: int, body: dict[str, Any]) -> Flaw:
    """An entry that does not follow from the one before: written elsewhere, or not written like this."""
    if body.get("number") != number:
        return Flaw("entry-moved", number, {"written": _number(body.get("number"))})
    return Flaw("entry-edited", number)


def _heads(book: Book, wanted: dict[int, Head], found: dict[int, str], last: int, change: int) -> Iterator[Flaw]:
    beyond = max((number for number in wanted if number > last), default=0)
    if beyond:
        # Where nothing wrote to the file after its last entry, the file as a whole is from then.
        code = "older-file" if book.changes == change else "tail-cut"
        yield Flaw(code, last, {"head": beyond, "missing": beyond - last})
    elif book.changes != change:
        yield Flaw("foreign-change", last)
    for number, head in sorted(wanted.items()):
        if number <= last and found.get(number) != head.hash:
            yield Flaw("chain-rewritten", number)


def _personal(book: Book) -> Iterator[Flaw]:
    """Personal data are what the entries commit to, and gone only where an erasure is recorded."""
    query = (
        "SELECT e.number, CASE WHEN json_valid(e.body) THEN json_extract(e.body, '$.commitment') END AS committed, "
        "p.salt, p.data, e.subject, p.subject FROM entries e LEFT JOIN personal p USING (number) "
        "WHERE committed IS NOT NULL ORDER BY e.number"
    )
    erased = dict(book.many(_ERASURES))
    for number, committed, salt, data, subject, own in book.many(query):
        if salt is None:
            if erased.get(subject, 0) < number:
                yield Flaw("personal-missing", number)
        elif not _holds(committed, salt, data) or (own or None) != (subject or None):
            yield Flaw("personal-changed", number)
    for (number,) in book.many("SELECT number FROM personal EXCEPT SELECT number FROM entries ORDER BY number"):
        yield Flaw("personal-changed", number)


def _erased(book: Book) -> set[str]:
    """Digests of evidence that went with the subjects it was about."""
    query = "SELECT body FROM entries WHERE kind = 'erase'"
    return {digest for (text,) in book.many(query) for digest in texts_in(body_of(text), "removed")}


def _holds(committed: object, salt: object, data: object) -> bool:
    """Whether data are those that were committed to; what has another type was put there from outside."""
    return isinstance(salt, bytes) and isinstance(data, str) and commitment(salt, data) == committed


def _number(told: object) -> int:
    return told if isinstance(told, int) else 0
