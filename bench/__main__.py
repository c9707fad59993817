"""Times load+check and the site's build on the sample and on a generated corpus, beside stock MkDocs.

The peer builds the same Markdown with MkDocs's default theme; both without search. Results go to `build/bench/`.
"""

import argparse
import json
import platform
import shutil
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from bench.corpus import write_handbook
from bench.measure import Job, Sample, interleaved, median, ratio

ROOT = Path(__file__).parent.parent
OUT = Path("build", "bench").absolute()
PYTHON = sys.executable
PEER = """\
site_name: Bench
site_dir: site
use_directory_urls: false
theme: {name: mkdocs, highlightjs: false}
plugins: []
"""


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--roles", type=int, default=1000, help="roles of the generated handbook")
    options.add_argument("--languages", type=int, default=1, choices=range(1, 6))
    options.add_argument("--onet", type=Path, help="folder of the O*NET database's text files, for real tasks")
    options.add_argument("--rounds", type=int, default=3, help="counted runs of each")
    chosen = options.parse_args()
    generated = OUT / f"corpus-{chosen.roles}-{chosen.languages}"
    shutil.rmtree(generated, ignore_errors=True)
    write_handbook(generated, chosen.roles, chosen.languages, chosen.onet)
    sample = OUT / "sample"
    shutil.rmtree(sample, ignore_errors=True)
    for name in ("content", "roles", "policies"):
        shutil.copytree(ROOT / name, sample / name)
    shutil.copy(ROOT / "mkdocs.yml", sample)
    rows: list[dict[str, object]] = []
    for name, folder in (("sample", sample), (f"{chosen.roles} roles, {chosen.languages} language(s)", generated)):
        rows += _figures(name, folder, chosen.rounds)
    _report(rows)


def _figures(name: str, folder: Path, rounds: int) -> list[dict[str, object]]:
    rolebook = (PYTHON, "-m", "rolebook")
    build = Job("site, cold", (*rolebook, "build", "--no-search"), folder, lambda: _forget(folder))
    interleaved([Job("the Markdown", (PYTHON, "-m", "mkdocs", "build", "-q"), folder)], 0)
    peer = _peer(folder)
    jobs = [
        Job("check", (*rolebook, "check"), folder),
        build,
        Job("site, MkDocs default theme", (PYTHON, "-m", "mkdocs", "build", "-q"), peer),
    ]
    samples = interleaved(jobs, rounds)
    pages = len(list((peer / "docs").rglob("*.md")))
    ours = samples["site, cold"]
    speedup = ratio(ours, samples["site, MkDocs default theme"])
    return [_row(name, job.name, pages, samples[job.name], speedup if job is build else None) for job in jobs]


def _row(corpus: str, job: str, pages: int, samples: list[Sample], speedup: float | None) -> dict[str, object]:
    figures = {figure: round(median(samples, figure), 2) for figure in ("cpu", "wall", "memory")}
    return {
        "corpus": corpus,
        "job": job,
        "pages": pages,
        **figures,
        "peer/ours": round(speedup, 2) if speedup else None,
        "samples": [asdict(sample) for sample in samples],
    }


def _forget(folder: Path) -> None:
    shutil.rmtree(folder / "build", ignore_errors=True)
    shutil.rmtree(folder / "site", ignore_errors=True)


def _peer(folder: Path) -> Path:
    """The same Markdown as a project of its own."""
    peer = folder.with_name(f"{folder.name}-peer")
    shutil.rmtree(peer, ignore_errors=True)
    shutil.copytree(folder / "build" / "docs" / "staff", peer / "docs")
    (peer / "mkdocs.yml").write_text(PEER, "utf-8")
    return peer


def _report(rows: list[dict[str, object]]) -> None:
    machine = {
        "machine": platform.machine(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("rolebook", "mkdocs", "markdown", "pydantic", "pyyaml")},
    }
    lines = [
        ", ".join(f"{name} {value}" for name, value in machine.items()),
        "",
        "| corpus | job | pages | CPU s | wall s | peak MiB | peer CPU / ours |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(
            f"| {row['corpus']} | {row['job']} | {row['pages']} | {row['cpu']} | {row['wall']} | {row['memory']} "
            f"| {row['peer/ours'] or ''} |"
            for row in rows
        ),
    ]
    text = "\n".join(lines) + "\n"
    (OUT / "results.md").write_text(text, "utf-8")
    (OUT / "results.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=2), "utf-8")
    print(text)


if __name__ == "__main__":
    main()
