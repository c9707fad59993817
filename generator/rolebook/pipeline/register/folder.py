"""Where registers lie: beside the handbook, out of its repository, never in anything that is published."""

from collections.abc import Iterator
from pathlib import Path

from rolebook.diagnostics import UserError, did_you_mean
from rolebook.language.comparison import folded
from rolebook.register import Book, entities_in
from rolebook.store import ignored_folder, make_private
from rolebook.store.files import MARKER
from rolebook.store.working_folder import repository_around

DOCUMENTS = "documents"
"""Where `print` puts copies if nothing else is said, from the handbook's folder."""
_FORMERLY = "register"
_PUBLISHED = ("site", "build")


def private_folder(root: Path, folder: Path) -> Path:
    """A folder for personal data, resolved; UserError inside a site, or inside what a site is made from."""
    folder = folder.resolve()
    inside = [above for above in (folder, *folder.parents) if (above / MARKER).is_file()]
    inside += [root / name for name in _PUBLISHED if folder.is_relative_to(root / name)]
    if inside:
        raise UserError("register-in-site", folder=str(folder), site=str(inside[0]))
    return folder


def usual_folder(root: Path) -> Path:
    """Where the registers of a handbook lie if nothing else is said: beside it, or beside the repository it is in."""
    whole = repository_around(root) or root
    return whole.parent / f"{root.name}-register"


def register_folder(
    root: Path, told: Path | None, *, create: bool = False, in_repository: bool = False, missing: bool = False
) -> Path:
    """The folder of registers; UserError where there is none, none is to be made, and it may not be `missing`.

    A new one in a Git work tree must be asked for with `in_repository`: a commit or a clean-up is an accident away.
    """
    folder = private_folder(root, told or usual_folder(root))
    if told is None and entities_in(root / _FORMERLY) and not entities_in(folder):
        raise UserError("register-in-handbook", folder=str(root / _FORMERLY), usual=str(folder))
    if not entities_in(folder) and not missing:
        if not create:
            raise UserError("register-none", folder=str(folder))
        around = repository_around(folder)
        if around is not None and not in_repository:
            raise UserError("register-in-repository", folder=str(folder), repository=str(around))
    if create:
        ignored_folder(folder)
    if folder.is_dir():
        make_private(folder)
    return folder


def books(folder: Path, entities: tuple[str, ...] = ()) -> Iterator[Book]:
    """The registers in a folder, one open after another; UserError for an entity without one."""
    known = entities_in(folder)
    for entity in entities or known:
        if entity not in known:
            raise UserError("register-no-entity", entity=entity, known=", ".join(known))
        with Book(folder, entity) as book:
            yield book


def entities_of(folder: Path, person: str, entities: tuple[str, ...] = ()) -> list[str]:
    """The entities whose registers know a person; UserError where none does, with the nearest id."""
    known: list[str] = []
    found: list[str] = []
    for book in books(folder, entities):
        if book.subject_of(person):
            found.append(book.entity)
        known += (one for (one,) in book.many("SELECT DISTINCT person FROM personal WHERE person IS NOT NULL"))
    if not found:
        spelt = {folded(one): one for one in known}
        near = spelt.get(did_you_mean(folded(person), spelt).get("suggestion", ""), "")
        raise UserError("register-near-person" if near else "register-no-person", person=person, near=near)
    return found
