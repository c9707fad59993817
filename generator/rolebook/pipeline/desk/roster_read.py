"""What was read in the roster that was chosen: people, posts by title, faults by row, and who came or left."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from rolebook.diagnostics import Argument, Diagnostic, Severity
from rolebook.language import language_for
from rolebook.language.comparison import folded
from rolebook.language.editor_words import EditorWords
from rolebook.model.handbook import Handbook
from rolebook.model.people.roster import READ_AS, SEVERAL_MEANINGS, UNKNOWN_IN_ROSTER
from rolebook.pipeline.desk.called import Called
from rolebook.pipeline.desk.papers import ChosenRoster
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.roster_difference import roster_difference

_IN_TERMINAL = ("unknown-column", "repeated-column", "missing-column")
"""Codes whose hint names options of a command."""
_WORDED = (UNKNOWN_IN_ROSTER.code, SEVERAL_MEANINGS.code)
"""Codes whose message has its own words for columns."""
_MOST = 100


@dataclass(frozen=True, slots=True)
class PostRead:
    """A post of the roster: its title, how many people have it, and how the list writes it where that differs."""

    title: str
    people: int
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """A fault of a row, of whose row it is; `refused` where the row is not taken."""

    weight: Literal["refused", "look"]
    line: int
    name: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class RosterRead:
    """What a screen says of a roster."""

    people: int
    skipped: int
    posts: tuple[PostRead, ...]
    faults: tuple[RowFault, ...]
    notes: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    moved: tuple[str, ...]


def roster_read(root: Path, handbook: Handbook, roster: ChosenRoster, called: Called, words: EditorWords) -> RosterRead:
    """Returns what was read in a roster, in the words of a screen."""
    told = [(one, words.phrase(one)) for one in _named(_apart_from_posts(roster), handbook, called, words)]
    rows, people, names_at = roster.rows, len(roster.people), _names_by_line(roster)
    faults = tuple(
        RowFault(
            "refused" if one.severity is Severity.ERROR else "look",
            one.location.line,
            names_at.get(one.location.line, ""),
            phrase.message,
            words.screen("hint-column") if one.code in _IN_TERMINAL else phrase.hint,
        )
        for one, phrase in told
        if one.severity is not Severity.INFO
    )
    notes = [phrase.message for one, phrase in told if one.severity is Severity.INFO and not _says_the_same(one)]
    difference = roster_difference(register_folder(root, None, missing=True), rows) if rows else None

    def names(several: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(called.person, several))

    def every(several: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        return names(dict.fromkeys(one for own in several.values() for one in own))

    return RosterRead(
        people,
        len(rows.lines_of(rows.faulty)) if rows else 0,
        tuple(_posts(roster, handbook, words)),
        faults,
        tuple(dict.fromkeys(notes)),
        names(difference.joined if difference else ()),
        every(difference.left if difference else {}),
        every(difference.moved if difference else {}),
    )


def _posts(roster: ChosenRoster, handbook: Handbook, words: EditorWords) -> Iterable[PostRead]:
    counts = Counter(role for one in roster.people for role in one.roles)
    written: dict[str, list[str]] = {}
    for one in filter(_is_post, roster.findings):
        role, value = str(one.arguments["read"]), str(one.arguments["value"])
        if folded(value) != folded(title_of(handbook.roles.get(role), words.tag)):
            written.setdefault(role, []).append(value)
    titles = {role: title_of(handbook.roles[role], words.tag) or role for role in counts}
    for role in sorted(counts, key=lambda one: titles[one].casefold()):
        yield PostRead(titles[role], counts[role], tuple(written.get(role, ())))


def _apart_from_posts(roster: ChosenRoster) -> list[Diagnostic]:
    """Findings that have a line of their own: posts that were recognised are told with the posts."""
    return [one for one in roster.findings if not _is_post(one)][:_MOST]


def _says_the_same(finding: Diagnostic) -> bool:
    return finding.code == READ_AS.code and folded(str(finding.arguments["value"])) == folded(
        str(finding.arguments["read"])
    )


def _is_post(finding: Diagnostic) -> bool:
    return finding.code == READ_AS.code and finding.arguments.get("column") == "role"


def _names_by_line(roster: ChosenRoster) -> dict[int, str]:
    rows = roster.rows
    return {line: rows.names.get(one) or one for one, own in rows.lines.items() for line in own} if rows else {}


def _named(
    findings: Iterable[Diagnostic], handbook: Handbook, called: Called, words: EditorWords
) -> Iterable[Diagnostic]:
    """Findings whose arguments are titles, names and headings instead of ids."""
    titles: Mapping[str, Mapping[str, str]] = {
        "role": {one.id: title_of(one, words.tag) for one in handbook.roles.values()},
        "entity": {one.id: title_of(one, words.tag) for one in handbook.settings.entities},
        "language": {tag: words.language(tag) for tag in handbook.settings.languages},
    }
    headings = language_for(words.tag).columns
    for finding in findings:
        arguments = dict(finding.arguments)
        column = str(arguments.get("column", ""))
        known = titles.get(column, {})
        told: dict[str, Argument] = {}
        for name, value in arguments.items():
            if name in ("column", "name") and str(value) in headings:
                told[name] = value if finding.code in _WORDED else headings[str(value)][0]
            elif name == "manager" or (name == "suggestion" and "manager" in arguments):
                told[name] = called.person(str(value))
            elif name in ("held", "post"):
                told[name] = ", ".join(titles["role"].get(one, one) for one in str(value).split(", "))
            elif name in ("read", "suggestion"):
                told[name] = known.get(str(value), "") or value
            elif name == "ids":
                told[name] = ", ".join(known.get(one, one) for one in str(value).split(", "))
            elif name in titles:
                told[name] = titles[name].get(str(value), "") or value
        if column in ("start", "end") and "read" in arguments:
            told["read"] = called.day(str(arguments["read"]))
        yield replace(finding, arguments={**arguments, **told})
