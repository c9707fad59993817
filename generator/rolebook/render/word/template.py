"""The built-in Word templates, one a layout: what `rolebook new word-template` gives HR to change."""

import io
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell

from rolebook.model.sections import MOST_COLUMNS
from rolebook.render.word.footer import add_field, add_footer
from rolebook.render.word.package import SIGNATURES
from rolebook.render.word.signature import line_image, line_xml
from rolebook.render.word.tables import repeat_head, ruled, table_of

_LATIN, _EAST_ASIAN, _COMPLEX = "Arial", "Microsoft YaHei", "Arial"
_PITCH = 1.29
"""Lines are as far apart as on the printed paper, in letter sizes, whatever font a reader has."""
_PICTURE = "Picture"
"""The style of lines that hold a picture, and are as high as it is."""
_NAMED = "{{ words.signature }}    {{ words.name }}: {{ s.name or '____________________' }}    "
_DATED = "{{ words.date }}: ______________"
_SEALED = "{% if s.seals and seal %}    {{ seal }}{% endif %}"
_QUIET = RGBColor(0x59, 0x59, 0x59)


@cache
def template_for(layout: str, *, rtl: bool = False) -> bytes:
    """The template of a layout; with `rtl` its paragraphs run from right to left."""
    word = Document()
    _prepare(word, rtl=rtl)
    _BODIES.get(layout, _running)(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _prepare(word: WordDocument, *, rtl: bool) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(22), Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(22)
    _font(word.styles["Normal"], 10, rtl=rtl)
    for level, size in ((1, 12), (2, 11), (3, 10)):
        style = word.styles[f"Heading {level}"]
        _font(style, size, bold=True, rtl=rtl)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(10), Pt(4)
    word.styles.add_style(SIGNATURES, 1).base_style = word.styles["Heading 1"]
    _font(word.styles["Title"], 16, bold=True, rtl=rtl)
    word.styles["Title"].element.pPr.remove(word.styles["Title"].element.pPr.find(qn("w:pBdr")))
    word.styles["Normal"].paragraph_format.space_after = Pt(1.5)
    picture = word.styles.add_style(_PICTURE, 1)
    picture.base_style = word.styles["Normal"]
    picture.paragraph_format.line_spacing = 1.0
    for level in range(1, 5):
        style = word.styles.add_style(f"Item {level}", 1)
        style.base_style = word.styles["Normal"]
        style.paragraph_format.left_indent = Mm(6 + 7 * level)
        style.paragraph_format.first_line_indent = Mm(-13)
        style.paragraph_format.tab_stops.add_tab_stop(Mm(6 + 7 * level))
        style.paragraph_format.space_after = Pt(1)
    quiet = word.styles.add_style("Quiet", 1)
    quiet.base_style = word.styles["Normal"]
    quiet.font.size, quiet.font.color.rgb = Pt(8), _QUIET
    quiet.paragraph_format.space_after = Pt(1)
    if not rtl:
        quiet.paragraph_format.line_spacing = Pt(8 * _PITCH)
    for level in range(1, 5):
        for name, base in (("Note", quiet), ("Text", word.styles["Normal"])):
            below = word.styles.add_style(f"{name} {level}", 1)
            below.base_style = base
            below.paragraph_format.left_indent = Mm(6 + 7 * level)
    properties = word.core_properties
    properties.author, properties.title, properties.comments = "", "", ""
    add_footer(word)


def _font(style: ParagraphStyle, size: int, *, bold: bool = False, rtl: bool = False) -> None:
    style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, family in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", _EAST_ASIAN), ("cs", _COMPLEX)):
        fonts.set(qn(f"w:{name}"), family)
    if not rtl:  # whose letters need more room above and below
        style.paragraph_format.line_spacing = Pt(round(size * _PITCH, 1))
    if rtl:
        style.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        properties.append(OxmlElement("w:rtl"))


def _running(word: WordDocument) -> None:
    """Head, lines, notices, signatures: every layout that is no table."""
    _head(word, genre="{{ genre|upper }}")
    _lines(word, "lines")
    _end(word)


def _profile(word: WordDocument) -> None:
    """As it runs, but for the name of its kind."""
    _head(word)
    _lines(word, "lines")
    _end(word)


def _head(word: WordDocument, genre: str = "{{ genre }}") -> None:
    _when(word, "logo", _adds(word, "{{ logo }}", _PICTURE))
    _loop(word, "line in motto", lambda: _centred(word, "{{ line }}", bold=True))
    _loop(word, "line in letterhead", lambda: word.add_paragraph("{{ line }}", style="Quiet"))
    _when(word, "approval", lambda: _approval(word))
    _centred(word, genre, bold=True)
    title = word.add_paragraph("{{ title }}", style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _loop(
        word, "fact in facts", lambda: word.add_paragraph("{{ fact.label }}{{ colon }}{{r fact.text }}", style="Quiet")
    )


def _approval(word: WordDocument) -> None:
    word.add_paragraph("{% set s = approval %}")
    for text in ("{{ s.act|upper }}", "{{ s.post }}", "{{ letterhead[0] }}"):
        word.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _signature_line(word).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph(f"{_NAMED}{_DATED}", style="Quiet").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _when(word, "seal", lambda: _right(word, "{{ seal }}"))


def _right(word: WordDocument, text: str) -> None:
    word.add_paragraph(text, style="Quiet").alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _lines(holder: WordDocument | _Cell, name: str) -> None:
    """The loop over lines, each in its style."""
    if isinstance(holder, _Cell):  # which is born with an empty paragraph
        holder._tc.remove(holder.paragraphs[0]._p)  # noqa: SLF001
    _loop(holder, f"line in {name}", lambda: _line(holder))


def _line(holder: WordDocument | _Cell) -> None:
    for level in (1, 2, 3):
        text = "{% if line.number %}{{ line.number }} {% endif %}{{r line.text }}"
        _when(holder, f"line.kind == 'heading' and line.level == {level}", _adds(holder, text, f"Heading {level}"))
    for level in (1, 2, 3, 4):
        text = "{{ line.number }}\t{{r line.text }}"
        _when(holder, f"line.kind == 'item' and line.level == {level}", _adds(holder, text, f"Item {level}"))
        noted = _adds(holder, "{{ line.label }}{{ colon }}{{r line.text }}", f"Note {level}")
        _when(holder, f"line.kind == 'note' and line.level == {level}", noted)
        below = _adds(holder, "{{r line.text }}", f"Text {level}")
        _when(holder, f"line.kind == 'text' and line.level == {level}", below)
    _when(holder, "line.kind == 'text' and not line.level", _adds(holder, "{{r line.text }}", "Normal"))
    _when(holder, "line.kind == 'fact'", _adds(holder, "{{ line.label }}{{ colon }}{{r line.text }}", "Normal"))
    _when(holder, "line.kind == 'figure'", _adds(holder, "{{ line.text }}", _PICTURE))
    for count in range(1, MOST_COLUMNS + 1):
        _when(holder, f"line.kind == 'table' and line.columns|length == {count}", table_of(holder, count))


def _adds(holder: Any, text: str, style: str) -> Callable[[], Any]:
    return lambda: holder.add_paragraph(text, style=style)


def _tabular(word: WordDocument) -> None:
    """The Chinese custom: one ruled table from the name of the post on."""
    _when(word, "logo", _adds(word, "{{ logo }}", _PICTURE))
    for text in ("{{ letterhead[0] }}", "{{ genre }}"):
        _centred(word, text, bold=True)
    word.add_paragraph("{{ title }}", style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = word.add_table(rows=3, cols=4)
    ruled(head, (Mm(34), Mm(51), Mm(34), Mm(51)))
    head.cell(0, 0).text = "{%tr for pair in (facts + position)|batch(2) %}"
    head.cell(1, 0).text, head.cell(1, 1).text = "{{ pair[0].label }}", "{{r pair[0].text }}"
    head.cell(1, 2).text = "{{ pair[1].label if pair|length > 1 }}"
    head.cell(1, 3).text = "{{r pair[1].text if pair|length > 1 }}"
    head.cell(2, 0).text = "{%tr endfor %}"
    word.add_paragraph()
    body = word.add_table(rows=3, cols=2)
    ruled(body, (Mm(32), Mm(138)))
    body.cell(0, 0).text = "{%tr for section in sections %}"
    body.cell(1, 0).text = "{{ section.heading.number }} {{r section.heading.text }}"
    _lines(body.cell(1, 1), "section.lines")
    body.cell(1, 1).add_paragraph()  # Word wants one after a table
    body.cell(2, 0).text = "{%tr endfor %}"
    _end(word)


def _sheet(word: WordDocument) -> None:
    _head(word)
    _loop(word, "fact in position", lambda: word.add_paragraph("{{ fact.label }}{{ colon }}{{r fact.text }}"))
    word.add_paragraph("{{ fingerprint }}", style="Quiet")
    word.add_paragraph("{{r statement }}")
    table = word.add_table(rows=4, cols=5)
    ruled(table, (Mm(12), Mm(50), Mm(50), Mm(25), Mm(33)))
    for place, name in enumerate(("number", "name", "post", "date", "signature")):
        table.cell(0, place).text = f"{{{{ words.{name} }}}}"
    table.cell(1, 0).text = "{%tr for row in rows %}"
    for place, text in enumerate(("{{ loop.index }}", "{{ row[1] }}", "{{ row[2] }}")):
        table.cell(2, place).text = text
    table.rows[2].height = Mm(10)
    table.cell(3, 0).text = "{%tr endfor %}"
    repeat_head(table)
    _loop(word, "notice in notices", lambda: word.add_paragraph("{{ notice }}", style="Quiet"))


def _refusal(word: WordDocument) -> None:
    _head(word)
    word.add_paragraph("{{ words.date }}: ______________    {{ words.place }}: ______________________________")
    _loop(word, "fact in position", lambda: word.add_paragraph("{{ fact.label }}{{ colon }}{{r fact.text }}"))
    word.add_paragraph("{{ fingerprint }}", style="Quiet")
    word.add_paragraph("{{r statement }}")
    word.add_paragraph("{{ words.reason }}: " + "_" * 120)
    _end(word)


def _bilingual(word: WordDocument) -> None:
    _head(word)
    table = word.add_table(rows=4, cols=2)
    table.cell(0, 0).text = "{{ title }}"
    table.cell(0, 1).text = "{{ other.title }}"
    table.cell(1, 0).text = "{%tr for pair in pairs %}"
    _lines(table.cell(2, 0), "pair[0]")
    _lines(table.cell(2, 1), "pair[1]")
    table.cell(3, 0).text = "{%tr endfor %}"
    for name in ("fingerprint", "other.fingerprint"):
        word.add_paragraph(f"{{{{ {name} }}}}", style="Quiet")
    _loop(word, "notice in other.notices", lambda: word.add_paragraph("{{ notice }}", style="Quiet"))
    _end(word)


def _handbook(word: WordDocument) -> None:
    _head(word)
    word.add_paragraph("{{ words.contents }}", style="Heading 1")
    add_field(word.add_paragraph(), 'TOC \\o "1-1" \\h \\z \\u')

    def paper() -> None:
        word.add_paragraph("{{ paper.title }}", style="Heading 1").paragraph_format.page_break_before = True
        _lines(word, "paper.lines")

    _loop(word, "paper in papers", paper)
    _end(word)


def _end(word: WordDocument) -> None:
    _loop(word, "fact in known", lambda: word.add_paragraph("{{ fact.label }}{{ colon }}{{r fact.text }}"))
    _loop(word, "notice in notices", lambda: word.add_paragraph("{{ notice }}", style="Quiet"))
    _when(word, "signers", _adds(word, "{{ words.signing }}", SIGNATURES))
    _when(word, "signers", lambda: _signed_document(word))
    _loop(word, "s in signers", lambda: _signer(word))


def _signed_document(word: WordDocument) -> None:
    """What is signed, said once more above the signatures."""
    paragraph = word.add_paragraph()
    paragraph.add_run("{{ title }}").bold = True
    paragraph.add_run("{% for fact in facts %} · {{ fact.label }}{{ colon }}{{r fact.text }}{% endfor %}")


def _signer(word: WordDocument) -> None:
    act = word.add_paragraph()
    act.add_run("{{ s.act }} ").bold = True
    act.add_run("{{ s.post }}")
    act.paragraph_format.keep_with_next = True
    _when(word, "s.said", _adds(word, "{{ s.said }}", "Normal"))
    _signature_line(word).paragraph_format.keep_with_next = True
    word.add_paragraph(f"{_NAMED}{_DATED}{_SEALED}", style="Quiet")


def _signature_line(word: WordDocument) -> Any:
    relation, _ = word.part.get_or_add_image(io.BytesIO(line_image()))
    paragraph = word.add_paragraph(style=_PICTURE)
    paragraph._p.append(parse_xml(line_xml(relation)))  # noqa: SLF001  python-docx has no signature lines
    return paragraph


def _loop(holder: Any, what: str, add: Callable[[], Any]) -> None:
    holder.add_paragraph(f"{{%p for {what} %}}")
    add()
    holder.add_paragraph("{%p endfor %}")


def _when(holder: Any, what: str, add: Callable[[], Any]) -> None:
    holder.add_paragraph(f"{{%p if {what} %}}")
    add()
    holder.add_paragraph("{%p endif %}")


def _centred(word: WordDocument, text: str, *, bold: bool) -> None:
    paragraph = word.add_paragraph()
    paragraph.add_run(text).bold = bold
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


_BODIES: Mapping[str, Callable[[WordDocument], None]] = {
    "profile": _profile,
    "table": _tabular,
    "sheet": _sheet,
    "refusal": _refusal,
    "bilingual": _bilingual,
    "handbook": _handbook,
}
