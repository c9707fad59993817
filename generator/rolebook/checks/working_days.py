"""Working days in the sentence and in the field.

## working-days-differ
**Meaning.** The text of a step names the days of `within` as working days and `working_days` is not set, or it is set
and the text names plain days. In a role, the text of a service level names working days and `clock` is `calendar`.
**Why.** The sentence and the deadline below it end on different days, and staff may rely on the later one.
```yaml bad
procedure: [{id: ask, within: P2D, text: Asks for an explanation within 2 working days.}]
```
```yaml good
procedure: [{id: ask, within: P2D, working_days: true, text: Asks for an explanation within 2 working days.}]
```
Only the number of days that the field has is compared; a text may name other spans.
"""

from collections.abc import Callable, Iterator

from rolebook.checks.spans import days_in
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language import Duration
from rolebook.model.handbook import Handbook
from rolebook.model.policy import Discipline, PolicyBody, Step
from rolebook.model.role import Role
from rolebook.model.translation.text_addresses import documents_of
from rolebook.model.words.text import Text

WORKING_DAYS_DIFFER = Rule("working-days-differ", Severity.WARNING)
RULES = (WORKING_DAYS_DIFFER,)


def working_days(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sentences and fields count the same days."""
    for _, document in documents_of(handbook):
        if isinstance(document, PolicyBody):
            steps: list[Step] = [step for process in document.process for step in process.steps]
            steps += document.procedure if isinstance(document, Discipline) else ()
            for step in steps:
                said = _counts_working_days(step.text, step.within)
                if said is not None and said is not step.working_days:
                    yield WORKING_DAYS_DIFFER.at(step.at("within"), field="within")
        for level in document.service_levels if isinstance(document, Role) else ():
            own = level.file_of() == document.file_of() and level.clock == "calendar"
            if own and _counts_working_days(level.text, level.respond_within):
                yield WORKING_DAYS_DIFFER.at(level.at("clock"), hint="working-time-clock", field="respond_within")


def _counts_working_days(text: Text, span: Duration | None) -> bool | None:
    """Whether a text names a span of days as working days; None where it does not name it, or both ways."""
    if span is None or [unit for unit, _ in span.parts] != ["days"]:
        return None
    days = span.parts[0][1]
    named = {working for tag, words in text.values.items() for count, working in days_in(words, tag) if count == days}
    return named.pop() if len(named) == 1 else None


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (working_days,)
