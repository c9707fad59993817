"""# References

Names that lead nowhere, circles, and things nobody refers to.

## unknown-role
**Meaning.** No role has this id.
**Why.** A superior, a deputy or a link that does not exist breaks the chart, the page and the sign-off.
```yaml bad
reports_to: chef
```
```yaml good
reports_to: head-chef
```

## unknown-policy
**Meaning.** No policy has this id.
**Why.** Staff would be bound by a rule they cannot read.
```yaml bad
policies: [hygene]
```
```yaml good
policies: [hygiene]
```

## unknown-clause
**Meaning.** The policy exists, but has no clause, section or breach with this id.
**Why.** The link would lead to the top of the page instead of the rule.
```yaml bad
text: See [[policy:hygiene#hand]].
```
```yaml good
text: See [[policy:hygiene#hands]].
```

## unknown-offence
**Meaning.** A clause names a breach that the disciplinary rules do not list.
**Why.** Nobody may be disciplined for a breach that is not listed.
```yaml bad
offence: being-late
```
```yaml good
offence: lateness
```

## unknown-term
**Meaning.** The glossary has no such term.
**Why.** The explanation would be missing.
```yaml bad
text: Calls every [[warm-leed]].
```
```yaml good
text: Calls every [[warm-lead]].
```

## unknown-competency
**Meaning.** The library has no such competency.
**Why.** Nobody could say what is expected.
```yaml bad
competencies: [{id: negociation, level: good}]
```
```yaml good
competencies: [{id: negotiation, level: good}]
```

## unknown-level
**Meaning.** The library has no such level.
**Why.** The level expected would mean nothing.
```yaml bad
competencies: [{id: negotiation, level: great}]
```
```yaml good
competencies: [{id: negotiation, level: excellent}]
```

## unknown-department
**Meaning.** No department has this id.
**Why.** The role would be missing from the organisation.
```yaml bad
department: kichen
```
```yaml good
department: kitchen
```

## unknown-entity
**Meaning.** No legal entity has this id.
**Why.** No employer would stand on the document.
```yaml bad
entities: [example]
```
```yaml good
entities: [example-es]
```

## unknown-office
**Meaning.** No office has this id.
**Why.** Nobody could sign.
```yaml bad
approver: office:hr
```
```yaml good
approver: office:hr-office
```

## unknown-body
**Meaning.** No body has this id.
**Why.** The record of adoption would name nobody.
```yaml bad
by: body:council
```
```yaml good
by: body:works-council
```

## unknown-sign-off
**Meaning.** No sign-off chain has this id.
**Why.** The document would have nobody to sign it.
```yaml bad
sign_off: standart
```
```yaml good
sign_off: standard
```

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

## undeclared-language
**Meaning.** A text has words in a language that the handbook does not list.
**Why.** Nobody would ever read them; often the tag is misspelt.
```yaml bad
title: {en: Cook, cz: Kuchař}
```
```yaml good
title: {en: Cook, cs: Kuchař}
```

## reporting-cycle
**Meaning.** Somebody reports, through others, to themselves.
**Why.** There is no chart, and nobody at the top to approve.
```yaml bad
reports_to: cook   # in roles/cook.yml
```
```yaml good
reports_to: head-chef
```

## malformed-reference
**Meaning.** Something in double brackets that is no reference.
**Why.** It would be printed as it stands.
```yaml bad
text: "See [[role: cook]]."
```
```yaml good
text: See [[role:cook]].
```

## unknown-placeholder
**Meaning.** Something in braces that is no placeholder.
**Why.** It would be printed as it stands in a contract. `{{` and `}}` write literal braces.
```yaml bad
text: Employed by {company}.
```
```yaml good
text: Employed by {entity}.
```

## unsafe-link
**Meaning.** A link to something other than a web, mail or telephone address.
**Why.** Content must not run programs in the reader's browser.
```yaml bad
text: "[menu](javascript:alert(1))"
```
```yaml good
text: "[menu](https://kitchen.example/menu)"
```

## broken-page-link
**Meaning.** A hand-written page links to a page that does not exist.
**Why.** Readers would end at an error.
```markdown bad
[Who to ask](who-to-aks.md)
```
```markdown good
[Who to ask](who-to-ask.md)
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
from collections.abc import Callable, Collection, Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.model.base import post_of, references_in, walk
from rolebook.model.handbook import Handbook
from rolebook.model.inline import SCHEMES, Fault, Reference, runs_in
from rolebook.model.inline_parser import parse
from rolebook.model.places import documents_of, own_parts, texts_of
from rolebook.model.policy import AnyPolicy
from rolebook.model.role import Duty
from rolebook.model.text import chain_of

UNKNOWN_ROLE = Rule("unknown-role")
UNKNOWN_POLICY = Rule("unknown-policy")
UNKNOWN_CLAUSE = Rule("unknown-clause")
UNKNOWN_OFFENCE = Rule("unknown-offence")
UNKNOWN_TERM = Rule("unknown-term")
UNKNOWN_COMPETENCY = Rule("unknown-competency")
UNKNOWN_LEVEL = Rule("unknown-level")
UNKNOWN_DEPARTMENT = Rule("unknown-department")
UNKNOWN_ENTITY = Rule("unknown-entity")
UNKNOWN_OFFICE = Rule("unknown-office")
UNKNOWN_BODY = Rule("unknown-body")
UNKNOWN_SIGN_OFF = Rule("unknown-sign-off")
UNKNOWN_STEP = Rule("unknown-step")
UNKNOWN_INDICATOR = Rule("unknown-indicator")
UNKNOWN_FIELD = Rule("unknown-field")
UNKNOWN_CODE = Rule("unknown-code", Severity.WARNING)
UNDECLARED_LANGUAGE = Rule("undeclared-language")
REPORTING_CYCLE = Rule("reporting-cycle")
MALFORMED_REFERENCE = Rule("malformed-reference")
UNKNOWN_PLACEHOLDER = Rule("unknown-placeholder")
UNSAFE_LINK = Rule("unsafe-link")
BROKEN_PAGE_LINK = Rule("broken-page-link")
UNUSED_TERM = Rule("unused-term", Severity.INFO)
UNUSED_COMPETENCY = Rule("unused-competency", Severity.INFO)

_OF_FAULT = {
    "malformed-reference": MALFORMED_REFERENCE,
    "unknown-placeholder": UNKNOWN_PLACEHOLDER,
    "unsafe-link": UNSAFE_LINK,
}
_OF_KIND = {
    "role": UNKNOWN_ROLE,
    "policy": UNKNOWN_POLICY,
    "department": UNKNOWN_DEPARTMENT,
    "entity": UNKNOWN_ENTITY,
    "office": UNKNOWN_OFFICE,
    "body": UNKNOWN_BODY,
    "competency": UNKNOWN_COMPETENCY,
    "level": UNKNOWN_LEVEL,
    "offence": UNKNOWN_OFFENCE,
    "sign-off": UNKNOWN_SIGN_OFF,
    "term": UNKNOWN_TERM,
}

RULES = (
    UNKNOWN_ROLE,
    UNKNOWN_POLICY,
    UNKNOWN_CLAUSE,
    UNKNOWN_OFFENCE,
    UNKNOWN_TERM,
    UNKNOWN_COMPETENCY,
    UNKNOWN_LEVEL,
    UNKNOWN_DEPARTMENT,
    UNKNOWN_ENTITY,
    UNKNOWN_OFFICE,
    UNKNOWN_BODY,
    UNKNOWN_SIGN_OFF,
    UNKNOWN_STEP,
    UNKNOWN_INDICATOR,
    UNKNOWN_FIELD,
    UNKNOWN_CODE,
    UNDECLARED_LANGUAGE,
    REPORTING_CYCLE,
    *_OF_FAULT.values(),
    BROKEN_PAGE_LINK,
    UNUSED_TERM,
    UNUSED_COMPETENCY,
)


def unknown_ids(handbook: Handbook) -> Iterator[Diagnostic]:
    """Fields that refer to something refer to something that is there."""
    known = _Known(handbook)
    for _, whole in documents_of(handbook):
        for part in own_parts(whole):
            for kind, name, path in references_in(part):
                yield from known.missing(*(post_of(name) if kind == "post" else (kind, name)), part.at(*path))


def unknown_signers(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sign-off steps name posts that are there, and follow steps of their own chain."""
    known = _Known(handbook)
    for chain in handbook.settings.sign_off:
        steps = {step.id for step in chain.steps}
        for step in chain.steps:
            if step.after is not None and step.after not in steps:
                yield UNKNOWN_STEP.at(step.at("after"), id=step.after, **did_you_mean(step.after, steps))
            if ":" in step.by:
                yield from known.missing(*post_of(step.by), step.at("by"))


