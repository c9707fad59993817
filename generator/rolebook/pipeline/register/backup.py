"""`rolebook register backup` and `restore`: all registers of a folder in one file, whole and checked."""

import hashlib
import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.pipeline.register.folder import books, private_folder, register_folder, usual_folder
from rolebook.register import Book, Head, entities_in, flaws
from rolebook.source import today
from rolebook.store import ignored_folder, private_files

NOTATION = "rolebook-backup/1"
_CONTENTS = "contents.json"
_ANCHORS = "anchors"
_SUFFIX = ".sqlite"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: the file, and the heads of the registers in it."""

    file: Path
    heads: tuple[Head, ...]


def backup(root: Path, file: Path, folder: Path | None = None) -> Backup:
    """Writes every register with its evidence and anchors into one file; consistent while others write.

    The register is copied before the evidence is: every entry's evidence is on the disk before the entry is. UserError
    where the file is there already, or what is in it is not as it was recorded.
    """
    private = register_folder(root, folder)
    private_folder(root, file.resolve().parent)
    if file.exists():
        raise UserError("register-backup-there", file=str(file))
    with private_files(), tempfile.TemporaryDirectory(dir=private, prefix=".backup.") as name:
        copies = Path(name)
        for book in books(private):
            book.backup(copies / f"{book.entity}{_SUFFIX}")
            for digest in _evidence_of(book):
                (copies / digest).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(private / digest, copies / digest)
        if (private / _ANCHORS).is_dir():
            shutil.copytree(private / _ANCHORS, copies / _ANCHORS)
        heads = _checked(copies, file)
        whole = copies / "whole.tar"
        _pack(copies, whole, heads)
        shutil.move(whole, file)
    return Backup(file, heads)


def restore(root: Path, file: Path, folder: Path | None = None) -> Backup:
    """Puts the registers of a backup back; UserError where registers are there, or the backup is not whole."""
    private = private_folder(root, folder or usual_folder(root))
    if entities_in(private):
        raise UserError("register-restore-there", folder=str(private))
    with private_files():
        ignored_folder(private)
        with tempfile.TemporaryDirectory(dir=private, prefix=".restore.") as name:
            copies = Path(name)
            _unpack(file, copies)
            heads = _checked(copies, file)
            # Evidence first: a register without it would be taken for damaged, evidence without one is asked back.
            for path in sorted(copies.iterdir(), key=lambda one: one.suffix == _SUFFIX):
                path.replace(private / path.name)
    return Backup(file, heads)


def _evidence_of(book: Book) -> Iterator[str]:
    """The paths of a register's evidence, below the folder of registers."""
    folder = book.evidence.folder
    yield from (str(path.relative_to(folder.parent)) for path in sorted(folder.glob("[0-9a-f]*/[0-9a-f]*")))


def _checked(copies: Path, file: Path) -> tuple[Head, ...]:
    """The heads of the registers in a folder; UserError where one is not as it was recorded."""
    heads = []
    for book in books(copies):
        for flaw in flaws(book):
            raise UserError("register-backup-broken", file=str(file), entity=book.entity, flaw=flaw.code)
        heads.append(book.head)
    if not heads:
        raise UserError("register-no-backup", file=str(file))
    return tuple(heads)


def _pack(copies: Path, target: Path, heads: tuple[Head, ...]) -> None:
    files = [path for path in sorted(copies.rglob("*")) if path.is_file() and path != target]
    digests = {str(path.relative_to(copies)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    told = {"notation": NOTATION, "day": today().isoformat(), "heads": [*map(str, heads)], "files": digests}
    with tarfile.open(target, "w") as archive:
        content = json.dumps(told, indent=1).encode()
        entry = tarfile.TarInfo(_CONTENTS)
        entry.size, entry.mode = len(content), 0o600
        archive.addfile(entry, io.BytesIO(content))
        for path in files:
            archive.add(path, str(path.relative_to(copies)), recursive=False)


def _unpack(file: Path, copies: Path) -> None:
    """Unpacks only what the list of contents names, each file with its digest; UserError for anything else."""
    try:
        with tarfile.open(file, "r:") as archive:
            held = archive.extractfile(_CONTENTS)
            told = json.loads(held.read()) if held else {}
            if told.get("notation") != NOTATION:
                raise UserError("register-no-backup", file=str(file))
            for name, digest in dict(told["files"]).items():
                content = archive.extractfile(name)
                data = content.read() if content else b""
                target = (copies / name).resolve()
                if not target.is_relative_to(copies.resolve()) or hashlib.sha256(data).hexdigest() != digest:
                    raise UserError("register-backup-broken", file=str(file), entity=name, flaw="evidence-changed")
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, tarfile.TarError):
        raise UserError("register-no-backup", file=str(file)) from None
