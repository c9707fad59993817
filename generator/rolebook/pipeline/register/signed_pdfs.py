"""`rolebook register record FILE…`: electronically signed PDFs that are intact, from the person they are for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.issued_copies import Issued, holder_steps
from rolebook.pipeline.register.signers import Signers
from rolebook.pipeline.sign.sign import verify_files
from rolebook.register import Book, entities_in
from rolebook.sign.trust import Signature, Trust
from rolebook.sign.verification import Verdict
from rolebook.source import day_of, today
from rolebook.store import read_bytes


@dataclass(frozen=True, slots=True)
class SignedFiles:
    """Signed PDFs, whom to believe about their signers, the copies that were printed, and as what a signature counts.

    A file says that a certificate signed, not whether the law calls it qualified: that HR says with `method`.
    """

    files: Sequence[Path]
    trust: Trust
    issued: Mapping[str, Issued]
    method: str = "advanced"


def record_signed(root: Path, signed: SignedFiles, folder: Path | None = None) -> list[Outcome]:
    """Records what is intact and signed by whom it is for; everything else is told."""
    handbook, private = require_handbook(root), register_folder(root, folder)
    known = entities_in(private)
    outcomes: list[Outcome] = []
    for path, verdict in verify_files(signed.files, signed.trust, partial=True):
        if not verdict.marks or verdict.marks[0].identity.entity not in known:
            outcomes.append(Outcome("not-ours", path.name))
        elif not verdict.intact:
            outcomes.append(Outcome("not-intact", path.name, arguments={"doubt": verdict.doubts[0].code}))
        else:
            outcomes += _recorded(handbook, private, signed, path, verdict)
    return outcomes


def _recorded(handbook: Handbook, private: Path, signed: SignedFiles, path: Path, verdict: Verdict) -> list[Outcome]:
    with Book(private, verdict.marks[0].identity.entity) as book:
        found = list(_File(handbook, book, signed, path, verdict).answers())
        if not found:
            return [Outcome("holder-not-signed", path.name)]
        with book.writing() as writer:
            clerk = Clerk(handbook, book, writer)
            return [clerk.keep_stray(code, answer) if code else clerk.file(answer) for code, answer in found]


class _File:
    """One signed file, with what is known of it."""

    def __init__(self, handbook: Handbook, book: Book, signed: SignedFiles, path: Path, verdict: Verdict) -> None:
        self._handbook, self._book, self._signed, self._path, self._verdict = handbook, book, signed, path, verdict
        identity = verdict.marks[0].identity
        self._kind, _, self._form = identity.kind.partition("-")
        self._key = f"{self._kind}/{identity.id}"

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """The holder's signatures as answers, with a code where the signer is not who it should be.

        A name that several bear is not taken for one of them: the answer waits until somebody has looked.
        """
        mark = self._verdict.marks[0]
        copy = self._signed.issued.get(mark.copy_code or "")
        steps, signers = holder_steps(self._handbook, self._document()), Signers(self._book)
        for signature in self._verdict.signatures:
            if self._form == "sheet":
                expected = signature.step
            elif signature.step in steps and not self._form:
                expected = copy.person if copy else ""
            else:
                continue
            person, how, doubt = signers.of(signature, expected)
            answer = self._answer(signature, person, how)
            if doubt == "signer-shared":
                yield "", replace(answer, sure=False)
            else:
                yield doubt, answer

    def _answer(self, signature: Signature, person: str, how: str) -> Answer:
        marks = self._verdict.marks
        certificate = signature.certificate.fingerprint
        signed = {"signer": signature.signer, "issuer": signature.issuer, "certificate": certificate}
        return Answer(
            person=person,
            document=self._key,
            method=self._signed.method,
            day=day_of(signature.time) if signature.time else today(),
            fingerprints=tuple(mark.fingerprint for mark in marks),
            evidence=(self._book.evidence.keep(read_bytes(self._path)),),
            details={**signed, "file": self._path.name},
            facts={
                "channel": "signed-pdf",
                "time": signature.time.isoformat() if signature.time else "",
                "time_proven": signature.proven,
                "copy": marks[0].copy_code or "",
                "matched": how,
            },
            source=self._path.name,
        )

    def _document(self) -> Document | None:
        held = self._handbook.roles if self._kind == "role" else self._handbook.policies
        known: Sequence[Document] = tuple(held.values())
        first = self._verdict.marks[0].identity.id
        return next((one for one in known if first == (one.formerly[0] if one.formerly else one.id)), None)
