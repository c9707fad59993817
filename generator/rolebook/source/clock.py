"""What day it is: as told by the command, by SOURCE_DATE_EPOCH (reproducible-builds.org), else by the machine."""

import os
from contextvars import ContextVar
from datetime import UTC, date, datetime

from rolebook.diagnostics import UserError

EPOCH = "SOURCE_DATE_EPOCH"

_day: ContextVar[date | None] = ContextVar("day", default=None)


def today() -> date:
    """Today; raises UserError when SOURCE_DATE_EPOCH is no number of seconds."""
    told = _day.get()
    if told is not None:
        return told
    epoch = os.environ.get(EPOCH, "")
    if not epoch:
        return datetime.now(UTC).astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UserError("no-epoch", value=epoch) from None


def now() -> datetime:
    """The moment by the machine's clock, for what records when something was done; what a day is says `today`."""
    return datetime.now(UTC)


def day_of(moment: datetime) -> date:
    """The day of a moment where the machine is, as `today` counts days."""
    return moment.astimezone().date()


def set_today(day: str) -> None:
    """Makes `day`, an ISO date, today for the rest of the run; raises UserError for anything else."""
    try:
        _day.set(date.fromisoformat(day))
    except ValueError:
        raise UserError("no-day", value=day) from None
