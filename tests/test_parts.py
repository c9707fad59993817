"""What a plain installation does, and what it says when a part is missing."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from rolebook.cli.parts import PARTS
from tests.conftest import ROOT
from tests.messages import says
from tests.test_site import MKDOCS

PLAIN = f"""
import sys
for name in {[name for libraries in PARTS.values() for name in libraries]}:
    sys.modules[name] = None
from rolebook.cli import main
main()
"""


def plainly(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """A command where only what every installation has can be imported."""
    command = [sys.executable, "-c", PLAIN, *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_the_parts_are_the_packages_extras() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    by_library = packages_distributions()
    for part, libraries in PARTS.items():
        asked = {re.split(r"[^a-z0-9-]", line)[0] for line in extras[part]} - {"pagefind"}
        brought = {by_library[name][0].lower().replace("_", "-") for name in libraries}
        assert brought == asked


def test_a_plain_installation_checks_and_builds(firm_copy: Path) -> None:
    (firm_copy / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    new = (("init", firm_copy.parent / "new", "--language", "en", "--jurisdiction", "GB"), ("new", "role", "guard"))
    for words in (*new, ("check",), ("build", "--no-documents"), ("explain", "unknown-role"), ("translate", "status")):
        done = plainly(*words, cwd=firm_copy)
        assert done.returncode == 0, (words, done.stderr)
    assert (firm_copy / "site" / "index.html").is_file()


@pytest.mark.parametrize(
    "words",
    [("print",), ("build",), ("verify", "paper.pdf"), ("register", "scan", "paper.pdf")],
    ids=lambda words: words[0],
)
def test_a_command_whose_part_is_missing_says_which_to_install(firm_copy: Path, words: tuple[str, ...]) -> None:
    (firm_copy / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (firm_copy / "paper.pdf").write_bytes(b"%PDF-1.7")
    done = plainly(*words, cwd=firm_copy)
    assert done.returncode == 2, done.stderr
    assert says(done.stderr, "part-missing", part="hr")
    assert "Traceback" not in done.stderr
