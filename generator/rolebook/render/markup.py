"""Prose as markup that means the same inside Markdown and inside HTML.

Every character that Markdown or HTML could take for its own is written as a character reference, so content can
neither open a tag nor start a list, a heading or an attribute list.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup, escape

from rolebook.model.words.inline import Break, Words
from rolebook.pictures import for_web
from rolebook.render.links import Links
from rolebook.view.tree import Blank, Explained, Figure, Flow, Link, Listing, Paragraph, Pointer, Prose, Run, Styled

_ACTIVE = re.compile(r"""[&<>"*_`\[\]{}\\#|]|^[-+=]|(?<=^[0-9])[.)]|(?<=^[0-9]{2})[.)]""")
_TAGS = {"emphasis": "em", "strong": "strong", "code": "code"}
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)


@lru_cache(maxsize=8192)
def escaped(text: str) -> Markup:
    """Text with every active character as a numeric reference."""
    return Markup(_ACTIVE.sub(lambda match: f"&#{ord(match[0])};", text))  # noqa: S704


class Markups:
    """Turns prose into markup for one page; `links` knows where other pages stand from there.

    Within, everything is plain strings of which only what `escaped` made or a template's own tags is a part.
    """

    def __init__(self, links: Links, permalink: str = "") -> None:
        self._links = links
        self._permalink = f'" aria-label="{escaped(permalink)}">&#35;</a>'

    def prose(self, prose: Prose) -> Markup:
        """One run of text; a text in another language says so."""
        return Markup(self._prose(prose))  # noqa: S704

    def flow(self, flow: Iterable[Flow]) -> Markup:
        """Paragraphs and lists."""
        return Markup("".join(map(self._block, flow)))  # noqa: S704

    def tight(self, flow: tuple[Flow, ...]) -> Markup:
        """The same without a paragraph around a single run."""
        return Markup(self._tight(flow))  # noqa: S704

    def figure(self, figure: Figure) -> Markup:
        """A picture with what it shows for who cannot see it, and its caption."""
        picture = for_web(figure.content)
        share = min(figure.width / 100, 1)
        caption = f"<figcaption>{self._prose(figure.caption)}</figcaption>" if figure.caption else ""
        size = f'width="{round(picture.width * share)}" height="{round(picture.height * share)}"'
        source = f'src="{self._links.picture(picture.name)}" alt="{escaped(figure.alt)}"'
        shown = f'<img {source} {size} loading="lazy">'
        return Markup(f'<figure id="{escaped(figure.id)}">{shown}{caption}</figure>')  # noqa: S704

    def permalink(self, anchor: str) -> Markup:
        """The link of an item to itself, to be sent to somebody."""
        return Markup(f'<a class="permalink" href="#{escaped(anchor)}{self._permalink}')  # noqa: S704

    def _prose(self, prose: Prose) -> str:
        body = self._runs(prose.runs)
        return body if prose.language is None else f'<span lang="{escaped(prose.language)}">{body}</span>'

    def _tight(self, flow: tuple[Flow, ...]) -> str:
        if len(flow) == 1 and isinstance(flow[0], Paragraph):
            return self._prose(flow[0].prose)
        return "".join(map(self._block, flow))

    def _block(self, block: Flow) -> str:
        match block:
            case Paragraph(prose):
                return f"<p>{self._prose(prose)}</p>"
            case Listing(ordered, items):
                tag = "ol" if ordered else "ul"
                body = "".join(f"<li>{self._tight(item)}</li>" for item in items)
                return f"<{tag}>{body}</{tag}>"

    def _runs(self, runs: tuple[Run, ...]) -> str:
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        match run:
            case Words(text):
                return escaped(text)
            case Styled(style, content):
                return f"<{_TAGS[style]}>{self._runs(content)}</{_TAGS[style]}>"
            case Link(target, content):
                return f'<a href="{escaped(target)}" rel="noopener">{self._runs(content)}</a>'
            case Break():
                return "<br>"
            case Pointer():
                return self._pointer(run)
            case Explained(term, text, definition):
                target = self._links.to("glossary", term)
                return f'<a class="term" href="{escape(target)}" title="{escaped(definition)}">{escaped(text)}</a>'
            case Blank(_, label):
                return f'<span class="blank" title="{escaped(label)}">{escaped(label)}</span>'

    def _pointer(self, pointer: Pointer) -> str:
        target = self._links.document(pointer.kind, pointer.id, pointer.fragment)
        if target is None:
            return escaped(pointer.text)
        return f'<a href="{escape(target)}">{escaped(pointer.text)}</a>'
