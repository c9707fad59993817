"""The files of a handbook: which there are, and what keeps one from being read."""

from collections.abc import Callable
from pathlib import Path

from rolebook.diagnostics import Diagnostic
from rolebook.source import SourceFile, files_under, read_picture, read_source

YAML = (".yml", ".yaml")
FIGURES = "content/figures"
PICTURES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
FOLDERS = {"content": (*YAML, ".md", ".lock", ".json"), "roles": YAML, "policies": YAML}


FilesRead = tuple[list[SourceFile], list[str], list[Diagnostic]]
"""Files, the paths of those that cannot be read, and why."""


def read_files(
    root: Path, read: Callable[[Path, str], tuple[SourceFile | None, list[Diagnostic]]] = read_source
) -> FilesRead:
    """The files of the handbook in `root`, the paths of those that cannot be read, and why.

    `read` comes by what `read_source` says of a file, perhaps by a shorter way.
    """
    files: list[SourceFile] = []
    refused: list[str] = []
    findings: list[Diagnostic] = []
    for folder, suffixes in FOLDERS.items():
        for path in files_under(root, folder, suffixes):
            file, problems = read(root, path)
            findings += problems
            if file is None:
                refused.append(path)
            else:
                files.append(file)
    return files, refused, findings


def figures_in(root: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The pictures of the handbook in `root` by their paths, and why some cannot be read."""
    figures: dict[str, bytes] = {}
    findings: list[Diagnostic] = []
    for path in files_under(root, FIGURES, PICTURES):
        content, problems = read_picture(root, path)
        findings += problems
        if content is not None:
            figures[path] = content
    return figures, findings
