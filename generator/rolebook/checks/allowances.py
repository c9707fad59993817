"""# Allowances

A finding that somebody answers for can be silenced at its place, with a reason for the next reader of the file:

    # rolebook: allow risky-term because the show needs a presenter of that age     text: …

Beside something on a line, the comment is for that line; alone, for the next line that says something. It silences
one code at one place, and does nothing to the faults of structure.

## unused-allow
**Meaning.** An allowance silences nothing.
**Why.** What it once excused is gone, or never was there; it would silence the next fault unseen.
```yaml bad
title: Cook   # rolebook: allow risky-term because the show asks for it
```
```yaml good
title: Cook
```

## allow-without-reason
**Meaning.** An allowance does not say why.
**Why.** Nobody can tell later whether it still holds.
```yaml bad
text: Under 30 years old.   # rolebook: allow unlawful-requirement
```
```yaml good
text: Under 30 years old.   # rolebook: allow unlawful-requirement because statute 12 asks for it in this programme
```
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain

from rolebook.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.source import Allowance

UNUSED_ALLOW = Rule("unused-allow", Severity.WARNING)
ALLOW_WITHOUT_REASON = Rule("allow-without-reason", Severity.WARNING)

RULES = (UNUSED_ALLOW, ALLOW_WITHOUT_REASON)
CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = ()


def apply_allowances(
    findings: Iterable[Diagnostic], allowances: Iterable[Allowance], fixed: Collection[str], known: Collection[str]
) -> Iterator[Diagnostic]:
    """The findings that nobody answers for, and what is wrong with the allowances."""
    left: dict[tuple[str, str, int], list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        left[finding.code, finding.location.file, finding.location.line].append(finding)
    for allowance in allowances:
        line = (allowance.code, allowance.location.file, allowance.line)
        meant = left.get(line, []) if allowance.code not in fixed else []
        if not allowance.reason:
            yield ALLOW_WITHOUT_REASON.at(allowance.location, code=allowance.code)
        if meant:
            first = min(one.location for one in meant)
            left[line] = [one for one in meant if one.location != first]
        elif allowance.code in fixed:
            yield UNUSED_ALLOW.at(allowance.location, code=allowance.code, hint="cannot-allow")
        else:
            near = {} if allowance.code in known else did_you_mean(allowance.code, known)
            yield UNUSED_ALLOW.at(allowance.location, code=allowance.code, **near)
    yield from chain.from_iterable(left.values())
