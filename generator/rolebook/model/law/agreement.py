"""A collective agreement: what it says of breaches, sanctions and terms of work, as a layer on the pack of its place.

Articles cite `agreement 40.2`, the agreement itself, or a source of the place's pack.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from rolebook.model.base import Day, Duration, Flag, Id, Jurisdiction, Part
from rolebook.model.law.cited import Cited, CitedItem
from rolebook.model.law.counted_days import CountedSpan
from rolebook.model.law.figures import StatutoryFigure
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.law.pack import Pack, Source, TimeLimit
from rolebook.model.law.work_rules import RequiredStep
from rolebook.model.policy import BreachKind, Sanction
from rolebook.model.visibility import Handled
from rolebook.model.words.text import Text

C = TypeVar("C", bound=Cited)

ITSELF = "agreement"
"""The id by which an agreement's articles cite it."""
_DEGREES = ("minor", "serious", "gross")
_BOUNDS = ("max", "min", "max_pay", "max_share", "min_share")
_SHORTER_IS_HARSHER = frozenset({"challenge"})


class AgreedSanction(CitedItem):
    """A sanction that the agreement provides for, and how long it lasts at most, in `working_days` or in all."""

    id: Sanction
    max: Duration | None = None
    working_days: Flag = False

    @property
    def counted(self) -> CountedSpan | None:
        """How long it lasts at most, with the days that this counts."""
        return CountedSpan(self.max, self.working_days) if self.max else None


class AgreedDegree(CitedItem):
    """The breaches of one degree of gravity, and the sanctions for them."""

    id: Literal["minor", "serious", "gross"]
    breaches: tuple[BreachKind, ...] = ()
    sanctions: tuple[AgreedSanction, ...] = ()


class Agreement(Part):
    """A collective agreement, from the day it holds to the last one; `jurisdictions` are the places where it holds."""

    id: Handled[Id]
    title: Text
    cite: Text | None = None
    jurisdictions: Annotated[tuple[Jurisdiction, ...], Field(min_length=1)]
    url: Annotated[str, Field(strict=True, pattern=r"^https?://\S+$")] | None = None
    signed: Day | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    checked: Day | None = None
    confidence: Literal["confirmed", "secondary", "unverified"] = "confirmed"
    severities: tuple[AgreedDegree, ...] = ()
    limits: tuple[TimeLimit, ...] = ()
    figures: tuple[StatutoryFigure, ...] = ()
    procedure: tuple[RequiredStep, ...] = ()

    def holds_in(self, jurisdiction: str) -> bool:
        """Whether it holds in a place."""
        return applies_in(self.jurisdictions, jurisdiction)

    @property
    def source(self) -> Source:
        """What its articles cite."""
        cite = self.cite or Text({tag: f"{words}[, {{article}}]" for tag, words in self.title.values.items()}, "en")
        return Source.model_construct(
            id=ITSELF,
            title=self.title,
            cite=cite,
            kind="agreement",
            url=self.url,
            checked=self.checked,
            confidence=self.confidence,
        )

    def sanction(self, sanction: str, severity: str) -> AgreedSanction | None:
        """A sanction as it provides for it up to a degree of gravity, as the gravest of them has it; None if none."""
        found = (
            _cited(one, degree.article)
            for degree in self._up_to(severity)
            for one in degree.sanctions
            if one.id == sanction
        )
        return next(found, None)

    def sanctions_for(self, severity: str) -> tuple[str, ...]:
        """The sanctions that it provides for up to a degree of gravity."""
        return tuple(dict.fromkeys(one.id for degree in self._up_to(severity) for one in degree.sanctions))

    def degrees_of(self, breach: str) -> tuple[str, ...]:
        """The degrees of gravity that it gives a kind of breach."""
        return tuple(degree.id for degree in self.severities if breach in degree.breaches)

    def _up_to(self, severity: str) -> Iterator[AgreedDegree]:
        """The degrees that are no graver, the gravest first."""
        allowed = _DEGREES[: _DEGREES.index(severity) + 1]
        degrees = {degree.id: degree for degree in self.severities}
        yield from (degrees[one] for one in reversed(allowed) if one in degrees)


def is_graver(severity: str, than: str) -> bool:
    """Whether a degree of gravity is above another."""
    return _DEGREES.index(severity) > _DEGREES.index(than)


def under_agreement(pack: Pack, agreement: Agreement) -> Pack:
    """What holds where both do: the law's rules, those of the agreement beside them, and the stricter time limits.

    What the agreement sets beyond the law does not hold. It takes the place of what the law says only for want of an
    agreement.
    """
    limits = [_cited(one) for one in agreement.limits if law_limit_broken(one, pack) is None]
    figures = [_cited(counted_as_law(one, pack)) for one in agreement.figures if law_figure_broken(one, pack) is None]
    set_otherwise = {one.id for one in figures}
    return pack.model_copy(
        update={
            "sources": (agreement.source, *pack.sources),
            "limits": (
                *(one for one in pack.limits if not any(_replaces(own, one) for own in limits)),
                *(_with_act(one, pack) for one in limits),
            ),
            "figures": (
                *(one for one in pack.figures if not (one.unless_agreed and one.id in set_otherwise)),
                *figures,
            ),
            "procedure": (*pack.procedure, *map(_cited, agreement.procedure)),
        }
    )


