"""Prose as markup that means the same inside Markdown and inside HTML.

Every character that Markdown or HTML could take for its own is written as a character reference, so content can
neither open a tag nor start a list, a heading or an attribute list.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup

from rolebook.model.inline import Break, Words
from rolebook.render.links import Links
from rolebook.view.tree import Blank, Explained, Flow, Link, Listing, Paragraph, Pointer, Prose, Run, Styled

_ACTIVE = re.compile(r"""[&<>"*_`\[\]{}\\#|]|^[-+=]|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]""")
_TAGS = {"emphasis": "em", "strong": "strong", "code": "code"}
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)


def escaped(text: str) -> Markup:
    """Text with every active character as a numeric reference."""
    return Markup(_ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text))  # noqa: S704


class Markups:
    """Turns prose into markup for one page; `links` knows where other pages stand from there."""

    def __init__(self, links: Links) -> None:
        self._links = links

    def prose(self, prose: Prose) -> Markup:
        """One run of text; a text in another language says so."""
        body = self._runs(prose.runs)
        if prose.language is None:
            return body
        return Markup('<span lang="{}">{}</span>').format(prose.language, body)

    def flow(self, flow: Iterable[Flow]) -> Markup:
        """Paragraphs and lists."""
        return Markup("").join(self._block(block) for block in flow)

    def tight(self, flow: tuple[Flow, ...]) -> Markup:
        """The same without a paragraph around a single run."""
        if len(flow) == 1 and isinstance(flow[0], Paragraph):
            return self.prose(flow[0].prose)
        return self.flow(flow)

    def _block(self, block: Flow) -> Markup:
        match block:
            case Paragraph(prose):
                return Markup("<p>{}</p>").format(self.prose(prose))
            case Listing(ordered, items):
                tag = "ol" if ordered else "ul"
                body = Markup("").join(Markup("<li>{}</li>").format(self.tight(item)) for item in items)
                return Markup("<{0}>{1}</{0}>").format(tag, body)

    def _runs(self, runs: tuple[Run, ...]) -> Markup:
        return Markup("").join(self._run(run) for run in runs)

    def _run(self, run: Run) -> Markup:
        match run:
            case Words(text):
                return escaped(text)
            case Styled(style, content):
                return Markup("<{0}>{1}</{0}>").format(_TAGS[style], self._runs(content))
            case Link(target, content):
                return Markup('<a href="{}" rel="noopener">{}</a>').format(escaped(target), self._runs(content))
            case Break():
                return Markup("<br>")
            case Pointer():
                return self._pointer(run)
            case Explained(term, text, definition):
                target = self._links.to("glossary", term)
                return Markup('<a class="term" href="{}" title="{}">{}</a>').format(
                    target, escaped(definition), escaped(text)
                )
            case Blank(_, label):
                return Markup('<span class="blank" title="{0}">{0}</span>').format(escaped(label))

    def _pointer(self, pointer: Pointer) -> Markup:
        target = self._links.document(pointer.kind, pointer.id, pointer.fragment)
        if target is None:
            return escaped(pointer.text)
        return Markup('<a href="{}">{}</a>').format(target, escaped(pointer.text))
