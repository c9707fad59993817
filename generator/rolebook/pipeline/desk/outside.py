"""What goes out for an answer and comes back: a policy to those who are consulted, the law of a place to a lawyer."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.handbook import Handbook
from rolebook.model.settings import Body, Office
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.law.describe import describe_law
from rolebook.pipeline.law.review import export_review, read_review, review_lines, reviewed_text
from rolebook.pipeline.release.consultation import (
    answer_edits,
    answer_lines,
    consultation,
    export_consultation,
    read_answer,
)
from rolebook.store.together import FileChange

MOST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asking:
    """A policy, the office or body that is asked about it, in a language, and for which employers; all without."""

    policy: str
    by: str
    language: str
    entities: tuple[str, ...] = ()


def those_to_ask(handbook: Handbook | None, language: str) -> list[tuple[str, str]]:
    """Returns the offices and bodies that can be asked: their posts and names."""
    if handbook is None:
        return []
    several = (("body", handbook.settings.bodies), ("office", handbook.settings.offices))
    found = [(f"{kind}:{one.id}", one, title_of(one, language) or one.id) for kind, all_ in several for one in all_]
    titles = Counter(title for _, _, title in found)
    return [
        (post, title if titles[title] == 1 else f"{title} ({_distinction(handbook, one, language)})")
        for post, one, title in found
    ]


def _distinction(handbook: Handbook, one: Body | Office, language: str) -> str:
    """By what one of several with one name is known: its employers, else its short name."""
    entities = [handbook.entities[name] for name in getattr(one, "entities", ()) if name in handbook.entities]
    return ", ".join(title_of(entity, language) for entity in entities) or one.id


def policy_to_ask_about(root: Path, asking: Asking) -> bytes:
    """Returns the Word file that a policy goes out as. Raises UserError where it cannot be asked about."""
    asked = consultation(root, asking.policy, asking.by, asking.language)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "consultation.docx"
        export_consultation(asked, file)
        return file.read_bytes()


def take_answer(door: Door, asking: Asking, content: bytes, messages: str) -> list[str]:
    """Records an answer that came back, where it is whole, and returns what is to be said of it.

    Raises UserError for a file that answers nothing about the policy as it is now.
    """
    asked = consultation(door.root, asking.policy, asking.by, asking.language)
    with tempfile.TemporaryDirectory() as folder:
        answer = read_answer(asked, _put(Path(folder), content))

    def record() -> str:
        edits = answer_edits(asked, answer, asking.entities)
        if edits:
            door.write([Change(DocumentId("policy", asking.policy), edit) for edit in edits])
        return asked.policy.file_of()

    return list(answer_lines(asked, answer, asking.entities, messages, record))


def law_lines(root: Path, place: str, messages: str) -> Sequence[str]:
    """Returns what is known of the law of a place, line by line. Raises UserError where nothing is."""
    return list(describe_law(place, root, messages))


def law_to_review(root: Path, place: str, messages: str) -> bytes:
    """Returns the form for a lawyer about the law of a place. Raises UserError where there is no pack."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "law.docx"
        export_review(place, root, messages, file)
        return file.read_bytes()


def take_review(door: Door, place: str, content: bytes, messages: str) -> list[str]:
    """Records who found every fact right, and returns what a lawyer's form says. Raises UserError for no such form."""
    with tempfile.TemporaryDirectory() as folder:
        review = read_review(place, door.root, messages, _put(Path(folder), content))

    def record() -> str:
        path, before, after = reviewed_text(review, door.root)
        if after != before:
            door.write_files([FileChange(path, before, after)], {"reviewed": ["law", place]})
        return path

    return list(review_lines(review, door.root, messages, record))


def _put(folder: Path, content: bytes) -> Path:
    if not 0 < len(content) <= MOST:
        raise UserError("edit-no-files")
    file = folder / "answer.docx"
    file.write_bytes(content)
    return file
