"""What can be said of a signed PDF: which document, who signed when, every doubt. Intact, never legally valid."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rolebook.sign.integrity import doubts_about_bytes
from rolebook.sign.reading import SignedFile, UnreadableError, read
from rolebook.sign.statement import Statement
from rolebook.sign.trust import Signature, Trust, judge
from rolebook.view.copies.mark import Mark


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is said of one file.

    `marks` name the document, the controlling language first; `signatures` stand in the order they were made;
    `unsigned` are the steps still open; `statements` are those about the file as a whole; `file` is None for what
    cannot be read.
    """

    marks: tuple[Mark, ...] = ()
    signatures: tuple[Signature, ...] = ()
    unsigned: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    file: SignedFile | None = field(default=None, compare=False, repr=False)

    @property
    def doubts(self) -> tuple[Statement, ...]:
        """What fails the verification, the file's own first."""
        said = [*self.statements, *(told for signature in self.signatures for told in signature.statements)]
        return tuple(statement for statement in said if statement.doubt)

    @property
    def intact(self) -> bool:
        """Whether there is no doubt."""
        return not self.doubts


def verify(pdf: bytes, trust: Trust, *, partial: bool = False) -> Verdict:
    """The verdict on a file, whatever it holds. With `partial`, steps nobody signed yet are no doubt."""
    try:
        file = read(pdf)
        return _verdict(file, trust, partial=partial)
    except UnreadableError as error:
        return Verdict(statements=(Statement(error.code),))
    except Exception:  # a hostile file must end in a doubt, never in a crash
        return Verdict(statements=(Statement("pdf-damaged"),))


def _verdict(file: SignedFile, trust: Trust, *, partial: bool) -> Verdict:
    found = list(doubts_about_bytes(file))
    broken = {statement.step for statement in found if statement.code == "signature-broken"}
    judged = [
        _with(asyncio.run(judge(step.name, signature, trust)), found)
        for step, signature in file.signatures
        if step.name not in broken
    ]
    told = {signature.step for signature in judged}
    unsigned = tuple(step.name for step in file.unsigned)
    whole = [statement for statement in found if statement.step not in told]
    if not file.steps:
        whole.append(Statement("no-fields"))
    if not file.marks:
        whole.append(Statement("no-mark"))
    whole += [Statement("unsigned-step", doubt=not partial, arguments={"step": step}) for step in unsigned]
    whole += _shared_certificates(file, judged)
    return Verdict(file.marks, tuple(judged), unsigned, tuple(whole), file)


def _shared_certificates(file: SignedFile, judged: list[Signature]) -> Iterator[Statement]:
    """Names steps that one certificate signed; a chain that one alone signed is no chain."""
    steps: dict[str, list[str]] = {}
    for signature in judged:
        steps.setdefault(signature.certificate.fingerprint, []).append(signature.step)
    for own in steps.values():
        if len(own) > 1:
            alone = len(own) == len(file.steps)
            yield Statement("one-certificate", doubt=alone, arguments={"steps": ", ".join(own)})


def _with(signature: Signature, found: list[Statement]) -> Signature:
    own = tuple(statement for statement in found if statement.step == signature.step)
    return replace(signature, statements=(*own, *signature.statements))
