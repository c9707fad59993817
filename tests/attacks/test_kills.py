"""Killed at any step, a command leaves what was there whole, and the next run ends as if nothing had happened.

All steps by hand: `python -m tests.attacks.kills all`; at random moments: `… build --every 0 --random 100`.
"""

import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.kills import SCENARIOS, handbook, whole
from tests.conftest import EFFORT, ROOT
from tests.messages import says

EVERY = {
    "build": 173,
    "first build": 73,
    "print": 13,
    "word": 13,
    "esign": 25,
    "import": 5,
    "release": 7,
    "documents": 33,
}
"""In CI, one step in so many; odd numbers come to all kinds of steps in turn."""
RANDOM = {"build": 2, "print": 2}
_CAPBSET_DROP, _DAC_OVERRIDE, _DAC_READ_SEARCH = 24, 1, 2  # linux/prctl.h, linux/capability.h


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_killed_command_loses_nothing(scenario: str) -> None:
    options = ["--every", str(max(1, EVERY.get(scenario, 1) // EFFORT)), "--random", str(RANDOM.get(scenario, 0))]
    command = [sys.executable, "-m", "tests.attacks.kills", scenario, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    killed, faults = json.loads(done.stdout)[scenario]
    assert killed >= 3
    assert faults == []


def rolebook(*words: str, cwd: Path, most: int = 0, obeys: bool = False) -> subprocess.CompletedProcess[str]:
    """The command as anybody runs it; no file may grow beyond `most` bytes, as on a disk that is full.

    What `obeys` permissions is not root, or root without the right to pass over them.
    """

    def limited() -> None:
        if most:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH) if obeys and os.geteuid() == 0 else ():
            assert ctypes.CDLL(None).prctl(_CAPBSET_DROP, capability, 0, 0, 0) == 0

    surroundings = os.environ | {"ROLEBOOK_CACHE": "off"}
    return subprocess.run(
        [sys.executable, "-m", "rolebook", *words],
        cwd=cwd,
        env=surroundings,
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=False,
    )


COMMANDS = {
    "build": ("build", "--no-search"),
    "print": ("print",),
    "word": ("print", "--format", "docx"),
    "release": ("release", "--approver", "office:hr"),
}


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    handbook(tmp_path / "firm")
    return tmp_path / "firm"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_told_once_and_changes_nothing(kitchen: Path, command: str) -> None:
    assert rolebook(*COMMANDS["build"], cwd=kitchen).returncode == 0
    (kitchen / "roles" / "cook.yml").write_text(
        (kitchen / "roles" / "cook.yml").read_text("utf-8").replace("Cooks.", "Cooks well.").replace("1.0", "1.1"),
        "utf-8",
    )
    folders = ("site", "documents", "content", "roles")
    before = whole(kitchen, folders)
    done = rolebook(*COMMANDS[command], cwd=kitchen, most=200)
    told = [line for line in done.stderr.splitlines() if line.startswith("rolebook: ")]
    assert done.returncode == 2, done.stderr
    assert len(told) == 1
    assert says(told[0], "no-write")
    assert "``" not in told[0]
    assert "Traceback" not in done.stderr
    assert whole(kitchen, folders) == before
    assert not [path for path in kitchen.rglob(".*") if path.name.endswith(".new") or path.name.startswith(".site.")]
    assert rolebook(*COMMANDS[command], cwd=kitchen).returncode == 0


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("mount") is None, reason="only root may mount a small disk")
def test_a_disk_that_is_really_full_changes_nothing(kitchen: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], check=False)
    if mounted.returncode:
        pytest.skip("no mounts here")
    try:
        (disk / "full").write_bytes(b"x" * 250_000)
        for command in (("build", "--no-search", "--no-documents"), ("print",)):
            done = rolebook(*command, "--output", str(disk / "out"), cwd=kitchen)
            assert done.returncode == 2, done.stderr
            assert done.stderr.count("rolebook: ") == 1
            assert "No space left" in done.stderr
            assert [path.name for path in disk.rglob("*") if path.is_file() and path.name != "copies.jsonl"] == ["full"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_may_not_be_written_is_told_once(kitchen: Path, command: str) -> None:
    before = whole(kitchen, ("content", "roles", "policies"))
    for folder in (kitchen, kitchen / "content"):
        folder.chmod(0o555)
    done = rolebook(*COMMANDS[command], cwd=kitchen, obeys=True)
    assert whole(kitchen, ("content", "roles", "policies")) == before
    assert not {"site", "documents", "build"} & {path.name for path in kitchen.iterdir()}
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("rolebook: ") == 1
    assert "Traceback" not in done.stderr


def test_two_builds_at_once_into_one_folder_leave_a_whole_site(kitchen: Path) -> None:
    command = [sys.executable, "-m", "rolebook", "build", "--no-search"]
    several = [
        subprocess.Popen(command, cwd=kitchen, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [one.communicate()[1] for one in several] == [""] * 2
    assert [one.returncode for one in several] == [0] * 2
    together = whole(kitchen, ("site",))
    assert any(name.endswith(".pdf") for name in together)
    assert rolebook("build", "--no-search", cwd=kitchen).returncode == 0
    assert whole(kitchen, ("site",)) == together


def test_two_prints_at_once_leave_whole_copies(kitchen: Path) -> None:
    command = [sys.executable, "-m", "rolebook", "print", "--workers", "1"]
    several = [subprocess.Popen(command, cwd=kitchen, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [one.wait() for one in several] == [0] * 3
    together = whole(kitchen, ("documents",))
    shutil.rmtree(kitchen / "documents")
    assert rolebook("print", cwd=kitchen).returncode == 0
    assert whole(kitchen, ("documents",)) == together


def test_a_signed_or_edited_copy_is_never_printed_over(kitchen: Path) -> None:
    """Printing again must mend what a killed run left, and nothing that people did to a file."""
    assert rolebook("print", cwd=kitchen).returncode == 0
    copy = next((kitchen / "documents").glob("cook*.pdf"))
    copy.write_bytes(copy.read_bytes() + b"% signed\n")
    assert rolebook("print", cwd=kitchen).returncode == 0
    assert copy.read_bytes().endswith(b"% signed\n")
