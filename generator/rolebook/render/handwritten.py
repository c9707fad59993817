"""Pages written by hand: Markdown to HTML without raw HTML, attributes, images or doubtful links."""

import re
from xml.etree import ElementTree as ET

import markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from rolebook.model.handbook import Page
from rolebook.model.words.inline import SCHEMES
from rolebook.model.words.nested_lists import NestedLists
from rolebook.model.words.page_text import FIGURE, NO_HTML, heading_ids, shared_ids
from rolebook.model.words.text import Text
from rolebook.pictures import for_web, is_sound
from rolebook.render.links import Links
from rolebook.view import Reader
from rolebook.view.tree import Explained, Pointer, Run

_PAGE_LINK = re.compile(r"([a-z][a-z0-9-]*)\.md(#.*)?\Z")


def as_html(page: Page, reader: Reader, links: Links) -> str:
    """The page's body; references become links, and links to other pages lead to them."""
    return markdown.Markdown(extensions=[TableExtension(), _Handbook(page, reader, links)]).convert(page.markdown)


class _Handbook(Extension):
    def __init__(self, page: Page, reader: Reader, links: Links) -> None:
        super().__init__()
        self._page, self._reader, self._links = page, reader, links
        source = reader.handbook.settings.language
        self._same = [one for one in reader.handbook.pages if (one.name, one.language) == (page.name, source)]

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        md.preprocessors.register(NestedLists(md), "rolebook-lists", 10)
        for name in NO_HTML:
            md.inlinePatterns.deregister(name)
        headings = _HeadingIds(md)
        headings.source = next((one.markdown for one in self._same if one.language != self._page.language), None)
        md.treeprocessors.register(headings, "rolebook-headings", 30)  # before inline markup is read
        pattern = _References(r"\[\[([^\[\]\n]+)\]\]", md)
        pattern.page, pattern.reader, pattern.links = self._page, self._reader, self._links
        md.inlinePatterns.register(pattern, "rolebook-reference", 175)
        figures = _Figures(FIGURE, md)
        figures.reader, figures.links = self._reader, self._links
        md.inlinePatterns.register(figures, "rolebook-figure", 178)
        md.treeprocessors.register(_SafeLinks(md), "rolebook-links", 5)


class _References(InlineProcessor):
    page: Page
    reader: Reader
    links: Links

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element, int, int]:
        text = Text({self.page.language: m[0]}, self.page.language)
        run = self.reader.prose(text).runs[0]
        return self._element(run, m[1]), m.start(0), m.end(0)

    def _element(self, run: Run, written: str) -> ET.Element:
        element = ET.Element("span")
        element.text = markdown.util.AtomicString(written)
        match run:
            case Pointer(kind, name, fragment, shown):
                target = self.links.document(kind, name, fragment)
                element = ET.Element("a", {"href": target, "rolebook": ""}) if target else element
                element.text = markdown.util.AtomicString(shown)
            case Explained(name, shown, definition):
                element = ET.Element(
                    "a",
                    {"class": "term", "href": self.links.to("glossary", name), "title": definition, "rolebook": ""},
                )
                element.text = markdown.util.AtomicString(shown)
        return element


class _Figures(InlineProcessor):
    """Pictures of the handbook; what is no picture stays as it is written."""

    reader: Reader
    links: Links

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[ET.Element | None, int | None, int | None]:
        file = self.reader.handbook.figures.get(m["file"])
        if file is None or not is_sound(file.content):
            return None, None, None
        picture = for_web(file.content)
        figure = ET.Element("span", {"class": "figure"})
        size = {"width": str(picture.width), "height": str(picture.height), "loading": "lazy"}
        ET.SubElement(figure, "img", {"src": self.links.picture(picture.name), "alt": m["alt"], **size})
        if m["caption"]:
            caption = ET.SubElement(figure, "span", {"class": "caption"})
            caption.text = markdown.util.AtomicString(m["caption"])
        return figure, m.start(0), m.end(0)


class _HeadingIds(Treeprocessor):
    """Gives headings the ids that they share with the source page; their own stay anchors beside them."""

    source: str | None

    def run(self, root: ET.Element) -> None:
        own = list(heading_ids(root))
        shared = shared_ids([(element.tag, name) for element, name in own], self.source)
        for (element, name), told in zip(own, shared, strict=True):
            element.set("id", told)
            if name != told:
                anchor = ET.Element("a", {"name": name})
                anchor.tail, element.text = element.text, None
                element.insert(0, anchor)


class _SafeLinks(Treeprocessor):
    """Keeps links to the admitted schemes, within the page, to pages beside it, and those of our own references."""

    def run(self, root: ET.Element) -> None:
        for element in root.iter("a"):
            target = element.get("href", "")
            if page := _PAGE_LINK.match(target):
                element.set("href", f"{page[1]}.html{page[2] or ''}")
            elif not target.startswith(("#", *SCHEMES)) and "rolebook" not in element.attrib:
                element.attrib.pop("href", None)
            element.attrib.pop("rolebook", None)
