"""Commands killed at every step that touches a file: `python -m tests.attacks.kills SCENARIO [--every N] [--random N]`.

Each run is a fork of a process that has everything imported. An audit hook counts what opens files for writing,
renames, links and removes; at the step asked for, the file is left half written, as a killed writer leaves it, and the
process kills itself. What was there before must then be whole, and the next run must end as if nothing had happened.
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rolebook.cli import importing as _importing  # noqa: F401
from rolebook.cli import main
from rolebook.cli import print as _printing  # noqa: F401  imported before forks, as are the others
from rolebook.cli import release as _releasing  # noqa: F401
from rolebook.cli import site as _site  # noqa: F401
from rolebook.cli import translate as _translate  # noqa: F401
from rolebook.mkdocs_plugin import build as _build  # noqa: F401

_STEPS = frozenset({"os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"})
_WRITING = os.O_WRONLY | os.O_RDWR
_DAY = "2026-12-01"

SETTINGS = """\
language: en
languages: [en]
organisation: {name: Corner Kitchen, contact: hr@example.com}
url: https://kitchen.example/
entities: [{id: kitchen, name: Corner Kitchen S.L., jurisdiction: ES, languages: [en]}]
severities: {draft-pack: off}
"""
ROLE = """\
title: Cook
purpose: Cooks the day's meals.
revision: "1.0"
effective: 2026-01-01
duties: [{id: cook, text: Cooks.}]
"""
POLICY = """\
title: Hygiene
purpose: Safe.
revision: "1.0"
sections: [{id: a, heading: A, text: B.}]
"""
MKDOCS = "site_name: Kitchen\ndocs_dir: content\nsite_dir: site\ntheme: {name: rolebook}\nplugins: [rolebook]\n"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command, what is done before it is killed, and what of the folder it is about."""

    command: tuple[str, ...]
    output: tuple[str, ...]
    before: tuple[tuple[str, ...], ...] = ()
    change: Callable[[Path], None] = lambda _: None
    piecewise: bool = False
    """Whether files become new one by one (copies of an order), not all at once (a site)."""


def _revised(root: Path) -> None:
    text = ROLE.replace("1.0", "1.1").replace("Cooks.", "Cooks well.").replace("2026-01-01", "2026-02-01")
    (root / "roles" / "cook.yml").write_text(text, "utf-8")


def _spanish(root: Path) -> None:
    settings = root / "content" / "handbook.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("languages: [en]\norg", "languages: [en, es]\norg"), "utf-8"
    )
    (root / "roles" / "cook.yml").write_text(ROLE.replace("title: Cook", "title: {en: Cook, es: Cocinera}"), "utf-8")


def _returned(root: Path) -> None:
    _spanish(root)
    (root / "back.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: es\\n"\n\n'
        'msgctxt "role/cook/title"\nmsgid "Cook"\nmsgstr "Cocinero"\n\n'
        'msgctxt "role/cook/purpose"\nmsgid "Cooks the day\'s meals."\nmsgstr "Prepara las comidas del día."\n',
        "utf-8",
    )


def _described(root: Path) -> None:
    (root / "descriptions").mkdir()
    for post in ("Waiter", "Driver", "Cashier"):
        text = f"Job description\n{post}\nPurpose: Helps guests.\nDuties:\n1. Welcomes guests.\n2. Cleans up.\n"
        (root / "descriptions" / f"{post}.txt").write_text(text, "utf-8")


BUILD, PRINT = ("build", "--no-search"), ("print", "--workers", "1")
SCENARIOS = {
    "first build": Scenario(BUILD, ("site",)),
    "build": Scenario(BUILD, ("site",), (BUILD,), _revised),
    "print": Scenario(PRINT, ("documents",), (PRINT,), _revised, piecewise=True),
    "word": Scenario(
        (*PRINT, "--format", "docx"), ("documents",), ((*PRINT, "--format", "docx"),), _revised, piecewise=True
    ),
    "esign": Scenario(
        (*PRINT, "--profile", "esign", "--service", "docuseal"), ("documents",), (), _revised, piecewise=True
    ),
    "release": Scenario(("release", "--approver", "office:hr", "--today", _DAY), ("content",), piecewise=True),
    "accept": Scenario(("translate", "accept"), ("content",), (), _spanish, piecewise=True),
    "import": Scenario(("translate", "import", "back.po"), ("content", "roles"), (), _returned, piecewise=True),
    "documents": Scenario(("import", "descriptions"), ("content", "roles"), (), _described, piecewise=True),
}


