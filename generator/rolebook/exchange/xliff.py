"""XLIFF 1.2 (OASIS Standard, 1 February 2008), which every translation tool reads.

One `file` a document. Codes are `ph` and `bpt`/`ept` with the code itself as their content, so that the words of a
string are all its text. The previous source of a stale string stands in `alt-trans`.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from rolebook.exchange.codes import InlineCode, Numbers, Pieces, pieces_of
from rolebook.exchange.segment import Delivery, Returned, Segment, Unreadable, by_document
from rolebook.exchange.xml import XML, child, children, local, write_xml
from rolebook.model.translation.units import State

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
STATES = {
    State.MISSING: "new",
    State.UNCONFIRMED: "needs-review-translation",
    State.STALE: "needs-translation",
    State.MACHINE: "needs-review-translation",
    State.TRANSLATED: "translated",
    State.REVIEWED: "signed-off",
}
_FINISHED = {"translated": State.TRANSLATED, "signed-off": State.REVIEWED, "final": State.REVIEWED}
_MACHINE = "mt-suggestion"


def write_xliff(segments: Iterable[Segment], language: str) -> bytes:
    """The file for a translator into a language."""
    root = ET.Element("xliff", {"version": "1.2", "xmlns": NAMESPACE})
    for (document, source_language), listed in by_document(segments).items():
        attributes = {
            "original": document,
            "datatype": "x-rolebook",
            "source-language": source_language,
            "target-language": language,
        }
        file = ET.SubElement(root, "file", attributes)
        body = ET.SubElement(file, "body")
        for segment in listed:
            _unit(body, segment, language)
    return write_xml(root)


def read_xliff(root: ET.Element, file: str) -> Delivery:
    """What an XLIFF 1.2 document says; raises Unreadable when it names no or several target languages."""
    files = list(children(root, "file"))
    languages = {one.get("target-language", "") for one in files}
    if len(languages) != 1 or "" in languages:
        raise Unreadable(file, "no-language")
    strings = (_returned(unit) for one in files for unit in one.iter() if local(unit) == "trans-unit")
    return Delivery(languages.pop(), tuple(strings))


def _unit(body: ET.Element, segment: Segment, language: str) -> None:
    attributes = {
        "id": segment.place,
        "resname": segment.place,
        f"{XML}space": "preserve",
        "approved": "yes" if segment.state is State.REVIEWED else "no",
        "extradata": segment.basis,
    }
    if segment.longest:
        attributes |= {"maxwidth": str(segment.longest), "size-unit": "char"}
    unit = ET.SubElement(body, "trans-unit", attributes)
    source = pieces_of(segment.source)
    _fill(ET.SubElement(unit, "source", {f"{XML}lang": segment.source_language}), source, source)
    state = {f"{XML}lang": language, "state": STATES[segment.state]}
    if segment.state is State.MACHINE:
        state["state-qualifier"] = _MACHINE
    _fill(ET.SubElement(unit, "target", state), pieces_of(segment.target), source)
    context = ET.SubElement(unit, "context-group", {"purpose": "information location"})
    ET.SubElement(context, "context", {"context-type": "x-shown"}).text = segment.context
    ET.SubElement(context, "context", {"context-type": "sourcefile"}).text = segment.where
    for note in segment.notes:
        ET.SubElement(unit, "note", {"from": "rolebook"}).text = note
    if segment.previous:
        former = ET.SubElement(unit, "alt-trans", {"alttranstype": "previous-version"})
        old = pieces_of(segment.previous)
        _fill(ET.SubElement(former, "source", {f"{XML}lang": segment.source_language}), old, old)
        _fill(ET.SubElement(former, "target", {f"{XML}lang": language}), pieces_of(segment.target), old)


def _fill(element: ET.Element, pieces: Pieces, source: Pieces) -> None:
    """Puts words and codes into an element; a code is numbered as in the source."""
    _Writer(Numbers(source)).fill(element, pieces)


class _Writer:
    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def fill(self, element: ET.Element, pieces: Pieces) -> None:
        """Appends pieces to an element, pairs flattened."""
        for piece in pieces:
            if isinstance(piece, str):
                _append(element, piece)
                continue
            number = str(self._numbers.take(piece))
            if isinstance(piece, InlineCode):
                ET.SubElement(element, "ph", {"id": number}).text = piece.text
            else:
                ET.SubElement(element, "bpt", {"id": number}).text = piece.start
                self.fill(element, piece.inside)
                ET.SubElement(element, "ept", {"id": number}).text = piece.end


def _append(element: ET.Element, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _returned(unit: ET.Element) -> Returned:
    source, target = child(unit, "source"), child(unit, "target")
    said = "" if target is None else "".join(target.itertext())
    return Returned(
        str(unit.get("resname") or unit.get("id", "")),
        "" if source is None else "".join(source.itertext()),
        said,
        _state(unit, target),
        unit.get("extradata", ""),
    )


def _state(unit: ET.Element, target: ET.Element | None) -> State | None:
    if target is None:
        return None
    if target.get("state-qualifier") == _MACHINE:
        return State.MACHINE
    state = _FINISHED.get(target.get("state", "translated"))
    return State.REVIEWED if state and unit.get("approved") == "yes" else state
