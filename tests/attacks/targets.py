"""What is attacked: readers of what other people send. Each target takes bytes and ends, or there is a defect.

A target asserts what must hold of any result: places inside the file, only harmless elements, the words given back.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

from rolebook.checks import check
from rolebook.checks.pages import page_faults
from rolebook.diagnostics import Diagnostic, Message, UserError
from rolebook.diagnostics.text import as_text
from rolebook.exchange.codes import InlineCode, Pieces, pieces_of
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import UnreadableDocumentError
from rolebook.exchange.mail import UnreadableMailError, read_mail
from rolebook.exchange.tables import read_table
from rolebook.language import phrasebook, say
from rolebook.model.handbook import Handbook
from rolebook.model.people.roster import read_people
from rolebook.model.people.signatories import read_signatories
from rolebook.model.reading.load import load
from rolebook.model.words.canonical import plain_data
from rolebook.model.words.inline import plain
from rolebook.model.words.parse_cost import is_tangled
from rolebook.model.words.parser import parse
from rolebook.model.words.text import Text
from rolebook.pipeline.check.check import check_handbook, read_files
from rolebook.pipeline.importing.conservation import missing_words
from rolebook.pipeline.importing.drafts import fold_drafts, read_drafts
from rolebook.pipeline.importing.lexicon import lexicon_of
from rolebook.pipeline.importing.posts import KnownPosts
from rolebook.pipeline.register.mails import read_back
from rolebook.pipeline.translate.delivery import read_delivery
from rolebook.render.handwritten import as_html
from rolebook.render.links import Links
from rolebook.render.markup import Markups
from rolebook.source import SourceFile, allowances_in, edit_texts, read_yaml
from rolebook.source.editing import EditRefused, TextChange
from rolebook.view import Reader
from tests.conftest import FIRM
from tests.word_files import word_file

Target = Callable[[bytes], None]

PLAIN_TAGS = frozenset(["p", "ul", "ol", "li", "em", "strong", "code", "a", "span", "br"])
PAGE_TAGS = PLAIN_TAGS | frozenset(
    ["h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td"]
)
ATTRIBUTES = frozenset({"href", "rel", "class", "title", "lang", "start", "align", "style", "id"})
SCHEMES = ("https:", "http:", "mailto:", "tel:")
_TOLD = 20
_FOLDERS: list[TemporaryDirectory[str]] = []


@cache
def firm() -> Handbook:
    """The small firm's handbook."""
    handbook = check_handbook(FIRM).handbook
    assert handbook is not None
    return handbook


@cache
def folder() -> Path:
    """A folder for files to read; it lives as long as the process."""
    _FOLDERS.append(TemporaryDirectory(prefix="rolebook-attack-"))
    return Path(_FOLDERS[0].name)


class Tags(HTMLParser):
    """Refuses markup that no text may come to."""

    def __init__(self, allowed: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._allowed = allowed

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self._allowed, tag
        for name, value in attrs:
            assert name in ATTRIBUTES, name
            if name == "style":
                assert value in ("text-align: left;", "text-align: right;", "text-align: center;"), value
            if name == "href" and ":" in (value or "").partition("/")[0].partition("#")[0]:
                assert str(value).lower().startswith(SCHEMES), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"<?{data}")


def harmless(html: str, allowed: frozenset[str]) -> None:
    """Asserts that HTML holds only the elements and attributes that a text may have."""
    reader = Tags(allowed)
    reader.feed(html)
    reader.close()


def placed(findings: Iterable[Diagnostic], texts: dict[str, str]) -> None:
    """Asserts that findings can be told, and stand inside the files they name."""
    listed = list(findings)
    as_text(listed[:_TOLD], phrasebook("en"))
    as_text(listed[-_TOLD:], phrasebook("ru"))
    lines_of = {file: text.split("\n") for file, text in texts.items()}
    for finding in listed:
        lines = lines_of.get(finding.location.file)
        if lines is not None:
            assert 1 <= finding.location.line <= len(lines), finding
            assert 1 <= finding.location.column <= len(lines[finding.location.line - 1]) + 1, finding


