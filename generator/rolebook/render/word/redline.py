"""A proposal in Word for people without an account: a table to answer in, then the text with its changes marked.

Changes are tracked ones (ISO/IEC 29500-1, 17.13.5: `ins`, `del`), so that Word shows, lists and prints them as such.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from rolebook.render.word.tables import ruled
from rolebook.view.changes import Passage
from rolebook.view.history import Change

_TRACKED = {"added": ("w:ins", "w:t"), "removed": ("w:del", "w:delText")}


@dataclass(frozen=True, slots=True)
class Redline:
    """What the file says: `rows` are labels with what is filled in already; `author` and `day` are of the changes."""

    title: str
    how: str
    rows: Sequence[tuple[str, str]]
    changes: Iterable[Change]
    author: str
    day: date


def redline(proposal: Redline) -> bytes:
    """Returns the file as DOCX."""
    word = Document()
    word.core_properties.title = proposal.title
    word.add_heading(proposal.title, 1)
    word.add_paragraph(proposal.how)
    table = word.add_table(rows=0, cols=2)
    for label, value in proposal.rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, value
    ruled(table, (Mm(60), Mm(105)))
    number = 0
    for label, changes in _by_label(proposal.changes).items():
        word.add_heading(label, 2)
        for change in changes:
            paragraph = word.add_paragraph()
            for passage in change.passages:
                number += 1
                _put(paragraph, passage, (number, proposal.author, proposal.day))
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _by_label(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """What stands under each heading, texts before the figures and choices that belong to them."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.label, []).append(change)
    return found


def _put(paragraph: Paragraph, passage: Passage, mark: tuple[int, str, date]) -> None:
    if passage.act == "same":
        paragraph.add_run(passage.text)
        return
    outer, inner = _TRACKED[passage.act]
    tracked, run, words = OxmlElement(outer), OxmlElement("w:r"), OxmlElement(inner)
    number, author, day = mark
    for name, value in (("w:id", str(number)), ("w:author", author), ("w:date", f"{day}T00:00:00Z")):
        tracked.set(qn(name), value)
    words.text = passage.text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    tracked.append(run)
    paragraph._p.append(tracked)  # noqa: SLF001  python-docx has no tracked changes
