"""Where registers lie: a folder that git leaves alone, never in anything that is published."""

from collections.abc import Iterator
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.register import Book, entities_in
from rolebook.store import ignored_folder
from rolebook.store.files import MARKER

FOLDER = "register"
_PUBLISHED = ("site", "build")


def private_folder(root: Path, told: Path, default: str) -> Path:
    """A folder for personal data; UserError inside a site, or inside what a site is made from."""
    folder = (told if told != Path() else root / default).resolve()
    inside = [above for above in (folder, *folder.parents) if (above / MARKER).is_file()]
    inside += [root / name for name in _PUBLISHED if folder.is_relative_to(root / name)]
    if inside:
        raise UserError("register-in-site", folder=str(folder), site=str(inside[0]))
    return folder


def register_folder(root: Path, told: Path | None, *, create: bool = False) -> Path:
    """The folder of registers; UserError where there is none and none is to be made."""
    folder = private_folder(root, told or Path(), FOLDER)
    if create:
        ignored_folder(folder)
        folder.chmod(0o700)
    elif not entities_in(folder):
        raise UserError("register-none", folder=str(folder))
    return folder


def books(folder: Path, entities: tuple[str, ...] = ()) -> Iterator[Book]:
    """The registers in a folder, one open after another; UserError for an entity without one."""
    known = entities_in(folder)
    for entity in entities or known:
        if entity not in known:
            raise UserError("register-no-entity", entity=entity, known=", ".join(known))
        with Book(folder, entity) as book:
            yield book
