"""The foot of the built-in Word templates, and the fields that Word fills in."""

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def add_footer(word: WordDocument) -> None:
    """Adds whose paper it is, which page, and that it is a working copy."""
    footer = word.sections[0].footer.paragraphs[0]
    footer.style = word.styles["Quiet"]
    footer.add_run("{{ letterhead[0] }} · {{ title }} · ")
    for code in ("PAGE", "NUMPAGES"):
        add_field(footer, code)
        footer.add_run(" / " if code == "PAGE" else "")
    notice = word.sections[0].footer.add_paragraph("{{ working_copy }}", style="Quiet")
    notice.runs[0].bold = True


def add_field(paragraph: Any, code: str) -> None:
    """Adds what Word counts or collects by itself: a page number, a table of contents."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001  python-docx has no fields
