"""What copy codes stand for: the ledgers that `print` wrote, and where a copy is signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.print.run import LEDGER
from rolebook.pipeline.register.folder import DOCUMENTS, usual_folder
from rolebook.scan import Box, Printed
from rolebook.store.journal import read_lines
from rolebook.view.copies.code import CORNERS
from rolebook.view.copies.printed_file import PrintedFile

SIZES = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
_FORMS = ("document", "sheet", "refusal")
_HOLDER_ACTS = ("acknowledge", "agree", "receive-copy")


@dataclass(frozen=True, slots=True)
class Edition:
    """A copy as it was printed once: its bytes, its words, and where everything is on its pages.

    `fields` go by name: page from 1, then left, top, right, bottom in points from the page's upper left corner;
    `printed` is the page and the places of its symbols in the same. `files` are where such a copy was put, each with
    its digests; several where it was printed again and nothing moved.
    """

    pages: int
    fingerprints: tuple[str, ...]
    fields: Mapping[str, tuple[int, Box]]
    printed: Printed
    layout_version: int
    files: tuple[PrintedFile, ...]

    def same_places(self, other: "Edition") -> bool:
        """Whether no sheet could tell the two apart."""
        own, others = (self.pages, self.fields, self.printed), (other.pages, other.fields, other.printed)
        return own == others


@dataclass(frozen=True, slots=True)
class Issued:
    """A copy that was printed: which document, for whom, and each edition of it, the newest last."""

    code: str
    document: str
    entity: str
    form: str
    person: str
    editions: tuple[Edition, ...]

    @property
    def latest(self) -> Edition:
        """The edition that was printed last."""
        return self.editions[-1]

    @property
    def files(self) -> tuple[PrintedFile, ...]:
        """Every file that was ever printed of this copy."""
        return tuple(file for edition in self.editions for file in edition.files)

    def with_edition(self, edition: Edition) -> "Issued":
        """This copy, printed once more.

        Where nothing moved, it stays one edition; where its words changed all the same, which were signed is not known.
        """
        same = next((one for one in self.editions if one.same_places(edition)), None)
        if same is not None:
            words = edition.fingerprints if edition.fingerprints == same.fingerprints else ()
            edition = replace(edition, fingerprints=words, files=(*same.files, *edition.files))
        return replace(self, editions=(*(one for one in self.editions if one is not same), edition))


def issued_in(ledgers: Iterable[Path]) -> dict[str, Issued]:
    """Copies by their code, with every edition that the ledgers tell of; damaged lines are passed over."""
    found: dict[str, Issued] = {}
    for ledger in ledgers:
        for record in read_lines(ledger):
            try:
                one = _issued(record, ledger.parent)
            except (KeyError, TypeError, ValueError):
                continue
            if one.code and one.form in _FORMS:
                before = found.get(one.code)
                found[one.code] = before.with_edition(one.latest) if before else one
    return found


def printed_files(issued: Mapping[str, Issued]) -> dict[str, tuple[PrintedFile, ...]]:
    """Returns every file that was printed, by copy code."""
    return {code: copy.files for code, copy in issued.items()}


def ledgers_under(folder: Path) -> list[Path]:
    """The ledgers in a folder of printed documents."""
    return sorted(folder.rglob(LEDGER)) if folder.is_dir() else []


def usual_ledgers(root: Path, register: Path | None = None) -> list[Path]:
    """The ledgers of what `print` and the editor put where they do if nothing else is said."""
    folders = (root / DOCUMENTS, (register or usual_folder(root)) / DOCUMENTS)
    return [ledger for folder in folders for ledger in ledgers_under(folder)]


def ledgers_beside(files: Iterable[Path]) -> list[Path]:
    """The ledgers in the folders of some files."""
    return [ledger for folder in sorted({file.parent for file in files}) if (ledger := folder / LEDGER).is_file()]


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


def _issued(record: Mapping[str, Any], folder: Path) -> Issued:
    return Issued(
        code=str(record["code"]),
        document=f"{str(record['kind']).partition('-')[0]}/{record['id']}",
        entity=str(record["entity"]),
        form=str(record["form"]),
        person=str(record["person"]),
        editions=(_edition(record, folder),),
    )


def _edition(record: Mapping[str, Any], folder: Path) -> Edition:
    width, height = SIZES[record.get("size", "a4")]
    symbol = _from_top(record["symbol"], height) if record.get("symbol") else None
    corners = tuple(_from_top(edges, height) for edges in record.get("corners", ()))
    return Edition(
        pages=int(record["pages"]),
        fingerprints=tuple(map(str, record["fingerprints"])),
        fields={str(name): (int(page), _from_top(edges, height)) for name, page, *edges in record.get("fields", ())},
        printed=Printed(width, height, symbol, corners if len(corners) == len(CORNERS) else ()),
        layout_version=int(record.get("layout_version", 1)),
        files=(_file(record, folder),),
    )


def _file(record: Mapping[str, Any], folder: Path) -> PrintedFile:
    fields = tuple(str(name) for name, *_ in record.get("fields", ()))
    return PrintedFile(folder / str(record["file"]), str(record["sha256"]), str(record.get("text", "")), fields)


def _from_top(edges: Sequence[float], height: float) -> Box:
    """Left, bottom, right, top from the lower left corner as left, top, right, bottom from the upper."""
    left, bottom, right, top = edges
    return left, height - top, right, height - bottom
