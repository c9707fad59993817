"""A generated handbook of any size: made-up tasks, or real ones of O*NET (CC BY 4.0) where its folder is given."""

import csv
import json
import random
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from rolebook.language import known_languages

LANGUAGES = known_languages()
DUTIES = 16
VERBS = ("Plans", "Prepares", "Checks", "Records", "Agrees", "Measures", "Explains", "Compares", "Orders", "Repairs")
THINGS = ("stock", "visits", "orders", "samples", "reports", "budgets", "machines", "contracts", "deliveries", "tests")
ENDS = ("for every region", "before the shift", "with the team", "by the agreed date", "within the budget")


def write_handbook(root: Path, roles: int, languages: int, onet: Path | None = None, esco: Path | None = None) -> None:
    """Writes a handbook of that many roles in the first so many languages; the same arguments give the same files."""
    tags = LANGUAGES[:languages]
    jobs = list(islice(cycle(_real(onet)) if onet else _invented(), roles))
    if esco:
        jobs = [(title, tasks) for title, (_, tasks) in zip(cycle(_titles(esco)), jobs, strict=False)]
    _write(root / "content" / "handbook.yml", _settings(tags))
    _write(root / "policies" / "conduct.yml", _policy(tags))
    for number, (title, tasks) in enumerate(jobs):
        _write(root / "roles" / f"group-{number // 100}" / f"role-{number}.yml", _role(number, title, tasks, tags))
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\ndocs_dir: content\nsite_dir: site\ntheme: {name: rolebook}\nplugins: [rolebook]\n", "utf-8"
    )


def _real(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Occupations of at least eight tasks with their tasks, in the file's order."""
    jobs: dict[str, list[str]] = {}
    for row in _statements(folder):
        jobs.setdefault(row["Title"], []).append(row["Task"])
    yield from ((title, tasks) for title, tasks in jobs.items() if len(tasks) >= 8)


def tasks_of(onet: Path) -> list[str]:
    """Every task sentence of O*NET."""
    return [row["Task"] for row in _statements(onet)]


def made_up_tasks(roles: int) -> list[str]:
    """The sentences of so many made-up roles."""
    return [task for _, tasks in islice(_invented(), roles) for task in tasks]


def _statements(folder: Path) -> Iterator[dict[str, str]]:
    with (folder / "Task Statements.txt").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


def _titles(table: Path) -> list[str]:
    """The English names of occupations: the column `en` of a table with tabs."""
    with table.open(encoding="utf-8", newline="") as file:
        return [row["en"][:150] for row in csv.DictReader(file, delimiter="\t") if row["en"]]


def _invented() -> Iterator[tuple[str, list[str]]]:
    draw = random.Random(1)  # noqa: S311  the same corpus every time
    number = 0
    while True:
        number += 1
        tasks = [f"{draw.choice(VERBS)} {draw.choice(THINGS)} {n} {draw.choice(ENDS)}." for n in range(DUTIES)]
        yield f"Post {number}", tasks


def _said(words: str, tags: tuple[str, ...]) -> dict[str, str]:
    return {tag: words if tag == "en" else f"{words} ({tag})" for tag in tags}


def _role(number: int, title: str, tasks: list[str], tags: tuple[str, ...]) -> dict[str, object]:
    duties = [
        {"id": f"duty-{place}", "text": _said(task, tags), "frequency": "weekly", "mode": "does"}
        for place, task in enumerate(tasks)
    ]
    role: dict[str, object] = {
        "title": _said(f"{title} {number}", tags),
        "department": f"department-{number % 20}",
        "purpose": _said(f"Does the work of {title}.", tags),
        "duties": duties,
        "requirements": [{"id": "years", "kind": "experience", "years": 3, "text": _said("Experience.", tags)}],
        "rights": [{"id": "ask", "text": _said("May ask for what the work needs.", tags)}],
        "revision": "1.0",
    }
    return role | ({"reports_to": f"role-{(number - 1) // 8}"} if number else {})


def _settings(tags: tuple[str, ...]) -> dict[str, object]:
    return {
        "language": "en",
        "languages": list(tags),
        "organisation": {"name": _said("Bench", tags)},
        "entities": [{"id": "employer", "name": _said("Bench Ltd", tags), "jurisdiction": "GB"}],
        "departments": [{"id": f"department-{n}", "name": _said(f"Department {n}", tags)} for n in range(20)],
    }


def _policy(tags: tuple[str, ...]) -> dict[str, object]:
    clauses = [{"id": f"clause-{n}", "text": _said(f"Rule {n} holds for everyone.", tags)} for n in range(10)]
    return {
        "title": _said("Conduct", tags),
        "purpose": _said("How we work.", tags),
        "scope": {"everyone": True},
        "sections": [{"id": "rules", "heading": _said("Rules", tags), "clauses": clauses}],
    }


def _write(path: Path, data: object) -> None:
    """JSON is YAML; block style by hand, as people write it, costs the reader about the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_block(data), "utf-8")


def _block(data: object, indent: int = 0) -> str:
    pad = " " * indent
    if isinstance(data, dict):
        return "".join(f"{pad}{key}:{_value(value, indent)}" for key, value in data.items())
    if isinstance(data, list):
        return "".join(f"{pad}- {_block(value, indent + 2).lstrip()}" for value in data)
    return f"{pad}{json.dumps(data, ensure_ascii=False)}\n"


def _value(value: object, indent: int) -> str:
    if isinstance(value, dict | list):
        return f"\n{_block(value, indent + 2)}"
    return f" {json.dumps(value, ensure_ascii=False)}\n"
