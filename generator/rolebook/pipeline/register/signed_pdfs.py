"""`rolebook register record FILE…`: electronically signed PDFs that are intact, from the person they are for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rolebook.model.handbook import Handbook
from rolebook.pipeline.reading.handbook import require_handbook
from rolebook.pipeline.register.answers import Answer, Clerk, Outcome
from rolebook.pipeline.register.folder import register_folder
from rolebook.pipeline.register.issued_copies import Issued, document_by_key, holder_steps, printed_files
from rolebook.pipeline.register.signers import Signers
from rolebook.pipeline.sign.sign import Against, verify_files
from rolebook.register import Book, entities_in
from rolebook.sign.trust import Signature, Trust
from rolebook.sign.verification import Verdict
from rolebook.source import day_of, today
from rolebook.store import read_bytes

_TO_LOOK_AT = ("saved-anew", "text-claimed")
"""What says of a file's origin that a person has to look before it counts."""
_ORIGINS = ("printed-file", *_TO_LOOK_AT)


@dataclass(frozen=True, slots=True)
class SignedFiles:
    """Signed PDFs, whom to believe about their signers, the copies that were printed, and as what a signature counts.

    A file says that a certificate signed, not whether the law calls it qualified: that HR says with `method`.
    """

    files: Sequence[Path]
    trust: Trust
    issued: Mapping[str, Issued]
    method: str = "advanced"
    signatories: Path | None = None


def record_signed(root: Path, signed: SignedFiles, folder: Path | None = None) -> list[Outcome]:
    """Records what is intact and signed by whom it is for; everything else is told."""
    handbook, private = require_handbook(root), register_folder(root, folder)
    known = entities_in(private)
    outcomes: list[Outcome] = []
    against = Against(printed_files(signed.issued), signed.signatories, words=False)
    for path, verdict in verify_files(signed.files, signed.trust, root, partial=True, against=against):
        if not verdict.marks or verdict.marks[0].identity.entity not in known:
            outcomes.append(Outcome("not-ours", path.name))
        elif doubts := [doubt.code for doubt in verdict.doubts if doubt.code not in _TO_LOOK_AT]:
            outcomes.append(Outcome("not-intact", path.name, arguments={"doubt": doubts[0]}))
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
        self._origin = next((one.code for one in verdict.statements if one.code in _ORIGINS), "")

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """The holder's signatures as answers, with a code where the signer is not who it should be.

        A name that several bear is not taken for one of them: the answer waits until somebody has looked.
        """
        mark = self._verdict.marks[0]
        copy = self._signed.issued.get(mark.copy_code or "")
        steps, signers = holder_steps(self._handbook, document_by_key(self._handbook, self._key)), Signers(self._book)
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
                yield doubt, replace(answer, sure=self._origin not in _TO_LOOK_AT)

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
                "origin": self._origin,
            },
            proven=self._origin == "printed-file",
            source=self._path.name,
        )
