"""What a person is asked to acknowledge, exactly: identity, fingerprint and the text as it is laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rolebook.diagnostics import Diagnostic
from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.person import Roster
from rolebook.model.settings import Entity
from rolebook.model.succession import in_force_from, unreleased
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.prepare import Preparer
from rolebook.view.identity import UNREVISED, Identity


@dataclass(frozen=True, slots=True)
class AcknowledgedText:
    """A document for an employer in a language. `text` is the paper's values as JSON, as the typesetter gets them."""

    identity: Identity
    fingerprint: str
    text: str
    title: str
    effective: date | None
    unreleased: bool
    obstacles: tuple[Diagnostic, ...]


@dataclass(slots=True)
class Texts:
    """The documents of a handbook, each made ready once."""

    handbook: Handbook
    errors: Sequence[Diagnostic] = ()
    _preparer: Preparer | None = None
    _by_reader: dict[tuple[str, str, str], AcknowledgedText] = field(default_factory=dict)

    def text_for(self, document: Document, entity: Entity, language: str) -> AcknowledgedText:
        """What is shown to somebody of an employer who reads a language."""
        key = (f"{type(document).__name__}/{document.id}", entity.id, language)
        if key not in self._by_reader:
            self._by_reader[key] = self._prepare(document, entity, language)
        return self._by_reader[key]

    def _prepare(self, document: Document, entity: Entity, language: str) -> AcknowledgedText:
        self._preparer = self._preparer or Preparer(self.handbook, Roster({}), Order(Path()), self.errors)
        prepared = self._preparer.prepare(document, entity, language)
        release = in_force_from(self.handbook, document)
        effective = (release.effective or release.released) if release else document.effective
        return AcknowledgedText(
            identity=prepared.identity,
            fingerprint=prepared.fingerprints[0],
            text=prepared.values,
            title=prepared.paper.title,
            effective=effective,
            unreleased=unreleased(self.handbook, document),
            obstacles=prepared.obstacles,
        )


def revision_of(document: Document) -> str:
    """The revision as identities have it."""
    return document.revision or UNREVISED
