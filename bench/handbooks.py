"""Check and site of generated handbooks: cold, warm and with one changed role; sites beside peers on equal Markdown."""

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.measure import Job, Made, Timed, files_in, run
from bench.plan import ROLEBOOK, Plan
from bench.row import CHECK_COLD, CHECK_WARM, SITE_CHANGED, SITE_COLD, SITE_SEARCH, SITE_WARM
from bench.sites import peers_of
from bench.table import Table


def check(plan: Plan, table: Table) -> None:
    """Reading and checking, as `rolebook check` does."""
    command = (*ROLEBOOK, "check")
    for corpus, folder in plan.handbooks("check"):
        jobs: list[Timed] = [
            Job(CHECK_COLD, command, folder, plan.forget),
            Job(CHECK_WARM, command, folder),
            Job("check, one changed role", command, folder, partial(_change, folder)),
        ]
        table.measure("check", corpus, jobs, CHECK_COLD)


def site(plan: Plan, table: Table) -> None:
    """The whole site without documents; without search for anyone, and ours with it, too."""
    for corpus, folder in plan.handbooks("site"):
        peers: list[Job] = []
        if corpus.roles * corpus.languages <= plan.peers_up_to:
            peers = list(_peers(folder, table))
        elif plan.peers:
            table.leave_out(f"peers beside {corpus.name}: more than --peers-up-to {plan.peers_up_to}")
        table.measure("site", corpus, [*_ours(plan, folder), *peers], SITE_COLD)


def _ours(plan: Plan, folder: Path) -> Iterator[Job]:
    build = (*ROLEBOOK, "build", "--no-documents")
    plain = (*build, "--no-search")
    site = folder / "site"

    def anew() -> None:
        plan.forget()
        shutil.rmtree(site, ignore_errors=True)

    def made() -> Made:
        return files_in(site, "*.html")

    yield Job(SITE_COLD, plain, folder, anew, made)
    yield Job(SITE_WARM, plain, folder, made=made)
    yield Job(SITE_CHANGED, plain, folder, partial(_change, folder), made)
    yield Job(SITE_SEARCH, build, folder, anew, made)


def _peers(folder: Path, table: Table) -> Iterator[Job]:
    """The same Markdown for everybody else."""
    run("the Markdown", (sys.executable, "-m", "mkdocs", "build", "-q"), folder)
    shutil.rmtree(folder / "site")  # not ours to overwrite
    peers = folder.with_name(f"{folder.name}-peers")
    shutil.rmtree(peers, ignore_errors=True)
    yield from peers_of(folder / "build" / "docs" / "staff", peers, table.leave_out)


def _change(folder: Path) -> None:
    """One duty of one role says something else than before."""
    path = folder / "roles" / "group-0" / "role-1.yml"
    text = path.read_text("utf-8")
    place = text.index('en: "', text.index("duties:")) + len('en: "')
    path.write_text(f"{text[:place]}Again: {text[place:]}", "utf-8")
