"""Whether a file that was signed is the file that was printed: compared with what the ledger keeps of each edition."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from typing import Literal

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel

from rolebook.pdf import text_digest
from rolebook.sign.changes import entry
from rolebook.sign.container import span
from rolebook.sign.reading import SignedFile
from rolebook.sign.rules import ONLY_SIGNING
from rolebook.sign.settings import changes_of_setting
from rolebook.view.copies.printed_file import PrintedFile

Origin = Literal["printed", "saved-anew", "altered"]
"""The printed file itself; another program's copy with the same text on its pages; anything else."""

_END = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")


def first_seen(file: SignedFile) -> bytes:
    """The file up to the end of its first signature: what its first signer saw, and signed."""
    place = span(file.signatures[0][1]) if file.signatures else None
    return file.content[: place[2]] if place else file.content


def origin_of(file: SignedFile, printed: Sequence[PrintedFile]) -> Origin:
    """Compares what the first signer had before them with the printed files of one copy.

    The printed file must be the beginning of the signed one byte for byte, and signatures all that follows: words may
    be changed in the very revision that signs. Where only the page text is the same and nothing was put on top of the
    pages, another program saved the file, and a person has to look.
    """
    try:
        return _origin_of(file, printed)
    except Exception:  # what a hostile file makes a reader raise has no common class
        return "altered"


def _origin_of(file: SignedFile, printed: Sequence[PrintedFile]) -> Origin:
    known = {one.sha256 for one in printed}
    if any(_only_signed_since(file, size) for size in _printed_sizes(file.content, known)):
        return "printed"
    seen = first_seen(file)
    texts = {one.text for one in printed} | {text_digest(content) for content in _at_hand(printed)}
    same = text_digest(seen) in texts - {""}
    return "saved-anew" if same and not _has_notes(file) else "altered"


def _printed_sizes(content: bytes, known: Collection[str]) -> Iterator[int]:
    """Where a printed file ends within a file that begins with it."""
    ends = sorted({end for found in _END.finditer(content) for end in (found.start() + 5, found.end())})
    running, done = hashlib.sha256(), 0
    for end in (*ends, len(content)):
        running.update(content[done:end])
        done = end
        if running.copy().hexdigest() in known:
            yield end


def _only_signed_since(file: SignedFile, size: int) -> bool:
    """Whether nothing but a signature follows the first bytes of a file, up to its first signature."""
    seen = first_seen(file)
    reader = PdfFileReader(BytesIO(seen))
    revisions = PdfFileReader(BytesIO(file.content[:size])).xrefs.total_revisions
    if revisions == reader.xrefs.total_revisions:
        return size == len(seen)
    told = ONLY_SIGNING.review_file(reader, revisions - 1)
    signed = isinstance(told, DiffResult) and told.modification_level <= ModificationLevel.FORM_FILLING
    changed = changes_of_setting(reader, revisions - 1, reader.xrefs.total_revisions - 1)
    return signed and not {"metadata", "form", "field", "content"} & set(changed)


def _at_hand(printed: Sequence[PrintedFile]) -> Iterator[bytes]:
    """Printed files that are still there as they were, for ledgers that keep no digest of the text."""
    for one in printed:
        content = one.path.read_bytes() if not one.text and one.path.is_file() else b""
        if content and hashlib.sha256(content).hexdigest() == one.sha256:
            yield content


def _has_notes(file: SignedFile) -> bool:
    """Whether anything but signature fields lies on a page: its words would not be in the page's text."""
    nodes = [file.reader.root["/Pages"]]
    while nodes:
        node = nodes.pop().get_object()
        nodes += entry(node, "/Kids", ())
        for note in entry(node, "/Annots", ()):
            held = note.get_object()
            if entry(held, "/Subtype", "") != "/Widget" or entry(held, "/FT", "") != "/Sig":
                return True
    return False
