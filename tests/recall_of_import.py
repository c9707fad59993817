"""How much of labelled documents the importer puts where a reader would: `recall/importing/*.jsonl`.

Each line of a list is one job description: its `language`, `file`, `blocks` as they are in the Word file (style,
weight, number, cells), and `labels`, what somebody who had not seen the importer took each piece of text for.
`python -m tests.recall_of_import` writes out the figures, `--missed` the lines too.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rolebook.exchange.documents.blocks import Block, Document, Run, Where
from rolebook.pipeline.importing.drafts import Reading, fold_drafts, read_drafts
from rolebook.pipeline.importing.lexicon import Lexicon, lexicon_of
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import REQUIREMENTS, SECTION
from rolebook.pipeline.importing.posts import KnownPosts

FOLDER = Path(__file__).parent / "recall" / "importing"
ASIDE = frozenset({"heading", "other", "sanctions"})
"""Labels of text that is no content of a description."""
SAME: Mapping[str, frozenset[str]] = {
    "reports_to": frozenset({"reports-to"}),
    "duties": frozenset({"duties", "outcomes"}),
    "requirements": REQUIREMENTS,
    "competencies": frozenset({"competencies", "behaviours", "traits", "skills"}),
    "authority": frozenset({"authority", "rights"}),
    "relations": frozenset({"relations", "subordinates"}),
    "conditions": frozenset({
        "workplace", "hours", "travel", "pay", "employment", "conditions", "grade", "headcount", "benefits", "territory"
    }),
    "appointment": frozenset({"appointment", "deputies"}),
    "scope": frozenset({"scope", SECTION, "general", ""}),
    "clauses": frozenset({SECTION, "general", "other", ""}),
}  # fmt: skip
"""What the parts of the importer are called by those who labelled."""
_SHORT, _LEAST_SHARE, _LEAST_SHARE_SHORT, _STEM = 25, 0.35, 0.5, 4


def documents(table: Path) -> Iterator[tuple[str, Document, list[tuple[str, str]]]]:
    """Returns language, document and labelled texts of each line of a list."""
    for line in table.read_text("utf-8").splitlines():
        record = json.loads(line)
        blocks = tuple(_block(one) for one in record["blocks"])
        document = Document(record["file"], "docx", "0" * 64, blocks)
        yield record["language"], document, [(text, label) for text, label in record["labels"]]


def _block(record: Mapping[str, Any]) -> Block:
    text = record.get("text", "")
    return Block(
        record["kind"],
        text,
        Where(paragraph=record["at"]),
        record.get("level", 0),
        record.get("number", ""),
        (Run(text, is_bold=True),) if record.get("bold") else (),
        tuple(tuple(_block(one) for one in cell) for cell in record.get("cells", ())),
        record.get("origin", "body"),
    )


def score(document: Document, labels: Sequence[tuple[str, str]], lexicon: Lexicon) -> tuple[Counter[str], list[str]]:
    """Returns counts of one description (`all`, `right`, `wrong-unmarked`, `titles`) and what is wrong in it."""
    reading = read_drafts(document, lexicon, "role", {})
    purposes = " ".join(
        _plain(str(draft.fields.get("purpose")))
        for draft in fold_drafts(reading, lexicon, KnownPosts(), (), ["x"] * len(reading.roles))
    )
    lines = list(_candidates(reading))
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for text, label in labels:
        if label in ASIDE or not (plain := _plain(text)):
            continue
        counts["all"] += 1
        if label == "title":
            is_right, part, is_marked = _is_titled(text, reading), "title", True
            counts["titles"] += is_right
        else:
            line = _nearest(plain, lines)
            part = line.part if line else ""
            is_right = _is_right(label, line, lexicon) or (label == "purpose" and plain in purposes)
            is_marked = line is None or bool(line.doubt) or part in ("", SECTION, "blank")
        counts["right"] += is_right
        counts["wrong-unmarked"] += not (is_right or is_marked)
        if not is_right:
            wrong.append(f"{label} -> {part or 'nowhere'}{' *' if is_marked else ''}: {text}")
    return counts, wrong


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _candidates(reading: Reading) -> Iterator[tuple[str, Line]]:
    """The texts of lines, of a label with its value, of cells, and of the pieces that a line joins."""
    for lines, _ in reading.roles:
        label = ""
        for line in lines:
            if line.use == "label":
                label = line.text
                continue
            yield _plain(line.text), line
            yield _plain(label + line.text), line
            for piece in re.split(r": |：|; |；| — ", line.text):
                yield _plain(piece), line
            for row in line.table:
                for cell in row:
                    yield _plain(cell), line
            label = ""


def _nearest(plain: str, lines: Sequence[tuple[str, Line]]) -> Line | None:
    best, found = 0.0, None
    for text, line in lines:
        if text and (text in plain or plain in text):
            share = min(len(text), len(plain)) / max(len(text), len(plain))
            if share > best:
                best, found = share, line
    if best >= (_LEAST_SHARE_SHORT if len(plain) < _SHORT else _LEAST_SHARE):
        return found
    return next((line for text, line in lines if len(plain) > 1 and plain in text), None)


def _is_right(label: str, line: Line | None, lexicon: Lexicon) -> bool:
    if line is None:
        return False
    if label == "competencies" and line.part in REQUIREMENTS and lexicon.kind_of(line.text) in ("trait", "skill"):
        return True
    return line.part in SAME.get(label, frozenset({label}))


def _is_titled(text: str, reading: Reading) -> bool:
    """Whether a title is in the words that carry it; in Russian, in any case."""
    plain, stems = _plain(text), [word[:_STEM] for word in re.findall(r"\w+", text.casefold())]
    for _, title in reading.roles:
        own = _plain(title.text)
        words = re.findall(r"\w+", title.text.casefold())
        if own and (plain in own or (own in plain or all(word[:_STEM] in stems for word in words))):
            return len(own) * 3 >= len(plain)
    return False


def totals(table: Path) -> dict[str, tuple[Counter[str], list[str]]]:
    """Returns the counts and the wrong lines of a list by language."""
    found: dict[str, tuple[Counter[str], list[str]]] = {}
    for language, document, labels in documents(table):
        lexicon = lexicon_of(language)
        assert lexicon is not None
        counts, wrong = score(document, labels, lexicon)
        sums, lines = found.setdefault(language, (Counter(), []))
        sums += counts
        sums["documents"] += 1
        lines += [f"{document.file}: {line}" for line in wrong]
    return found


def main() -> None:
    """Writes out the figures of every list."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--missed", action="store_true")
    missed = parser.parse_args().missed
    for table in sorted(FOLDER.glob("*.jsonl")):
        for language, (counts, wrong) in totals(table).items():
            right, unmarked = counts["right"] / counts["all"], counts["wrong-unmarked"] / counts["all"]
            sys.stdout.write(
                f"{table.stem} {language}: {right:.3f} of {counts['all']} right, {unmarked:.3f} wrong and unmarked, "
                f"{counts['titles']} of {counts['documents']} titles\n"
            )
            if missed:
                sys.stdout.writelines(f"  {line}\n" for line in wrong)


if __name__ == "__main__":
    main()
