"""What a signed file is held to: the files that were printed, and the words of the handbook."""

from collections.abc import Iterator, Mapping, Sequence

from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.certificate import binds, is_named
from rolebook.model.people.person import Roster, Signatory
from rolebook.pdf import UnreadablePdfError, page_texts
from rolebook.sign.printed import first_seen, origin_of
from rolebook.sign.reading import SignedFile
from rolebook.sign.statement import Statement
from rolebook.sign.trust import Signature
from rolebook.sign.verification import Verdict
from rolebook.view import Reader
from rolebook.view.copies.mark import Mark
from rolebook.view.copies.printed_file import PrintedFile
from rolebook.view.fingerprint import counted_texts, counted_values, fingerprint
from rolebook.view.identity import Identity, identities_of
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.page_words import figures_in, missing_words
from rolebook.view.paper import paper_of

PrintedFiles = Mapping[str, Sequence[PrintedFile]]
"""Every file that was printed, by copy code."""
ORIGINS = {"printed": "printed-file", "saved-anew": "saved-anew", "altered": "not-printed-file"}
_SHOWN = 80


def compare_with_printed(verdict: Verdict, printed: PrintedFiles) -> Iterator[Statement]:
    """Says whether what was signed is a file that was printed; without a ledger, that only the file claims so."""
    if verdict.file is None or not verdict.marks:
        return
    known = printed.get(verdict.marks[0].copy_code or "", ())
    if not known:
        yield Statement("text-claimed", doubt=False)
        return
    origin = origin_of(verdict.file, known)
    yield Statement(ORIGINS[origin], doubt=origin != "printed")
    if origin != "printed" and all(one.fields for one in known):
        yield from _fields(verdict.file, [one.fields for one in known], doubt=True)


def _fields(file: SignedFile, chains: Sequence[Sequence[str]], *, doubt: bool) -> Iterator[Statement]:
    """Names signature fields that are missing or added, held to the nearest of several chains."""
    names = {step.name for step in file.steps}
    chain = min(chains, key=lambda one: len(names ^ {*one}))
    missing, added = [step for step in chain if step not in names], sorted(names - {*chain})
    yield from (Statement("step-missing", doubt=doubt, arguments={"step": step}) for step in missing)
    yield from (Statement("step-added", doubt=doubt, arguments={"step": step}) for step in added)


def compare_with_handbook(handbook: Handbook, verdict: Verdict) -> Iterator[Statement]:
    """Says of each mark whether the handbook has that text, and whether its words are on the pages."""
    for mark in verdict.marks:
        yield from _compared(handbook, verdict, mark)


def _compared(handbook: Handbook, verdict: Verdict, mark: Mark) -> Iterator[Statement]:
    """Whether the document of a mark is in the handbook, in this revision and with these words."""
    identity = mark.identity
    document = document_named(handbook, identity.kind, identity.id)
    place = (identity.entity, identity.jurisdiction)
    own = [] if document is None else identities_of(handbook, document, identity.language)
    here = next((held for held in own if (held.entity, held.jurisdiction) == place), None)
    if document is None or here is None:
        yield Statement("document-unknown")
    elif here.revision != identity.revision:
        yield Statement("revision-other", doubt=False, arguments={"revision": here.revision})
    elif fingerprint(handbook, document, here) != mark.fingerprint:
        yield Statement("text-differs")
    else:
        yield Statement("text-current", doubt=False)
        yield from _chain(handbook, document, identity, verdict)
        reader = Reader(handbook, identity.language, handbook.entities.get(identity.entity))
        yield from _pages(in_place(document, identity.jurisdiction), reader, verdict)


def _chain(handbook: Handbook, document: Document, identity: Identity, verdict: Verdict) -> Iterator[Statement]:
    """Whether the file has the steps of the document's sign-off, in their order: a remark, as that may have changed."""
    entity = handbook.entities.get(identity.entity)
    if verdict.file is None or entity is None or not verdict.file.steps:
        return
    chain = [one.id for one in paper_of(document, identity, Reader(handbook, identity.language, entity)).signers]
    yield from _fields(verdict.file, [chain], doubt=False)
    steps = {step.name: step.before for step in verdict.file.steps if step.name in chain}
    last = chain[-1]
    before = {name: {*chain} - {name} if name == last else {*chain[:place]} for place, name in enumerate(chain)}
    late = [name for name, earlier in steps.items() if earlier & {*chain} != before[name] & steps.keys()]
    if late:
        yield Statement("steps-reordered", doubt=False, arguments={"steps": ", ".join(late)})


def compare_with_signatories(handbook: Handbook, people: Roster, verdict: Verdict) -> Iterator[Statement]:
    """Says where a step was signed by somebody else than the signatories name for its post."""
    for mark in verdict.marks[:1]:
        document = document_named(handbook, mark.identity.kind, mark.identity.id)
        posts = {step.id: step.by for step in handbook.sign_off(document)} if document else {}
        for signature in verdict.signatures:
            named = people.signatory(posts.get(signature.step, ""), mark.identity.entity)
            if named and not _is(named, signature):
                arguments = {"signer": signature.signer, "name": named.name}
                yield Statement("signatory-differs", signature.step, arguments=arguments)


def _is(named: Signatory, signature: Signature) -> bool:
    if named.certificate:
        return binds(named.certificate, signature.certificate)
    return is_named(named.name, signature.signer)


def _pages(document: Document, reader: Reader, verdict: Verdict) -> Iterator[Statement]:
    """Whether every word and figure of the text is on the pages that the first signer saw."""
    if verdict.file is None:
        return
    try:
        pages = list(page_texts(first_seen(verdict.file)))
    except UnreadablePdfError:
        yield Statement("pages-unreadable")
        return
    figures = figures_in(counted_values(document), reader)
    missing = next(missing_words(counted_texts(document), reader.language.tag, pages, figures), "")
    if missing:
        yield Statement("pages-differ", arguments={"words": missing[:_SHOWN]})
    else:
        yield Statement("pages-agree", doubt=False)


def document_named(handbook: Handbook, kind: str, name: str) -> Document | None:
    """The role or policy that ever had `name` as its first id."""
    known: Sequence[Document] = [*(handbook.roles if kind == "role" else handbook.policies).values()]
    return next((held for held in known if name == (held.formerly[0] if held.formerly else held.id)), None)