def unknown_indicators(handbook: Handbook) -> Iterator[Diagnostic]:
    """Duties are measured by indicators of their own role."""
    for role in handbook.roles.values():
        known = {indicator.id for indicator in role.indicators}
        for duty in own_parts(role):
            if isinstance(duty, Duty):
                for index, name in enumerate(duty.indicators):
                    if name not in known and ("item", name) not in handbook.unreadable:
                        place = duty.at("indicators", index)
                        yield UNKNOWN_INDICATOR.at(place, id=name, **did_you_mean(name, known))


def unknown_settings(handbook: Handbook) -> Iterator[Diagnostic]:
    """Visibility is set for fields that exist."""
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        known = type(document).model_fields
        for field in document.field_visibility:
            if field not in known and document.says("field_visibility"):
                place = document.at("field_visibility", field, key=True)
                yield UNKNOWN_FIELD.at(place, field=field, **did_you_mean(field, known))


def undeclared_languages(handbook: Handbook) -> Iterator[Diagnostic]:
    """Texts have words only in languages somebody reads."""
    declared = set(handbook.settings.languages) | {handbook.settings.language}
    for placed in texts_of(handbook):
        for tag in placed.text.values:
            origin = tag == placed.text.origin
            if not origin and not declared & set(chain_of(tag)):
                place = placed.part.at(placed.field, tag, key=True)
                yield UNDECLARED_LANGUAGE.at(place, tag=tag, **did_you_mean(tag, declared))