def yaml_reader(data: bytes) -> None:
    """The reader, comments that allow findings, and an edit at every text of the file."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    value, findings = read_yaml(text, "a.yml")
    placed(findings, {"a.yml": text})
    list(allowances_in(text, "a.yml"))
    if isinstance(value, dict) and not findings:
        for span in list(value.values_at.values())[:3]:
            try:
                edit_texts(text, "a.yml", [TextChange(span.line, span.column, "en", {"en": "a: # b", "es": "'c' \\"})])
            except EditRefused:
                continue


PLACES = (
    "roles/head-chef.yml",
    "policies/hygiene.yml",
    "policies/discipline.yml",
    "content/handbook.yml",
    "content/glossary.yml",
    "content/competencies.yml",
    "content/languages/no.yml",
    "content/jurisdictions/ES.yml",
    "content/agreements/hotels.yml",
    "content/wording/en.yml",
    "content/pages/en/welcome.md",
    "content/translations.lock",
    "content/releases/role.head-chef.1.0.json",
)


@cache
def _others() -> tuple[SourceFile, ...]:
    return tuple(read_files(FIRM)[0])


def handbook(data: bytes) -> None:
    """The small firm with one file in the place of its own; the first byte says which."""
    path = PLACES[data[0] % len(PLACES)] if data else PLACES[0]
    text = data[1:].decode("utf-8", "replace").removeprefix("\ufeff")
    files = [one for one in _others() if one.path != path] + [SourceFile(path, text)]
    read, findings = load(files)
    found = check(read, findings, allowances_in(text, path) if path.endswith(".yml") else ())
    placed(found, {file.path: file.text for file in files})


def inline(data: bytes) -> None:
    """A text, read and rendered; nothing but what the subset has comes out."""
    text = data.decode("utf-8", "replace")
    blocks, faults = parse(text, lists=True)
    parse(text)
    plain(blocks)
    plain_data(blocks, lambda _, name: name)
    assert all(fault.code for fault in faults)
    if not is_tangled(text):  # as no text of a handbook is
        assert "".join(_said(pieces_of(text))) == text
    if not text.strip():
        return
    reader = Reader(firm(), "en", firm().entities["kitchen-es"])
    links = Links("en/roles/cook", "en", frozenset({"roles/cook", "roles/head-chef", "glossary"}))
    words = Text({"en": text}, "en", lists=True)
    markups = Markups(links)
    harmless(str(markups.flow(reader.flow(words))), PLAIN_TAGS)
    harmless(str(markups.prose(reader.prose(words))), PLAIN_TAGS)


def _said(pieces: Pieces) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, InlineCode):
            yield piece.text
        else:
            yield from (piece.start, *_said(piece.inside), piece.end)


def page(data: bytes) -> None:
    """A hand-written page, checked and made HTML."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    path = "content/pages/en/welcome.md"
    files = [one for one in _others() if one.path != path] + [SourceFile(path, f"---\ntitle: Welcome\n---\n{text}")]
    read, findings = load(files)
    assert read is not None
    placed([*findings, *page_faults(read)], {file.path: file.text for file in files})
    links = Links("en/guide/welcome", "en", frozenset({"roles/cook", "roles/head-chef", "glossary"}))
    for one in read.pages:
        if one.path == path:
            harmless(as_html(replace(one), Reader(read, "en"), links), PAGE_TAGS)


def _delivery(data: bytes, name: str) -> None:
    path = folder() / name
    path.write_bytes(data)
    try:
        read_delivery(path)
    except UserError:
        return


def xliff(data: bytes) -> None:
    """XLIFF 1.2 and 2, as they come and with what makes them no XML mended: else hardly one would reach the reader."""
    _delivery(data, "a.xlf")
    _delivery(mended(data), "a.xlf")


