"""Who signs a document: the steps of its sign-off chain as ink lines."""

from collections.abc import Iterator
from dataclasses import replace

from rolebook.model.base import post_of
from rolebook.model.handbook import Document
from rolebook.model.law.printed_form import PrintedDocument
from rolebook.model.settings import SignOffStep
from rolebook.view.paper.paper import Signer
from rolebook.view.reader import Reader

_FORMULAS = {
    "contract-annex": "agrees-and-received-copy",
    "employer-act": "read-and-received-copy",
    "information": "read",
}
HOLDER, SUPERIOR = "holder", "superior"


def signers_of(document: Document, form: PrintedDocument, reader: Reader) -> tuple[Signer, ...]:
    """The signers in the order of the chain; without a chain the holder alone, who is shown the document.

    Receiving a copy is one signature with acknowledging where the formula says both.
    """
    formula = formula_of(document, form)
    steps = reader.handbook.sign_off(document) or (SignOffStep(id="acknowledge", act="acknowledge", by=HOLDER),)
    signers: list[Signer] = []
    for step in steps:
        before = signers[-1] if signers else None
        if step.act == "receive-copy" and before and before.party == step.by and before.said and "copy" in formula:
            signers[-1] = replace(before, instead=(*before.instead, step.id))
        else:
            signers.append(_signer(step, document, form, reader))
    return tuple(signers)


def formula_of(document: Document, form: PrintedDocument) -> str:
    """What the holder says by signing: to have read, to have a copy, or to agree, by what the document is."""
    return form.formulas.get(document.legal_nature, _FORMULAS[document.legal_nature])


def _act(step: SignOffStep, form: PrintedDocument, reader: Reader) -> str:
    stamp = getattr(form.header, step.act, None)
    return reader.plain(stamp) if stamp else reader.word(f"sign-{step.act}")


def _signer(step: SignOffStep, document: Document, form: PrintedDocument, reader: Reader) -> Signer:
    said = ""
    if step.act == "acknowledge":
        said = reader.word(f"formula-{formula_of(document, form)}")
    elif step.act == "receive-copy":
        said = reader.word("formula-received-copy")
    act, post = _act(step, form, reader), _post(step.by, document, reader)
    named = post if post != act else ""  # some places call the act by who does it
    return Signer(step.id, act, named, step.by, said, seals=step.act == "approve")


def _post(by: str, document: Document, reader: Reader) -> str:
    """The post that signs, by the title of who holds it where the handbook knows."""
    return next(_titles(by, document, reader))


def _titles(by: str, document: Document, reader: Reader) -> Iterator[str]:
    if by == SUPERIOR:
        yield reader.post_title(getattr(document, "reports_to", None) or "") or reader.word("by-superior")
    if by == HOLDER:
        yield reader.word("by-holder")
    kind, name = post_of(by)
    named = reader.handbook.named(kind, name)
    head = getattr(named, "kind", "") == "head-of-entity" and reader.entity and reader.entity.head
    if title := reader.post_title(name if kind == "role" else head or getattr(named, "role", None) or ""):
        yield title
    yield reader.plain(named.name) if named else name
