"""Pay and employment as their reader sees them."""

from collections.abc import Iterator

from rolebook.model.employment import Amounts, PayRange
from rolebook.model.role import Role
from rolebook.view.reader import Reader
from rolebook.view.sections import listed, word_of
from rolebook.view.tree import Fact


def pay(role: Role, reader: Reader) -> Iterator[Fact]:
    """What the post pays."""
    told = role.pay
    if told is None:
        return
    lines = [" · ".join(_amounts(told, reader)), *(_of_range(one, reader) for one in told.ranges)]
    if any(lines):
        yield reader.fact("field-pay", *filter(None, lines))
    if told.variable:
        yield reader.fact("field-variable-pay", reader.prose(told.variable))
    if told.variable_share:
        yield reader.fact("field-variable-share", reader.language.percent(told.variable_share))
    if told.text:
        yield reader.fact("field-pay-text", reader.prose(told.text))


def employment(role: Role, reader: Reader) -> Iterator[Fact]:
    """How the holder is employed."""
    told = role.employment
    if told is None:
        return
    if told.contract:
        yield reader.fact("field-contract", reader.word(f"contract-{told.contract}"))
    if told.length:
        yield reader.fact("field-length", reader.duration(told.length))
    if told.time:
        yield reader.fact("field-time", reader.word(f"time-{told.time}"))
    if told.share:
        yield reader.fact("field-working-time", reader.language.percent(told.share))
    if told.hours_system:
        yield reader.fact("field-hours-system", reader.word(f"hours-{told.hours_system}"))
    if told.probation:
        yield reader.fact("field-probation", reader.duration(told.probation))
    if told.benefits:
        yield reader.fact("field-benefits", *listed(reader, told.benefits))
    if told.text:
        yield reader.fact("field-employment-text", reader.prose(told.text))


def _of_range(told: PayRange, reader: Reader) -> str:
    """Whom or where a range is for, and the range."""
    about = [reader.plain(told.text)] if told.text else []
    return " · ".join([*about, *_amounts(told, reader), *reader.places(told.jurisdictions)])


def _amounts(told: Amounts, reader: Reader) -> list[str]:
    amounts = [_range(told, reader)] if told.currency and (told.minimum, told.maximum) != (None, None) else []
    return [*amounts, *word_of(reader, "per", told.period), *word_of(reader, "pay", told.basis)]


def _range(told: Amounts, reader: Reader) -> str:
    low, high = (
        reader.language.money(amount, told.currency or "") if amount is not None else ""
        for amount in (told.minimum, told.maximum)
    )
    if low and high:
        return low if low == high else f"{low} – {high}"
    return reader.word("pay-from", amount=low) if low else reader.word("pay-up-to", amount=high)