def text_faults(handbook: Handbook) -> Iterator[Diagnostic]:
    """References, placeholders and links inside texts."""
    known = _Known(handbook)
    for placed in texts_of(handbook):
        for tag in placed.text.values:
            place = placed.part.at(placed.field, tag)
            yield from (_fault(fault, place) for fault in placed.text.faults(tag))
            for run in runs_in(placed.text.blocks(tag)):
                if isinstance(run, Reference):
                    yield from known.dangling(run, place)


def reporting_cycles(handbook: Handbook) -> Iterator[Diagnostic]:
    """Nobody reports to themselves, directly or through others; each circle is told once."""
    told: set[str] = set()
    for name in sorted(handbook.roles):
        chain = [name]
        while (above := handbook.roles[chain[-1]].reports_to or "") in handbook.roles and above not in chain:
            chain.append(above)
        if above in chain and not told & set(chain[chain.index(above) :]):
            circle = chain[chain.index(above) :]
            told |= set(circle)
            place = handbook.roles[circle[0]].at("reports_to")
            yield REPORTING_CYCLE.at(place, circle=" \u2192 ".join([*circle, circle[0]]))


def page_faults(handbook: Handbook) -> Iterator[Diagnostic]:
    """References and links in hand-written pages."""
    known = _Known(handbook)
    names = {page.name for page in handbook.pages}
    for page in handbook.pages:
        for offset, line in enumerate(_CODE.sub(_blanked, page.markdown).split("\n")):
            for match in _PAGE_MARK.finditer(line):
                start = match.start("target") if match["target"] else match.start()
                place = Location(page.path, page.first_line + offset, start + 1)
                yield from _page_mark(match, place, known, names)


