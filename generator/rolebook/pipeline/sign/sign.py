"""`rolebook sign` and `rolebook verify`: files in, a signed file or verdicts out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rolebook.diagnostics import Severity, UserError
from rolebook.exchange.tables import read_table
from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Roster
from rolebook.model.people.signatories import read_signatories
from rolebook.pipeline.reading.handbook import read_handbook
from rolebook.pipeline.sign.compare import (
    PrintedFiles,
    compare_with_handbook,
    compare_with_printed,
    compare_with_signatories,
)
from rolebook.render.paper import fonts_of
from rolebook.render.paper.stamp import stamp
from rolebook.sign.credentials import credentials, holder_of
from rolebook.sign.pades import sign, step_to_sign, time_stamps_from
from rolebook.sign.reading import Step, read
from rolebook.sign.trust import Trust, certificates, revocation_lists
from rolebook.sign.verification import Verdict, verify
from rolebook.source import now
from rolebook.store import read_bytes, write_bytes

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


@dataclass(frozen=True, slots=True)
class Against:
    """What signed files are held to: files that were printed, who signs for which post, the handbook's words."""

    printed: PrintedFiles = field(default_factory=dict)
    signatories: Path | None = None
    words: bool = True


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
    files: Sequence[Path],
    trust: Trust,
    root: Path | None = None,
    *,
    partial: bool = False,
    against: Against = Against(),
) -> list[tuple[Path, Verdict]]:
    """The verdict on each file, held to what was printed; with the handbook in `root`, also to its words.

    UserError for signatories without a handbook, or that cannot be read.
    """
    handbook = read_handbook(root) if root else None
    if against.signatories and handbook is None:
        raise UserError("signatories-without-handbook")
    named = _signatories(against.signatories, handbook) if against.signatories and handbook else Roster({})
    verdicts = []
    for file in files:
        verdict = verify(read_bytes(file), trust, partial=partial)
        compared = [*compare_with_printed(verdict, against.printed)]
        if handbook is not None:
            compared += compare_with_signatories(handbook, named, verdict)
            compared += compare_with_handbook(handbook, verdict) if against.words else ()
        verdicts.append((file, replace(verdict, statements=(*verdict.statements, *compared))))
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


def _signatories(path: Path, handbook: Handbook) -> Roster:
    table, findings = read_table(path)
    signers, faults = read_signatories(table, handbook) if table else ((), [])
    for fault in (one for one in (*findings, *faults) if one.severity is Severity.ERROR):
        raise UserError("signatories-faulty", file=str(path), line=fault.location.line or 1, code=fault.code)
    return Roster({}, signers)