def handbook(root: Path) -> None:
    """A handbook of one role and one policy."""
    for path, text in {
        "content/handbook.yml": SETTINGS,
        "roles/cook.yml": ROLE,
        "policies/hygiene.yml": POLICY,
        "mkdocs.yml": MKDOCS,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def whole(root: Path, folders: tuple[str, ...]) -> dict[str, str]:
    """Every file that people see, by its digest; of a ledger, only that it is there."""
    found = {}
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            told = path.relative_to(root).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(root).parts):
                found[told] = "" if path.suffix == ".jsonl" else hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def forked(root: Path, command: tuple[str, ...], at: int = 0, after: float = 0.0) -> tuple[int, int]:
    """Runs a command in a fork, killed at a step or after seconds: exit code (negative: the signal) and steps."""
    report = root.parent / "steps"
    report.write_bytes(b"0")
    child = os.fork()
    if not child:
        _child(root, command, at, report)
    if after:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), int(report.read_bytes() or b"0")


def _child(root: Path, command: tuple[str, ...], at: int, report: Path) -> None:
    os.chdir(root)
    os.environ |= {"ROLEBOOK_CACHE": str(root.parent / "cache"), "SOURCE_DATE_EPOCH": "1764547200"}
    told = os.open(report, os.O_WRONLY)
    quiet = os.open(root.parent / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    sys.argv = ["rolebook", *command]
    sys.addaudithook(_counter(at, told))
    code = 0
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException as error:  # what a user would see as a traceback
        os.write(2, repr(error).encode())
        code = 70
    os._exit(code)


def _counter(at: int, told: int) -> Callable[[str, tuple[object, ...]], None]:
    steps = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if not (writes or event in _STEPS or (event == "ctypes.dlsym" and arguments[1] == "renameat2")):
            return
        steps += 1
        os.pwrite(told, str(steps).encode(), 0)
        if steps == at:
            if writes and isinstance(arguments[0], str) and not str(arguments[0]).startswith("/dev"):
                _half_written(arguments[0], int(str(arguments[2])))
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def _half_written(path: str, flags: int) -> None:
    with contextlib.suppress(OSError):
        descriptor = os.open(path, flags, 0o666)
        os.write(descriptor, b'{"half":')


def _ready(scenario: Scenario, folder: Path) -> Path:
    root = folder / "firm"
    handbook(root)
    for command in scenario.before:
        assert forked(root, command)[0] == 0, (folder / "said").read_text()
    scenario.change(root)
    return root


def attack(name: str, moments: Iterator[int] | None, randomly: int = 0, seed: int = 1) -> tuple[int, list[str]]:
    """How often a scenario was killed, and what was wrong after."""
    scenario, faults, killed = SCENARIOS[name], [], 0
    with tempfile.TemporaryDirectory(prefix="rolebook-kill-") as made:
        start, run = Path(made) / "start", Path(made) / "run"
        root = _ready(scenario, start)
        before = whole(root, scenario.output)
        shutil.copytree(start, run)
        begun = time.monotonic()
        code, steps = forked(run / "firm", scenario.command)
        lasted = time.monotonic() - begun
        assert code == 0, (run / "said").read_text()
        after = whole(run / "firm", scenario.output)
        assert before != after
        draw = random.Random(seed)
        plan = [(step, 0.0) for step in moments or () if step <= steps]
        plan += [(0, draw.uniform(0.01, lasted)) for _ in range(randomly)]
        if moments is None:
            plan += [(step, 0.0) for step in range(1, steps + 1)]
        for step, moment in plan:
            shutil.rmtree(run)
            shutil.copytree(start, run)
            code, _ = forked(run / "firm", scenario.command, step, moment)
            killed += code == -signal.SIGKILL
            faults += [f"{name} at {step or moment}: {fault}" for fault in _after(run, scenario, before, after)]
    return killed, faults


def _after(run: Path, scenario: Scenario, before: dict[str, str], after: dict[str, str]) -> Iterator[str]:
    root = run / "firm"
    left = whole(root, scenario.output)
    if scenario.piecewise:
        broken = [file for file, digest in left.items() if digest not in (before.get(file), after.get(file))]
        broken += [file for file in before if file not in left and file in after]
    else:
        broken = (
            []
            if left in (before, after)
            else sorted(file for file in left if left[file] != after.get(file))[:3] or ["lost"]
        )
    if broken:
        yield f"left {broken}"
    code, _ = forked(root, scenario.command)
    if code:
        yield f"the next run ends with {code}: {(run / 'said').read_text('utf-8', 'replace')[-300:]}"
    elif (then := whole(root, scenario.output)) != after:
        yield f"the next run makes {sorted(set(then.items()) ^ set(after.items()))[:3]}"
    hidden = [
        path.name for path in root.rglob(".*") if path.name.endswith((".new", ".old")) or path.name.startswith(".site.")
    ]
    if hidden:
        yield f"left behind {hidden}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", choices=[*SCENARIOS, "all"])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--random", type=int, default=0)
    options = parser.parse_args()
    told = {}
    for chosen in SCENARIOS if options.scenario == "all" else [options.scenario]:
        moments = iter(()) if options.every == 0 else iter(range(1, 10_000, options.every))
        told[chosen] = attack(chosen, moments, options.random)
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
