"""Numbers on papers: of documents, and of sections and clauses where they are written by hand.

## repeated-number
**Meaning.** Two documents of one employer have the same document number, `code`.
**Why.** A letter or a judgment that names the number means either of them.
```yaml bad
code: SAL-01     # in roles/sales-manager.yml and in policies/sales-rules.yml
```
```yaml good
code: RUL-01
```

## number-gap
**Meaning.** Numbers of sections or of clauses that are written by hand leave one out on the papers of an employer.
**Why.** Readers ask what was there, and believe that something was taken out. A hole that is meant is allowed with its
reason: `# rolebook: allow number-gap`.
```yaml bad
clauses: [{id: a, number: "2.1", text: One.}, {id: b, number: "2.3", text: Two.}]
```
```yaml good
clauses: [{id: a, number: "2.1", text: One.}, {id: b, number: "2.2", text: Two.}]
```
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language.comparison import folded
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.jurisdiction import applies_in
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import Role
from rolebook.model.sections import Clause, PolicySection
from rolebook.model.translation.text_addresses import documents_of

REPEATED_NUMBER = Rule("repeated-number", Severity.WARNING)
NUMBER_GAP = Rule("number-gap", Severity.WARNING)
RULES = (REPEATED_NUMBER, NUMBER_GAP)

_WRITTEN = re.compile(r"((?:\d{1,3}\.)*)(\d{1,3})\.?\Z", re.ASCII)


def repeated_numbers(handbook: Handbook) -> Iterator[Diagnostic]:
    """No two documents of one employer have one number."""
    first: dict[tuple[str, str], Document] = {}
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        if not document.code:
            continue
        keys = [(entity.id, folded(document.code)) for entity in handbook.entities_of(document)]
        other = next((first[key] for key in keys if key in first), None)
        if other:
            yield REPEATED_NUMBER.at(document.at("code"), code=document.code, other=other.file_of())
        for key in keys:
            first.setdefault(key, document)


def number_gaps(handbook: Handbook) -> Iterator[Diagnostic]:
    """Numbers that are written by hand follow each other in every place."""
    for _, document in documents_of(handbook):
        if not isinstance(document, Role | AnyPolicy) or not document.sections:
            continue
        places: list[str | None] = list(
            dict.fromkeys(entity.jurisdiction for entity in handbook.entities_of(document))
        ) or [None]
        file = document.file_of()
        lists: list[Sequence[PolicySection | Clause]] = [document.sections, *(one.clauses for one in document.sections)]
        told: set[int] = set()
        for part, missing in chain.from_iterable(_gaps(one, place) for one in lists for place in places):
            if id(part) not in told and part.file_of() == file:
                told.add(id(part))
                yield NUMBER_GAP.at(part.at("number"), number=part.number or "", missing=missing)


def _gaps(parts: Sequence[PolicySection | Clause], place: str | None) -> Iterator[tuple[PolicySection | Clause, str]]:
    """Parts whose number leaves out others on the papers of a place, with the first number left out."""
    last = _before_first(parts)
    for part in parts:
        if not applies_in(getattr(part, "jurisdictions", ()), place):
            continue
        written = _WRITTEN.match(part.number) if part.number else None
        if written:
            above, number = written[1], int(written[2])
            if last and above == last[0] and number > last[1] + 1:
                yield part, f"{above}{last[1] + 1}"
            last = above, number
        elif last and not part.number:
            last = last[0], last[1] + 1
        else:
            last = None


def _before_first(parts: Sequence[PolicySection | Clause]) -> tuple[str, int] | None:
    """What comes before the first number of all places together, where that is 1."""
    written = _WRITTEN.match(parts[0].number) if parts and parts[0].number else None
    return (written[1], 0) if written and int(written[2]) == 1 else None


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (repeated_numbers, number_gaps)
