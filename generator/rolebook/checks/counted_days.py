"""What is said of a span beside one of the law that counts other days: what was compared, and whether that is sure."""

from typing import Any

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity
from rolebook.model.law.counted_days import CountedSpan

OTHER_DAYS = Rule("days-counted-otherwise", Severity.INFO)


def compared(own: CountedSpan, law: CountedSpan) -> dict[str, Any]:
    """The hint of a finding on spans that count different days; empty where both count the same."""
    return {"hint": "days-compared", **_spans_of(own, law)} if own.is_working is not law.is_working else {}


def depends_on_days(at: Location, own: CountedSpan, law: CountedSpan, **told: Any) -> Diagnostic:
    """The finding that it depends on the days whether a limit of the law is kept; `told` are its place and article."""
    return OTHER_DAYS.at(at, **told, **_spans_of(own, law))


def _spans_of(own: CountedSpan, law: CountedSpan) -> dict[str, Any]:
    words = {True: "counts-working-days", False: "counts-all-days"}
    spans = {"own": own.span.iso, "own_days": words[own.is_working]}
    return {**spans, "limit": law.span.iso, "limit_days": words[law.is_working]}
