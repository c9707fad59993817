"""Text of a handbook to its tree.

Python-Markdown does the parsing with all but the admitted patterns taken out, so that nothing else, HTML least
of all, can come from content. References and placeholders are two patterns of our own.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal
from xml.etree import ElementTree as ET

import markdown
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor

from rolebook.model.words.inline import (
    ID,
    PLACEHOLDERS,
    SCHEMES,
    WORD_FORMS,
    Block,
    Blocks,
    Break,
    Fault,
    Link,
    Listing,
    Paragraph,
    Placeholder,
    Reference,
    Run,
    Styled,
    Words,
)
from rolebook.model.words.parse_cost import is_tangled

_SHOWN = 40
_STASHED, _STASH_END = "\x02", "\x03"  # Python-Markdown's own marks
_MARKED = re.compile(r"[*`\[\]{}\\\n]")
_STARTS_LIST = re.compile(r"[-+*] |[0-9]+[.)] ")
_CJK = "\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef"
_CJK_GAP = re.compile(f"(?<=[{_CJK}]) (?=[{_CJK}])")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_REFERENCE = re.compile(
    rf"(?:(?P<kind>role|policy):)?(?P<id>{ID})(?:#(?P<fragment>{ID}))?(?::(?P<form>[a-z]+))?"
    r"(?:\|(?P<shown>[^|]+))?\Z"
)


def parse(text: str, *, lists: bool = False) -> tuple[Blocks, tuple[Fault, ...]]:
    """The tree of a text and what is wrong in it; `lists` admits lists.

    White space is folded; a gap between two Han signs is none. A tangled text is its words as they stand.
    """
    text = text.strip()
    if not _MARKED.search(text) and not (lists and _STARTS_LIST.match(text)):
        return (Paragraph((Words(_fold(text)),)),) if text else (), ()
    if is_tangled(text):
        return (Paragraph((Words(_fold(text)),)),), (Fault("tangled-text", f"{text[:_SHOWN]}…"),)
    faults: list[Fault] = []
    text = text.replace(_STASHED, "").replace(_STASH_END, "")
    root = _to_element(text, lists=lists)
    return tuple(_blocks(root, faults)), tuple(faults)


def _fold(text: str) -> str:
    return _CJK_GAP.sub("", _SPACE.sub(" ", text))


class _ReferencePattern(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        return ET.Element("reference", {"target": m[1]}), m.start(0), m.end(0)


class _PlaceholderPattern(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ET.Element, int, int]:  # type: ignore[override]  # noqa: N802, ARG002
        return ET.Element("placeholder", {"written": m[0]}), m.start(0), m.end(0)


_REFUSED_BLOCKS = ("code", "hashheader", "setextheader", "hr", "quote", "reference", "indent")


# Our own, because Python-Markdown's differ between releases, and fingerprints rest on the tree.
_STRONG = r"()\*\*(?=[^\s*])(.+?)(?<=[^\s])\*\*"
_EMPHASIS = r"()\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?!\*)"

# What Python-Markdown's releases register beside the admitted patterns.
_REFUSED_PATTERNS = (
    "reference",
    "image_link",
    "image_reference",
    "short_reference",
    "short_image_ref",
    "autolink",
    "automail",
    "html",
    "entity",
    "not_strong",
    "em_strong",
    "em_strong2",
)


@cache
def _parser(*, lists: bool) -> markdown.Markdown:
    parser = markdown.Markdown()
    parser.preprocessors.deregister("html_block")
    for name in _REFUSED_BLOCKS if lists else (*_REFUSED_BLOCKS, "ulist", "olist"):
        parser.parser.blockprocessors.deregister(name)
    for name in _REFUSED_PATTERNS:
        if name in parser.inlinePatterns:
            parser.inlinePatterns.deregister(name)
    parser.inlinePatterns.register(SimpleTagInlineProcessor(_STRONG, "strong"), "rolebook-strong", 61)
    parser.inlinePatterns.register(SimpleTagInlineProcessor(_EMPHASIS, "em"), "rolebook-emphasis", 60)
    parser.inlinePatterns.register(_ReferencePattern(r"\[\[([^\[\]\n]*)\]\]", parser), "rolebook-reference", 175)
    parser.inlinePatterns.register(
        _PlaceholderPattern(r"\{\{|\}\}|\{[^{}\n]*\}|[{}]", parser), "rolebook-placeholder", 174
    )
    return parser


def _to_element(text: str, *, lists: bool) -> ET.Element:
    parser = _parser(lists=lists).reset()
    root = parser.parser.parseDocument(text.split("\n")).getroot()
    if root is None:
        raise AssertionError(text)
    parser.treeprocessors["inline"].run(root)
    parser.treeprocessors["unescape"].run(root)
    return root


def _blocks(parent: ET.Element, faults: list[Fault]) -> Iterator[Block]:
    loose: list[Run] = list(_words(parent.text))
    for child in parent:
        if child.tag in ("p", "ul", "ol"):
            if loose := _trimmed(loose):
                yield Paragraph(tuple(loose))
                loose = []
            yield from _block(child, faults)
        else:
            loose.extend(_run(child, faults))
        loose.extend(_words(child.tail))
    if loose := _trimmed(loose):
        yield Paragraph(tuple(loose))


def _block(element: ET.Element, faults: list[Fault]) -> Iterator[Block]:
    if element.tag == "p":
        if content := _trimmed(list(_inline(element, faults))):
            yield Paragraph(tuple(content))
    else:
        yield Listing(element.tag == "ol", tuple(tuple(_blocks(item, faults)) for item in element))


def _inline(element: ET.Element, faults: list[Fault]) -> Iterator[Run]:
    yield from _words(element.text)
    for child in element:
        yield from _run(child, faults)
        yield from _words(child.tail)


def _run(element: ET.Element, faults: list[Fault]) -> Iterator[Run]:
    match element.tag:
        case "em":
            yield Styled("emphasis", tuple(_inline(element, faults)))
        case "strong":
            yield Styled("strong", tuple(_inline(element, faults)))
        case "code":
            yield Styled("code", (Words("".join(element.itertext())),))
        case "br":
            yield Break()
        case "a":
            yield from _link(element, faults)
        case "reference":
            yield _reference(element.attrib["target"], faults)
        case "placeholder":
            yield _placeholder(element.attrib["written"], faults)


def _link(element: ET.Element, faults: list[Fault]) -> Iterator[Run]:
    target, content = element.attrib.get("href", ""), tuple(_inline(element, faults))
    if any(isinstance(run, Reference | Link) for run in content):
        faults.append(Fault("malformed-reference", f"[{''.join(element.itertext())}…]({target})"))
        yield from content
    elif _STASHED in target:  # a pattern inside the address
        faults.append(Fault("unknown-placeholder", "{…}"))
        yield from content
    elif target.lower().startswith(SCHEMES):
        yield Link(target, content)
    else:
        faults.append(Fault("unsafe-link", target))
        yield from content


def _reference(target: str, faults: list[Fault]) -> Run:
    match = _REFERENCE.match(target)
    form = match["form"] or "" if match else ""
    if not match or (form and form not in WORD_FORMS) or (not match["kind"] and match["fragment"]):
        faults.append(Fault("malformed-reference", f"[[{target}]]"))
        return Words(f"[[{target}]]")
    kind: Literal["term", "role", "policy"] = match["kind"] or "term"  # type: ignore[assignment]
    return Reference(kind, match["id"], match["fragment"] or "", form, match["shown"] or "")


def _placeholder(written: str, faults: list[Fault]) -> Run:
    if written in ("{{", "}}"):
        return Words(written[0])
    name = written.strip("{}")
    if name in PLACEHOLDERS:
        return Placeholder(name)
    faults.append(Fault("unknown-placeholder", written))
    return Words(written)


def _words(text: str | None) -> Iterator[Words]:
    if text:
        yield Words(_fold(text))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without white space at both ends, and with neighbouring words joined."""
    joined: list[Run] = []
    for run in runs:
        if isinstance(run, Words) and joined and isinstance(joined[-1], Words):
            joined[-1] = Words(joined[-1].text + run.text)
        else:
            joined.append(run)
    if joined and isinstance(joined[0], Words):
        joined[0] = Words(joined[0].text.lstrip())
    if joined and isinstance(joined[-1], Words):
        joined[-1] = Words(joined[-1].text.rstrip())
    return [run for run in joined if run != Words("")]
