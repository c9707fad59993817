"""Where somebody goes on who has mended a finding: to the next one, in the same document first."""

from rolebook.diagnostics import Severity
from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.finding_lines import RELEASE, FindingLine, finding_lines, line_of, weight_of
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath

_TO_MEND = (Severity.ERROR, Severity.WARNING)


def next_finding(snapshot: Snapshot, words: EditorWords, document: DocumentId, left: TreePath) -> FindingLine | None:
    """Returns the next finding that a form can mend, but for those of the place that was just left.

    Errors and warnings of the document come first, then those of others, then what is information in the document.
    """
    place = "/".join(map(str, left))
    here = [one for one in finding_lines(snapshot, words, document) if one.href and one.severity != RELEASE]
    own = [one for one in here if not (place and f"{one.at}/".startswith(f"{place}/"))]
    if own and own[0].severity in _TO_MEND:
        return own[0]
    others = [one for one in snapshot.known_findings if one.document != document]
    others = [one for one in others if weight_of(one.finding) in _TO_MEND]
    others.sort(key=lambda one: _TO_MEND.index(one.finding.severity))
    elsewhere = (line for one in others if (line := line_of(snapshot, one, words)).href)
    return next(elsewhere, own[0] if own else None)
