"""The lines that git leaves in a file where two versions did not fit together.

One finding for each conflict, at its first line, and one for each marker that is left of a conflict. `=======` alone
underlines a heading in Markdown, so it counts inside a conflict only. Source: git-merge(1), *How conflicts are
presented*.

## merge-marker
**Meaning.** The file has the lines that git leaves where two people's changes did not fit together.
**Why.** Nobody has decided which version holds; a page would publish both. Authority: git-merge, *How conflicts are
presented*.
```text bad
<<<<<<< HEAD
purpose: Cooks the day's meals.
=======
purpose: Cooks all meals.
>>>>>>> other
```
```yaml good
purpose: Cooks all meals.
```
"""

import re
from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Rule
from rolebook.source.positions import location_at

MERGE_MARKER = Rule("merge-marker")

RULES = (MERGE_MARKER,)

_MARKER = re.compile(r"^[ \t]*(?P<marker><{7,}|>{7,}|={7,}|\|{7,})(?=[ \t\r\n]|\Z)", re.MULTILINE)


def merge_markers_in(text: str, file: str) -> Iterator[Diagnostic]:
    """A finding for each conflict in a text file, whatever its format."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    inside = False
    for match in _MARKER.finditer(text):
        marker = match["marker"]
        if marker[0] == "<" or (marker[0] == ">" and not inside):
            yield MERGE_MARKER.at(location_at(text, file, *match.span("marker")), marker=marker)
        inside = marker[0] == "<" or (inside and marker[0] != ">")
