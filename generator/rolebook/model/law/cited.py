"""What a source says: the base of every fact in a pack, and how much a finding that rests on one weighs."""

from typing import Literal

from rolebook.model.base import Flag, Item, Part
from rolebook.model.law.citation import Citation

Weight = Literal["error", "warning", "info", "off"]


class Cited(Part):
    """Something a source says; `verified` is false where only general knowledge says so."""

    article: Citation | None = None
    verified: Flag = True


class CitedItem(Item, Cited):
    """The same with an id."""
