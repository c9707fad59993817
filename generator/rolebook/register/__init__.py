"""Who must acknowledge what, who has, and that nobody changed the record since: one SQLite file a legal entity."""

from rolebook.register.book import Book, Row, Writer, about, entities_in, only_about, waiting
from rolebook.register.chain import Head, body_of, texts_in
from rolebook.register.evidence import Evidence, kind_of
from rolebook.register.proof import Flaw, flaws
from rolebook.register.states import STATES, AssignmentState, AssignmentStates, State

__all__ = [
    "STATES",
    "AssignmentState",
    "AssignmentStates",
    "Book",
    "Evidence",
    "Flaw",
    "Head",
    "Row",
    "State",
    "Writer",
    "about",
    "body_of",
    "entities_in",
    "flaws",
    "kind_of",
    "only_about",
    "texts_in",
    "waiting",
]
