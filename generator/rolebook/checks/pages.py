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

## broken-fragment
**Meaning.** A link leads to a heading that the page does not have. The id of a heading is its words in small
letters, joined by hyphens; headings of the same words are counted: `answers`, `answers-2`.
**Why.** Readers would end at the top of the page and search.
```markdown bad
[Answers](who-to-ask.md#anwsers)
```
```markdown good
[Answers](who-to-ask.md#answers)
```
"""

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from urllib.parse import unquote

from rolebook.checks.ids import UNSAFE_LINK, Ids, fault_in
from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.model.handbook import Handbook, Page
from rolebook.model.words.inline import SCHEMES, Reference, runs_in
from rolebook.model.words.page_text import FIGURE, blanked_code, fragments_of
from rolebook.model.words.parser import parse

BROKEN_PAGE_LINK = Rule("broken-page-link")

BROKEN_FRAGMENT = Rule("broken-fragment", Severity.WARNING)

RULES = (BROKEN_PAGE_LINK, BROKEN_FRAGMENT)


_PAGE_MARK = re.compile(
    r"\[\[(?P<reference>[^\[\]]+)\]\]"
    r"|\]\((?P<target>[^)\s]{1,2000}+)(?=[^)]{0,300}\))"
    r"|^ {0,3}\[[^\]]+\]: *(?P<defined>\S+)"
)
_FIGURE = re.compile(FIGURE)  # checked with the figures of documents
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


def page_faults(handbook: Handbook) -> Iterator[Diagnostic]:
    """References and links in hand-written pages."""
    known = Ids(handbook)
    source = handbook.settings.language
    for page in handbook.pages:
        pages = _reached_from(page, handbook.pages, source)
        sources = {one.name: one.markdown for one in handbook.pages if one.language == source}
        for offset, line in enumerate(_FIGURE.sub(_blanked, blanked_code(page.markdown)).split("\n")):
            for match in _PAGE_MARK.finditer(line):
                start = max(match.start("target"), match.start("defined"), match.start())
                place = Location(page.path, page.first_line + offset, start + 1)
                yield from _page_mark(match, place, known, pages, sources)


def _reached_from(page: Page, pages: Iterable[Page], source: str) -> Mapping[str, Page]:
    """The pages that a link may lead to, by name: in the page's own language, else in the source; `""` is itself."""
    found = {other.name: other for other in pages if other.language == source}
    return found | {other.name: other for other in pages if other.language == page.language} | {"": page}


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _page_mark(
    match: re.Match[str], place: Location, known: Ids, pages: Mapping[str, Page], sources: Mapping[str, str]
) -> Iterator[Diagnostic]:
    if match["reference"]:
        blocks, faults = parse(match[0])
        yield from (fault_in(fault, place) for fault in faults)
        for run in runs_in(blocks):
            if isinstance(run, Reference):
                yield from known.dangling(run, place)
        return
    target = html.unescape(match["target"] or match["defined"])
    address, _, fragment = target.partition("#")
    name, suffix, _ = address.partition(".md")
    if _SCHEME.match(target):
        if not target.lower().startswith(SCHEMES):
            yield UNSAFE_LINK.at(place, found=target)
    elif name not in pages or (not suffix and not target.startswith("#")):
        yield BROKEN_PAGE_LINK.at(place, target=target, **did_you_mean(name, pages))
    elif fragment:
        fragments = fragments_of(pages[name].markdown, sources.get(pages[name].name))
        wanted = unicodedata.normalize("NFC", unquote(fragment))
        if wanted not in fragments:
            yield BROKEN_FRAGMENT.at(place, fragment=wanted, **did_you_mean(wanted.lower(), fragments))


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (page_faults,)
