"""Translations of generated handbooks in several languages, every string confirmed: `translate status` and `check`.

Linear means that CPU time a string does not grow with the number of strings.
"""

from functools import partial
from pathlib import Path

from bench.measure import Job, Made, Timed, run
from bench.plan import ROLEBOOK, Plan
from bench.table import Table

JOBS = {
    "translate accept, all": ("translate", "accept"),
    "translate status": ("translate", "status", "--json"),
    "check, all confirmed": ("check",),
}


def translations(plan: Plan, table: Table) -> None:
    """Strings times languages are counted; nothing that an earlier run made is used."""
    if max(plan.languages) == 1:
        table.leave_out("translations: one language has none")
    for corpus, folder in plan.handbooks("translations"):
        if corpus.languages == 1:
            continue
        run("accept", (*ROLEBOOK, "translate", "accept"), folder)
        made = partial(Made, _strings(folder))
        jobs: list[Timed] = [Job(name, (*ROLEBOOK, *words), folder, plan.forget, made) for name, words in JOBS.items()]
        table.measure("translations", corpus, jobs, next(iter(JOBS)))


def _strings(folder: Path) -> int:
    return len((folder / "content" / "translations.lock").read_text("utf-8").splitlines()) - 1
