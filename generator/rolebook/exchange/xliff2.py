"""XLIFF 2.1 (OASIS Standard, 13 February 2018).

Codes are `ph` and `pc`, their own text stands in `originalData`. States finer than the standard's are sub-states of
ours; the previous source is a note.
"""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from rolebook.exchange.codes import InlineCode, Numbers, Pieces, pieces_of, texts_of
from rolebook.exchange.segment import Delivery, Returned, Segment, Unreadable, by_document
from rolebook.exchange.xml import XML, child, children, local, write_xml
from rolebook.model.translation.units import State

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
STATES = {
    State.MISSING: "initial",
    State.UNCONFIRMED: "initial",
    State.STALE: "initial",
    State.MACHINE: "translated",
    State.TRANSLATED: "translated",
    State.REVIEWED: "reviewed",
}
_FINISHED = {"translated": State.TRANSLATED, "reviewed": State.REVIEWED, "final": State.REVIEWED}
_MACHINE = "rolebook:machine"
_BASIS = "rolebook-basis"


def write_xliff2(segments: Iterable[Segment], language: str) -> bytes:
    """The file for a translator into a language; raises ValueError when the sources are in several languages."""
    groups = by_document(segments)
    sources = {source for _, source in groups}
    if len(sources) != 1:
        raise ValueError(sources)
    root = ET.Element("xliff", {"xmlns": NAMESPACE, "version": "2.1", "srcLang": sources.pop(), "trgLang": language})
    for number, ((document, _), listed) in enumerate(groups.items(), 1):
        file = ET.SubElement(root, "file", {"id": f"f{number}", "original": document})
        for index, segment in enumerate(listed, 1):
            _unit(file, segment, f"u{index}")
    return write_xml(root)


def read_xliff2(root: ET.Element, file: str) -> Delivery:
    """What an XLIFF 2 document says; raises Unreadable when it names no target language, or signs that are none."""
    language = root.get("trgLang", "")
    if not language:
        raise Unreadable(file, "no-language")
    try:
        return Delivery(language, tuple(_returned(unit) for unit in root.iter() if local(unit) == "unit"))
    except (ValueError, OverflowError):  # a sign by a number that is none
        raise Unreadable(file, "no-xliff") from None


def _unit(file: ET.Element, segment: Segment, name: str) -> None:
    unit = ET.SubElement(file, "unit", {"id": name, "name": segment.place, f"{XML}space": "preserve"})
    notes = ET.SubElement(unit, "notes")
    length = [f"at most about {segment.longest} characters"] if segment.longest else []
    previous = [f"previous source: {segment.previous}"] if segment.previous else []
    for note in (segment.context, *previous, *segment.notes, *length):
        ET.SubElement(notes, "note").text = note
    ET.SubElement(notes, "note", {"category": "location"}).text = segment.where
    ET.SubElement(notes, "note", {"category": _BASIS}).text = segment.basis
    source, target = pieces_of(segment.source), pieces_of(segment.target)
    data = {text: f"d{n}" for n, text in enumerate(dict.fromkeys((*texts_of(source), *texts_of(target))), 1)}
    if data:
        original = ET.SubElement(unit, "originalData")
        for text, key in data.items():
            ET.SubElement(original, "data", {"id": key}).text = text
    state = {"state": STATES[segment.state]}
    if segment.state in (State.UNCONFIRMED, State.STALE, State.MACHINE):
        state["subState"] = f"rolebook:{segment.state}"
    part = ET.SubElement(unit, "segment", state)
    _Writer(Numbers(source), data).fill(ET.SubElement(part, "source"), source)
    if segment.target:
        _Writer(Numbers(source), data).fill(ET.SubElement(part, "target"), target)


class _Writer:
    def __init__(self, numbers: Numbers, data: dict[str, str]) -> None:
        self._numbers, self._data = numbers, data

    def fill(self, element: ET.Element, pieces: Pieces) -> None:
        """Appends pieces to an element."""
        last: ET.Element | None = None
        for piece in pieces:
            if isinstance(piece, str):
                if last is None:
                    element.text = (element.text or "") + piece
                else:
                    last.tail = (last.tail or "") + piece
                continue
            number = str(self._numbers.take(piece))
            if isinstance(piece, InlineCode):
                last = ET.SubElement(element, "ph", {"id": number, "dataRef": self._data[piece.text]})
            else:
                ends = {"dataRefStart": self._data[piece.start], "dataRefEnd": self._data[piece.end]}
                last = ET.SubElement(element, "pc", {"id": number, **ends})
                self.fill(last, piece.inside)


def _returned(unit: ET.Element) -> Returned:
    original = child(unit, "originalData")
    listed = children(original, "data") if original is not None else ()
    data = {one.get("id", ""): "".join(one.itertext()) for one in listed}
    segments = [one for one in unit if local(one) in ("segment", "ignorable")]
    sources = [found for one in segments if (found := child(one, "source")) is not None]
    targets = [found for one in segments if (found := child(one, "target")) is not None]
    notes = child(unit, "notes")
    basis = [note.text or "" for note in notes if note.get("category") == _BASIS] if notes is not None else []
    return Returned(
        str(unit.get("name") or unit.get("id", "")),
        "".join(_words(one, data) for one in sources),
        "".join(_words(one, data) for one in targets),
        _state([one for one in segments if local(one) == "segment"]),
        basis[0] if basis else "",
    )


def _words(element: ET.Element, data: dict[str, str]) -> str:
    """The string of an element: its codes are looked up, marks around words say nothing."""
    parts = [element.text or ""]
    for code in element:
        name = local(code)
        if name == "cp":
            parts.append(chr(int(code.get("hex", "0"), 16)))
        else:
            start = code.get("dataRefStart") if name == "pc" else code.get("dataRef")
            parts += [data.get(start or "", ""), _words(code, data), data.get(code.get("dataRefEnd", ""), "")]
        parts.append(code.tail or "")
    return "".join(parts)


def _state(segments: list[ET.Element]) -> State | None:
    """The least of the segments' states: a unit may have been split."""
    if any(one.get("subState") == _MACHINE for one in segments):
        return State.MACHINE
    states = [_FINISHED.get(one.get("state", "initial")) for one in segments]
    if not states or None in states:
        return None
    return State.REVIEWED if set(states) == {State.REVIEWED} else State.TRANSLATED
