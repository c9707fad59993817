"""The glossary as TBX-Basic (ISO 30042:2008, `martif`), which terminology tools read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from rolebook.exchange.xml import XML, write_xml


@dataclass(frozen=True, slots=True)
class Entry:
    """A term: in each language its name, its definition, and the words that must not stand for it."""

    id: str
    terms: Mapping[str, str]
    definitions: Mapping[str, str]
    forbidden: Mapping[str, tuple[str, ...]]
    note: str = ""


def write_tbx(entries: Iterable[Entry], language: str) -> bytes:
    """The file; `language` is that of its header."""
    root = ET.Element("martif", {"type": "TBX-Basic", f"{XML}lang": language})
    header = ET.SubElement(root, "martifHeader")
    description = ET.SubElement(ET.SubElement(header, "fileDesc"), "sourceDesc")
    ET.SubElement(description, "p").text = "Rolebook"
    encoding = ET.SubElement(header, "encodingDesc")
    ET.SubElement(encoding, "p", {"type": "XCSURI"}).text = "TBXBasicXCSV02.xcs"
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for entry in entries:
        _entry(body, entry)
    return write_xml(root)


def _entry(body: ET.Element, entry: Entry) -> None:
    element = ET.SubElement(body, "termEntry", {"id": entry.id})
    if entry.note:
        ET.SubElement(element, "note").text = entry.note
    for language in dict.fromkeys((*entry.terms, *entry.forbidden)):
        section = ET.SubElement(element, "langSet", {f"{XML}lang": language})
        if language in entry.definitions:
            ET.SubElement(section, "descrip", {"type": "definition"}).text = entry.definitions[language]
        if language in entry.terms:
            _term(section, entry.terms[language], "preferredTerm-admn-sts")
        for word in entry.forbidden.get(language, ()):
            _term(section, word, "deprecatedTerm-admn-sts")


def _term(section: ET.Element, word: str, standing: str) -> None:
    group = ET.SubElement(section, "tig")
    ET.SubElement(group, "term").text = word
    ET.SubElement(group, "termNote", {"type": "administrativeStatus"}).text = standing
