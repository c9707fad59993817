"""# Organisation

Posts without a description, and families of roles.

## described-post
**Meaning.** `posts` lists an id that is also a role's.
**Why.** Pages would show the title of the list in one place and that of the description in another.
```yaml bad
posts: [{id: cook, title: Cook}]   # while roles/cook.yml exists
```
```yaml good
posts: [{id: owner, title: Owner}]
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

from rolebook.diagnostics import Diagnostic, Rule
from rolebook.model.base import Part, post_of, references_in
from rolebook.model.handbook import Handbook
from rolebook.model.policy import Scope
from rolebook.model.role import Career
from rolebook.model.translation.text_addresses import documents_of, own_parts

DESCRIBED_POST = Rule("described-post")
FAMILY_AS_POST = Rule("family-as-post")

RULES = (DESCRIBED_POST, FAMILY_AS_POST)

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


CHECKS = (described_posts, families_as_posts)
