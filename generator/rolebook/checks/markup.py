"""# Markup

What is written as in other Markdown or in HTML, and is neither in a handbook.

## unknown-markup
**Meaning.** A text or page has markup that its format does not know: a heading, a table, an image, HTML,
`__underscores__`, a list in the middle of a paragraph, a list in a list, a placeholder in the address of a link. A page
knows headings, tables and lists in lists; a text does not.
**Why.** The signs are printed as they are, also on the paper that people sign. Authority:
[the format](../format.md), 3.
```yaml bad
purpose: "Keeps the __keys__ of the shop."
```
```yaml good
purpose: "Keeps the **keys** of the shop."
```
"""

import re
from collections.abc import Callable, Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import PAGES, texts_of
from rolebook.model.words.foreign_markup import ForeignMarkup, Kind, foreign_markup
from rolebook.model.words.page_text import FIGURE

UNKNOWN_MARKUP = Rule("unknown-markup", Severity.WARNING)

RULES = (UNKNOWN_MARKUP,)

_HINTS: dict[Kind, str] = {
    "heading": "markup-heading",
    "table": "markup-table",
    "underscores": "markup-underscores",
    "image": "markup-image",
    "html": "markup-html",
    "strikethrough": "markup-style",
    "highlight": "markup-style",
    "footnote": "markup-footnote",
    "code-block": "markup-code",
    "quotation": "markup-plain",
    "rule": "markup-plain",
    "task": "markup-plain",
    "reference-link": "markup-link",
    "autolink": "markup-link",
    "list": "markup-list",
    "list-gap": "markup-list-gap",
    "bullet": "markup-bullet",
    "nested-list": "markup-nested-list",
    "address": "markup-address",
    "unclosed": "markup-underscores",
}


def unknown_markup(handbook: Handbook) -> Iterator[Diagnostic]:
    """One finding for each kind of markup in each language of a text."""
    for placed in texts_of(handbook):
        for language, words in placed.text.values.items():
            for found in foreign_markup(words, lists=placed.text.lists):
                yield _finding(found, placed.location(language))
    for page in handbook.pages if handbook.focus is None or PAGES in handbook.focus else ():
        own = re.sub(FIGURE, lambda figure: " " * len(figure[0]), page.markdown)
        for found in foreign_markup(own, lists=True, page=True):
            line = page.first_line + page.markdown.count("\n", 0, found.start)
            column = found.start - page.markdown.rfind("\n", 0, found.start)
            yield _finding(found, Location(page.path, line, column, line, column + len(found.written)))


def _finding(found: ForeignMarkup, place: Location) -> Diagnostic:
    return UNKNOWN_MARKUP.at(place, hint=_HINTS[found.kind], found=found.written)


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (unknown_markup,)
