"""Who must acknowledge what, who has, and that nobody changed the record since: one SQLite file a legal entity."""

from rolebook.register.book import Book, Writer, entities_in
from rolebook.register.chain import Head
from rolebook.register.evidence import Evidence
from rolebook.register.proof import Flaw, flaws
from rolebook.register.standing import STATES, Standing, Standings, State

__all__ = [
    "STATES",
    "Book",
    "Evidence",
    "Flaw",
    "Head",
    "Standing",
    "Standings",
    "State",
    "Writer",
    "entities_in",
    "flaws",
]
