"""Every place that Rolebook writes a person to: the one list that erasure works through.

A new command that writes something about people adds its place here, or a test fails.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal

from rolebook.pipeline.print.run import LEDGER
from rolebook.sign import bears_signature
from rolebook.store.journal import change_lines, read_lines
from rolebook.store.working_folder import working_folder

Base = Literal["register", "handbook", "working"]
Erasing = Literal["in-register", "file", "if-named", "all", "ledger", "copy", "nobody"]
ERASED = "erased"
"""What stands for a person and for the names of their files in a ledger."""


@dataclass(frozen=True, slots=True)
class PersonalPlace:
    """Files below the registers' folder, the handbook or its working folder, and how a person goes from them.

    `in-register`: by the register itself; `file`: the file is about one person, whose id is in its name; `if-named`: it
    goes where it names the person, and can be made again; `all`: laid out for a while, all of it goes; `ledger`: the
    line stays without the person; `copy`: a printed copy, which goes unless somebody signed or changed it; `nobody`:
    no person is in it.
    """

    base: Base
    pattern: str
    erasing: Erasing


PLACES = (
    PersonalPlace("register", "*.sqlite", "in-register"),
    PersonalPlace("register", "*.sqlite-journal", "in-register"),
    PersonalPlace("register", "*.evidence/*", "in-register"),
    PersonalPlace("register", "exports/*.pdf", "file"),
    PersonalPlace("register", "reminders/*.eml", "file"),
    PersonalPlace("register", "to-look-at/*", "all"),
    PersonalPlace("register", "anchors/*.tsr", "nobody"),
    PersonalPlace("register", "roster/*", "all"),
    PersonalPlace("register", "scans/*", "all"),
    PersonalPlace("register", "scans/*/*", "all"),
    PersonalPlace("register", f"documents/{LEDGER}", "ledger"),
    PersonalPlace("register", "documents/*", "copy"),
    PersonalPlace("working", "import/*", "if-named"),
    PersonalPlace("handbook", "reports/*.html", "if-named"),
    PersonalPlace("working", "removed/*", "all"),
    PersonalPlace("working", "*.json*", "if-named"),
    PersonalPlace("handbook", f"documents/{LEDGER}", "ledger"),
    PersonalPlace("handbook", f"documents/*/{LEDGER}", "ledger"),
    PersonalPlace("handbook", "documents/*", "copy"),
)


@dataclass(frozen=True, slots=True)
class Remaining:
    """A file that still is about a person, why, and whose job it is; the words are `register-remains-…`."""

    path: str
    reason: str


def place_of(base: Base, path: str) -> PersonalPlace | None:
    """The place that a path below a base belongs to; None for one that nobody put on the list."""
    return next((one for one in PLACES if one.base == base and fnmatch(path, one.pattern)), None)


def files_about(folder: Path, entity: str, person: str) -> Iterator[Path]:
    """Files that a register wrote beside itself about one person, and those that are laid out for a while."""
    for place in PLACES:
        if place.base == "register" and place.erasing in ("file", "all"):
            for path in sorted(folder.glob(place.pattern)):
                named = path.name == f"{entity}.{person}{path.suffix}"
                if path.is_file() and (named or (place.erasing == "all" and path.name != ".gitignore")):
                    yield path


def reports_about(root: Path, told: Mapping[str, Any]) -> Iterator[Path]:
    """Reports, of imports too, and the editor's journals, that name a person, by id, name or address.

    With them what an undo would bring back and nobody can search for a name, such as pictures.
    """
    words = [str(told[name]).encode() for name in ("person", "name", "email") if told.get(name)]
    named = re.compile(rb"(?<![\w-])(?:" + b"|".join(map(re.escape, words)) + rb")(?![\w-])")
    for place in PLACES:
        folder = root if place.base == "handbook" else working_folder(root)
        if place.base != "register" and place.erasing == "all":
            yield from (path for path in sorted(folder.glob(place.pattern)) if path.is_file())
        if place.erasing == "if-named":
            yield from (path for path in sorted(folder.glob(place.pattern)) if named.search(path.read_bytes()))


def copies_about(ledger: Path, entities: frozenset[str], person: str) -> Iterator[tuple[Path, str]]:
    """Printed copies of a person that are there, with why one has to stay: empty where it is as it was printed."""
    printed: dict[Path, set[str]] = {}
    for record in read_lines(ledger):
        if record.get("person") == person and record.get("entity") in entities:
            printed.setdefault(ledger.parent / str(record.get("file")), set()).add(str(record.get("sha256")))
        elif record.get("entity") in entities and _is_on_sheet(record, person):
            sheet = ledger.parent / str(record.get("file"))
            if sheet.is_file():
                yield sheet, "sheet"
    for path, digests in printed.items():
        for found in (path, path.with_suffix(".fields.json")):
            if found.is_file():
                yield found, _reason(found, digests)


def forget_in_ledger(ledger: Path, entities: frozenset[str], person: str) -> int:
    """Takes a person and their files' names out of a ledger; codes, digests and places stay. Returns how many lines."""

    def forget(record: dict[str, Any]) -> dict[str, Any]:
        if record.get("entity") not in entities:
            return record
        if record.get("person") == person:
            return {**record, "person": ERASED, "file": ERASED}
        if _is_on_sheet(record, person):
            fields = [[ERASED, *one[1:]] if one[0] == person else one for one in record["fields"]]
            return {**record, "fields": fields}
        return record

    return change_lines(ledger, forget)


def _is_on_sheet(record: Mapping[str, Any], person: str) -> bool:
    return record.get("form") == "sheet" and any(one and one[0] == person for one in record.get("fields", ()))


def _reason(path: Path, digests: set[str]) -> str:
    """Why a printed copy is no longer Rolebook's to remove."""
    content = path.read_bytes()
    if bears_signature(content):
        return "signed"
    if path.name.endswith(".fields.json"):
        return "" if json.loads(content).get("sha256") in digests else "changed"
    return "" if hashlib.sha256(content).hexdigest() in digests else "changed"
