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

from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.base import Part, post_of, references_in
from rolebook.model.handbook import Document, Handbook
from rolebook.model.policy import Scope
from rolebook.model.role import Career
from rolebook.model.settings import Entity
from rolebook.model.translation.text_addresses import documents_of, own_parts

DESCRIBED_POST = Rule("described-post")
FAMILY_AS_POST = Rule("family-as-post")
NO_PREVAILING = Rule("no-prevailing-language", Severity.WARNING)
UNREAD_PREVAILING = Rule("prevailing-language-unread")

RULES = (DESCRIBED_POST, FAMILY_AS_POST, NO_PREVAILING, UNREAD_PREVAILING)

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


CHECKS = (described_posts, families_as_posts, prevailing_languages)
