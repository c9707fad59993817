"""An answer to an assignment, from wherever it came, put into the register: once, and with what proves it."""

import getpass
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from rolebook.diagnostics import did_you_mean
from rolebook.model.acknowledgement import key_of
from rolebook.model.handbook import Document, Handbook
from rolebook.model.succession import same_text
from rolebook.register import Book, Row, Writer

Argument = str | int
_CLICK = "click"
_BY_HAND = "manual"
_BY_MARK: Mapping[Any, str] = {"seen": "marks-waiting", "unsure": "awaiting-review", "none": "no-ink"}
WAITING = frozenset(_BY_MARK.values())
"""Codes of what a person has to look at."""
_UNPRINTED = ("saved-anew", "text-claimed")
NOTHING: Mapping[str, Argument] = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """That somebody acknowledged a document, or refused to.

    `fingerprints` are those of the text it was given for, none where that is not known: then the text is not proven,
    and holds to `language` and `revision` where those are told.
    `evidence` are digests of files kept; `details` are personal: who signed, why it is entered by hand. What is not
    `sure` waits until somebody has looked at it. `proven` where the file that was signed is the file that was printed,
    `assigned` where the register is known to have assigned the document.
    """

    person: str
    document: str
    method: str
    day: date
    fingerprints: tuple[str, ...] = ()
    language: str = ""
    revision: str = ""
    evidence: tuple[str, ...] = ()
    details: Mapping[str, Argument] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    refused: bool = False
    sure: bool = True
    proven: bool = False
    assigned: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer; the words are the language files', under `usage`, as `register-…`.

    `good` is False where a person has to look at it.
    """

    code: str
    source: str
    good: bool = False
    arguments: Mapping[str, Argument] = field(default_factory=dict)


def recorder() -> str:
    """Who records: the user of this machine."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"


def is_assigned(handbook: Handbook, book: Book, person: str, document: str) -> bool:
    """Whether a register assigned a document, by its name for good or its id, to a person."""
    known: Sequence[Document] = (*handbook.roles.values(), *handbook.policies.values())
    keys = {document, *(key_of(one) for one in known if document == one.id)}
    marks = ", ".join("?" * len(keys))
    query = f"SELECT 1 FROM entries WHERE kind = 'assign' AND subject = ? AND document IN ({marks}) LIMIT 1"  # noqa: S608
    return book.first(query, book.subject_of(person), *keys) is not None


