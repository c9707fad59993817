"""# Organisation

Posts without a description, families of roles, and what employers say of their languages.

## described-post
**Meaning.** `posts` lists an id that is also a role's.
**Why.** Pages would show the title of the list in one place and that of the description in another.
```yaml bad
posts: [{id: cook, title: Cook}]   # while roles/cook.yml exists
```
```yaml good
posts: [{id: owner, title: Owner}]
```

## no-contact
**Meaning.** A document sends people to an office or body, and `contacts` do not say how it is reached at the employer.
**Why.** Somebody who must report an accident or object to a sanction would have to ask around.
```yaml bad
offices: [{id: safety, kind: other, name: Safety office}]   # and a step `by: office:safety`
```
```yaml good
offices: [{id: safety, kind: other, name: Safety office, contacts: [{id: main, telephone: "+44 20 7946 0000"}]}]
```

## complaint-to-superior
**Meaning.** A channel of `complaints` leads to somebody whom others report to.
**Why.** They would have to complain of a superior to that superior.
```yaml bad
complaints: [{id: usual, to: "role:head-chef"}]   # whom the cooks report to
```
```yaml good
complaints: [{id: usual, to: "office:ombudsman"}]
```

## no-prevailing-language
**Meaning.** An employer's documents are signed in several languages, and neither the employer nor its place says which
one decides where they differ.
**Why.** Two texts of one contract differ sooner or later, and a court would have to choose. Without `prevails` the
paper names the first of the employer's languages.
```yaml bad
entities: [{id: firm, name: Firm Ltd, jurisdiction: GB, languages: [en, es]}]
```
```yaml good
entities: [{id: firm, name: Firm Ltd, jurisdiction: GB, languages: [en, es], prevails: en}]
```

## prevailing-language-unread
**Meaning.** `prevails` names a language that the employer's documents are not made in.
**Why.** The text that decides would not exist.
```yaml bad
entities: [{id: firm, name: Firm Ltd, jurisdiction: GB, languages: [en, es], prevails: fr}]
```
```yaml good
entities: [{id: firm, name: Firm Ltd, jurisdiction: GB, languages: [en, es], prevails: es}]
```

## family-as-post
**Meaning.** A field that needs a post names a family (`abstract: true`).
**Why.** Nobody holds a family: nobody could lead, deputise or sign.
```yaml bad
reports_to: kitchen-staff   # whose file says `abstract: true`
```
```yaml good
reports_to: head-chef
```
"""

from collections import defaultdict
from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.base import Part, post_of, references_in, walk
from rolebook.model.handbook import Document, Handbook
from rolebook.model.policy import AdoptionStep, Scope
from rolebook.model.role import Appointment, Career
from rolebook.model.settings import Body, Entity, Office
from rolebook.model.translation.text_addresses import documents_of, own_parts

DESCRIBED_POST = Rule("described-post")
FAMILY_AS_POST = Rule("family-as-post")
NO_CONTACT = Rule("no-contact", Severity.INFO)
COMPLAINT_TO_SUPERIOR = Rule("complaint-to-superior", Severity.WARNING)
NO_PREVAILING = Rule("no-prevailing-language", Severity.WARNING)
UNREAD_PREVAILING = Rule("prevailing-language-unread")

RULES = (
    DESCRIBED_POST,
    FAMILY_AS_POST,
    NO_CONTACT,
    COMPLAINT_TO_SUPERIOR,
    NO_PREVAILING,
    UNREAD_PREVAILING,
)

_MAY_NAME_FAMILIES = (Scope, Career)


def described_posts(handbook: Handbook) -> Iterator[Diagnostic]:
    """Posts without a description have none."""
    for post in handbook.settings.posts:
        if post.id in handbook.described or ("role", post.id) in handbook.unreadable:
            yield DESCRIBED_POST.at(post.at("id"), id=post.id)


def families_as_posts(handbook: Handbook) -> Iterator[Diagnostic]:
    """Somebody holds each post that a document names."""
    if not handbook.families:
        return
    for _, whole in documents_of(handbook):
        for part in own_parts(whole):
            if not isinstance(part, _MAY_NAME_FAMILIES):
                yield from _families_in(part, handbook)


def _families_in(part: Part, handbook: Handbook) -> Iterator[Diagnostic]:
    for told, name, path in references_in(part):
        kind, role = post_of(name) if told == "post" else (told, name)
        if kind == "role" and role in handbook.families and part.says(str(path[0])):
            yield FAMILY_AS_POST.at(part.at(*path), id=role)


def prevailing_languages(handbook: Handbook) -> Iterator[Diagnostic]:
    """Where two languages are signed, one decides, and it is one of them."""
    for entity in handbook.settings.entities:
        languages = entity.languages or handbook.settings.languages
        prevails = handbook.prevailing(entity)
        if entity.prevails and entity.prevails not in languages:
            yield UNREAD_PREVAILING.at(entity.at("prevails"), tag=entity.prevails, languages=", ".join(languages))
        elif prevails is None and len(entity.languages) > 1 and _is_signed(handbook, entity):
            yield NO_PREVAILING.at(entity.at("languages", key=True), languages=", ".join(entity.languages))


def _is_signed(handbook: Handbook, entity: Entity) -> bool:
    """Whether a document is signed in two languages at an employer."""
    documents: tuple[Document, ...] = (*handbook.roles.values(), *handbook.policies.values())
    return any(
        entity in handbook.entities_of(one) and one.sign_off and len(handbook.languages_of(one, entity)) > 1
        for one in documents
    )


_SENDING = frozenset({"by", "above", "approver", "to"})
"""Fields that send people to somebody; who owns, appoints or signs is not asked by them."""


def unreachable_offices(handbook: Handbook) -> Iterator[Diagnostic]:
    """Offices and bodies that people are sent to say how they are reached; told at the office, once."""
    settings = handbook.settings
    listed = {f"office:{one.id}": one for one in settings.offices} | {f"body:{one.id}": one for one in settings.bodies}
    asked: dict[str, set[str]] = defaultdict(set)
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        employers = {entity.id for entity in handbook.entities_of(document)}
        for name in _sent_to(document):
            asked[name] |= employers
    for channel in settings.complaints:
        asked[channel.to] |= set(channel.entities) or set(handbook.entities)
    for name, office in listed.items():
        unreached = [one for one in sorted(asked[name]) if not _is_reached(office, one)]
        if unreached:
            yield NO_CONTACT.at(office.at("id"), id=office.id, entities=", ".join(unreached))


def _sent_to(document: Document) -> Iterator[str]:
    for part in walk(document):
        if not isinstance(part, AdoptionStep | Appointment):
            yield from (name for _, name, path in references_in(part) if path[0] in _SENDING)


def _is_reached(office: Office | Body, entity: str) -> bool:
    if office.kind == "head-of-unit" or (isinstance(office, Body) and entity not in (office.entities or (entity,))):
        return True  # another for each unit; not there
    return any(not one.entities or entity in one.entities for one in office.contacts)


def complaints_to_superiors(handbook: Handbook) -> Iterator[Diagnostic]:
    """A channel for complaints does not lead to somebody's own superior."""
    for channel in handbook.settings.complaints:
        kind, name = post_of(channel.to)
        held = name if kind == "role" else getattr(handbook.named(kind, name), "role", None)
        if held and (below := handbook.reports.get(held)):
            yield COMPLAINT_TO_SUPERIOR.at(channel.at("to"), id=held, roles=", ".join(role.id for role in below[:3]))


CHECKS = (described_posts, families_as_posts, unreachable_offices, complaints_to_superiors, prevailing_languages)
