"""The shape of a printed document, before any typesetting."""

from dataclasses import dataclass
from typing import Literal

from rolebook.model.law.printed_form import Layout
from rolebook.model.words.text import Text
from rolebook.view.identity import Identity
from rolebook.view.tree import Fact, Flow, Prose, Section

PaperSize = Literal["A4", "Letter"]


@dataclass(frozen=True, slots=True)
class Signer:
    """One ink line: which act, by whom, and what is said by signing.

    `id` is the sign-off step's; it names the signature field. `party` says whose name may stand there:
    `holder`, `superior`, or the post of the chain (`office:hr`). `instead` are later steps the same signature covers;
    `seals` marks whose signature the seal goes with.
    """

    id: str
    act: str
    post: str
    party: str
    said: str = ""
    instead: tuple[str, ...] = ()
    seals: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A line of an acknowledgement sheet; empty words are written by hand."""

    id: str
    name: str = ""
    post: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class PaperBrand:
    """How papers look: pictures as files hold them, empty for none; a colour that can be read on white."""

    logo: bytes = b""
    cover: bytes = b""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document for one employer in one language, arranged for paper. Personal data stay blanks.

    `facts` are number, revision and date; `position` is who the post belongs to and answers to. `sections` bear
    the numbers that are printed. `signers` stand in the order of signing; `approval` is the id of the one whose block
    stands on top. `motto` stands above everything where the place wants one. `notices` close the text. `review` says
    on a draft whether a lawyer has looked at it.
    `borrowed` are the texts that it shows in other languages.
    """

    identity: Identity
    fingerprint: str
    layout: Layout
    size: PaperSize
    language: str
    direction: str
    fonts: tuple[str, ...]
    genre: str
    title: str
    letterhead: tuple[str, ...]
    facts: tuple[Fact, ...]
    motto: tuple[str, ...] = ()
    summary: tuple[Flow, ...] = ()
    position: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    approval: str = ""
    signers: tuple[Signer, ...] = ()
    rows: tuple[SheetRow, ...] = ()
    statement: Prose | None = None
    seal: str = ""
    notices: tuple[str, ...] = ()
    review: str = ""
    borrowed: tuple[Text, ...] = ()
    brand: PaperBrand = PaperBrand()
