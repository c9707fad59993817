"""What Rolebook asks of an operating system: nothing that only POSIX has. Windows itself is not at hand here."""

import ast
import csv
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rolebook.pipeline.check.check import check_handbook
from tests.conftest import ROOT

PACKAGE = ROOT / "generator" / "rolebook"
POSIX_MODULES = {"fcntl", "grp", "pwd", "resource", "termios", "pty", "posix"}
POSIX_NAMES = {"fork", "getuid", "geteuid", "getgid", "getegid", "pread", "pwrite", "chown", "mkfifo", "killpg", "kill"}
POSIX_NAMES |= {"register_at_fork", "sched_getaffinity"}
HIDDEN = f"""
import multiprocessing, os, sys
import portalocker, psutil  # these know both kinds of systems themselves
for name in {sorted(POSIX_MODULES)}:
    sys.modules[name] = None
for name in {sorted(POSIX_NAMES)}:
    if hasattr(os, name):
        delattr(os, name)
multiprocessing.get_all_start_methods = lambda: ["spawn"]
from rolebook.cli import main
main()
"""


def without_posix(*words: str, cwd: Path) -> str:
    """What a command prints on a system without POSIX."""
    done = subprocess.run([sys.executable, "-c", HIDDEN, *words], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def test_only_one_module_asks_for_what_posix_has() -> None:
    asking = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            named = set()
            if isinstance(node, ast.Import):
                named = {alias.name.split(".")[0] for alias in node.names} & POSIX_MODULES
            elif isinstance(node, ast.ImportFrom):
                named = {str(node.module).split(".")[0]} & POSIX_MODULES
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os":
                named = {node.attr} & POSIX_NAMES
            if named:
                asking.add(path.relative_to(PACKAGE).as_posix())
    assert asking == {"store/system.py"}


def test_the_whole_loop_runs_without_posix(tmp_path: Path) -> None:
    without_posix("init", "firm", "--language", "en", "--jurisdiction", "GB", cwd=tmp_path)
    firm = tmp_path / "firm"
    for path in firm.rglob("*.yml"):  # as git checks files out on Windows
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "error" not in without_posix("check", "--format", "json", cwd=firm)
    without_posix("build", cwd=firm)
    assert (firm / "site" / "index.html").is_file()
    without_posix("release", "--approver", "office:hr", cwd=firm)
    role = next(path.stem for path in sorted((firm / "roles").rglob("*.yml")))
    entity = check_handbook(firm).handbook.settings.entities[0].id  # type: ignore[union-attr]
    with (tmp_path / "people.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["person", "name", "role", "entity", "language"])
        rows.writerows([f"P{number}", f"Employee {number:03}", role, entity, "en"] for number in range(3))
    without_posix("print", "--roster", "../people.csv", cwd=firm)
    assert len(list((firm / "documents").rglob("*.pdf"))) >= 3
    without_posix("register", "assign", "../people.csv", cwd=firm)
    assert "P1" in without_posix("register", "status", "--format", "json", cwd=firm)


def test_a_file_that_another_program_has_open_is_named(firm_copy: Path) -> None:
    """Windows refuses to replace a PDF that a reader shows."""
    script = """
import pathlib, sys
real = pathlib.Path.replace
def busy(self, target):
    if str(target).endswith(".pdf"):
        raise PermissionError(13, "The process cannot access the file", str(target))
    return real(self, target)
pathlib.Path.replace = busy
from rolebook.cli import main
main()
"""
    command = [sys.executable, "-c", script, "print", "--profile", "draft"]
    done = subprocess.run(command, cwd=firm_copy, capture_output=True, text=True, check=False)
    assert done.returncode == 2, done.stderr
    assert ".pdf" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot make these files")
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("aux.yml", "reserved-name"),
        ("LPT1.yml", "reserved-name"),
        ("nul/cook.yml", "reserved-name"),
        ("what?.yml", "forbidden-in-name"),
        ("end./cook.yml", "forbidden-in-name"),
        (f"{'a/' * 90}b.yml", "long-name"),
    ],
)
def test_names_that_windows_refuses_are_findings(firm_copy: Path, name: str, hint: str) -> None:
    path = firm_copy / "roles" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("title: Cook\n", "utf-8")
    found = [finding for finding in check_handbook(firm_copy).findings if finding.code == "unportable-name"]
    assert [(finding.location.file, finding.hint) for finding in found] == [(f"roles/{name}", hint)]


@pytest.mark.parametrize("name", ["auxiliary.yml", "console.yml", "com.yml", "lpt.yml"])
def test_names_that_only_look_reserved_are_fine(firm_copy: Path, name: str) -> None:
    (firm_copy / "roles" / name).write_text("title: Cook\n", "utf-8")
    assert "unportable-name" not in {finding.code for finding in check_handbook(firm_copy).findings}