def unused_entries(handbook: Handbook) -> Iterator[Diagnostic]:
    """Terms and competencies that nothing refers to, as far as everything could be read."""
    if handbook.unreadable:
        return
    used_terms = {
        run.id
        for placed in texts_of(handbook)
        for tag in placed.text.values
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


_PAGE_MARK = re.compile(r"\[\[(?P<reference>[^\[\]]+)\]\]|\]\((?P<target>[^)\s]+)[^)]*\)")
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_TERM = re.compile(r"\[\[([a-z][a-z0-9-]*)(?:\|[^\]]*)?\]\]")


def _blanked(code: re.Match[str]) -> str:
    """Code is shown as it is; blanks in its stead keep every place."""
    return re.sub(r"[^\n]", " ", code[0])


def _page_mark(match: re.Match[str], place: Location, known: "_Known", names: Collection[str]) -> Iterator[Diagnostic]:
    if match["reference"]:
        blocks, faults = parse(match[0])
        yield from (_fault(fault, place) for fault in faults)
        for run in runs_in(blocks):
            if isinstance(run, Reference):
                yield from known.dangling(run, place)
        return
    target = match["target"]
    name = target.partition("#")[0].removesuffix(".md")
    if _SCHEME.match(target) and not target.lower().startswith(SCHEMES):
        yield UNSAFE_LINK.at(place, found=target)
    elif not target.startswith("#") and not _SCHEME.match(target) and name not in names:
        yield BROKEN_PAGE_LINK.at(place, target=target, **did_you_mean(name, names))


def _fault(fault: Fault, place: Location) -> Diagnostic:
    return _OF_FAULT[fault.code].at(place, found=fault.found)


_FILE_OF = {
    ("policy", "discipline"): ("offence",),
    ("library", "glossary"): ("term",),
    ("library", "competencies"): ("competency", "level"),
}


class _Known:
    """Which ids there are, by kind. Files that exist but could not be understood count as there."""

    def __init__(self, handbook: Handbook) -> None:
        rules = handbook.discipline
        self._fragments = {policy.id: _fragments(policy) for policy in handbook.policies.values()}
        self._unreadable = handbook.unreadable
        self._ids: dict[str, set[str]] = {
            "role": set(handbook.roles),
            "policy": set(handbook.policies),
            "department": set(handbook.departments),
            "entity": set(handbook.entities),
            "office": {office.id for office in handbook.settings.offices},
            "body": {body.id for body in handbook.settings.bodies},
            "competency": set(handbook.library),
            "level": {level.id for level in handbook.competencies.levels},
            "offence": {offence.id for offence in rules.offences} if rules else set(),
            "sign-off": {chain.id for chain in handbook.settings.sign_off},
            "term": set(handbook.terms),
        }
        for file, kinds in _FILE_OF.items():
            if file in handbook.unreadable:
                for kind in kinds:
                    del self._ids[kind]

    def missing(self, kind: str, name: str, place: Location) -> Iterator[Diagnostic]:
        """A finding when nothing of that kind has the id."""
        ids = self._ids.get(kind)
        lost = {(kind, name), ("item", name)} & self._unreadable
        if ids is not None and name not in ids and not lost:
            yield _OF_KIND[kind].at(place, id=name, **did_you_mean(name, ids))

    def dangling(self, reference: Reference, place: Location) -> Iterator[Diagnostic]:
        """A finding when a reference inside a text leads nowhere."""
        yield from self.missing(reference.kind, reference.id, place)
        fragments = self._fragments.get(reference.id, frozenset())
        if reference.kind == "policy" and reference.fragment and fragments and reference.fragment not in fragments:
            hint = did_you_mean(reference.fragment, fragments)
            yield UNKNOWN_CLAUSE.at(place, id=reference.fragment, policy=reference.id, **hint)


def _fragments(policy: AnyPolicy) -> frozenset[str]:
    return frozenset(part.id for part in walk(policy) if hasattr(part, "id"))


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (
    unknown_ids,
    unknown_signers,
    unknown_indicators,
    unknown_settings,
    undeclared_languages,
    text_faults,
    reporting_cycles,
    page_faults,
    unused_entries,
)
