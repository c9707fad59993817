"""A form in Word for somebody without an account: numbered lines to mark as right or wrong, with room for remarks."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from rolebook.render.word.tables import repeat_head, ruled

_WIDTHS = tuple(map(Mm, (24, 78, 38, 46, 16, 16, 49)))
_SMALL = Pt(9)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line to answer; `key` comes back with the answer."""

    key: str
    cells: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What the form says: `labels` are of name and day, `columns` of key, three cells, right, wrong and remark."""

    title: str
    how: str
    labels: tuple[str, str]
    columns: Sequence[str]
    sections: Iterable[tuple[str, Sequence[FormLine]]]


def review_form(form: ReviewForm) -> bytes:
    """Returns the form as DOCX."""
    word = Document()
    page = word.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(15)
    word.styles["Normal"].font.size = _SMALL
    word.core_properties.title = form.title
    word.add_heading(form.title, 1)
    word.add_paragraph(form.how)
    who = word.add_table(rows=0, cols=2)
    for label in form.labels:
        who.add_row().cells[0].text = label
    ruled(who, (Mm(60), Mm(120)))
    for title, lines in form.sections:
        word.add_heading(title, 2)
        table = word.add_table(rows=1, cols=len(form.columns))
        for cell, name in zip(table.rows[0].cells, form.columns, strict=True):
            cell.paragraphs[0].add_run(name).bold = True
        for line in lines:
            for cell, words in zip(table.add_row().cells, (line.key, *line.cells, "", "", ""), strict=True):
                cell.text = words
        ruled(table, _WIDTHS)
        repeat_head(table)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()
