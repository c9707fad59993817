"""The strings of a translator's file spliced into the handbook's files; everything else keeps its bytes."""

from dataclasses import replace
from pathlib import Path

from rolebook.model.handbook import Guide
from rolebook.pipeline.translate.judge import Judge, Result
from rolebook.pipeline.translate.page_files import edited_page
from rolebook.source import EditRefused, TextChange, edit_texts


def edited_files(root: Path, judge: Judge, results: list[Result]) -> tuple[dict[str, str], list[Result]]:
    """The new texts of files, and the results with those refused that cannot be spliced in."""
    wanted = {result.place: result for result in results if result.words}
    by_file: dict[str, list[tuple[str, TextChange]]] = {}
    guides: dict[str, dict[str, str]] = {}
    for place, result in wanted.items():
        placed = judge.units[place].placed
        if isinstance(placed.part, Guide):
            guides.setdefault(placed.part.name, {})[placed.field] = result.words
        else:
            where = placed.part.at(placed.field)
            change = TextChange(where.line, where.column, placed.text.origin, {judge.language: result.words})
            by_file.setdefault(where.file, []).append((place, change))
    files: dict[str, str] = {}
    failed: set[str] = set()
    for file, changes in by_file.items():
        text, refused = _spliced(root, file, changes)
        failed |= refused
        if text is not None:
            files[file] = text
    for guide in judge.handbook.guides:
        if guide.name in guides:
            path, text = edited_page(root, guide, judge.language, guides[guide.name])
            files[path] = text
    return files, [_refused(one) if one.words and one.place in failed else one for one in results]


def _spliced(root: Path, file: str, changes: list[tuple[str, TextChange]]) -> tuple[str | None, set[str]]:
    """A file with its changes, and the places of those that cannot be made."""
    raw = (root / file).read_bytes().decode("utf-8")
    mark = raw[:1] if raw.startswith("\ufeff") else ""
    text = raw.removeprefix("\ufeff")
    try:
        return mark + edit_texts(text, file, (change for _, change in changes)), set()
    except EditRefused:
        pass
    good = [(place, change) for place, change in changes if _works(text, file, change)]
    refused = {place for place, _ in changes} - {place for place, _ in good}
    try:
        return mark + edit_texts(text, file, (change for _, change in good)), refused
    except EditRefused:
        return None, {place for place, _ in changes}


def _works(text: str, file: str, change: TextChange) -> bool:
    try:
        edit_texts(text, file, [change])
    except EditRefused:
        return False
    return True


def _refused(result: Result) -> Result:
    return replace(result, outcome="not-editable", words="", state=None)
