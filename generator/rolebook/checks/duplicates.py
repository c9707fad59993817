"""Duties that a handbook states twice.

## near-duplicate-duty
**Meaning.** Two roles have a duty in almost the same words.
**Why.** The two will drift apart; `extends` shares the duty, and `mode` says who leads and who supports it.
For information only.
```yaml bad
duties: [{id: rota, text: Plans the weekly rota of the whole kitchen team.}]     # and, in another role,
duties: [{id: shifts, text: Plans the weekly rota of the whole kitchen team}]
```
```yaml good
extends: kitchen-lead
```

## repeated-duty
**Meaning.** A role says the same duty twice, in the same words and under the same condition; one of them may be
inherited.
**Why.** The paper prints it twice, and nobody knows whether both mean the same.
```yaml bad
duties: [{id: stoves, text: Cleans the stoves.}, {id: clean, text: Cleans the stoves.}]
```
```yaml good
duties: [{id: stoves, text: Cleans the stoves.}]
```
"""

from collections import defaultdict
from collections.abc import Iterator

from rolebook.checks.similarity import content_words, near_pairs, origin_words
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language.comparison import folded
from rolebook.model.handbook import Handbook
from rolebook.model.role import Duty, Role
from rolebook.model.translation.text_addresses import parts_of
from rolebook.model.words.text import Text

NEAR_DUPLICATE_DUTY = Rule("near-duplicate-duty", Severity.INFO)
REPEATED_DUTY = Rule("repeated-duty", Severity.WARNING)
_SAME_DUTY = 0.85

RULES = (NEAR_DUPLICATE_DUTY, REPEATED_DUTY)


def near_duplicates(handbook: Handbook) -> Iterator[Diagnostic]:
    """Duties in almost the same words belong to a common parent; each is told once, with the first like it."""
    duties = [
        (role, duty)
        for role, parts in parts_of(handbook)
        for duty in parts
        if isinstance(role, Role) and isinstance(duty, Duty) and duty.file_of() == role.file_of()
    ]
    sets = [content_words(origin_words(duty.text), duty.text.origin) for _, duty in duties]
    for first, second in near_pairs(sets, _SAME_DUTY):
        (one, _), (other, duty) = duties[first], duties[second]
        if _family(one, handbook) != _family(other, handbook):
            place = f"role/{one.id}/duties/{duties[first][1].id}"
            yield NEAR_DUPLICATE_DUTY.at(duty.at("text"), other=place)


def repeated_duties(handbook: Handbook) -> Iterator[Diagnostic]:
    """No duty of a role is said twice; where both are inherited, that is the parent's fault."""
    for role, parts in parts_of(handbook):
        earlier: dict[str, list[Duty]] = defaultdict(list)
        for duty in parts if isinstance(role, Role) else ():
            if not isinstance(duty, Duty):
                continue
            alike = earlier[_compared(duty.text, duty.text.source)]
            other = next((one for one in alike if _says_the_same(one, duty)), None)
            alike.append(duty)
            own = [one for one in (duty, other) if one and one.file_of() == role.file_of()]
            if other and own:
                yield REPEATED_DUTY.at(own[0].at("text"), id=(other if own[0] is duty else duty).id)


def _says_the_same(one: Duty, other: Duty) -> bool:
    """Whether two duties have the same words and condition in every language that both have."""
    if (one.when is None) != (other.when is None):
        return False
    pairs = [(one.text, other.text), *([(one.when, other.when)] if one.when and other.when else [])]
    return all(
        _compared(first, tag) == _compared(second, tag)
        for first, second in pairs
        for tag in first.values.keys() & second.values.keys()
    )


def _compared(text: Text, tag: str) -> str:
    """Words as written, references and links with them, without what tells nothing apart: case, spaces, a full stop."""
    return folded(text.values[tag]).rstrip(".;,。")


def _family(role: Role, handbook: Handbook) -> str:
    """The role that all variants of a role go back to."""
    while role.extends and role.extends in handbook.described:
        role = handbook.described[role.extends]
    return role.id


CHECKS = (near_duplicates, repeated_duties)
