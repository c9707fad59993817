"""A mail as a mail program exports it (`.eml`, RFC 5322), perhaps from a hostile hand: sender, day, subject and words.

What From says is what somebody wrote there; nothing here makes it true. Attachments are not looked at.
"""

import re
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from html import unescape

from rolebook.language.comparison import folded

MAX_BYTES = 10 * 2**20
MAX_HEADERS, MAX_HEADER = 128 * 1024, 2000
MAX_PARTS = 100
"""So many types of parts and lines between them: Python's reader calls itself for each mail in a mail."""
MAX_TEXT = 64 * 1024

_READ = re.compile(
    rb"^(?:from|sender|subject|date|content-[a-z-]+)[ \t]*:.*(?:\n[ \t].*)*", re.IGNORECASE | re.MULTILINE
)
_PARTS = re.compile(rb"^(?:content-type[ \t]*:|--)", re.IGNORECASE | re.MULTILINE)
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"=?]+@[^\W_](?:[\w.-]*[^\W_])?")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,20})?[^<>]{0,2000}>")
_BLANK = re.compile(r"\s+")
_LINES = frozenset({"br", "p", "div", "li", "tr", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_HIDDEN = frozenset({"style", "script", "head", "title", "blockquote"})
_QUOTED = re.compile(r"^>.*\n?", re.MULTILINE)


class UnreadableMailError(Exception):
    """A file that is no mail to be believed in; `code` says why: `too-large`, `nested`, `unreadable`, `no-sender`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's sender in lower case, its own day (None where it tells none), subject, and text without what it quotes.

    `answers` where it is a reply to another mail or passes one on.
    """

    sender: str
    day: date | None
    subject: str
    text: str
    answers: bool


def read_mail(content: bytes) -> Mail:
    """The mail, or UnreadableMailError."""
    if len(content) > MAX_BYTES:
        raise UnreadableMailError("too-large")
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    if len(head) > MAX_HEADERS:
        raise UnreadableMailError("too-large")
    if any(len(header[0]) > MAX_HEADER for header in _READ.finditer(content)):  # their parser takes the square of it
        raise UnreadableMailError("too-large")
    if len(_PARTS.findall(content)) > MAX_PARTS:
        raise UnreadableMailError("nested")
    try:
        mail = message_from_bytes(content, policy=default)
        answers = any(name in mail for name in ("In-Reply-To", "References", "Resent-From"))
        return Mail(_sender(mail), _day(mail), _header(mail, "Subject"), _text(mail), answers)
    except UnreadableMailError:
        raise
    except Exception as error:  # what a broken or hostile mail makes Python's reader raise has no common class
        raise UnreadableMailError("unreadable") from error


def _sender(mail: EmailMessage) -> str:
    """The one address that the mail is from; a mail sent by one for another has two."""
    told = [_single_address(mail, name) for name in ("From", "Sender") if name in mail]
    if not told or "" in told or len(set(told)) > 1 or "From" not in mail:
        raise UnreadableMailError("no-sender")
    return told[0]


def _single_address(mail: EmailMessage, name: str) -> str:
    """The address of a header that has exactly one, plainly; else nothing."""
    headers = mail.get_all(name, [])
    if len(headers) != 1:
        return ""
    addresses = headers[0].addresses
    address = str(addresses[0].addr_spec) if len(addresses) == 1 else ""
    grouped = any(group.display_name is not None for group in headers[0].groups)
    return folded(address) if _ADDRESS.fullmatch(address) and not headers[0].defects and not grouped else ""


def _day(mail: EmailMessage) -> date | None:
    try:
        return parsedate_to_datetime(_header(mail, "Date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _header(mail: EmailMessage, name: str) -> str:
    return " ".join(str(mail.get(name, "")).split())


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    content = body.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    text = _decoded(raw[: 4 * MAX_TEXT], body.get_content_charset("utf-8"))
    if body.get_content_subtype() == "html":
        text = _words(text)
    return _QUOTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:MAX_TEXT]


def _decoded(raw: bytes, charset: str) -> str:
    """As the mail says it is written; what it says wrongly is read as UTF-8, where our own lines survive."""
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _words(html: str) -> str:
    """What a reader of HTML sees, line by line, without what it quotes.

    Python's own reader takes the square of the length for tags that are never closed; this one passes over them.
    """
    found: list[str] = []
    hidden, start = 0, 0
    for tag in _TAG.finditer(html):
        if not hidden:
            found.append(_BLANK.sub(" ", html[start : tag.start()]))
        start, name = tag.end(), (tag["name"] or "").casefold()
        if name in _HIDDEN:
            hidden = max(0, hidden + (-1 if tag["end"] else 1))
        if name in _LINES:
            found.append("\n")
    found.append("" if hidden else _BLANK.sub(" ", html[start:]))
    return unescape("".join(found))
