"""Where Rolebook keeps what belongs to a handbook and must not be in it: beside it, out of its repository."""

from pathlib import Path

from rolebook.store.files import ignored_folder
from rolebook.store.private import make_private


def repository_around(folder: Path) -> Path | None:
    """Returns the outermost Git work tree around a folder, None where there is none."""
    return next((above for above in reversed((folder, *folder.parents)) if (above / ".git").exists()), None)


def working_folder(root: Path) -> Path:
    """Returns the folder for state of a handbook: beside it, or beside the repository that it is in."""
    root = root.resolve()
    whole = repository_around(root) or root
    return whole.parent / f"{root.name}.rolebook"


def private_subfolder(root: Path, name: str) -> Path:
    """Makes a folder below the working folder that its owner alone reads and git leaves alone; returns it."""
    folder = working_folder(root)
    ignored_folder(folder)
    make_private(folder)
    inside = folder / name
    inside.mkdir(exist_ok=True)
    make_private(inside)
    return inside
