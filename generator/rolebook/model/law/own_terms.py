"""What sanctions, degrees of breaches and grounds are called in a place: words alone, apart from every fact."""

from typing import Literal

from rolebook.model.base import Item, Part
from rolebook.model.policy import Sanction
from rolebook.model.words.text import Text


class SanctionTerm(Item):
    """What a handbook calls a sanction in the place."""

    id: Sanction
    term: Text


class SeverityTerm(Item):
    """What a severity of breaches is called in the place, where its law or its agreements have words for it."""

    id: Literal["minor", "serious", "gross"]
    term: Text


class GroundTerm(Item):
    """What a handbook calls a statutory ground of a sanction in the place."""

    term: Text


class OwnTerms(Part):
    """A handbook's own words for what the law of a place names; in languages that it leaves out, the law's stand."""

    sanctions: tuple[SanctionTerm, ...] = ()
    severities: tuple[SeverityTerm, ...] = ()
    grounds: tuple[GroundTerm, ...] = ()
