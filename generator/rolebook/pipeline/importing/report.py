"""What an import did, for people and programs: a page and a file for each document, kept beside the handbook."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rolebook.diagnostics import Diagnostic, Message
from rolebook.language import language_for, phrasebook, say
from rolebook.pipeline.importing.findings import EXPECTED, PERSONAL, UNSEEN
from rolebook.pipeline.importing.order import ImportedFile
from rolebook.render.report import Grid, ReportPage, report_page
from rolebook.store import private_files, write_text
from rolebook.store.working_folder import private_subfolder

FOLDER = "import"
_PAGE = "report.html"


def write_report(root: Path, files: Sequence[ImportedFile], checked: Sequence[Diagnostic], tag: str) -> Path:
    """Writes the page of a run, and the words left over by each file as JSON; returns the page."""
    folder = private_subfolder(root, FOLDER)
    with private_files():
        for one in files:
            if one.draft is not None and one.outcome == "written":
                text = json.dumps(file_data(one), ensure_ascii=False, indent=2)
                write_text(folder / f"{Path(one.path).stem}.json", f"{text}\n")
        write_text(folder / _PAGE, report_page(_page(files, checked, tag), language_for(tag)))
    return folder / _PAGE


def file_data(one: ImportedFile) -> dict[str, Any]:
    """Returns one result as values for JSON, with all doubtful places and leftovers."""
    draft = one.draft
    return {
        "document": str(one.document),
        "outcome": one.outcome,
        "path": one.path,
        "placed": draft.placed if draft else 0,
        "doubtful": [{"path": list(path), **asdict(doubt)} for path, doubt in (draft.doubts.items() if draft else ())],
        "leftovers": [asdict(left) for left in (draft.leftovers if draft else ())],
        "findings": [
            {
                "code": finding.code,
                "line": finding.location.line,
                **{key: str(value) for key, value in finding.arguments.items()},
            }
            for finding in one.findings
        ],
    }


def left_over(one: ImportedFile) -> int:
    """Returns how many leftovers a file has that nothing else says."""
    return sum(left.reason not in EXPECTED for left in one.draft.leftovers) if one.draft else 0


def _page(files: Sequence[ImportedFile], checked: Sequence[Diagnostic], tag: str) -> ReportPage:
    def words(code: str, **arguments: str | int) -> str:
        return say(Message(code, **arguments), tag)

    written = [one for one in files if one.outcome == "written"]
    figures = [
        (words("import-column-files"), str(len(written))),
        (words("import-column-placed"), str(sum(one.draft.placed for one in files if one.draft))),
        (words("import-column-doubtful"), str(sum(len(one.draft.doubts) for one in files if one.draft))),
        (words("import-column-left"), str(sum(map(left_over, files)))),
    ]
    document, paragraph = words("import-column-document"), words("import-column-paragraph")
    reason, text = words("import-column-reason"), words("import-column-words")
    empty = words("import-nothing")
    grids = [
        Grid(
            words("import-column-files"),
            (
                document,
                words("import-column-path"),
                words("import-column-placed"),
                words("import-column-doubtful"),
                words("import-column-left"),
            ),
            [_file_row(one) for one in files if one.draft],
            empty,
        ),
        Grid(words("import-refused"), (document, reason), list(_refused(files, tag)), empty),
        Grid(words("import-column-doubtful"), (document, paragraph, reason, text), list(_doubtful(files, tag)), empty),
        Grid(words("import-column-left"), (document, paragraph, reason, text), list(_leftovers(files, tag)), empty),
        Grid(words("import-checked"), (words("import-column-path"), reason), list(_checked(checked, tag)), empty),
    ]
    return ReportPage(words("import-title"), words("import-about"), figures, [], grids)


def _file_row(one: ImportedFile) -> list[str]:
    draft = one.draft
    counts = (draft.placed, len(draft.doubts)) if draft else (0, 0)
    return [one.document.name, one.path, *map(str, counts), str(left_over(one))]


def _refused(files: Sequence[ImportedFile], tag: str) -> Iterator[list[str]]:
    phrase = phrasebook(tag)
    for one in files:
        if one.outcome in ("refused", "exists"):
            for finding in one.findings[:1]:
                told = phrase(finding)
                yield [one.document.name, f"{told.message} ({told.hint})" if told.hint else told.message]


def _doubtful(files: Sequence[ImportedFile], tag: str) -> Iterator[list[str]]:
    for one in files:
        for doubt in one.draft.doubts.values() if one.draft else ():
            reason = say(Message("import-reason", reason=f"unsure-{doubt.reason}"), tag)
            yield [one.document.name, str(doubt.where.paragraph), reason, doubt.words]


def _leftovers(files: Sequence[ImportedFile], tag: str) -> Iterator[list[str]]:
    for one in files:
        for left in one.draft.leftovers if one.draft else ():
            key = (
                left.reason
                if left.reason in PERSONAL
                else f"{'unseen' if left.reason in UNSEEN else 'left'}-{left.reason}"
            )
            reason = say(Message("import-reason", reason=key), tag)
            yield [one.document.name, str(left.where.paragraph), reason, left.text]


def _checked(checked: Sequence[Diagnostic], tag: str) -> Iterator[list[str]]:
    phrase = phrasebook(tag)
    for finding in checked:
        yield [f"{finding.location.file}:{finding.location.line}", phrase(finding).message]
