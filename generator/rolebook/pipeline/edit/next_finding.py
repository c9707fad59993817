"""Where somebody goes on who has mended a finding: to the next one, the heaviest first, in the same document first."""

from rolebook.diagnostics import Severity
from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.finding_lines import RELEASE, FindingLine, finding_lines, line_of, weight_of
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.source.editing import Path as TreePath


def next_finding(snapshot: Snapshot, words: EditorWords, document: DocumentId, left: TreePath) -> FindingLine | None:
    """Returns the next finding that a form can mend, but for those of the place that was just left.

    In other documents only errors and warnings count.
    """
    here = finding_lines(snapshot, words, document)
    place = "/".join(map(str, left))
    here = [one for one in here if one.href and one.severity != RELEASE]
    own = [one for one in here if not (place and f"{one.at}/".startswith(f"{place}/"))]
    if own:
        return own[0]
    order = (Severity.ERROR, Severity.WARNING)
    others = [one for one in snapshot.known_findings if one.document != document and weight_of(one.finding) in order]
    others.sort(key=lambda one: order.index(one.finding.severity))
    return next((line for one in others if (line := line_of(snapshot, one, words)).href), None)
