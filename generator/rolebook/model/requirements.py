"""What a role asks of its holder."""

from typing import Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from rolebook.model.base import Item, Worded, Years
from rolebook.model.words.text import LanguageTag, Text

Cefr = Literal["A1", "A2", "B1", "B2", "C1", "C2"]


class Alternative(Worded):
    """What may stand in for a requirement."""

    years: Years | None = None
    years_up_to: Years | None = None


class Requirement(Item):
    """What the holder brings."""

    kind: Literal["education", "experience", "knowledge", "skill", "language", "certificate", "training", "trait"]
    text: Text
    need: Literal["required", "preferred"] = "required"
    years: Years | None = None
    years_up_to: Years | None = None
    level: Cefr | None = None
    language: LanguageTag | None = None
    alternatives: tuple[Alternative, ...] = ()

    @model_validator(mode="after")
    def _years_are_a_range(self) -> "Requirement":
        asked: tuple[Requirement | Alternative, ...] = (self, *self.alternatives)
        for one in asked:
            if one.years is not None and one.years_up_to is not None and one.years > one.years_up_to:
                raise PydanticCustomError("years-order", "more at least than at most")
        return self
