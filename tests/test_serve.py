"""`rolebook serve`: whoever writes sees a change at once, and the last sound pages while a save is faulty."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT

PATIENCE = 60


@dataclass
class Serving:
    root: Path
    address: str
    told: Path

    def page(self) -> str:
        try:
            with urlopen(f"{self.address}/en/roles/hr-manager.html", timeout=PATIENCE) as answer:  # noqa: S310
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            return ""

    def say(self, old: str, new: str) -> None:
        path = self.root / "roles" / "people" / "hr-manager.yml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


def waits_for(seen: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (found := seen()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    root = tmp_path / "handbook"
    for part in ("content", "roles", "policies"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "mkdocs.yml", root)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (tmp_path / "told").open("wb") as told:
        command = [sys.executable, "-m", "rolebook", "serve", str(root), "--language", "en", "--address", address]
        process = subprocess.Popen(command, stdout=told, stderr=told)
    try:
        yield Serving(root, f"http://{address}", tmp_path / "told")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_a_change_is_shown_and_a_faulty_save_keeps_the_last_pages(serving: Serving) -> None:
    assert waits_for(lambda: "<h1" in serving.page())
    serving.say("en: HR manager", "en: Keeper of People")
    assert waits_for(lambda: "Keeper of People" in serving.page()), "whoever writes sees a draft of what was released"
    assert "warning[changed-without-revision]" in serving.told.read_text("utf-8")
    serving.say("en: Keeper of People", "en: Keeper of Posts\n  English: Keeper")
    assert waits_for(lambda: "invalid-language" in serving.told.read_text("utf-8"))
    assert waits_for(lambda: "the pages are those from before" in serving.told.read_text("utf-8"))
    assert waits_for(lambda: "error[invalid-language]: `English` is no language tag" in serving.page())
    assert "Keeper of People" in serving.page()
    serving.say("\n  English: Keeper", "")
    assert waits_for(lambda: "Keeper of Posts" in serving.page())
    assert "invalid-language" not in serving.page()
    assert "the pages are new again" in serving.told.read_text("utf-8")
    assert not list((serving.root / "build" / "docs").rglob("*.md"))


@pytest.mark.parametrize("address", ["127.0.0.1:22222222", "nowhere"])
def test_an_address_that_cannot_be_had_is_told_in_one_line(address: str, tmp_path: Path) -> None:
    for part in ("content", "roles", "policies"):
        shutil.copytree(ROOT / part, tmp_path / part)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    command = [sys.executable, "-m", "rolebook", "serve", str(tmp_path), "--address", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith(f"rolebook: `{address}` cannot be served")
    assert "Traceback" not in done.stderr
