"""The same handbook gives the same bytes, wherever, whenever, by whomever and however often it is built."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.conftest import ROOT
from tests.edits import grown_firm

EPOCH = "1796083200"
NOBODY = 65534
ONE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "ROLEBOOK_MESSAGES": "en"}
OTHER = {"TZ": "Pacific/Pago_Pago", "LC_ALL": "ru_RU.UTF-8", "LANG": "vi_VN", "PYTHONHASHSEED": "77"}


def copied(words: tuple[str, ...], root: Path) -> Path:
    """The sample handbook in a folder of its own; to build, the small firm, which has every kind of page."""
    if words[0] == "build":
        shutil.copy(ROOT / "mkdocs.yml", grown_firm(root))
        return root
    for name in ("content", "roles", "policies"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.yml", root)
    return root


def ran(root: Path, settings: dict[str, str], mask: int, user: int | None, *words: str) -> None:
    home = root.parent / "home"
    home.mkdir(exist_ok=True)
    if user is not None:
        for path in (root.parent, home, root, *root.rglob("*")):
            os.chown(path, user, user)
    told = {"PATH": os.environ["PATH"], "HOME": str(home), "SOURCE_DATE_EPOCH": EPOCH, **settings}
    command = [sys.executable, "-m", "rolebook", *words]
    options = {"user": user, "group": user, "extra_groups": []} if user is not None else {}
    done = subprocess.run(
        command, cwd=root, env=told, capture_output=True, text=True, umask=mask, check=False, **options
    )
    assert done.returncode == 0, done.stderr


def tree(folder: Path) -> dict[str, str]:
    """Digests of all files by their paths."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def other_user() -> int | None:
    """Another user, where this one may become one and the interpreter is open to it."""
    if os.getuid():
        return None
    try:
        command = [sys.executable, "-c", "import rolebook"]
        tried = subprocess.run(command, user=NOBODY, group=NOBODY, cwd="/", capture_output=True, check=False)
    except PermissionError:
        return None
    return None if tried.returncode else NOBODY


@pytest.mark.parametrize(
    ("words", "folder"),
    [
        (("build", "--no-documents", "--audience", "managers"), "site"),
        (("print", "sales-manager", "discipline", "--profile", "draft"), "documents"),
        (("print", "sales-manager", "--format", "docx"), "documents"),
    ],
    ids=["site", "pdf", "docx"],
)
def test_two_clean_runs_are_the_same_byte_for_byte(tmp_path: Path, words: tuple[str, ...], folder: str) -> None:
    with TemporaryDirectory() as reached:  # pytest's own folders are closed to another user
        Path(reached).chmod(0o755)
        _same(tmp_path, Path(reached), words, folder)


def _same(tmp_path: Path, reached: Path, words: tuple[str, ...], folder: str) -> None:
    one = copied(words, tmp_path / "one" / "handbook")
    other = copied(words, reached / "another folder" / "книга")
    ran(one, ONE | {"ROLEBOOK_CACHE": "off"}, 0o022, None, *words)
    ran(other, OTHER | {"PYTHONDONTWRITEBYTECODE": "1"}, 0o077, other_user(), *words)
    made = tree(one / folder)
    assert len(made) > 3
    assert tree(other / folder) == made


def test_a_warm_run_is_the_same_too(tmp_path: Path) -> None:
    root = copied(("build",), tmp_path / "handbook")
    kept = {"ROLEBOOK_CACHE": str(tmp_path / "cache")}
    for output, settings in (("cold", ONE), ("warm", OTHER)):
        ran(root, settings | kept, 0o022, None, "build", "--no-documents", "--no-search", "--output", output)
    assert tree(root / "warm") == tree(root / "cold")
