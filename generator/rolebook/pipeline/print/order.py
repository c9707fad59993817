"""What somebody wants printed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rolebook.diagnostics import UserError
from rolebook.render.paper import Profile
from rolebook.render.paper.esign import Service

Form = Literal["document", "sheet", "refusal", "sanctions", "handbook"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to print. Empty selections mean: all there are; without people the holder's lines stay blank.

    `columns` says which headings of the tables of people and signatories are which of ours, as `theirs=ours`.
    `joined` asks for all papers of a person in one file, too, beside the single ones.
    `ledger` is where copies are recorded; by default beside them.
    """

    output: Path
    documents: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    form: Form = "document"
    word: bool = False
    bilingual: str = ""
    profile: Profile = "default"
    service: Service | None = None
    roster: Path | None = None
    signatories: Path | None = None
    people: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    pack: bool = False
    joined: bool = False
    issue: int = 1
    ledger: Path | None = None

    def __post_init__(self) -> None:
        """Refuses what contradicts itself."""
        if self.people and self.roster is None:
            raise UserError("person-without-roster")
        if self.joined and (not self.pack or self.roster is None or self.word or self.form != "document"):
            raise UserError("one-file-without-pack")
        if (self.service is not None) != (self.profile == "esign"):
            raise UserError("service-without-esign")

    @property
    def issued(self) -> bool:
        """Whether its papers are copies to be signed, each with a code of its own."""
        return not self.word and self.profile != "draft" and self.form != "handbook"
