"""Times Rolebook beside peers on the same machine, in turn: one command, one table.

Results go to `build/bench/results.md` and `results.json` as they come: medians of CPU and wall seconds, peak memory of
the largest process, size of the output; a peer's figures also as a multiple of ours; below them the project's goals.
"""

import argparse
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from bench.plan import plan_of
from bench.table import Table
from rolebook.store.cache import VARIABLE

PARTS = {
    "check": "bench.handbooks",
    "site": "bench.handbooks",
    "translations": "bench.translations",
    "documents": "bench.documents",
    "wording": "bench.wording",
    "register": "bench.register",
    "editor": "bench.editor",
}
"""Functions of these names. What they load comes last: a new process has at least the peak memory of its starter."""


def main() -> None:
    """The command."""
    options = _options()
    chosen = options.parse_args()
    if unknown := sorted({*chosen.parts} - {*PARTS}):
        options.error(f"no such part: {', '.join(unknown)}")
    plan = plan_of(chosen, Path("build", "bench").absolute())
    os.environ[VARIABLE] = str(plan.cache)
    table = Table(plan.out, plan.rounds)
    try:
        for part, module in PARTS.items():
            if part in (chosen.parts or PARTS):
                getattr(import_module(module), part)(plan, table)
    except KeyboardInterrupt:
        table.leave_out("the rest: interrupted")
    table.write()
    print(table.text())


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; by default all")
    options.add_argument(
        "--roles", type=_at_least(2), nargs="+", default=[50, 250], help="roles of each generated handbook"
    )
    options.add_argument("--languages", type=int, nargs="+", default=[1, 5], choices=range(1, 6))
    options.add_argument("--rounds", type=_at_least(1), default=3, help="counted runs of each")
    options.add_argument("--onet", type=Path, metavar="DIR", help="folder of O*NET's text files, for real tasks")
    options.add_argument("--esco", type=Path, metavar="FILE", help="table of ESCO occupation names, for real titles")
    options.add_argument(
        "--people", type=_at_least(1), default=10_000, help="in the register; up to 1,000 are printed for"
    )
    options.add_argument("--sheets", type=_at_least(1), default=100, help="scanned sheets that the register reads")
    options.add_argument("--no-peers", action="store_true", help="only ours")
    options.add_argument(
        "--peers-up-to",
        type=int,
        metavar="ROLES",
        default=2500,
        help="sites of peers up to so many roles times languages: stock MkDocs takes the square of the pages' number",
    )
    return options


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is less than {least}")
        return int(text)

    return number


if __name__ == "__main__":
    main()
