"""A handbook read from its folder and not checked: for commands that need its documents, not its findings."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from rolebook.diagnostics import Diagnostic, UserError
from rolebook.model.figures import FigureFile
from rolebook.model.handbook import Handbook
from rolebook.model.reading.load import load
from rolebook.pipeline.reading.cached_models import Readings, read_small
from rolebook.pipeline.reading.files import FIGURES, figures_in, read_files
from rolebook.pipeline.reading.memory import ReadingMemory
from rolebook.source import SourceFile
from rolebook.store.cache import this_cache


def load_files(
    root: Path, files: Sequence[SourceFile], refused: Sequence[str], memory: ReadingMemory | None = None
) -> tuple[Handbook | None, list[Diagnostic]]:
    """Returns the handbook that files hold and the faults of their shape; None where its settings cannot be used.

    `refused` are the paths of files that could not be read. Models that an earlier run read come from the cache;
    those that this process read before from `memory`, which the cache is not told of again.
    """
    if memory is None or memory.is_empty:
        readings = Readings(files, this_cache().bundle("readings", str(root.resolve())))
        handbook, problems = load(files, refused, partial(memory.model, readings) if memory else readings)
        readings.keep()
    else:
        handbook, problems = load(files, refused, partial(memory.model, read_small))
        memory.forget_others(files)
    if handbook is None:
        return None, problems
    pictures, unread = figures_in(root)
    figures = {path.removeprefix(f"{FIGURES}/"): FigureFile(path, content) for path, content in pictures.items()}
    return replace(handbook, figures=figures), [*problems, *unread]


def read_handbook(root: Path) -> Handbook | None:
    """Returns the handbook in `root` without the parts that have faults; None where its settings cannot be read."""
    files, refused, _ = read_files(root)
    return load_files(root, files, refused)[0]


def require_handbook(root: Path) -> Handbook:
    """The same; UserError where the settings cannot be read."""
    handbook = read_handbook(root)
    if handbook is None:
        raise UserError("register-no-handbook", folder=str(root))
    return handbook


def require_whole_handbook(root: Path) -> Handbook:
    """The same; UserError where a fault hides any text."""
    handbook = read_handbook(root)
    if handbook is None or handbook.unreadable:
        raise UserError("unreadable-handbook")
    return handbook
