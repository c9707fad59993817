"""Confirmed pairs as TMX 1.4b (LISA), the translation memory that every translation tool reads."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from rolebook.exchange.codes import InlineCode, Numbers, Pieces, pieces_of
from rolebook.exchange.segment import Segment
from rolebook.exchange.xml import XML, write_xml


def write_tmx(segments: Iterable[Segment], source_language: str, language: str, version: str) -> bytes:
    """The memory of a pair of languages; `version` is that of the tool."""
    root = ET.Element("tmx", {"version": "1.4"})
    header = {
        "creationtool": "Rolebook",
        "creationtoolversion": version,
        "segtype": "block",
        "o-tmf": "rolebook",
        "adminlang": "en",
        "srclang": source_language,
        "datatype": "plaintext",
    }
    ET.SubElement(root, "header", header)
    body = ET.SubElement(root, "body")
    for segment in segments:
        unit = ET.SubElement(body, "tu", {"tuid": segment.place})
        ET.SubElement(unit, "prop", {"type": "x-state"}).text = str(segment.state)
        source = pieces_of(segment.source)
        for tag, words in ((source_language, segment.source), (language, segment.target)):
            variant = ET.SubElement(unit, "tuv", {f"{XML}lang": tag})
            _fill(ET.SubElement(variant, "seg"), pieces_of(words), Numbers(source))
    return write_xml(root)


def _fill(element: ET.Element, pieces: Pieces, numbers: Numbers) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            if len(element):
                element[-1].tail = (element[-1].tail or "") + piece
            else:
                element.text = (element.text or "") + piece
            continue
        number = str(numbers.take(piece))
        if isinstance(piece, InlineCode):
            ET.SubElement(element, "ph", {"x": number}).text = piece.text
        else:
            ET.SubElement(element, "bpt", {"i": number, "x": number}).text = piece.start
            _fill(element, piece.inside, numbers)
            ET.SubElement(element, "ept", {"i": number}).text = piece.end
