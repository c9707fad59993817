"""Markup of Markdown and HTML that the format does not know: it is printed with its signs."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Literal, NamedTuple

Kind = Literal[
    "heading", "table", "underscores", "image", "html", "strikethrough", "footnote", "code-block", "quotation", "rule",
    "highlight", "reference-link", "autolink", "address", "task", "list", "list-gap", "bullet", "nested-list",
    "unclosed",
]  # fmt: skip


class ForeignMarkup(NamedTuple):
    """One kind of markup, where it begins in the words, and its signs."""

    kind: Kind
    start: int
    written: str


_TAGS = (
    "a|abbr|acronym|address|article|aside|b|big|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head"
    "|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|ol|option|p|picture|pre|q|s|samp|script|section"
    "|select|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|tr|tt|u|ul|var|video"
)
_CODE_SIGN, _ESCAPE_SIGN = "\0", "\1"
_MARKER = r"(?:[-+*•]|[0-9]{1,2}[.)])[ \t]+\S"
_FOREIGN_ITEM = re.compile(
    r"^[ \t]*(?:[•·▪▫◦●○■□☐☑✓✔‣⁃–—][ \t]*|(?:[0-9]{1,2}|[^\W\d_])\)[ \t]+|[(（](?:[0-9]{1,2}|[^\W\d_])[)）][ \t]*"
    r"|[①-⑳][ \t]*|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}、)(?=[^\s•·–—])",
    re.M,
)
"""What begins the items of a list elsewhere and begins none here."""
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "heading",
        re.compile(
            r"^ {0,3}(?:#{2,6}[ \t]+\S|#[ \t]+(?!rolebook:)[^\W\d])|^[^\n]*\S[^\n]*\n {0,3}(?:={2,}|-{3,})[ \t]*$", re.M
        ),
    ),
    (
        "table",
        re.compile(
            r"\|[ \t]*:?-{3,}:?[ \t]*\||^[ \t]*\|[^\n|]+\|[^\n]*\|[ \t]*$"
            r"|^[ \t]*:?-{2,}:?(?:[ \t]*\|[ \t]*:?-{2,}:?)+[ \t]*$",
            re.M,
        ),
    ),
    ("image", re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])")),
    ("html", re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|</[a-z][\w-]{{0,20}}>|<!--", re.I)),
    ("underscores", re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])[^_\n]{1,200}(?<=[^\s_])\1(?!\w)")),
    (
        "strikethrough",
        re.compile(
            r"~~(?=\S)[^~\n]{1,200}(?<=\S)~~|'{3}(?=\S)[^'\n]{1,200}(?<=\S)'{3}"
            r"|\[(?P<code>b|i|u|s|url|img|code|quote|color|size)(?:=[^\]\n]{0,80})?\][^\n]{0,200}?\[/(?P=code)\]",
            re.I,
        ),
    ),
    ("highlight", re.compile(r"(?<!=)==(?=[^\s=])[^=\n]{1,200}(?<=[^\s=])==(?!=)")),
    ("footnote", re.compile(r"\[\^[^\]\s]{1,40}\]")),
    ("code-block", re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.M)),
    ("quotation", re.compile(r"^ {0,3}>[ \t]*(?![\d=])\S|^(?:!{3}|:{3,})[ \t]*[A-Za-z]", re.M)),
    ("rule", re.compile(r"^ {0,3}([-*])(?:[ \t]*\1){2,}[ \t]*$", re.M)),
    (
        "reference-link",
        re.compile(r"(?<![\[\]])\[[^\]\[\n]+\]\[[^\]\[\n]*\](?!\])|^ {0,3}\[[^\]\[\n]+\]:[ \t]+\S", re.M),
    ),
    ("autolink", re.compile(r"<(?:https?://|mailto:)[^<>\s]+>|(?<!!)\[[ \t]*\]\(", re.I)),
    (
        "address",
        re.compile(
            rf"(?<!!)\[[^\]\[\n]+\]\((?:[^()\n]{{0,300}}?(?:\{{|\[\[|{_CODE_SIGN})"
            r"|[^()\s]{1,300}[ \t]+[\"'])[^()\n]*\)"
        ),
    ),
    ("task", re.compile(r"^[ \t]*[-+*] \[[ xX]\][ \t]", re.M)),
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_MAY_MARK = re.compile(r"[#|_~<&`=>\[\n]|'{3}|\*\*|(?:^|: )(?:[-+*•]|1\.) ")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)|\\.")
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t\r]*\n))+")
_STRONG = re.compile(r"\*\*")
_OPENS = re.compile(r"(?<![\w*])\*\*(?=[^\s*])")
_ITEM = re.compile(rf"[ \t]*{_MARKER}")
_LIST_ROW = re.compile(r"^(?P<indent>[ \t]*)(?:[-+*]|[0-9]{1,9}\.)[ \t]+\S", re.M)
_FIRST_ITEM = re.compile(r"[ \t]*(?:[-+*•]|1[.)])[ \t]+\S")
_RUN_ON = re.compile(r"(?:\A|: )(?:([-+*•]) \S[^\n]* \1 \S|(1\. )\S[^\n]*? 2\. \S)")


def foreign_markup(words: str, *, lists: bool, page: bool = False) -> Iterator[ForeignMarkup]:
    """The first place of each kind in the words of a text; `lists` are known there, on a `page` most of Markdown is."""
    if not _MAY_MARK.search(words):
        return
    shown = _CODE.sub(_blanked, words)
    for kind, pattern in _PATTERNS:
        if page and kind in _ON_PAGES:
            continue
        if match := pattern.search(shown):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield ForeignMarkup(kind, start, _excerpt(shown, start))
    entities = (match for match in _ENTITY.finditer(shown) if not match[1] or f"{match[1]};" in html5)
    if not page and (entity := next(entities, None)):
        yield ForeignMarkup("html", entity.start(), entity[0])
    yield from _unclosed(shown)
    yield from _lists(shown, lists=lists or page)
    if not page:
        yield from _foreign_lists(shown, lists=lists)


_ON_PAGES = frozenset(
    {"heading", "table", "underscores", "quotation", "rule", "reference-link", "autolink", "code-block", "html"}
    | {"address"}
)


def _blanked(code: re.Match[str]) -> str:
    """Signs in the stead of code or of a sign behind a backslash, so that every place stays."""
    return (_CODE_SIGN if code[0].startswith("`") else _ESCAPE_SIGN) * len(code[0])


def _unclosed(shown: str) -> Iterator[ForeignMarkup]:
    """The first strong words that nothing ends in their paragraph."""
    for paragraph in _PARAGRAPH.finditer(shown):
        signs = [match.start() for match in _STRONG.finditer(shown, *paragraph.span())]
        if len(signs) % 2 and _OPENS.match(shown, signs[-1]):
            yield ForeignMarkup("unclosed", signs[-1], _excerpt(shown, signs[-1]))
            return


def _lists(shown: str, *, lists: bool) -> Iterator[ForeignMarkup]:
    """Lists where none is known, and such as go on with the paragraph above."""
    offset = 0
    apart: list[int] = []
    for paragraph in re.split(r"(?<=\n)[ \t\r]*\n", shown):
        start = shown.find(paragraph, offset)
        offset = start + len(paragraph)
        rows = paragraph.split("\n")
        items = [index for index, row in enumerate(rows) if (_ITEM if index else _FIRST_ITEM).match(row)]
        if not items:
            continue
        at = start + sum(len(row) + 1 for row in rows[: items[0]])
        apart += [at] * len(items)
        if not lists and len(apart) > 1:
            yield ForeignMarkup("list", apart[0], _excerpt(shown, apart[0]))
            return
        if lists and items[0] > 0 and _FIRST_ITEM.match(rows[items[0]]):
            yield ForeignMarkup("list-gap", at, _excerpt(shown, at))
            return
    if match := _RUN_ON.search(shown):
        at = match.start(1 if match[1] else 2)
        yield ForeignMarkup("list-gap" if lists else "list", at, _excerpt(shown, at))


def _foreign_lists(shown: str, *, lists: bool) -> Iterator[ForeignMarkup]:
    """Rows that begin as the items of a list do elsewhere, and lists in lists: a text has one level of them."""
    rows = [match.start() + len(match[0]) - len(match[0].lstrip()) for match in _FOREIGN_ITEM.finditer(shown)]
    known = not lists and any(_ITEM.match(shown, shown.rfind("\n", 0, row) + 1) for row in rows)
    if len(rows) > 1 and not known:
        yield ForeignMarkup("bullet" if lists else "list", rows[0], _excerpt(shown, rows[0]))
    columns: list[int] = []
    for match in _LIST_ROW.finditer(shown) if lists else ():
        column = len(match["indent"].expandtabs(4))
        if columns and column >= min(columns) + 2:
            at = match.start() + len(match["indent"])
            yield ForeignMarkup("nested-list", at, _excerpt(shown, at))
            return
        columns.append(column)


def _excerpt(shown: str, start: int) -> str:
    row = shown[start:].split("\n", 1)[0].translate(_HIDDEN).strip()
    return row if len(row) <= _LONGEST else f"{row[: _LONGEST - 1]}…"


_LONGEST = 30
_HIDDEN = {0: "…", 1: "…"}
