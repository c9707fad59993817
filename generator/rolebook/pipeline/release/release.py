"""`rolebook release` and `rolebook diff`: baselines of documents, and what differs between two."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rolebook.diagnostics import Diagnostic, UserError
from rolebook.model.handbook import Document, Handbook
from rolebook.model.release import FOLDER, Change, Release, release_text, values_in, words_in
from rolebook.model.role import Role
from rolebook.model.translation.units import Translations, unreliable
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.reading.handbook import read_handbook
from rolebook.store import remove_abandoned, settle_before_writing, write_all_new
from rolebook.view import fingerprint, identity_of
from rolebook.view.changes import Difference, differences, is_editorial

CHANGED = "changed-without-revision"
"""What the check says of a document that is not as it was released."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who releases what: ids (all that changed when empty), the kind of change, the approver and the day."""

    approver: str
    released: date
    change: Change = "substantive"
    documents: tuple[str, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)
    translators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reviewers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def release_documents(root: Path, decision: Decision) -> tuple[Report, list[Path]]:
    """Writes the releases, all or none, and returns their paths; nothing while the handbook has errors.

    Where documents are named, others may have changed since their release: the report leaves those errors out.

    A document whose revision is released already, unchanged, is passed over. Raises UserError where a document has no
    revision, languages are not ready, or an editorial change touches more than wording.
    """
    settle_before_writing(root)
    report = check_handbook(root)
    handbook = report.handbook
    if handbook is None:
        return report, []
    if decision.documents:
        named = {one.file_of() for one in _chosen(handbook, decision.documents)}
        report = report.telling([one for one in report.findings if not _waits(one, named)])
    if report.failed:
        return report, []
    made = [_release(handbook, document, decision) for document in _chosen(handbook, decision.documents)]
    texts: dict[Path, str | bytes] = {root / one.path: release_text(one) for one in made if one is not None}
    for folder in {path.parent for path in (root / FOLDER).rglob("*.json")}:
        remove_abandoned(folder)
    write_all_new(texts)
    return report, list(texts)


def _waits(finding: Diagnostic, named: Container[str]) -> bool:
    """Whether an error is that another document has changed since its release."""
    return finding.code == CHANGED and finding.location.file not in named


def compare(root: Path, document: str, revisions: Sequence[str], language: str) -> tuple[Difference, ...]:
    """What differs between two releases of a document, or between the last one and the text as it stands."""
    handbook = read_handbook(root)
    if handbook is None:
        raise UserError("no-settings")
    (found,) = _chosen(handbook, (document,))
    releases = {one.revision: one for one in handbook.releases_of(found)}
    for revision in revisions:
        if revision not in releases:
            raise UserError("unknown-revision", revision=revision, id=document, known=", ".join(releases) or "-")
    if not releases:
        raise UserError("never-released", id=document)
    old = releases[revisions[0]] if revisions else list(releases.values())[-1]
    new = releases[revisions[1]] if len(revisions) > 1 else draft_of(handbook, found)
    return differences(old, new, language)


def _chosen(handbook: Handbook, names: Iterable[str]) -> list[Document]:
    known: dict[str, Document] = {**handbook.policies, **handbook.roles}
    for name in names:
        if name not in known:
            raise UserError("unknown-document", id=name)
    return [known[name] for name in names or known]


def _release(handbook: Handbook, document: Document, decision: Decision) -> Release | None:
    before = handbook.releases_of(document)
    if any(one.revision == document.revision for one in before):
        return None  # a change without a new revision is an error of `check`, so this one is unchanged
    if not document.revision:
        raise UserError("no-revision", id=document.id)
    release = replace(
        draft_of(handbook, document),
        released=decision.released,
        approver=decision.approver,
        change=decision.change if before else "first",
        note=dict(decision.note),
        translators=dict(decision.translators),
        reviewers=dict(decision.reviewers),
    )
    if decision.change == "editorial" and before and not is_editorial(before[-1], release):
        raise UserError("not-editorial", id=document.id, revision=before[-1].revision)
    return release


def draft_of(handbook: Handbook, document: Document) -> Release:
    """The document as it stands, in every language in which it is ready."""
    ready = tuple(_ready(handbook, document))
    return Release(
        kind="role" if isinstance(document, Role) else "policy",
        id=document.id,
        revision=document.revision or "",
        change="substantive",
        released=date.min,
        approver="",
        effective=document.effective,
        values=values_in(document, handbook.figures),
        words={language: words_in(document, language) for language in ready},
        fingerprints={
            entity.id: {
                language: fingerprint(handbook, document, identity_of(document, entity, language)) for language in ready
            }
            for entity in handbook.entities_of(document)
        },
        translators={},
        reviewers={},
        note={},
    )


def _ready(handbook: Handbook, document: Document) -> Iterator[str]:
    """The languages in which every text of the document is confirmed."""
    translations = Translations(handbook)
    for language in handbook.settings.languages:
        if not unreliable(translations.of(document, language)):
            yield language
