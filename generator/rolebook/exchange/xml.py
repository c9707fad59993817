"""XML as other people send it: no document type, no entities, not endless."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from rolebook.exchange.segment import Unreadable

MAX_BYTES = 64 * 1024 * 1024
MAX_TAGS, _BYTES_A_TAG = 1_000_000, 20
"""So many tags, and one more for each 20 bytes: an empty element takes twenty times its bytes in memory."""
MAX_DEPTH = 100
XML = "{http://www.w3.org/XML/1998/namespace}"


def read_xml(data: bytes, file: str) -> ET.Element:
    """The root element; raises Unreadable for what is not XML, declares a document type, or is too large."""
    if len(data) > MAX_BYTES or data.count(b"<") > MAX_TAGS + len(data) // _BYTES_A_TAG:
        raise Unreadable(file, "too-large")
    try:
        root: ET.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(file, "has-entities") from None
    except (ET.ParseError, ValueError, LookupError):
        raise Unreadable(file, "no-xml") from None
    if _is_deep(root):
        raise Unreadable(file, "too-large")
    return root


def _is_deep(root: ET.Element) -> bool:
    depth, level = 0, [root]
    while level and depth <= MAX_DEPTH:
        depth, level = depth + 1, [below for element in level for below in element]
    return bool(level)


def write_xml(root: ET.Element) -> bytes:
    """UTF-8 with a declaration and an end of line; elements without words of their own are set in."""
    _set_in(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def local(element: ET.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """The elements of a name directly below one, whatever their namespace."""
    return (child for child in element if local(child) == name)


def child(element: ET.Element, name: str) -> ET.Element | None:
    """The first of them."""
    return next(children(element, name), None)


def _set_in(element: ET.Element, depth: int = 0) -> None:
    """Line ends and indentation where they mean nothing: between elements that hold no words."""
    below = list(element)
    if not below or (element.text or "").strip():
        return
    if local(element) in ("source", "target", "seg"):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child_ in below:
        _set_in(child_, depth + 1)
        child_.tail = "\n" + "  " * (depth + 1)
    below[-1].tail = "\n" + "  " * depth
