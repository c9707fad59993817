"""A file as a document, its kind told by its first bytes and never by its name."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.exchange.documents.blocks import Document, UnreadableDocumentError
from rolebook.store.files import read_bytes

MAX_BYTES = 64 * 1024 * 1024
_OLE, _ZIP, _PDF, _RTF = b"\xd0\xcf\x11\xe0", b"PK\x03\x04", b"%PDF-", b"{\\rtf"
_OTHERS = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"SQLite format", b"MZ", b"\x7fELF", b"OggS", b"ID3")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF")
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<p>", b"<h1", b"<h2", b"<table", b"<ul")
_WORKBOOK = b"xl/workbook.xml"
_HEAD = 2048


def read_document(path: Path, language: str = "") -> Document:
    """Returns a file's blocks; raises UnreadableDocumentError, and UserError for a file that is not there.

    `language` decides between the encodings of a text that says none of its own.
    """
    if not path.is_file():
        raise UserError("no-file", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableDocumentError("too-large")
    data = read_bytes(path)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise UnreadableDocumentError("empty-file")
    return _reader(data, path)(data, str(path), hashlib.sha256(data).hexdigest(), language)


_Reader = Callable[[bytes, str, str, str], Document]


def _reader(data: bytes, path: Path) -> _Reader:
    """The reader for a kind of bytes. Each is imported when it is needed: most runs read one kind."""
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_ZIP) and _WORKBOOK in data:
        return _sheet_reader(path)
    if head.startswith(_ZIP):
        from rolebook.exchange.documents.word import read_word  # noqa: PLC0415

        return lambda data, file, digest, _: read_word(data, file, digest)
    if reason := _refused(data, head):
        raise UnreadableDocumentError(reason)
    if head.startswith(_PDF):
        from rolebook.exchange.documents.pdf_text import read_pdf  # noqa: PLC0415

        return lambda data, file, digest, _: read_pdf(data, file, digest)
    if head.startswith(_RTF):
        from rolebook.exchange.documents.rich_text import read_rich_text  # noqa: PLC0415

        return lambda data, file, digest, _: read_rich_text(data, file, digest)
    if head.lower().startswith(_MARKUP):
        from rolebook.exchange.documents.web_page import read_web_page  # noqa: PLC0415

        return lambda data, file, digest, _: read_web_page(data, file, digest)
    return _text_reader(data, path)


def _sheet_reader(path: Path) -> _Reader:
    from rolebook.exchange.documents.sheet import read_sheet  # noqa: PLC0415

    return lambda _data, _file, digest, _language: read_sheet(path, digest)


def _text_reader(data: bytes, path: Path) -> _Reader:
    from rolebook.exchange.documents.markdown_text import is_markdown, read_markdown  # noqa: PLC0415
    from rolebook.exchange.documents.plain_text import read_text  # noqa: PLC0415
    from rolebook.exchange.documents.sheet import is_separated  # noqa: PLC0415

    text = data.decode("utf-8", "replace")
    if is_separated(text):
        return _sheet_reader(path)
    return read_markdown if is_markdown(text) else read_text


def _refused(data: bytes, head: bytes) -> str:
    """Why a kind of file is not read, as a word of messages."""
    if head.startswith(_OLE):
        return "encrypted-document" if "EncryptedPackage".encode("utf-16-le") in data else "old-word"
    if head.startswith(_PICTURES):
        return "picture"
    return "other-program" if head.startswith(_OTHERS) else ""