class Clerk:
    """Files answers in one register."""

    def __init__(self, handbook: Handbook, book: Book, writer: Writer) -> None:
        self._handbook, self._book, self._writer = handbook, book, writer
        documents: Sequence[Document] = (*handbook.roles.values(), *handbook.policies.values())
        self._documents = {key_of(document): document for document in documents}
        self._names = {name: key for key, one in self._documents.items() for name in (key, one.id)}

    def file(self, answer: Answer) -> Outcome:
        """Records an answer at the assignment it is for, or beside, where it cannot count."""
        subject = self._book.subject_of(answer.person)
        if not subject:
            return self._outcome("unknown-person", answer)
        assignment = self._assignment_for(answer, subject)
        if isinstance(assignment, Outcome):
            return assignment
        answer = replace(answer, sure=answer.sure and not _waits_for_a_look(assignment.body, answer))
        if answer.facts.get("channel") == _BY_HAND and answer.day < _day_of(assignment.body):
            answer = replace(answer, sure=False, facts={"second": "before-assignment", **answer.facts})
        after = [entry.body for entry in self._book.rows("about = ?", assignment.number)]
        if repeated := self._repeated(answer, after):
            return repeated
        if obstacle := self._obstacle(answer, assignment.body, subject):
            return obstacle
        return self._record(answer, assignment, subject)

    def _assignment_for(self, answer: Answer, subject: str) -> Row | Outcome:
        """The latest assignment of the text that the answer is for; what became of the answer where there is none."""
        key = self._names.get(answer.document, answer.document)
        own = list(self._book.rows("subject = ? AND kind = 'assign' AND document = ?", subject, key))
        if not own:
            return self._keep_as_evidence("not-assigned", answer, subject)
        fitting = next((row for row in reversed(own) if self._fits(row.body, answer)), None)
        return fitting or self._keep_as_evidence("other-text", answer, subject)

    def _repeated(self, answer: Answer, after: Sequence[Mapping[str, Any]]) -> Outcome | None:
        """What to say of an answer that is recorded already, or waits for somebody to look, or was rejected."""
        kind = _kind_of(answer)
        if any(entry["kind"] in ("acknowledge", kind) for entry in after):
            return self._outcome("already", answer, good=True)
        if answer.sure:
            return None
        evidence = _facts(answer).get("evidence")
        looks = ("review", "blank")
        before = [entry for entry in after if entry["kind"] in looks and entry.get("evidence") == evidence]
        if not before:
            return None
        rejected = any(entry["kind"] == "reject" and entry["review"] == before[-1]["number"] for entry in after)
        return self._outcome("rejected-before" if rejected else _recorded_code(answer), answer, good=rejected)

    def _obstacle(self, answer: Answer, assigned: Mapping[str, Any], subject: str) -> Outcome | None:
        """Why an answer cannot count at its assignment: by its method, or by its day."""
        if not answer.refused and answer.method not in assigned["methods"]:
            methods = ", ".join(assigned["methods"])
            return self._keep_as_evidence(
                "method-not-enough", answer, subject, {"method": answer.method, "methods": methods}
            )
        if released := self._released_after(assigned, answer):
            early = {"day": answer.day.isoformat(), "revision": assigned["revision"], "released": released.isoformat()}
            return self._keep_as_evidence("before-release", answer, subject, early)
        return None

    def _record(self, answer: Answer, assignment: Row, subject: str) -> Outcome:
        """Adds the entry: a review where the answer is not sure, else what it says."""
        kind = _kind_of(answer)
        facts = {
            **_facts(answer),
            "document": self._names.get(answer.document, answer.document),
            **{name: assignment.body[name] for name in ("language", "revision", "fingerprint")},
            "proven": answer.proven,
        }
        if not answer.sure:
            kind, facts = "blank" if answer.facts.get("ink") == "none" else "review", {**facts, "answers": kind}
        by = recorder()
        personal = {**answer.details, "by": by}
        self._writer.add(kind, facts, subject=subject, about=assignment.number, personal=personal)
        good = answer.sure or answer.facts.get("ink") == "seen"
        return self._outcome(_recorded_code(answer), answer, good=good, told={"by": by})

    def unknown_document(self, answer: Answer) -> Outcome | None:
        """The refusal of an answer for a document that neither the handbook nor the register ever had.

        To be asked where somebody typed the name, before evidence is kept; paper and signed files name what they are.
        """
        key = self._names.get(answer.document, answer.document)
        assigned = "SELECT 1 FROM entries WHERE kind = 'assign' AND document = ? LIMIT 1"
        if key in self._documents or self._book.first(assigned, key):
            return None
        near = did_you_mean(answer.document, self._names).get("suggestion", "")
        return self._outcome("unknown-document" if near else "no-document", answer, told={"near": near})

    def keep_stray(self, code: str, answer: Answer, told: Mapping[str, Argument] = NOTHING) -> Outcome:
        """Keeps evidence that belongs to nobody in the register: a copy nobody was issued, an unknown signer."""
        return self._keep_as_evidence(code, answer, "", told)

    def _fits(self, assigned: Mapping[str, Any], answer: Answer) -> bool:
        """Whether an answer is for the text that was assigned, or a later one that says the same."""
        if answer.language not in ("", assigned["language"]):
            return False
        if not answer.fingerprints:
            return answer.revision in ("", assigned["revision"])
        document = self._documents.get(assigned["document"])
        same = {assigned["fingerprint"]}
        if document is not None:
            same |= same_text(self._handbook, document, assigned["revision"], self._book.entity, assigned["language"])
        return bool(same & set(answer.fingerprints))

    def _released_after(self, assigned: Mapping[str, Any], answer: Answer) -> date | None:
        """When the text was released, if that was after the day somebody is said to have known it."""
        document = self._documents.get(assigned["document"])
        if document is None or (answer.fingerprints and assigned["fingerprint"] not in answer.fingerprints):
            return None
        releases = self._handbook.releases_of(document)
        released = next((one.released for one in releases if one.revision == assigned["revision"]), None)
        return released if released and answer.day < released else None

    def _keep_as_evidence(
        self, code: str, answer: Answer, subject: str, told: Mapping[str, Argument] = NOTHING
    ) -> Outcome:
        """Files what does not count, once."""
        facts = {**_facts(answer), "document": answer.document, "reason": code}
        if not self._filed(facts, subject):
            self._writer.add("file", facts, subject=subject, personal={**answer.details, "by": recorder()})
        return self._outcome(code, answer, told=told)

    def _filed(self, facts: Mapping[str, Any], subject: str) -> bool:
        kept = {name: value for name, value in facts.items() if name != "day"}
        rows = self._book.rows("coalesce(subject, '') = ? AND kind = 'file'", subject)
        return any(kept.items() <= row.body.items() for row in rows)

    def _outcome(
        self, code: str, answer: Answer, *, good: bool = False, told: Mapping[str, Argument] = NOTHING
    ) -> Outcome:
        about = {"person": answer.person or "—", "document": answer.document or "—", "entity": self._book.entity}
        return Outcome(code, answer.source, good, {**about, **told})


def _waits_for_a_look(assigned: Mapping[str, Any], answer: Answer) -> bool:
    """Whether it is a scan for what must be signed: marks are no signature before a person has looked."""
    return "ink" in answer.facts and (_CLICK not in assigned["methods"] or answer.facts["ink"] != "seen")


def _day_of(assigned: Mapping[str, Any]) -> date:
    """The day of an assignment; those of 0.1 tell only the moment they were recorded."""
    if "day" in assigned:
        return date.fromisoformat(str(assigned["day"]))
    return datetime.fromisoformat(str(assigned["at"])).astimezone().date()


def _kind_of(answer: Answer) -> str:
    return "refuse" if answer.refused else "acknowledge"


def _recorded_code(answer: Answer) -> str:
    """The code of what was recorded. Of paper no more is said than what was seen on it, and by whom that was taken."""
    if not answer.sure:
        if "ink" in answer.facts:
            return _BY_MARK[answer.facts["ink"]]
        if "second" in answer.facts:
            return "second-person"
        return str(answer.facts["origin"]) if answer.facts.get("origin") in _UNPRINTED else "signer-shared"
    if answer.refused:
        return "refusal-recorded"
    if "ink" in answer.facts:
        return "marks-recorded"
    return "recorded" if answer.fingerprints else "recorded-unproven"


def _facts(answer: Answer) -> dict[str, Any]:
    facts: dict[str, Any] = {"method": answer.method, "day": answer.day.isoformat(), **answer.facts}
    if answer.evidence:
        facts["evidence"] = list(answer.evidence)
    return facts
