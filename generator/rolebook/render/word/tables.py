"""Tables of the built-in Word templates."""

from collections.abc import Callable
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table


def table_of(holder: Any, count: int) -> Callable[[], None]:
    """Returns what adds a table of `line`, of so many columns, as wide as the text and each by its share."""

    def add() -> None:
        table = holder.add_table(rows=4, cols=count)
        ruled(table)
        for place in range(count):
            head = table.cell(0, place).paragraphs[0].add_run(f"{{{{ line.columns[{place}] }}}}")
            head.bold = True
            table.cell(2, place).text = f"{{{{r row[{place}] }}}}"
        table.cell(1, 0).text = "{%tr for row in line.rows %}"
        table.cell(3, 0).text = "{%tr endfor %}"
        repeat_head(table)
        _share(table)

    return add


def _share(table: Table) -> None:
    """Gives the columns the widths of `line`, whatever they hold."""
    properties = table._tbl.tblPr  # noqa: SLF001  python-docx has no widths in percent
    for name, attributes in (("w:tblW", {"w:w": "5000", "w:type": "pct"}), ("w:tblLayout", {"w:type": "fixed"})):
        part = properties.find(qn(name))
        if part is None:
            part = OxmlElement(name)
            properties.append(part)
        for key, value in attributes.items():
            part.set(qn(key), value)
    for place, column in enumerate(table._tbl.tblGrid.iter(qn("w:gridCol"))):  # noqa: SLF001
        column.set(qn("w:w"), f"{{{{ line.widths[{place}] }}}}")
    for row in table._tbl.tr_lst:  # noqa: SLF001
        for place, cell in enumerate(row.tc_lst):
            width = cell.get_or_add_tcPr().get_or_add_tcW()
            width.set(qn("w:w"), f"{{{{ line.widths[{place}] }}}}")
            width.set(qn("w:type"), "dxa")


def ruled(table: Table, widths: tuple[Mm, ...] = ()) -> None:
    """Gives a table its lines, and its columns their widths."""
    table.style = "Table Grid"
    for place, width in enumerate(widths):
        table.columns[place].width = width
        for row in table.rows:
            row.cells[place].width = width


def repeat_head(table: Table) -> None:
    """Repeats the first row on every page."""
    mark = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(mark)  # noqa: SLF001
