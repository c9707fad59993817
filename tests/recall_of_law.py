"""Which lines of `recall/law/*.tsv` a labour lawyer would mark, and which `check` marks, place by place.

`python -m tests.recall_of_law` writes out the figures with their 95 % intervals (Wilson), `--missed` the lines too.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from rolebook.pipeline.check.check import check_handbook

FOLDER = Path(__file__).parent / "recall" / "law"
MARKS = {"unlawful-requirement", "risky-term", "vague-consequence", "unlisted-breach", "unbounded-other-tasks"}
MARKS |= {"void-clause", "blank-to-fill", "limit-in-words"}
ALSO = {"weak": "weak-word", "abbreviation": "undefined-abbreviation", "long": "long-sentence"}
OTHER = {"weak", "abbreviation", "long", "open-ended", "vague-sanction", "legal-term"}
OTHER |= {"limit", "probation", "leave", "suspension", "pay-day", "language", "licence"}
"""Kinds of lines beside the families of void clauses and what each pack protects."""
SETTINGS = """\
language: {language}
languages: [{language}]
organisation: {{name: Example}}
entities: [{{id: one, name: Example One, jurisdiction: {place}}}]
"""
Row = dict[str, str]


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    part: int
    whole: int

    def __str__(self) -> str:
        if not self.whole:
            return "0/0"
        share, square = self.part / self.whole, 1.96**2
        middle = share + square / 2 / self.whole
        reach = 1.96 * sqrt(share * (1 - share) / self.whole + square / 4 / self.whole**2)
        low, high = ((middle + sign * reach) / (1 + square / self.whole) for sign in (-1, 1))
        return f"{self.part}/{self.whole} = {share:.0%} ({low:.0%} to {high:.0%})"


def groups(path: Path) -> dict[tuple[str, str], list[Row]]:
    """The rows of a table by language and place."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = defaultdict(list)
    for row in rows:
        found[row["language"], row["jurisdiction"]].append(row)
    return found


def marked(root: Path, language: str, place: str, rows: Sequence[Row]) -> list[bool]:
    """Which rows have a finding where such a line would be written."""
    files = {"content/handbook.yml": SETTINGS.format(language=language, place=place)}
    policy = "title: P\npurpose: P.\nsections:\n  - id: s\n    heading: H\n    clauses:\n      - {id: z, text: Z.}\n"
    questions = "competencies:\n  - id: c\n    name: C\n    definition: C.\n    questions:\n      - {id: z, text: Z.}\n"
    places: dict[tuple[str, int], int] = {}
    for number, row in enumerate(rows):
        words = json.dumps(row["line"], ensure_ascii=False)
        match row["context"]:
            case "clause":
                policy += f"      - {{id: c{number}, text: {words}}}\n"
                places["policies/rules.yml", policy.count("\n")] = number
            case "interview":
                questions += f"      - {{id: c{number}, text: {words}}}\n"
                places["content/competencies.yml", questions.count("\n")] = number
            case context:
                files[f"roles/r{number}.yml"] = _role(context, words)
                places |= {(f"roles/r{number}.yml", line): number for line in (1, 3, 4)}
    for path, text in (files | {"policies/rules.yml": policy, "content/competencies.yml": questions}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    hit = {
        (places.get((one.location.file, one.location.line)), one.code if one.code not in MARKS else "")
        for one in check_handbook(root).findings
    }
    return [(number, "") in hit or (number, ALSO.get(row["kind"], "-")) in hit for number, row in enumerate(rows)]


def _role(context: str, words: str) -> str:
    title, duty = (words if context == field else kept for field, kept in (("title", "T"), ("duty", "Z.")))
    asked = {
        "req": f"requirements: [{{id: r, kind: trait, text: {words}}}]\n",
        "liability": f"liability: [{{id: r, text: {words}}}]\n",
    }
    return f"title: {title}\npurpose: P.\nduties: [{{id: d, text: {duty}}}]\n{asked.get(context, '')}"


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m tests.recall_of_law", description=__doc__)
    options.add_argument("tables", nargs="*", type=Path, default=sorted(FOLDER.glob("*.tsv")))
    options.add_argument("--missed", action="store_true", help="write out lines that are missed or marked wrongly")
    chosen = options.parse_args()
    for table in chosen.tables:
        sys.stdout.write(f"{table.name}\n")
        for (language, place), rows in groups(table).items():
            with tempfile.TemporaryDirectory() as folder:
                hits = marked(Path(folder), language, place, rows)
            _report(f"  {language} {place}", list(zip(rows, hits, strict=True)), missed=chosen.missed)


def _report(name: str, judged: list[tuple[Row, bool]], *, missed: bool) -> None:
    asked = [(row, hit) for row, hit in judged if row["should_flag"] == "yes"]
    topics = [hit for row, hit in asked if row["kind"] not in OTHER]
    innocent = [hit for row, hit in judged if row["should_flag"] == "no"]
    every, noise = sum(hit for _, hit in asked), sum(innocent)
    found = f"topics {Share(sum(topics), len(topics))}; all {Share(every, len(asked))}"
    sys.stdout.write(f"{name}: {found}; innocent marked {noise}/{len(innocent)}; ")
    sys.stdout.write(f"precision {Share(every, every + noise)}\n")
    for row, hit in judged:
        if missed and hit != (row["should_flag"] == "yes"):
            sys.stdout.write(f"    {'marked' if hit else 'missed'} [{row['kind']}] {row['line']}\n")


if __name__ == "__main__":
    main()
