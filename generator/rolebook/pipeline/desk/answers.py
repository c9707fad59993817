"""What comes back: who has not signed yet, scans read, signature lines looked at, and reminders."""

import re
import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.pipeline.desk.papers import chosen_roster
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.register.answers import Outcome
from rolebook.pipeline.register.assign import Asked, Assigned, Assigning, assign
from rolebook.pipeline.register.confirm import lines_to_look_at, take_answers
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.issued_copies import issued_in, usual_ledgers
from rolebook.pipeline.register.remind import FOLDER as REMINDERS
from rolebook.pipeline.register.remind import Reminders, remind
from rolebook.pipeline.register.scans import Scanned, Scans, scan_folder
from rolebook.pipeline.register.status import StatusLine, Wanted, counted, lines
from rolebook.register import entities_in
from rolebook.register.states import OPEN
from rolebook.render.contact import ContactLine
from rolebook.store import ignored_folder, private_files, write_bytes

SCANS = "scans"
KINDS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".heic", ".webp", ".gif")


@dataclass(frozen=True, slots=True)
class UnsignedList:
    """The papers that people of one department still owe an employer."""

    employer: str
    department: str
    lines: tuple[StatusLine, ...]


@dataclass(frozen=True, slots=True)
class AskedToSign:
    """What a run of assigning came to, and what each person was asked for by it."""

    done: Assigned
    asked: tuple[Asked, ...]


def ask_to_sign(
    root: Path, handbook: Handbook | None, people: Collection[str] = (), *, later: bool = False
) -> AskedToSign:
    """Gives people of the chosen roster, else everybody on it, what they must acknowledge.

    With `later`, also what can be signed only from a day to come.

    Raises UserError where no roster was chosen, and where nobody on it is meant.
    """
    roster, asked = chosen_roster(root, handbook), list[Asked]()
    chosen = frozenset(people) & {one.id for one in roster.people}
    if roster.path is None or (people and not chosen):
        raise UserError("edit-nobody")
    with private_files():
        done = assign(root, roster.path, how=Assigning(skip_faulty=True, people=chosen, later=later, tell=asked.append))
        return AskedToSign(done, tuple(asked))


def unsigned_lists(root: Path, handbook: Handbook | None, language: str) -> list[UnsignedList]:
    """Returns who has not signed what, one list for each employer and department; none without a register."""
    if handbook is None or not has_register(root):
        return []
    found = [(_where(handbook, one, language), one) for one in lines(root, Wanted(states=OPEN)) if one.person]
    found.sort(key=lambda one: (one[0], one[1].name, one[1].due))
    grouped = groupby(found, key=lambda one: one[0])
    return [UnsignedList(where[0], where[1], tuple(line for _, line in own)) for where, own in grouped]


def count_unsigned(root: Path) -> dict[str, int]:
    """Returns how many signatures are owed, by their state, the most urgent first; empty without a usable register."""
    states = Counter[str]()
    try:
        for one in counted(root):
            states.update(one.states)
    except UserError:  # the pages of papers say why
        return {}
    return {state: states[state] for state in (*OPEN, "awaiting-review") if states[state]}


def take_scans(root: Path, files: Iterable[tuple[str, bytes]]) -> Scanned:
    """Reads scans into the registers. The files are taken away again: what counts is in the evidence by then.

    A file that is no scan by its name is told among the outcomes. Raises UserError where nothing was assigned yet.
    """
    files, strange = list(files), list[Outcome]()
    with private_files():
        folder = ignored_folder(register_folder(root, None) / SCANS)
        try:
            for number, (name, content) in enumerate(files, 1):
                if not name.casefold().endswith(KINDS):
                    strange.append(Outcome("scan-unreadable", _file_name(name)))
                    continue
                own = folder / f"{number:04}"  # a folder each: two files may have one name
                own.mkdir(exist_ok=True)
                write_bytes(own / _file_name(name), content)
            done = scan_folder(root, Scans(folder, issued_in(usual_ledgers(root)), review=True))
            done.outcomes += strange
            return done
        finally:
            for path in folder.glob("[!.]*"):
                shutil.rmtree(path, ignore_errors=True)


def lines_waiting(root: Path, most: int) -> tuple[list[ContactLine], int]:
    """Returns the first signature lines that somebody must look at, and how many there are; none without a register."""
    return lines_to_look_at(root, most) if has_register(root) else ([], 0)


def has_register(root: Path) -> bool:
    """Whether documents were assigned to anybody, so that scans have something to belong to."""
    return bool(entities_in(register_folder(root, None, missing=True)))


def record_looks(root: Path, looks: Mapping[str, str], by: str) -> Sequence[Outcome]:
    """Records what somebody saw on lines, by their entries: `yes` or `no`. Raises UserError where nothing was said."""
    answered = {entry: {"entry": entry, "answer": answer} for entry, answer in looks.items() if answer}
    if not answered:
        raise UserError("edit-nothing-said")
    with private_files():
        return take_answers(root, answered, by=by)


def write_reminders(root: Path) -> Reminders:
    """Writes a mail for each person with something overdue or due soon into the registers' folder; sends nothing."""
    with private_files():
        return remind(root, Wanted())


def written_mail(root: Path, name: str) -> bytes | None:
    """Returns a reminder by its name, among those that are there; None for any other name."""
    folder = register_folder(root, None, missing=True) / REMINDERS
    path = next((one for one in folder.glob("*.eml") if one.name == name), None)
    return path.read_bytes() if path else None


def _where(handbook: Handbook, line: StatusLine, language: str) -> tuple[str, str]:
    entity = handbook.entities.get(line.entity)
    roles = (handbook.roles.get(name) for name in line.roles)
    department = next((handbook.departments.get(role.department or "") for role in roles if role), None)
    return title_of(entity, language) or line.entity, title_of(department, language)


def _file_name(name: str) -> str:
    return re.sub(r"[^\w .()-]+", "_", name.replace("\\", "/").rpartition("/")[2])[-80:].lstrip(". ") or "_"
