"""What the screens of papers have in common: documents that are not released or held back, and findings in words."""

from collections.abc import Collection, Iterable
from typing import Any

from rolebook.diagnostics import Diagnostic
from rolebook.pipeline.desk.called import Called
from rolebook.pipeline.desk.releases import ReleaseLine, release_lines
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.register.assign import Assigned
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
        place, screen = called.place_of(document), "edit" if findings else "redline"
        shown = {"title": called.document(document), "employer": called.employer(entity)}
        where = f"/{screen}/{place}" if place else ""
        shown |= {"language": visit.words.language(language), "href": where}
        lines.append({**shown, "reasons": phrases(visit, findings), "is_unreleased": not findings})
    return lines


def phrases(visit: Visit, findings: Iterable[Diagnostic]) -> list[str]:
    """Returns findings in words, each with the title of the document it is about."""
    known = {path: document for document, path in visit.snapshot.documents.items()}
    lines = []
    for one in findings:
        document, said = known.get(one.location.file), visit.words.phrase(one).message
        title = title_of_document(visit.snapshot, document, visit.words.tag) if document else ""
        lines.append(f"{title}: {said}" if title else said)
    return list(dict.fromkeys(lines))[:_MOST]
