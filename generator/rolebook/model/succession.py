"""What a later revision means for those who acknowledged an earlier one, as the releases have it."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from rolebook.model.handbook import Document, Handbook
from rolebook.model.release import Release


def unreleased(handbook: Handbook, document: Document) -> bool:
    """Whether a document that is kept by releases stands at a revision that is not out yet."""
    releases = handbook.releases_of(document)
    return bool(releases) and document.revision not in {one.revision for one in releases}


def counts_from(handbook: Handbook, document: Document, day: date, revision: str = "") -> date | None:
    """When a revision, else the one that stands, is released, if that is after a day: no signature counts before."""
    wanted = revision or document.revision
    released = next((one.released for one in handbook.releases_of(document) if one.revision == wanted), None)
    return released if released and released > day else None


def asks_again(handbook: Handbook, document: Document, since: str, language: str) -> bool:
    """Whether whoever acknowledged revision `since` in a language must acknowledge again.

    A substantive release asks again where something changed in that language, or in what is the same in all. Without
    releases to go by, any change of text does.
    """
    releases = handbook.releases_of(document)
    place = next((index for index, one in enumerate(releases) if one.revision == since), None)
    if place is None or not releases[place + 1 :]:
        return True
    return _differ(releases[place:], language, handbook.settings.language)


def same_text(handbook: Handbook, document: Document, revision: str, entity: str, language: str) -> frozenset[str]:
    """Fingerprints that say the same to who must acknowledge a revision: its own and those up to the next change.

    What was released after the text that somebody signed says nothing about it.
    """
    releases = handbook.releases_of(document)
    place = next((index for index, one in enumerate(releases) if one.revision == revision), None)
    found = []
    source = handbook.settings.language
    for last, one in enumerate(releases[place:] if place is not None else (), (place or 0) + 1):
        if _differ(releases[place:last], language, source):
            break
        found.append(one.fingerprints.get(entity, {}).get(language, ""))
    return frozenset(filter(None, found))


def _differ(releases: Sequence[Release], language: str, source: str) -> bool:
    """Whether a substantive release among some that follow one another changed what a reader of a language gets."""
    return any(
        later.change != "editorial" and _text_of(before, language, source) != _text_of(later, language, source)
        for before, later in pairwise(releases)
    )


def in_force_from(handbook: Handbook, document: Document) -> Release | None:
    """The last release that was not editorial: what those who signed since were asked for."""
    releases = [one for one in handbook.releases_of(document) if one.change != "editorial"]
    return releases[-1] if releases else None


def _text_of(release: Release, language: str, source: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    words = {**release.words.get(source, {}), **release.words.get(language, {})}
    return release.values, words
