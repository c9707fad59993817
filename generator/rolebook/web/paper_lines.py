"""What the screens of papers have in common: documents that are not released or held back, and findings in words."""

from collections.abc import Collection, Iterable
from typing import Any

from rolebook.diagnostics import Diagnostic
from rolebook.pipeline.desk.called import Called
from rolebook.pipeline.desk.releases import ReleaseLine, release_lines
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.register.assign import Assigned
from rolebook.pipeline.release.release import CHANGED
from rolebook.web.answers import Visit

_MOST = 100


def unreleased(visit: Visit, places: Collection[str] | None = None) -> list[ReleaseLine]:
    """Returns the documents, or those of some places, whose text no release has."""
    lines = release_lines(visit.snapshot, visit.words.tag)
    return [one for one in lines if one.is_due and (places is None or one.document.place in places)]


def held_back(visit: Visit, called: Called, done: Assigned) -> list[dict[str, Any]]:
    """Returns the documents that nobody could be asked to sign, why, and where that is put right."""
    lines = []
    for (document, entity, language), findings in done.held.items():
        is_unreleased = not findings or waits_for_release(findings)
        place, screen = called.place_of(document), "redline" if is_unreleased else "edit"
        shown = {"title": called.document(document), "employer": called.employer(entity), "place": place}
        where = f"/{screen}/{place}" if place else ""
        shown |= {"language": visit.words.language(language), "href": where}
        reasons = phrases(visit, findings)
        lines.append({**shown, "reasons": reasons, "is_unreleased": is_unreleased})
    return lines


def later_lines(called: Called, done: Assigned) -> list[tuple[str, str]]:
    """Returns what nobody is asked to sign yet, by title, with the day from which it can be signed."""
    found = ((called.document(key), called.day(day, entity)) for (key, entity), day in done.later.items())
    return list(dict.fromkeys(found))


def waits_for_release(findings: Iterable[Diagnostic]) -> bool:
    """Returns whether all that keeps a document back is that it changed since its release."""
    return {one.code for one in findings} == {CHANGED}


def phrases(visit: Visit, findings: Iterable[Diagnostic]) -> list[str]:
    """Returns findings in words, each with the title of the document it is about."""
    known = {path: document for document, path in visit.snapshot.documents.items()}
    lines = []
    for one in findings:
        document, said = known.get(one.location.file), visit.words.phrase(one).message
        title = title_of_document(visit.snapshot, document, visit.words.tag) if document else ""
        lines.append(f"{title}: {said}" if title else said)
    return list(dict.fromkeys(lines))[:_MOST]
