"""Which ids there are, and what a text's references and faults come to. Shared by the families.

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

## unknown-group
**Meaning.** The library has no such group of competencies.
**Why.** The competency would be listed under no heading.
```yaml bad
competencies: [{id: negotiation, group: slaes, name: Negotiation, definition: Agrees.}]
```
```yaml good
groups: [{id: sales, name: Selling}]
competencies: [{id: negotiation, group: sales, name: Negotiation, definition: Agrees.}]
```

## unknown-scale
**Meaning.** The library has no such scale.
**Why.** The competency would be measured by nothing.
```yaml bad
competencies: [{id: english, scale: cefr, name: English, definition: Speaks it.}]
```
```yaml good
scales: [{id: cefr, name: CEFR, levels: [{id: b2, name: B2}]}]
competencies: [{id: english, scale: cefr, name: English, definition: Speaks it.}]
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
**Why.** The document would name no employer.
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

## unknown-agreement
**Meaning.** No file of `content/agreements/` has this name.
**Why.** The rules would be held to no agreement.
```yaml bad
agreement: hotels
```
```yaml good
agreement: hotels-madrid
```

## malformed-reference
**Meaning.** Double brackets around something other than a reference.
**Why.** It would be printed unchanged.
```yaml bad
text: "See [[role: cook]]."
```
```yaml good
text: See [[role:cook]].
```

## unknown-placeholder
**Meaning.** Braces around something other than a placeholder.
**Why.** A contract would print it unchanged. `{{` and `}}` write literal braces.
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
"""

from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, did_you_mean
from rolebook.model.base import walk
from rolebook.model.handbook import Handbook
from rolebook.model.policy import AnyPolicy
from rolebook.model.reading.shape_rules import TANGLED_TEXT
from rolebook.model.words.inline import Fault, Reference

UNKNOWN_ROLE = Rule("unknown-role")
UNKNOWN_POLICY = Rule("unknown-policy")
UNKNOWN_CLAUSE = Rule("unknown-clause")
UNKNOWN_OFFENCE = Rule("unknown-offence")
UNKNOWN_TERM = Rule("unknown-term")
UNKNOWN_COMPETENCY = Rule("unknown-competency")
UNKNOWN_LEVEL = Rule("unknown-level")
UNKNOWN_GROUP = Rule("unknown-group")
UNKNOWN_SCALE = Rule("unknown-scale")
UNKNOWN_DEPARTMENT = Rule("unknown-department")
UNKNOWN_ENTITY = Rule("unknown-entity")
UNKNOWN_OFFICE = Rule("unknown-office")
UNKNOWN_BODY = Rule("unknown-body")
UNKNOWN_SIGN_OFF = Rule("unknown-sign-off")
UNKNOWN_AGREEMENT = Rule("unknown-agreement")
MALFORMED_REFERENCE = Rule("malformed-reference")
UNKNOWN_PLACEHOLDER = Rule("unknown-placeholder")
UNSAFE_LINK = Rule("unsafe-link")

_OF_KIND = {
    "role": UNKNOWN_ROLE,
    "policy": UNKNOWN_POLICY,
    "department": UNKNOWN_DEPARTMENT,
    "entity": UNKNOWN_ENTITY,
    "office": UNKNOWN_OFFICE,
    "body": UNKNOWN_BODY,
    "competency": UNKNOWN_COMPETENCY,
    "level": UNKNOWN_LEVEL,
    "competency-group": UNKNOWN_GROUP,
    "scale": UNKNOWN_SCALE,
    "offence": UNKNOWN_OFFENCE,
    "sign-off": UNKNOWN_SIGN_OFF,
    "agreement": UNKNOWN_AGREEMENT,
    "term": UNKNOWN_TERM,
}

_OF_FAULT = {
    "malformed-reference": MALFORMED_REFERENCE,
    "unknown-placeholder": UNKNOWN_PLACEHOLDER,
    "unsafe-link": UNSAFE_LINK,
    "tangled-text": TANGLED_TEXT,
}

RULES = (*_OF_KIND.values(), UNKNOWN_CLAUSE, MALFORMED_REFERENCE, UNKNOWN_PLACEHOLDER, UNSAFE_LINK)

_FILES = ("role", "policy", "agreement")
_FILE_OF = {
    ("policy", "discipline"): ("offence",),
    ("library", "glossary"): ("term",),
    ("library", "competencies"): ("competency", "level", "competency-group", "scale"),
}


class Ids:
    """Which ids there are, by kind. Files that exist but could not be understood count as there."""

    def __init__(self, handbook: Handbook) -> None:
        rules = handbook.discipline
        self._fragments = {policy.id: _fragments(policy) for policy in handbook.policies.values()}
        self._unreadable = handbook.unreadable
        self._ids: dict[str, set[str]] = {
            "role": set(handbook.described) | set(handbook.posts),
            "policy": set(handbook.policies),
            "department": set(handbook.departments),
            "entity": set(handbook.entities),
            "office": {office.id for office in handbook.settings.offices},
            "body": {body.id for body in handbook.settings.bodies},
            "competency": set(handbook.library),
            "level": {level.id for level in handbook.competencies.all_levels},
            "competency-group": {group.id for group in handbook.competencies.groups},
            "scale": {scale.id for scale in handbook.competencies.scales},
            "offence": {offence.id for offence in rules.offences} if rules else set(),
            "sign-off": {chain.id for chain in handbook.settings.sign_off},
            "term": set(handbook.terms),
            "agreement": set(handbook.agreements),
        }
        self._renamed: dict[tuple[str, str], str] = {}
        for kind, held in (("role", handbook.described), ("policy", handbook.policies)):
            self._renamed |= {(kind, old): one.id for one in held.values() for old in one.formerly}
        self._released = {(one.kind, one.id) for one in handbook.releases}
        for file, kinds in _FILE_OF.items():
            if file in handbook.unreadable:
                for kind in kinds:
                    del self._ids[kind]

    def missing(self, kind: str, name: str, place: Location) -> Iterator[Diagnostic]:
        """A finding when nothing of that kind has the id."""
        ids = self._ids.get(kind)
        lost = {(kind, name), ("item" if kind not in _FILES else kind, name)} & self._unreadable
        if ids is not None and name not in ids and not lost:
            yield _OF_KIND[kind].at(place, id=name, **self._advice(kind, name, ids))

    def _advice(self, kind: str, name: str, ids: set[str]) -> dict[str, str]:
        """A document that there was is not misspelt: it was renamed, or its file is gone."""
        if renamed := self._renamed.get((kind, name)):
            return {"hint": "was-renamed", "suggestion": renamed}
        return {"hint": "was-released"} if (kind, name) in self._released else did_you_mean(name, ids)

    def dangling(self, reference: Reference, place: Location) -> Iterator[Diagnostic]:
        """A finding when a reference inside a text leads nowhere."""
        yield from self.missing(reference.kind, reference.id, place)
        fragments = self._fragments.get(reference.id, frozenset())
        if reference.kind == "policy" and reference.fragment and fragments and reference.fragment not in fragments:
            hint = did_you_mean(reference.fragment, fragments)
            yield UNKNOWN_CLAUSE.at(place, id=reference.fragment, policy=reference.id, **hint)


def _fragments(policy: AnyPolicy) -> frozenset[str]:
    return frozenset(part.id for part in walk(policy) if hasattr(part, "id"))


def fault_in(fault: Fault, place: Location) -> Diagnostic:
    """A fault of a text as a finding."""
    return _OF_FAULT[fault.code].at(place, found=fault.markup)
