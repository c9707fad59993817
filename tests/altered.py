"""Runs tests with every English sentence changed: `python -m tests.altered tests/test_cli.py …`.

A test that still passes asserts codes and arguments, not prose. The program is copied, and each word of its messages,
hints and usage is written backwards, but for `{arguments}` and what stands between backticks. Only the golden file of
sentences may differ; the run ends with the exit code of pytest.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECTION = re.compile(r"^(\w+):$")
ALTERED = {"messages", "hints", "usage"}
SENTENCE = re.compile(r'^(  [\w-]+: )(")(.*)(")$')
FIXED = re.compile(r"`[^`]*`|\{\{|\}\}|\{[^{}]*\}|\\.|[^\W\d_]+")


def backwards(sentence: str) -> str:
    """The sentence with each word reversed; arguments, code and escapes stay."""
    return FIXED.sub(lambda found: found[0][::-1] if found[0].isalpha() else found[0], sentence)


def alter(path: Path) -> int:
    """Rewrites a file of messages; returns how many sentences are changed."""
    lines, part, changed = [], "", 0
    for line in path.read_text("utf-8").splitlines():
        if header := SECTION.match(line):
            part = header[1]
        if part in ALTERED and (found := SENTENCE.match(line)):
            line = f"{found[1]}{found[2]}{backwards(found[3])}{found[4]}"  # noqa: PLW2901
            changed += 1
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return changed


def main(arguments: list[str]) -> int:
    """Runs pytest on a copy of the program whose English is altered."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "generator"
        shutil.copytree(ROOT / "generator", program, ignore=shutil.ignore_patterns("__pycache__"))
        changed = alter(program / "rolebook" / "language" / "messages" / "en.yml")
        sys.stdout.write(f"{changed} sentences altered\n")
        sys.stdout.flush()
        path = os.pathsep.join([str(program), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
        environment = os.environ | {"PYTHONPATH": path}
        return subprocess.run(
            [sys.executable, "-m", "pytest", *arguments], cwd=ROOT, env=environment, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
