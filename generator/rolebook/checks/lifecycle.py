"""# Lifecycle

What happens to a document over time: revisions, releases (`rolebook release`), review.

## broken-release
**Meaning.** A file under `content/releases/` is not what Rolebook writes, or is in the wrong place.
**Why.** It is the memory of what was in force; what it recorded can no longer be relied on.
```text bad
content/releases/role/cook/1.0.json: {"notation": "rolebook-release/1", …
```
```text good
the file as `rolebook release` wrote it; restore it from the repository's history
```

## changed-without-revision
**Meaning.** A document says something else than the release that bears its revision.
**Why.** Two texts with one revision: nobody could tell later which of them was signed.
```yaml bad
revision: "1.0"   # released, and then a duty was changed
```
```yaml good
revision: "1.1"
```

## effective-overtaken
**Meaning.** A new revision is to take effect no later than one that was released before it.
**Why.** Both would be in force on one day, and the older one would never have been.
```yaml bad
effective: 2027-01-01   # 1.0 takes effect on 2027-02-01
```
```yaml good
effective: 2027-03-01
```

## unknown-release
**Meaning.** A release is kept of a document that the handbook does not have, under this or a former name.
**Why.** Its history leads nowhere. Name the old id in `formerly`, or keep the document.
```text bad
content/releases/role/cooook/1.0.json
```
```text good
content/releases/role/cook/1.0.json
```
"""

from collections.abc import Callable, Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.model.handbook import Document, Handbook
from rolebook.model.release import BROKEN_RELEASE, Release, values_in, words_in
from rolebook.model.settings import Entity
from rolebook.model.translation.text_addresses import documents_of
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import identity_of

CHANGED = Rule("changed-without-revision")
OVERTAKEN = Rule("effective-overtaken")
UNKNOWN_RELEASE = Rule("unknown-release", Severity.WARNING)

_MISSPELT = 0.85
"""As near an id must be to be meant by a folder that a program named."""
RULES = (BROKEN_RELEASE, CHANGED, OVERTAKEN, UNKNOWN_RELEASE)


def changed_since_release(handbook: Handbook) -> Iterator[Diagnostic]:
    """Documents of the focus that say something else than the release of their revision."""
    for _, document in documents_of(handbook):
        if not isinstance(document, Document):
            continue
        release = next((one for one in handbook.releases_of(document) if one.revision == document.revision), None)
        language = release and next(_changed(handbook, document, release), None)
        if release and language:
            yield CHANGED.at(document.at("revision"), revision=release.revision, language=language)


def _changed(handbook: Handbook, document: Document, release: Release) -> Iterator[str]:
    """Languages in which the document is not what was released.

    Where all words are the same, only their order can differ, and that is one in all languages.
    """
    same = values_in(document, handbook.figures) == release.values
    other = [tag for tag, words in release.words.items() if not same or words_in(document, tag) != words]
    for language in other or list(release.words)[:1]:
        if any(_differs(handbook, document, release, entity, language) for entity in handbook.entities_of(document)):
            yield language


def _differs(handbook: Handbook, document: Document, release: Release, entity: Entity, language: str) -> bool:
    """Whether what an employer's people sign in a language is no longer what was released."""
    released = release.fingerprints.get(entity.id, {}).get(language)
    return released is not None and released != fingerprint(handbook, document, identity_of(document, entity, language))


def overtaken(handbook: Handbook) -> Iterator[Diagnostic]:
    """Unreleased revisions that would take effect before, or with, an earlier one."""
    for document in _documents(handbook):
        releases = handbook.releases_of(document)
        if document.effective is None or any(one.revision == document.revision for one in releases):
            continue
        later = [one for one in releases if one.effective and one.effective >= document.effective]
        if later:
            told = {"revision": later[-1].revision, "date": str(later[-1].effective)}
            yield OVERTAKEN.at(document.at("effective"), **told)


def unknown_releases(handbook: Handbook) -> Iterator[Diagnostic]:
    """Releases of documents that do not exist."""
    known = {"role": handbook.described, "policy": handbook.policies}
    held = {(one.kind, one.id) for document in _documents(handbook) for one in handbook.releases_of(document)}
    for release in handbook.releases:
        if (release.kind, release.id) not in held | set(handbook.unreadable):
            misspelt = did_you_mean(release.id, known[release.kind], near=_MISSPELT)
            yield UNKNOWN_RELEASE.at(Location(release.path), id=release.id, **misspelt)


def _documents(handbook: Handbook) -> Iterator[Document]:
    yield from handbook.roles.values()
    yield from handbook.policies.values()


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (changed_since_release, overtaken, unknown_releases)
