"""What a finished Word file says of itself, and what of it stays on one page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Mm

SIGNATURES = "Signatures"
"""The style of the heading above the signatures."""
_MOST = 255
"""Letters that Word takes for a property."""
_SHORT_ROW = 900
"""Letters of a row that stays on one page."""
_SIZES = {"a4": (Mm(210), Mm(297)), "us-letter": (Inches(8.5), Inches(11))}
_DAYS = (qn("dcterms:created"), qn("dcterms:modified"))


def describe(word: WordDocument, *, title: str, author: str, language: str, created: datetime | None) -> None:
    """Writes title, author, language (with its country) and day into the file; without a day it has none."""
    properties = word.core_properties
    properties.title, properties.author, properties.language = title[:_MOST], author[:_MOST], language
    if created:
        properties.created = properties.modified = created
    else:
        written = properties._element  # noqa: SLF001  python-docx cannot take a property away
        for day in [one for one in written if one.tag in _DAYS]:
            written.remove(day)
    for told in word.styles.element.iter(qn("w:lang")):
        for kind in ("val", "eastAsia", "bidi"):
            told.set(qn(f"w:{kind}"), language)


def fit_page(word: WordDocument, size: str) -> None:
    """Gives the pages the size of the place; its margins stay."""
    width, height = _SIZES[size]
    for section in word.sections:
        section.page_width, section.page_height = width, height


def hold_together(word: WordDocument) -> None:
    """Keeps each table row on one page, and the last lines of the text with the signatures."""
    body = word.element.body
    for row in body.iter(qn("w:tr")):
        if len("".join(row.itertext())) < _SHORT_ROW:
            row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    blocks = [one for one in body if one.tag in (qn("w:p"), qn("w:tbl"))]
    begin = next((place for place, one in enumerate(blocks) if _style(one) == SIGNATURES), None)
    if begin is None:
        return
    last = next((place for place in range(begin - 1, -1, -1) if _is_text(blocks[place])), 0)
    held = [paragraph for one in blocks[last:] for paragraph in _paragraphs(one)]
    for paragraph in held[:-1]:
        paragraph.get_or_add_pPr().get_or_add_keepNext()


def _paragraphs(block: Any) -> Iterator[Any]:
    """A paragraph, or those in the last row of a table."""
    if block.tag == qn("w:p"):
        yield block
    else:
        yield from list(block.iter(qn("w:tr")))[-1].iter(qn("w:p"))


def _is_text(block: Any) -> bool:
    """Whether a block is text that is signed: no heading, no remark."""
    own = _style(block)
    return bool("".join(block.itertext()).strip()) and not own.startswith("Heading") and own != "Quiet"


def _style(block: Any) -> str:
    return (block.style or "") if block.tag == qn("w:p") else ""
