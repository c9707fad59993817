"""Word files of our own, written part by part, so that tests know every word and number that is in them."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_P = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WORD = re.compile(r"[^\W_]+")
KINDS = ("header", "footer", "comments", "numbering", "styles", "footnotes")
STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="List"><w:name w:val="List"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
)


def run(text: str, properties: str = "", *, tag: str = "t") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:{tag} xml:space="preserve">{escape(text)}</w:{tag}></w:r>'


def paragraph(content: str, *, style: str = "", level: int | None = None, list_id: int = 1) -> str:
    """A paragraph of words or of runs, in a style or in a list."""
    inside = content if content.startswith("<") else run(content)
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>' if level is not None else ""
    return f"<w:p><w:pPr>{name}{number}</w:pPr>{inside}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A table; the lines of a cell are its paragraphs."""
    cells = [
        "".join(f"<w:tc>{''.join(paragraph(line) for line in cell.split(chr(10)))}</w:tc>" for cell in row)
        for row in rows
    ]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def levels(*forms: tuple[str, str], list_id: int = 1, override: str = "") -> str:
    """A list by the form and text of its levels."""
    inside = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(forms)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{list_id}">{inside}</w:abstractNum>'
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/>{override}</w:num>'
    )


def word_file(body: str, parts: Mapping[str, str] | None = None, *, prolog: str = "") -> bytes:
    """A Word file of a body and other parts by kind: header, footer, comments, numbering, styles."""
    others = {"styles": STYLES, **(parts or {})}
    root = {"header": "hdr", "footer": "ftr"}
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_R}/{kind}" Target="{kind}.xml"/>' for at, kind in enumerate(others)
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            + "".join(
                f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE}.{form}+xml"/>'
                for kind, form in (("document", "document.main"), *((kind, kind) for kind in others))
            )
            + "</Types>",
        )
        start = f'<Relationship Id="r0" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        out.writestr("_rels/.rels", f'<Relationships xmlns="{_P}">{start}</Relationships>')
        out.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{_P}">{relations}</Relationships>')
        out.writestr("word/document.xml", f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for kind, content in others.items():
            tag = root.get(kind, kind)
            out.writestr(f"word/{kind}.xml", f'<w:{tag} xmlns:w="{W}">{content}</w:{tag}>')
    return packed.getvalue()


def words_in_parts(data: bytes) -> Counter[str]:
    """Every word of `w:t`, `w:delText` and `w:instrText` in all parts, counted without reading XML."""
    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode()
            for words in re.findall(r"<w:(?:t|delText|instrText)(?: [^>]*)?>([^<]*)<", text):
                plain = words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
                found.update(_WORD.findall(plain.casefold()))
    return found
