"""RTF as blocks, by striprtf; the code page is that of the file, or of the fonts where it says none."""

import re
from dataclasses import replace
from itertools import groupby

from striprtf.striprtf import rtf_to_text

from rolebook.exchange.documents.blocks import Block, Counter, Document, Origin, Run, UnreadableDocumentError, Where
from rolebook.exchange.documents.plain_text import paragraphs

_CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")
_CHARSET = re.compile(rb"\\fcharset(\d+)")
_PAGES = {204: "cp1251", 134: "gb18030", 136: "big5", 163: "cp1258", 238: "cp1250", 161: "cp1253", 162: "cp1254"}
_USUAL = "cp1252"
_UNSEEN_GROUP = re.compile(r"\{(?=[^{}]*\\(?P<mark>v|deleted)(?![a-z0-9]))[^{}]*\}")
"""A group whose words nobody sees: hidden, or deleted and not yet accepted."""
_BINARY = re.compile(rb"\\bin\d{4,}")


def read_rich_text(data: bytes, file: str, digest: str) -> Document:
    """Returns the paragraphs and rows of an RTF file; raises UnreadableDocumentError."""
    if _BINARY.search(data):
        raise UnreadableDocumentError("other-program")
    page = code_page(data)
    source = data.decode(page, "replace")
    counter = Counter()
    text = _plain(_UNSEEN_GROUP.sub("", source), page)
    blocks: list[Block] = []
    for group in _UNSEEN_GROUP.finditer(source):
        origin: Origin = "deleted" if group["mark"] == "deleted" else "hidden"
        hidden = paragraphs(_plain(f"{{\\rtf1 {group[0]}}}", page).split("\n"), "", counter)
        blocks += [replace(block, origin=origin) for block in hidden]
    for is_row, lines in groupby(text.split("\n"), key=_is_row):
        if not is_row:
            blocks += paragraphs(lines, "", counter)
            continue
        for line in lines:
            where = Where("", counter.next())
            cells = tuple(_cell(cell, where) for cell in line.rstrip().rstrip("|").split("|"))
            blocks += [Block("row", "", where, cells=cells)] if any(cells) else []
    return Document(file, "rtf", digest, tuple(blocks))


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table, as the reader writes it."""
    return line.count("|") > 1 and line.rstrip().endswith("|")


def _plain(source: str, page: str) -> str:
    """The words of RTF; raises UnreadableDocumentError where the reader gives up."""
    told = source if "\\ansicpg" in source else _with_page(source, page)
    try:
        return str(rtf_to_text(told, encoding=page, errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, IndexError, LookupError, RecursionError, TypeError, AttributeError):
        raise UnreadableDocumentError("broken-document") from None


def code_page(data: bytes) -> str:
    """Returns the code page of an RTF file's letters."""
    if told := _CODE_PAGE.search(data):
        page = "gb18030" if told[1] == b"936" else f"cp{int(told[1])}"
        return page if _is_known(page) else _USUAL
    fonts = [int(number) for number in _CHARSET.findall(data)]
    return next((_PAGES[number] for number in fonts if number in _PAGES), _USUAL)


def _is_known(page: str) -> bool:
    try:
        "".encode(page)
    except LookupError:
        return False
    return True


def _with_page(source: str, page: str) -> str:
    """The text with the code page said, since the reader takes another for granted."""
    number = page.removeprefix("cp")
    return source.replace("{\\rtf1", f"{{\\rtf1\\ansicpg{number}", 1) if number.isdecimal() else source


def _cell(words: str, where: Where) -> tuple[Block, ...]:
    text = words.strip()
    return (Block("paragraph", text, where, runs=(Run(text),)),) if text else ()
