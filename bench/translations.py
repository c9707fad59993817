"""Times `translate status` and `check` on handbooks of growing size in five languages, every string confirmed.

`python -m bench.translations`; results go to `build/bench/translations.md`. Linear means that CPU time a string does
not grow with the number of strings.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

from bench.corpus import LANGUAGES, write_handbook
from bench.measure import Job, Sample, interleaved, median

OUT = Path("build", "bench").absolute()
JOBS = {"status": ("translate", "status", "--json"), "check": ("check",)}


def main() -> None:
    """Makes the handbooks, confirms their strings, times every command in turn and reports."""
    options = argparse.ArgumentParser(prog="python -m bench.translations", description=__doc__)
    options.add_argument("--roles", type=int, nargs="+", default=[250, 500, 1000], help="roles of each handbook")
    options.add_argument("--rounds", type=int, default=3, help="counted runs of each")
    chosen = options.parse_args()
    jobs = [job for roles in chosen.roles for job in _jobs(roles)]
    samples = interleaved(jobs, chosen.rounds)
    rows = [_row(job.name, roles, samples[job.name]) for roles in chosen.roles for job in _jobs_named(jobs, roles)]
    lines = ["| roles | strings × languages | job | CPU s | µs a string | peak MiB |", "|--:|--:|---|--:|--:|--:|"]
    lines += [
        f"| {row['roles']} | {row['strings']} | {row['job']} | {row['cpu']} | {row['each']} | {row['memory']} |"
        for row in rows
    ]
    text = "\n".join(lines) + "\n"
    (OUT / "translations.md").write_text(text, "utf-8")
    (OUT / "translations.json").write_text(json.dumps(rows, indent=2), "utf-8")
    print(text)


def _jobs(roles: int) -> list[Job]:
    folder = OUT / f"translations-{roles}"
    shutil.rmtree(folder, ignore_errors=True)
    write_handbook(folder, roles, len(LANGUAGES))
    rolebook = (sys.executable, "-m", "rolebook")
    interleaved([Job("accept", (*rolebook, "translate", "accept"), folder)], 0)
    return [Job(f"{name} {roles}", (*rolebook, *words), folder) for name, words in JOBS.items()]


def _jobs_named(jobs: list[Job], roles: int) -> list[Job]:
    return [job for job in jobs if job.name.endswith(f" {roles}")]


def _row(name: str, roles: int, samples: list[Sample]) -> dict[str, object]:
    lock = OUT / f"translations-{roles}" / "content" / "translations.lock"
    strings = len(lock.read_text("utf-8").splitlines()) - 1
    cpu = median(samples, "cpu")
    return {
        "roles": roles,
        "strings": strings,
        "job": name.partition(" ")[0],
        "cpu": round(cpu, 2),
        "each": round(cpu / strings * 1e6, 1),
        "memory": round(median(samples, "memory")),
    }


if __name__ == "__main__":
    main()
