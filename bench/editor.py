"""The editor as a browser finds it: its first page, a save until the page and all findings are there, a preview.

`python -m bench.editor FOLDER EDITS` makes so many edits in turn and tells the memory after each tenth of them.
"""

import html
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.measure import Made, Sample, Timed
from bench.plan import ROLEBOOK, Plan
from bench.row import EDITOR_COLD, EDITOR_FINDINGS, EDITOR_PAGE, EDITOR_START, EDITOR_TEXT
from bench.table import Table

_PAUSE = 0.02


class Editor:
    """`rolebook edit` in a process of its own, and one browser's session of it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            (*ROLEBOOK, "edit", str(folder), "--no-browser"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        told = self._process.stdout.readline() if self._process.stdout else ""
        found = re.search(r"127\.0\.0\.1:(\d+)(/\?key=[\w-]+)", told)
        if found is None:
            raise RuntimeError(f"no address: {told}")
        self._port, self._cookie = int(found[1]), ""
        self._cookie = self._answer("GET", found[2])[1]["set-cookie"].partition(";")[0]
        self.first_page = self.get("/")

    def get(self, path: str) -> str:
        """Returns a screen."""
        status, _, text = self._answer("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
        return text

    def wait(self) -> None:
        """Returns once every check is done."""
        while json.loads(self.get("/checked"))["checking"]:
            time.sleep(_PAUSE)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Submits a form, and returns the status and where it leads."""
        token = re.findall('name="csrf" value="([^"]+)"', self.get("/list/role"))[0]
        status, headers, _ = self._answer("POST", path, {"csrf": token, **fields})
        return status, headers.get("location", "")

    def save(self, role: str, number: int) -> str:
        """Says otherwise what a role is there for, and returns the screen that follows."""
        before = self.get(f"/edit/role/{role}")
        told = {name: html.unescape(value) for name, value in re.findall('name="([^"]+)" value="([^"]*)"', before)}
        words = re.sub(r" Edit \d+\.$", "", told["b:purpose:en"]) + f" Edit {number}."
        fields = {name: told[name] for name in ("csrf", "document", "b:purpose:en")}
        status, headers, _ = self._answer("POST", "/save", {**fields, "shown": "en", "v:purpose:en": words})
        if status != 303:
            raise RuntimeError(f"save: {status}")
        return self.get(headers["location"])

    @property
    def cpu(self) -> float:
        """The seconds of CPU that it took so far."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory(self) -> float:
        """What it holds now, in MiB."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text("ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024

    def kill(self) -> None:
        """Kills it where it is."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait()

    def _answer(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=600)
        headers = {"Cookie": self._cookie}
        if fields is not None:
            headers |= {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@dataclass
class Start:
    """From the command to the first page in the browser; `prepare` runs before."""

    name: str
    folder: Path
    prepare: Callable[[], object]
    peer: bool = False
    warm_ups: int = 0

    def run(self) -> Sample:
        """Starts an editor, asks for its first page, and ends it."""
        self.prepare()
        began = time.perf_counter()
        editor = Editor(self.folder)
        wall, cpu = time.perf_counter() - began, editor.cpu
        if self.name == EDITOR_START and 'class="finding' not in editor.first_page:
            raise RuntimeError("the first page does not say what is known")
        memory = editor.memory
        editor.end()
        return Sample(max(cpu, 0.01), wall, memory, Made(1))


@dataclass
class Warm:
    """Something that a browser asks of an editor that runs."""

    name: str
    editor: Editor
    ask: Callable[[Editor, int], object]
    peer: bool = False
    warm_ups: int = 1
    _count: int = 0

    def run(self) -> Sample:
        """Asks once, of an editor that is not busy."""
        self._count += 1
        self.editor.wait()
        began, used = time.perf_counter(), self.editor.cpu
        self.ask(self.editor, self._count)
        wall, cpu = time.perf_counter() - began, self.editor.cpu - used
        return Sample(max(cpu, 0.01), wall, self.editor.memory, Made(1))


def editor(plan: Plan, table: Table) -> None:
    """Each handbook in turn: starts, then one editor for all the rest."""
    for corpus, folder in plan.handbooks("editor"):

        def forget(folder: Path = folder) -> None:
            plan.forget()
            shutil.rmtree(folder.with_name(f"{folder.name}.rolebook"), ignore_errors=True)

        table.measure("editor", corpus, [Start(EDITOR_COLD, folder, forget)], EDITOR_COLD)
        running = Editor(folder)
        running.wait()
        running.get("/")
        jobs: list[Timed] = [
            Warm(EDITOR_TEXT, running, lambda one, number: one.save("role-1", number)),
            Warm(EDITOR_FINDINGS, running, _save_and_wait),
            Warm(EDITOR_PAGE, running, lambda one, _: one.get("/draft/role/role-1")),
        ]
        table.measure("editor", corpus, jobs, EDITOR_TEXT)
        running.get("/")
        running.end()
        table.measure("editor", corpus, [Start(EDITOR_START, folder, lambda: None)], EDITOR_START)


def _save_and_wait(running: Editor, number: int) -> None:
    running.save("role-2", number)
    running.wait()


def main(folder: Path, edits: int) -> None:
    """Edits role after role."""
    roles = sorted(path.stem for path in (folder / "roles").rglob("*.yml"))
    running = Editor(folder)
    running.wait()
    print(f"{0:6} {running.memory:7.1f} MiB")
    for number in range(1, edits + 1):
        running.save(roles[number % len(roles)], number)
        if number % max(edits // 10, 1) == 0:
            running.wait()
            running.get("/")
            print(f"{number:6} {running.memory:7.1f} MiB", flush=True)
    running.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