def law_sanction_broken(sanction: AgreedSanction, pack: Pack) -> Cited | None:
    """What of the law forbids a sanction of an agreement, or lets it last less long; None where nothing does."""
    rule = pack.sanction(sanction.id)
    if rule is None:
        return pack.sanction_model if pack.sanction_model.list == "closed" else None
    longer = bool(rule.counted and sanction.counted and sanction.counted.exceeds(rule.counted))
    return rule if rule.standing == "forbidden" or longer else None


def law_limit_broken(limit: TimeLimit, pack: Pack) -> TimeLimit | None:
    """The time limit of the law that one of an agreement is harsher than; None where it keeps them, or may."""
    return next((one for one in pack.limits if _overlap(limit, one) and _is_harsher(limit, one)), None)


def law_limit_unsure(limit: TimeLimit, pack: Pack) -> TimeLimit | None:
    """The time limit of the law that counts other days, so that no one can say which is the longer; None if none."""
    return next((one for one in pack.limits if _overlap(limit, one) and _is_harsher(limit, one) is None), None)


def law_figure_broken(figure: StatutoryFigure, pack: Pack) -> tuple[str, StatutoryFigure] | None:
    """The figure of the law that one of an agreement does not keep, after the field's name; None where it keeps all."""
    return next((found for found, is_beyond in _beside_law(figure, pack) if is_beyond), None)


def law_figure_unsure(figure: StatutoryFigure, pack: Pack) -> tuple[str, StatutoryFigure] | None:
    """The figure of the law that counts other days, after the field's name, where that leaves it open; else None."""
    return next((found for found, is_beyond in _beside_law(figure, pack) if is_beyond is None), None)


def _beside_law(figure: StatutoryFigure, pack: Pack) -> Iterator[tuple[tuple[str, StatutoryFigure], bool | None]]:
    fixed = (one for one in pack.figures if one.id == figure.id and one.weight != "off" and not one.unless_agreed)
    return (((field, law), _is_beyond(figure, law, field)) for law in fixed for field in _BOUNDS)


def counted_as_law(figure: StatutoryFigure, pack: Pack) -> StatutoryFigure:
    """A figure of an agreement with the days that the law counts, where it does not say which."""
    law = next((one for one in pack.figures if one.id == figure.id), None)
    return figure.counted_as(law) if law else figure


def _cited(fact: C, article: str | None = None) -> C:
    """A fact of an agreement with the article it rests on: its own, else the given one, else the agreement as such."""
    return fact if fact.article else fact.model_copy(update={"article": article or ITSELF})


def _is_beyond(figure: StatutoryFigure, law: StatutoryFigure, field: str) -> bool | None:
    own, set_by_law = figure.counted_as(law).bound(field), law.bound(field)
    more, less = (own, set_by_law) if field.startswith("max") else (set_by_law, own)
    if isinstance(more, CountedSpan) and isinstance(less, CountedSpan):
        return more.exceeds(less)
    return isinstance(more, float) and isinstance(less, float) and more > less


def _overlap(one: TimeLimit, other: TimeLimit) -> bool:
    """Whether some case falls under both limits."""
    alike = one.kind == other.kind and one.only == other.only
    severities = one.severity is None or other.severity is None or one.severity == other.severity
    sanctions = not one.sanctions or not other.sanctions or bool(set(one.sanctions) & set(other.sanctions))
    return alike and severities and sanctions


def _is_harsher(limit: TimeLimit, law: TimeLimit) -> bool | None:
    """Whether it is; None where they count other days, and it depends on these."""
    shorter = law.bound == "at-least" or law.kind in _SHORTER_IS_HARSHER
    return law.counted.exceeds(limit.counted) if shorter else limit.counted.exceeds(law.counted)


def _replaces(limit: TimeLimit, law: TimeLimit) -> bool:
    """Whether every case under the law's limit falls under the agreement's, which is surely no harsher."""
    severities = limit.severity is None or limit.severity == law.severity
    sanctions = not limit.sanctions or (bool(law.sanctions) and set(law.sanctions) <= set(limit.sanctions))
    return _overlap(limit, law) and severities and sanctions and _is_harsher(limit, law) is False


def _with_act(limit: TimeLimit, pack: Pack) -> TimeLimit:
    """The limit with the step of a case that the law's limits of its kind govern, where it names none."""
    act = limit.act or next((one.act for one in pack.limits if one.act and _overlap(limit, one)), None)
    return limit if act == limit.act else limit.model_copy(update={"act": act})
