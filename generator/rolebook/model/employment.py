"""Pay and employment of a post: administrative facts, on the paper for signature only where the role says so."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from rolebook.model.base import Duration, Flag, Item, Jurisdiction, Part, Percent, Worded
from rolebook.model.visibility import Handled
from rolebook.model.words.text import Text

Contract = Literal["permanent", "fixed-term", "temporary", "seasonal", "apprenticeship", "internship", "service"]
Amount = Annotated[float, Field(strict=True, ge=0)]


class OnRequest(Part):
    """Facts that are not printed and do not count for the fingerprint, unless `in_document` is true."""

    in_document: Handled[Flag] = False


class Amounts(Part):
    """One amount or a range, in a currency of ISO 4217."""

    minimum: Amount | None = None
    maximum: Amount | None = None
    currency: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}$")] | None = None
    period: Literal["hour", "day", "shift", "week", "month", "year", "piece"] | None = None
    basis: Literal["gross", "net"] | None = None

    @model_validator(mode="after")
    def _is_complete(self) -> "Amounts":
        amounts = [one for one in (self.minimum, self.maximum) if one is not None]
        if amounts and not (self.currency and self.period):
            raise PydanticCustomError("pay-shape", "amount without currency and period")
        if amounts != sorted(amounts):
            raise PydanticCustomError("pay-order", "more at least than at most")
        return self


class PayRange(Item, Amounts):
    """The pay of some places, or of a group of holders that `text` names."""

    jurisdictions: Handled[tuple[Jurisdiction, ...]] = ()
    text: Text | None = None


class Pay(OnRequest, Amounts):
    """What the post pays: everywhere, and in `ranges` where places or groups differ."""

    ranges: tuple[PayRange, ...] = ()
    variable: Text | None = None
    variable_share: Percent | None = None
    text: Text | None = None


class Employment(OnRequest):
    """How the holder is employed. `share` is that of full working time, `length` that of a contract with an end.

    `hours_system` is how working hours are counted: by the usual rules, irregular (Labour Code of Russia, article 101),
    averaged over a period, or exempt from overtime pay or not (29 U.S.C. 213).
    """

    contract: (
        Literal["permanent", "fixed-term", "temporary", "seasonal", "apprenticeship", "internship", "service"] | None
    ) = None
    length: Duration | None = None
    time: Literal["full", "part", "either"] | None = None
    share: Percent | None = None
    hours_system: Literal["standard", "irregular", "averaged", "exempt", "non-exempt"] | None = None
    probation: Duration | None = None
    benefits: tuple[Worded, ...] = ()
    text: Text | None = None
