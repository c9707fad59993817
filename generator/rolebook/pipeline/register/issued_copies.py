"""What copy codes stand for: the ledgers that `print` wrote, and where a copy is signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.print.run import LEDGER
from rolebook.scan import Box, Printed
from rolebook.store.journal import read_lines

SIZES = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
_FORMS = ("document", "sheet", "refusal")
_HOLDER_ACTS = ("acknowledge", "agree", "receive-copy")


@dataclass(frozen=True, slots=True)
class Issued:
    """A copy that was printed: which document, for whom, how many pages, and where it is signed.

    `fields` go by name: page from 1, then left, top, right, bottom in points from the page's upper left corner;
    `printed` is the page and the place of the symbol in the same.
    """

    code: str
    document: str
    entity: str
    form: str
    person: str
    pages: int
    fingerprints: tuple[str, ...]
    file: str
    sha256: str
    fields: Mapping[str, tuple[int, Box]]
    printed: Printed


def issued_in(ledgers: Iterable[Path]) -> dict[str, Issued]:
    """Copies by their code; damaged lines are passed over.

    A copy printed twice is what it was the last time; where its words changed, which were signed is not known.
    """
    found: dict[str, Issued] = {}
    for ledger in ledgers:
        for record in read_lines(ledger):
            try:
                one = _issued(record)
            except (KeyError, TypeError, ValueError):
                continue
            if one.code and one.form in _FORMS:
                before = found.get(one.code, one)
                same = before.fingerprints == one.fingerprints
                found[one.code] = one if same else replace(one, fingerprints=())
    return found


def ledgers_under(folder: Path) -> list[Path]:
    """The ledgers in a folder of printed documents."""
    return sorted(folder.rglob(LEDGER)) if folder.is_dir() else []


def holder_steps(handbook: Handbook, document: Document | None) -> tuple[str, ...]:
    """The steps of a document's sign-off by which its holder acknowledges it."""
    steps = handbook.sign_off(document) if document else ()
    own = tuple(step.id for step in steps if step.by == "holder" and step.act in _HOLDER_ACTS)
    return own or ("acknowledge",)


def document_by_key(handbook: Handbook, key: str) -> Document | None:
    """The document of a name for good, `role/cook`; None for one the handbook does not have any more."""
    kind, _, first = key.partition("/")
    known: tuple[Document, ...] = tuple((handbook.roles if kind == "role" else handbook.policies).values())
    return next((one for one in known if first == (one.formerly[0] if one.formerly else one.id)), None)


def _issued(record: Mapping[str, Any]) -> Issued:
    width, height = SIZES[record.get("size", "a4")]
    return Issued(
        code=str(record["code"]),
        document=f"{str(record['kind']).partition('-')[0]}/{record['id']}",
        entity=str(record["entity"]),
        form=str(record["form"]),
        person=str(record["person"]),
        pages=int(record["pages"]),
        fingerprints=tuple(map(str, record["fingerprints"])),
        file=str(record["file"]),
        sha256=str(record["sha256"]),
        fields={str(name): (int(page), _from_top(edges, height)) for name, page, *edges in record.get("fields", ())},
        printed=Printed(width, height, _from_top(record["symbol"], height) if record.get("symbol") else None),
    )


def _from_top(edges: Sequence[float], height: float) -> Box:
    """Left, bottom, right, top from the lower left corner as left, top, right, bottom from the upper."""
    left, bottom, right, top = edges
    return left, height - top, right, height - bottom
