"""`rolebook sign` and `rolebook verify`: files in, a signed file or verdicts out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.language import language_for
from rolebook.model.handbook import Document, Handbook
from rolebook.pipeline.reading.handbook import read_handbook
from rolebook.render.paper import fonts_of
from rolebook.render.paper.stamp import stamp
from rolebook.sign.credentials import credentials, holder_of
from rolebook.sign.pades import sign, step_to_sign, time_stamps_from
from rolebook.sign.reading import Step, read
from rolebook.sign.statement import Statement
from rolebook.sign.trust import Trust, certificates, revocation_lists
from rolebook.sign.verification import Verdict, verify
from rolebook.source import now
from rolebook.store import read_bytes, write_bytes
from rolebook.view.copies.mark import Mark
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import identities_of

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs what: the PDF, the step, a PKCS#12 file with its password, and how."""

    file: Path
    step: str
    certificate: Path
    password: str | None
    time_server: str | None = None
    output: Path | None = None
    shown: bool = True


def sign_file(signing: Signing) -> Path:
    """Signs into the file itself or `output`, at once or not at all; UserError says why not."""
    moment = now()
    pdf = read_bytes(signing.file)
    signer = credentials(read_bytes(signing.certificate), signing.password, moment, str(signing.certificate))
    step = step_to_sign(pdf, signing.step)
    server = time_stamps_from(signing.time_server) if signing.time_server else None
    seen = _stamp(pdf, step, holder_of(signer), moment) if signing.shown else None
    signed = sign(pdf, step.name, signer, time_stamps=server, stamp=seen)
    target = signing.output or signing.file
    if target == signing.file and read_bytes(signing.file) != pdf:
        raise UserError("changed-meanwhile", file=str(signing.file))
    write_bytes(target, signed)
    return target


def verify_files(
    files: Sequence[Path], trust: Trust, root: Path | None = None, *, partial: bool = False
) -> list[tuple[Path, Verdict]]:
    """The verdict on each file; with the handbook in `root`, also whether its text still is the handbook's."""
    handbook = read_handbook(root) if root else None
    verdicts = []
    for file in files:
        verdict = verify(read_bytes(file), trust, partial=partial)
        if handbook:
            compared = tuple(_compared(handbook, mark) for mark in verdict.marks)
            verdict = Verdict(verdict.marks, verdict.signatures, verdict.unsigned, (*verdict.statements, *compared))
        verdicts.append((file, verdict))
    return verdicts


def trust_in(roots: Sequence[Path], lists: Sequence[Path], now: datetime) -> Trust:
    """What the given files of certificates and of revocation lists say; UserError for one that is neither."""
    return Trust(
        now,
        tuple(found for path in roots for found in certificates(read_bytes(path), str(path))),
        tuple(found for path in lists for found in revocation_lists(read_bytes(path), str(path))),
    )


def _stamp(pdf: bytes, step: Step, name: str, moment: datetime) -> bytes:
    marks = read(pdf).marks
    language = language_for(marks[0].identity.language if marks else FALLBACK)
    note = language.word("stamp-signed", time=f"{moment:%Y-%m-%d %H:%M} UTC")
    left, bottom, right, top = step.box
    return stamp(name, note, (right - left, top - bottom), language.fonts.families, fonts_of([language.fonts]))


def _compared(handbook: Handbook, mark: Mark) -> Statement:
    """Whether the document of a mark is in the handbook, in this revision and with these words."""
    identity = mark.identity
    document = _document(handbook, identity.kind, identity.id)
    place = (identity.entity, identity.jurisdiction)
    own = [] if document is None else identities_of(handbook, document, identity.language)
    here = next((held for held in own if (held.entity, held.jurisdiction) == place), None)
    if document is None or here is None:
        return Statement("document-unknown")
    if here.revision != identity.revision:
        return Statement("revision-other", doubt=False, arguments={"revision": here.revision})
    if fingerprint(handbook, document, here) != mark.fingerprint:
        return Statement("text-differs")
    return Statement("text-current", doubt=False)


def _document(handbook: Handbook, kind: str, name: str) -> Document | None:
    known: Sequence[Document] = [*(handbook.roles if kind == "role" else handbook.policies).values()]
    return next((held for held in known if name == (held.formerly[0] if held.formerly else held.id)), None)
