"""Papers about a document: the sheet that many sign, the record that somebody did not, the table of sanctions."""

from collections.abc import Iterator
from dataclasses import replace

from rolebook.model.handbook import Document
from rolebook.model.law.printed_form import Layout
from rolebook.model.policy import Discipline
from rolebook.model.role import Role
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import Identity
from rolebook.view.paper.arrangement import blank_paper, document_facts, paper_of
from rolebook.view.paper.paper import Paper, SheetRow, Signer
from rolebook.view.reader import Reader
from rolebook.view.tree import Fact, words

BLANK_ROWS = 20
WITNESSES = 2
_SANCTION_SECTIONS = ("offences", "sanctions", "procedure")


def sheet_of(document: Document, identity: Identity, reader: Reader, people: tuple[SheetRow, ...] = ()) -> Paper:
    """The acknowledgement sheet of a document: a line a person, or empty lines to fill by hand."""
    rows = people or tuple(SheetRow(f"line-{place}") for place in range(1, BLANK_ROWS + 1))
    said = reader.word("sheet-statement", revision=identity.revision)
    return replace(_about(document, identity, reader, "sheet"), rows=rows, statement=words(said))


def refusal_of(document: Document, identity: Identity, reader: Reader) -> Paper:
    """The record that a holder was shown a document and did not sign it, before two witnesses."""
    witness = reader.word("sign-witness")
    signers = (
        Signer("present", reader.word("sign-present"), "", "presenter"),
        *(
            Signer(f"witness-{place}", f"{witness} {place}", "", f"witness-{place}")
            for place in range(1, WITNESSES + 1)
        ),
    )
    about = _about(document, identity, reader, "refusal")
    named = reader.fact("field-holder", reader.blank("holder"))
    return replace(
        about,
        position=(*about.position, named, *_where(document, reader)),
        statement=words(reader.word("refusal-statement")),
        signers=signers,
    )


def _where(document: Document, reader: Reader) -> Iterator[Fact]:
    """The department of a role: an order about a refusal names post and department."""
    named = document.department if isinstance(document, Role) else None
    if department := reader.handbook.departments.get(named or ""):
        yield reader.fact("field-department", reader.prose(department.name))


def sanctions_of(rules: Discipline, identity: Identity, reader: Reader) -> Paper:
    """The breaches, sanctions and procedure of one place, without the rest of the disciplinary rules."""
    whole = paper_of(rules, identity, reader)
    return replace(
        whole,
        genre=reader.word("genre-sanctions"),
        sections=tuple(section for section in whole.sections if section.id in _SANCTION_SECTIONS),
        approval="",
        signers=(),
    )


def cover_of(identity: Identity, reader: Reader) -> Paper:
    """The cover of a whole handbook: whose it is. The documents follow as papers of their own."""
    organisation = reader.plain(reader.handbook.settings.organisation.name)
    return replace(blank_paper("handbook", identity, reader), title=f"{reader.word('genre-handbook')}: {organisation}")


def _about(document: Document, identity: Identity, reader: Reader, layout: Layout) -> Paper:
    digest = fingerprint(reader.handbook, document, identity)
    title = reader.title(document)
    facts = (reader.fact("paper-document", title), *document_facts(document, reader))
    return replace(
        blank_paper(layout, identity, reader),
        fingerprint=digest,
        title=f"{reader.word(f'genre-{layout}')}: {title}",
        position=facts,
        facts=document_facts(document, reader),
    )
