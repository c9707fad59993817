"""# References

Names that lead nowhere, circles, and things nobody refers to.

## unknown-step
**Meaning.** `after` names a step that the sign-off chain does not have.
**Why.** The order of signatures would be lost.
```yaml bad
steps: [{id: approve, act: approve, by: office:hr-office, after: prepared}]
```
```yaml good
steps: [{id: prepare, act: prepare, by: holder}, {id: approve, act: approve, by: office:hr-office, after: prepare}]
```

## unknown-indicator
**Meaning.** A duty names an indicator that the role does not have.
**Why.** The duty would be measured by nothing.
```yaml bad
indicators: [wast]
```
```yaml good
indicators: [waste]
```

## unknown-field
**Meaning.** `field_visibility` names a field that does not exist.
**Why.** Something meant to be hidden would be shown.
```yaml bad
field_visibility: {grades: managers}
```
```yaml good
field_visibility: {grade: managers}
```

## unknown-code
**Meaning.** `severities` names a check that does not exist.
**Why.** The setting would do nothing.
```yaml bad
severities: {unused-terms: off}
```
```yaml good
severities: {unused-term: off}
```

## fixed-severity
**Meaning.** `severities` weighs a fault of structure otherwise.
**Why.** A file that is not understood would be published as if it were whole; such faults stay errors.
```yaml bad
severities: {unknown-key: off}
```
```yaml good
severities: {unused-term: off}
```

## id-reused
**Meaning.** A document has, or had, an id that another one has or had.
**Why.** Ids are forever: fingerprints, signatures and links made under an id mean one document.
```yaml bad
formerly: [cook]   # while roles/cook.yml is another role
```
```yaml good
formerly: [kitchen-hand]
```

## undeclared-language
**Meaning.** A text has words in a language that the handbook does not list.
**Why.** Nobody would ever read them; often the tag is misspelt.
```yaml bad
title: {en: Cook, cz: Kuchař}
```
```yaml good
title: {en: Cook, cs: Kuchař}
```

## circle
**Meaning.** Somebody reports, through others, to themselves; or a department is part of itself; or a signature
waits for itself.
**Why.** There is no chart, nobody at the top to approve, and no first to sign.
```yaml bad
reports_to: cook   # in roles/cook.yml
```
```yaml good
reports_to: head-chef
```

## unused-term
**Meaning.** No text refers to a term of the glossary.
**Why.** Perhaps it is no longer needed; perhaps texts use the word without the reference. For information only.
```yaml bad
terms: [{id: mise-en-place, term: Mise en place, definition: Getting ready.}]   # and no [[mise-en-place]]
```
```yaml good
text: Prepares the [[mise-en-place]].
```

## unused-competency
**Meaning.** No role expects a competency of the library.
**Why.** Perhaps it is no longer needed. For information only.
```yaml bad
competencies: [{id: carving, name: Carving, definition: Carves.}]   # and no role expects it
```
```yaml good
competencies: [{id: carving, level: good}]
```
"""

import re
from collections.abc import Callable, Iterator, Mapping

from rolebook.checks import ids
from rolebook.checks.ids import Ids, fault_in
from rolebook.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from rolebook.model.base import Part, post_of, references_in
from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Duty, Role
from rolebook.model.translation.text_addresses import documents_of, own_parts, parts_of, texts_of
from rolebook.model.words.inline import Reference, runs_in
from rolebook.model.words.text import chain_of

UNKNOWN_STEP = Rule("unknown-step")
UNKNOWN_INDICATOR = Rule("unknown-indicator")
UNKNOWN_FIELD = Rule("unknown-field")
UNKNOWN_CODE = Rule("unknown-code", Severity.WARNING)
FIXED_SEVERITY = Rule("fixed-severity", Severity.WARNING)
ID_REUSED = Rule("id-reused")
UNDECLARED_LANGUAGE = Rule("undeclared-language")
CIRCLE = Rule("circle")
UNUSED_TERM = Rule("unused-term", Severity.INFO)
UNUSED_COMPETENCY = Rule("unused-competency", Severity.INFO)


PARTS = (ids,)
RULES = (
    *ids.RULES,
    UNKNOWN_STEP,
    UNKNOWN_INDICATOR,
    UNKNOWN_FIELD,
    UNKNOWN_CODE,
    FIXED_SEVERITY,
    ID_REUSED,
    UNDECLARED_LANGUAGE,
    CIRCLE,
    UNUSED_TERM,
    UNUSED_COMPETENCY,
)


def unknown_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """Fields that refer to something refer to something that is there."""
    ids = Ids(handbook)
    for _, whole in documents_of(handbook):
        for part in own_parts(whole):
            for kind, name, path in references_in(part):
                yield from ids.missing(*(post_of(name) if kind == "post" else (kind, name)), part.at(*path))


