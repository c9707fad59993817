"""PO, as GNU gettext defines it. The place is the context, the previous source stands as previous `msgid`."""

from collections.abc import Iterable

import polib

from rolebook.exchange.segment import Delivery, Returned, Segment, Unreadable
from rolebook.exchange.xml import MAX_BYTES
from rolebook.model.translation.units import State

_BASIS = "rolebook-basis: "
_UNSURE = (State.UNCONFIRMED, State.STALE, State.MACHINE)


def write_po(segments: Iterable[Segment], language: str) -> bytes:
    """The file for a translator into a language. What is not confirmed is fuzzy."""
    listed = list(segments)
    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "X-Source-Language": ", ".join(sorted({one.source_language for one in listed})),
        "X-Generator": "Rolebook",
    }
    for segment in listed:
        length = [f"at most about {segment.longest} characters"] if segment.longest else []
        comments = [segment.context, *segment.notes, *length, f"{_BASIS}{segment.basis}"]
        path, _, line = segment.where.rpartition(":")
        file.append(
            polib.POEntry(
                msgctxt=segment.place,
                msgid=segment.source,
                msgstr=segment.target,
                previous_msgid=segment.previous or None,
                comment="\n".join(comments),
                occurrences=[(path, line)],
                flags=["fuzzy"] if segment.state in _UNSURE else [],
            )
        )
    return str(file).encode() + b"\n"


def read_po(data: bytes, file: str) -> Delivery:
    """What a PO file says; raises Unreadable for what is none, is too large, or names no language."""
    if len(data) > MAX_BYTES:
        raise Unreadable(file, "too-large")
    try:
        # polib takes a string that is the name of a file for that file
        entries = polib.pofile("\n" + data.decode("utf-8-sig"), encoding="utf-8", check_for_duplicates=False)
    except (OSError, UnicodeDecodeError, ValueError):
        raise Unreadable(file, "no-po") from None
    language = entries.metadata.get("Language", "")
    if not language:
        raise Unreadable(file, "no-language")
    current = {entry.msgctxt for entry in entries if not entry.obsolete}
    told = (entry for entry in entries if not entry.obsolete or (entry.msgstr and entry.msgctxt not in current))
    return Delivery(language.replace("_", "-"), tuple(_returned(entry) for entry in told))


def _returned(entry: polib.POEntry) -> Returned:
    basis = [row.removeprefix(_BASIS) for row in entry.comment.splitlines() if row.startswith(_BASIS)]
    state = None if entry.fuzzy or not entry.msgstr else State.TRANSLATED
    fault = "obsolete" if entry.obsolete else "plural" if entry.msgid_plural else ""
    return Returned(entry.msgctxt or "", entry.msgid, entry.msgstr, state, basis[0] if basis else "", fault)