def mended(data: bytes) -> bytes:
    """The nearest well-formed XML."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return data
    return data if root is None else bytes(etree.tostring(root))


def po(data: bytes) -> None:
    """PO."""
    _delivery(data, "a.po")


def xlsx(data: bytes) -> None:
    """A workbook as bytes: the container."""
    _delivery(data, "a.xlsx")
    read_table(folder() / "a.xlsx")


def sheet(data: bytes) -> None:
    """A workbook whose sheet is the input, and whose table of strings is what follows a zero byte."""
    first, _, strings = data.partition(b"\0")
    for workbook in (packed(first, strings), packed(mended(first), mended(strings))):
        _delivery(workbook, "a.xlsx")
        read_table(folder() / "a.xlsx")


def roster(data: bytes) -> None:
    """A table of people, and one of signatories."""
    path = folder() / "a.csv"
    path.write_bytes(data)
    table, findings = read_table(path)
    if table is not None:
        findings = [*findings, *read_people(table, firm())[1], *read_signatories(table, firm())[1]]
    as_text(findings[:_TOLD], phrasebook("en"))


def mail(data: bytes) -> None:
    """A mail: one sender in one form, and nothing told that is not in it."""
    try:
        read = read_mail(data)
    except UnreadableMailError as error:
        say(Message(f"register-mail-{error.code}", source="a.eml"), "ru")
        return
    assert read.sender.count("@") == 1
    assert not set(read.sender) & set(" ,;<>()\n\r")
    for told in read_back(firm(), read):
        assert told["document"].startswith(("role/", "policy/"))


LANGUAGES = ("en", "es", "zh", "vi", "ru")
_MOST_OF_DOCUMENT = 16 * 1024
"""Each line is looked up among a thousand headings, which takes more than the bound for texts."""


def document(data: bytes) -> None:
    """A document to import: the first byte says its language, and whether the rest is the text of a Word file."""
    first, content = (data[0], data[1:_MOST_OF_DOCUMENT]) if data else (0, b"")
    path = folder() / "document"
    path.write_bytes(word_file(content.decode("utf-8", "replace")) if first % 2 else content)
    language = LANGUAGES[first // 2 % len(LANGUAGES)]
    lexicon = lexicon_of(language)
    assert lexicon is not None
    try:
        read = read_document(path, language)
    except UnreadableDocumentError:
        return
    reading = read_drafts(read, lexicon, "role" if first > 127 else "", {})
    drafts = fold_drafts(reading, lexicon, KnownPosts(), (), ["x"] * len(reading.roles))
    assert not drafts or not list(missing_words(read, drafts))


TARGETS: dict[str, Target] = {
    "yaml": yaml_reader,
    "handbook": handbook,
    "inline": inline,
    "page": page,
    "xliff": xliff,
    "po": po,
    "xlsx": xlsx,
    "sheet": sheet,
    "roster": roster,
    "mail": mail,
    "document": document,
}


def any_of_them(data: bytes) -> None:
    """All of them in one process: the first byte says which."""
    if data:
        [*TARGETS.values()][data[0] % len(TARGETS)](data[1:])


_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {"workbook": "sheet.main", "worksheets/sheet1": "worksheet", "sharedStrings": "sharedStrings"}
_SHEET_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in _PARTS.items()
    )
    + "</Types>"
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    f' xmlns:r="{_KIND}"><sheets><sheet name="Rolebook" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def packed(sheet_xml: bytes, strings: bytes = b"", level: int = 1, **other: bytes) -> bytes:
    """A workbook with one sheet, called as ours is."""
    parts: dict[str, bytes] = {
        "[Content_Types].xml": _SHEET_TYPES.encode(),
        "_rels/.rels": _RELATIONS.format(
            f'<Relationship Id="rId1" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/>'
        ).encode(),
        "xl/workbook.xml": _BOOK.encode(),
        "xl/_rels/workbook.xml.rels": _RELATIONS.format(
            f'<Relationship Id="rId1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_KIND}/sharedStrings" Target="sharedStrings.xml"/>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet_xml,
        "xl/sharedStrings.xml": strings or b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
        **other,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