def unknown_signers(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sign-off steps name posts that are there, and follow steps of their own chain."""
    ids = Ids(handbook)
    for chain in handbook.settings.sign_off:
        steps = {step.id for step in chain.steps}
        for step in chain.steps:
            if step.after is not None and step.after not in steps:
                yield UNKNOWN_STEP.at(step.at("after"), id=step.after, **did_you_mean(step.after, steps))
            if ":" in step.by:
                yield from ids.missing(*post_of(step.by), step.at("by"))


def unknown_indicators(handbook: Handbook) -> Iterator[Diagnostic]:
    """Duties are measured by indicators of their own role; a variant keeps those its duties need."""
    for role, parts in parts_of(handbook):
        measured = [part for part in parts if isinstance(part, Duty) and part.indicators]
        if not isinstance(role, Role) or not measured:
            continue
        known = {indicator.id for indicator in role.indicators}
        parent = handbook.described.get(role.extends or "")
        inherited = {indicator.id for indicator in parent.indicators} if parent else set()
        for duty in measured:
            own = duty.file_of() == role.file_of()
            for index, name in enumerate(duty.indicators):
                lost = ("item", name) in handbook.unreadable
                if name not in known and not lost and (own or name in inherited):
                    place = duty.at("indicators", index) if own else role.at("remove", "indicators")
                    yield UNKNOWN_INDICATOR.at(place, id=name, **did_you_mean(name, known))


def unknown_settings(handbook: Handbook) -> Iterator[Diagnostic]:
    """Visibility is set for fields that exist."""
    for document in (*handbook.described.values(), *handbook.policies.values()):
        known = type(document).model_fields
        for field in document.field_visibility:
            if field not in known and document.says("field_visibility"):
                place = document.at("field_visibility", field, key=True)
                yield UNKNOWN_FIELD.at(place, field=field, **did_you_mean(field, known))


def reused_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """An id, once used, means one document for good."""
    for kind in (handbook.described, handbook.policies):
        owners = {name: name for name in kind}
        for document in kind.values():
            for index, name in enumerate(document.formerly):
                if owners.setdefault(name, document.id) != document.id:
                    yield ID_REUSED.at(document.at("formerly", index), id=name, other=owners[name])


def undeclared_languages(handbook: Handbook) -> Iterator[Diagnostic]:
    """Texts have words only in languages somebody reads."""
    read = (*handbook.settings.languages, handbook.settings.language)
    declared = {tag for language in read for tag in chain_of(language)}
    for _, document in documents_of(handbook):
        for index, tag in enumerate(document.languages if isinstance(document, Document) else ()):
            if tag not in handbook.settings.languages and document.says("languages"):
                near = did_you_mean(tag, handbook.settings.languages)
                yield UNDECLARED_LANGUAGE.at(document.at("languages", index), tag=tag, **near)
    for placed in texts_of(handbook):
        for tag in placed.text.values:
            origin = tag == placed.text.origin
            if not origin and not declared & set(chain_of(tag)):
                place = placed.part.at(placed.field, tag, key=True)
                yield UNDECLARED_LANGUAGE.at(place, tag=tag, **did_you_mean(tag, declared))


def text_faults(handbook: Handbook) -> Iterator[Diagnostic]:
    """References, placeholders and links inside texts."""
    ids = Ids(handbook)
    for placed in texts_of(handbook):
        for tag in placed.text.values:
            if placed.text.is_bare(tag):
                continue
            place = placed.part.at(placed.field, tag)
            yield from (fault_in(fault, place) for fault in placed.text.faults(tag))
            for run in runs_in(placed.text.blocks(tag)):
                if isinstance(run, Reference):
                    yield from ids.dangling(run, place)


def circles(handbook: Handbook) -> Iterator[Diagnostic]:
    """Nobody reports to themselves, no department is part of itself, no signature waits for itself."""
    yield from _circles({name: (one.reports_to, one) for name, one in handbook.titled.items()}, "reports_to")
    yield from _circles({one.id: (one.parent, one) for one in handbook.settings.departments}, "parent")
    for chain in handbook.settings.sign_off:
        yield from _circles({step.id: (step.after, step) for step in chain.steps}, "after")


def _circles(above: Mapping[str, tuple[str | None, Part]], field: str) -> Iterator[Diagnostic]:
    """Each circle once, at its first member by id."""
    told: set[str] = set()
    for name in sorted(above):
        chain = [name]
        while (superior := above[chain[-1]][0] or "") in above and superior not in chain:
            chain.append(superior)
        circle = chain[chain.index(superior) :] if superior in chain else []
        if circle and not told & set(circle):
            told |= set(circle)
            place = above[circle[0]][1].at(field)
            yield CIRCLE.at(place, circle=" \u2192 ".join([*circle, circle[0]]))


def unused_entries(handbook: Handbook) -> Iterator[Diagnostic]:
    """Terms and competencies that nothing refers to, as far as everything could be read."""
    if handbook.unreadable or not (handbook.glossary.terms or handbook.library):
        return
    used_terms = {
        run.id
        for placed in texts_of(handbook)
        for tag in placed.text.values
        if not placed.text.is_bare(tag)
        for run in runs_in(placed.text.blocks(tag))
        if isinstance(run, Reference) and run.kind == "term"
    } | {name for page in handbook.pages for name in _TERM.findall(page.markdown)}
    for term in handbook.glossary.terms:
        if term.id not in used_terms:
            yield UNUSED_TERM.at(term.at("id"), id=term.id)
    expected = {one.id for role in handbook.roles.values() for one in role.competencies}
    for competency in handbook.competencies.competencies:
        if competency.id not in expected:
            yield UNUSED_COMPETENCY.at(competency.at("id"), id=competency.id)


_TERM = re.compile(r"\[\[([a-z][a-z0-9-]*)(?:\|[^\]]*)?\]\]")


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (
    unknown_ids,
    unknown_signers,
    unknown_indicators,
    unknown_settings,
    reused_ids,
    undeclared_languages,
    text_faults,
    circles,
    unused_entries,
)
