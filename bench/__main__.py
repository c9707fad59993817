"""Times check and site of generated handbooks, cold, warm and with one changed role, beside peers on equal Markdown.

All run in turn on the same machine, without search for anyone unless `--search` asks for ours. Results go to
`build/bench/results.md` and `.json`: CPU and wall seconds, peak memory of the largest process, size of the output.
"""

import argparse
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.corpus import write_handbook
from bench.measure import Job, Sample, interleaved, median, ratio
from bench.sites import peers_of
from rolebook.store.cache import VARIABLE

ROOT = Path(__file__).parent.parent
OUT = Path("build", "bench").absolute()
CACHE = OUT / "cache"
PYTHON = sys.executable
COLD, CHANGED = "site, cold", "site, one changed role"
VERSIONS = ("rolebook", "mkdocs", "mkdocs-material", "zensical", "markdown", "jinja2", "pydantic", "pyyaml")


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--roles", type=int, nargs="+", default=[100], help="roles of each generated handbook")
    options.add_argument("--languages", type=int, nargs="+", default=[1], choices=range(1, 6))
    options.add_argument("--onet", type=Path, help="folder of the O*NET database's text files, for real tasks")
    options.add_argument("--esco", type=Path, help="table of ESCO occupation names, for real titles")
    options.add_argument("--rounds", type=int, default=3, help="counted runs of each")
    options.add_argument("--search", action="store_true", help="also our site with its search")
    options.add_argument("--no-peers", action="store_true", help="only ours")
    chosen = options.parse_args()
    os.environ[VARIABLE] = str(CACHE)
    rows: list[dict[str, object]] = []
    left_out: set[str] = set()
    for roles in chosen.roles:
        for languages in chosen.languages:
            folder = OUT / f"corpus-{roles}-{languages}"
            shutil.rmtree(folder, ignore_errors=True)
            write_handbook(folder, roles, languages, chosen.onet, chosen.esco)
            peers = [] if chosen.no_peers else list(_peers(folder, left_out))
            jobs = [*_ours(folder, search=chosen.search), *peers]
            rows += _rows(f"{roles} roles, {languages} language(s)", jobs, interleaved(jobs, chosen.rounds))
    _report(rows, sorted(left_out))


def _ours(folder: Path, *, search: bool) -> Iterator[Job]:
    rolebook = (PYTHON, "-m", "rolebook")
    build = (*rolebook, "build", "--no-documents")
    yield Job("check, cold", (*rolebook, "check"), folder, _forget)
    yield Job("check, warm", (*rolebook, "check"), folder)
    yield Job("check, one changed role", (*rolebook, "check"), folder, lambda: _change(folder))
    yield Job(COLD, (*build, "--no-search"), folder, _forget)
    yield Job("site, warm", (*build, "--no-search"), folder)
    yield Job(CHANGED, (*build, "--no-search"), folder, lambda: _change(folder))
    if search:
        yield Job("site with search, cold", build, folder, _forget)


def _peers(folder: Path, left_out: set[str]) -> Iterator[Job]:
    """The same Markdown for everybody else."""
    interleaved([Job("the Markdown", (PYTHON, "-m", "mkdocs", "build", "-q"), folder)], 0)
    shutil.rmtree(folder / "site")  # not ours to overwrite
    peers = folder.with_name(f"{folder.name}-peers")
    shutil.rmtree(peers, ignore_errors=True)
    for job, missing in peers_of(folder / "build" / "docs" / "staff", peers):
        if missing:
            left_out.add(missing)
        else:
            yield job


def _forget() -> None:
    shutil.rmtree(CACHE, ignore_errors=True)


def _change(folder: Path) -> None:
    """One duty of one role says something else than before."""
    path = folder / "roles" / "group-0" / "role-1.yml"
    text = path.read_text("utf-8")
    place = text.index('en: "', text.index("duties:")) + len('en: "')
    path.write_text(f"{text[:place]}Again: {text[place:]}", "utf-8")


def _rows(corpus: str, jobs: list[Job], samples: dict[str, list[Sample]]) -> list[dict[str, object]]:
    ours = samples[COLD]
    return [
        {
            "corpus": corpus,
            "job": job.name,
            **{figure: round(median(samples[job.name], figure), 2) for figure in ("cpu", "wall", "memory")},
            **(_output(job.folder / "site") if job.name.startswith("site") else {"pages": 0, "megabytes": 0.0}),
            "cpu/ours": round(ratio(ours, samples[job.name]), 2) if _is_peer(job) else None,
            "wall/ours": round(ratio(ours, samples[job.name], "wall"), 2) if _is_peer(job) else None,
            "samples": [asdict(sample) for sample in samples[job.name]],
        }
        for job in jobs
    ]


def _is_peer(job: Job) -> bool:
    return "-peers" in str(job.folder)


def _output(site: Path) -> dict[str, object]:
    files = [path for path in site.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    return {"pages": sum(path.suffix == ".html" for path in files), "megabytes": round(size, 1)}


def _report(rows: list[dict[str, object]], left_out: list[str]) -> None:
    machine = {
        "machine": platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
    }
    machine |= {name: found for name in VERSIONS if (found := _version(name))}
    lines = [
        ", ".join(f"{name} {value}" for name, value in machine.items()),
        *left_out,
        "",
        "| corpus | job | pages | CPU s | wall s | peak MiB | output MB | CPU / ours cold | wall / ours cold |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|",
        *(
            f"| {row['corpus']} | {row['job']} | {row['pages'] or ''} | {row['cpu']} | {row['wall']} | {row['memory']} "
            f"| {row['megabytes'] or ''} | {row['cpu/ours'] or ''} | {row['wall/ours'] or ''} |"
            for row in rows
        ),
    ]
    text = "\n".join(lines) + "\n"
    (OUT / "results.md").write_text(text, "utf-8")
    told = {"machine": machine, "left out": left_out, "rows": rows}
    (OUT / "results.json").write_text(json.dumps(told, indent=2), "utf-8")
    print(text)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


if __name__ == "__main__":
    main()
