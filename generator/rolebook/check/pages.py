"""# Pages

Hand-written pages. Their references are checked like those of other texts.

## broken-page-link
**Meaning.** A hand-written page links to a page that does not exist.
**Why.** Readers would end at an error.
```markdown bad
[Who to ask](who-to-aks.md)
```
```markdown good
[Who to ask](who-to-ask.md)
```
"""

import html
import re
from collections.abc import Callable, Collection, Iterator

from rolebook.check.ids import UNSAFE_LINK, Ids, fault_in
from rolebook.diagnostics import Diagnostic, Location, Rule, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.model.words.inline import SCHEMES, Reference, runs_in
from rolebook.model.words.parser import parse

BROKEN_PAGE_LINK = Rule("broken-page-link")

RULES = (BROKEN_PAGE_LINK,)


_PAGE_MARK = re.compile(
    r"\[\[(?P<reference>[^\[\]]+)\]\]"
    r"|\]\((?P<target>[^)\s]{1,2000}+)(?=[^)]{0,300}\))"
    r"|^ {0,3}\[[^\]]+\]: *(?P<defined>\S+)"
)
_CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def page_faults(handbook: Handbook) -> Iterator[Diagnostic]:
    """References and links in hand-written pages."""
    known = Ids(handbook)
    source = handbook.settings.language
    for page in handbook.pages:
        names = {other.name for other in handbook.pages if other.language in (page.language, source)}
        for offset, line in enumerate(_CODE.sub(_blanked, page.markdown).split("\n")):
            for match in _PAGE_MARK.finditer(line):
                start = max(match.start("target"), match.start("defined"), match.start())
                place = Location(page.path, page.first_line + offset, start + 1)
                yield from _page_mark(match, place, known, names)


def _blanked(code: re.Match[str]) -> str:
    """Code is shown as it is; blanks in its stead keep every place."""
    return re.sub(r"[^\n]", " ", code[0])


def _page_mark(match: re.Match[str], place: Location, known: Ids, names: Collection[str]) -> Iterator[Diagnostic]:
    if match["reference"]:
        blocks, faults = parse(match[0])
        yield from (fault_in(fault, place) for fault in faults)
        for run in runs_in(blocks):
            if isinstance(run, Reference):
                yield from known.dangling(run, place)
        return
    target = html.unescape(match["target"] or match["defined"])
    name, suffix, _ = target.partition("#")[0].partition(".md")
    if _SCHEME.match(target) and not target.lower().startswith(SCHEMES):
        yield UNSAFE_LINK.at(place, found=target)
    elif not target.startswith("#") and not _SCHEME.match(target) and (name not in names or not suffix):
        yield BROKEN_PAGE_LINK.at(place, target=target, **did_you_mean(name, names))


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (page_faults,)
