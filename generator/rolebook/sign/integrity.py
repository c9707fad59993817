"""Whether a file still is what each signer signed, whoever they are: doubts about bytes, revisions and order."""

from collections.abc import Iterator
from itertools import pairwise

from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from rolebook.sign.changes import changes_after
from rolebook.sign.container import is_plain, span
from rolebook.sign.reading import SignedFile
from rolebook.sign.rules import SIGNING
from rolebook.sign.settings import changes_of_setting
from rolebook.sign.statement import Statement


def doubts_about_bytes(file: SignedFile) -> Iterator[Statement]:
    """All doubts; nothing where every byte is covered by signatures that hold, made in their order."""
    for step in file.steps:
        if step.filled and not step.signature:
            yield Statement("signature-broken", step.name)
    broken = list(_broken(file))
    yield from broken
    yield from (Statement("field-added", name) for name in sorted(file.added))
    yield from _order(file)
    if not broken:  # what was changed can only be told where the signed revisions are as they were
        yield from _later_changes(file)


def _broken(file: SignedFile) -> Iterator[Statement]:
    for step, signature in file.signatures:
        if not _holds(signature):
            yield Statement("signature-broken", step.name)
        elif not _is_plain(file, signature):
            yield Statement("container-changed", step.name)


def _holds(signature: EmbeddedPdfSignature) -> bool:
    """Whether the signed bytes and the signature over them belong together."""
    try:
        kind = signature.signed_data["encap_content_info"]["content_type"].native
        digest = signature.compute_digest()
        whole = kind == "data" and signature.sig_object_type == "/Sig"
        return whole and all(validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest))
    except Exception:  # what changed bytes make of a signature raises anything
        return False


def _is_plain(file: SignedFile, signature: EmbeddedPdfSignature) -> bool:
    try:
        return is_plain(file.content, signature)
    except Exception:
        return False


def _order(file: SignedFile) -> Iterator[Statement]:
    """A field's lock closes the fields before it; whoever signs one of them later, signs out of order."""
    done: set[str] = set()
    signed = {step.name for step, _ in file.signatures} - file.added
    for step, _ in file.signatures:
        for late in sorted((step.before & signed) - done):
            yield Statement("signed-out-of-order", late, arguments={"other": step.name})
        done.add(step.name)


def _later_changes(file: SignedFile) -> Iterator[Statement]:
    if not file.signatures:
        return
    late = {statement.arguments["other"] for statement in _order(file)}
    for step, signature in file.signatures:
        if step.name not in late and not _allows(signature):
            yield from _changes(file, step.name, signature)
    for (step, signature), (_, after) in pairwise(file.signatures):
        for change in changes_of_setting(file.reader, signature.signed_revision, after.signed_revision):
            yield Statement(f"changed-after-{change}", step.name, doubt=change != "catalogue")
    step, last = file.signatures[-1]
    place = span(last)
    rest = len(file.content) - (place[2] if place else 0)
    if rest:
        yield Statement("bytes-appended", step.name, arguments={"count": rest})
        if _allows(last) and changes_after(file.reader, last.signed_revision):
            yield from _changes(file, step.name, last)


def _changes(file: SignedFile, step: str, signature: EmbeddedPdfSignature) -> Iterator[Statement]:
    for change in changes_after(file.reader, signature.signed_revision) or ["content"]:
        yield Statement(f"changed-after-{change}", step)


def _allows(signature: EmbeddedPdfSignature) -> bool:
    """Whether what came after a signature is nothing but other signatures in fields that it left open."""
    signature.compute_integrity_info(diff_policy=SIGNING)  # type: ignore[no-untyped-call]
    found: object = signature.diff_result
    return isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.FORM_FILLING
