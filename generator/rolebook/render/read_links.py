"""The "I have read this" links of a staff site: where HR has answers sent, filled in with what exactly was read.

A link and nothing else: the pages' policy forbids forms and scripts of ours, and neither is needed.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from urllib.parse import quote

from rolebook.model.acknowledgement import CLICK, acknowledgement_due, is_acknowledged, key_of
from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Role
from rolebook.model.settings import ANSWERED, Entity
from rolebook.model.succession import unreleased
from rolebook.view import Audience, Identity, Reader, fingerprint, identities_of, policy_view, role_view
from rolebook.view.audience import tells_all

_MAIL = "mailto:"


@dataclass(frozen=True, slots=True)
class ReadLink:
    """One employer's link. `enough` where reading is all that is asked, not a signature."""

    entity: str
    employer: str
    address: str
    enough: bool


class ReadLinks:
    """The links of one language's pages; none for the public, nor where no address is configured."""

    def __init__(self, whole: Handbook, reader: Reader, audience: Audience) -> None:
        address = whole.settings.acknowledgement.address or ""
        self._whole, self._reader = whole, reader
        self._address = "" if audience is Audience.PUBLIC else address
        self._found: dict[int, tuple[ReadLink, ...]] = {}

    def of(self, document: Document) -> tuple[ReadLink, ...]:
        """A link for each employer that asks for this document.

        None where the page leaves something out, whose fingerprint would tell of it, and none for what is assigned to
        nobody: a revision that is not released, a translation that is not settled.
        """
        if self._address and id(document) not in self._found:
            self._found[id(document)] = tuple(self._links(document))
        return self._found.get(id(document), ())

    def _links(self, document: Document) -> Iterator[ReadLink]:
        wholes = self._whole.roles if isinstance(document, Role) else self._whole.policies
        whole = wholes.get(document.id)
        if whole is None or not tells_all(document, whole) or not is_acknowledged(self._whole, document):
            return
        if unreleased(self._whole, document) or not self._settled(document):
            return
        for identity in identities_of(self._whole, document, self._reader.language.tag):
            yield self._link(document, identity)

    def _settled(self, document: Document) -> bool:
        reader = self._reader.reading(document)
        view = role_view(document, reader) if isinstance(document, Role) else policy_view(document, reader)
        return not view.fallbacks and not view.outdated

    def _link(self, document: Document, identity: Identity) -> ReadLink:
        entity = self._whole.entities[identity.entity]
        facts = {
            "document": key_of(document),
            "revision": identity.revision,
            "language": identity.language,
            "fingerprint": fingerprint(self._whole, document, identity),
            "entity": identity.entity,
            "title": self._reader.title(document),
        }
        enough = CLICK in acknowledgement_due(self._whole, document, entity).methods
        return ReadLink(entity.id, self._employer(entity), self._filled(facts), enough)

    def _employer(self, entity: Entity) -> str:
        """An employer's name; with its place where another bears the same."""
        name = self._reader.plain(entity.name)
        names = [self._reader.plain(one.name) for one in self._whole.settings.entities]
        return name if names.count(name) == 1 else f"{name}, {self._reader.place(entity.jurisdiction)}"

    def _filled(self, facts: dict[str, str]) -> str:
        """The address with its placeholders filled in; without any, what belongs there is added at its end."""
        address = self._address
        filled = address
        for name in ANSWERED:
            filled = filled.replace(f"{{{name}}}", quote(facts[name], safe=""))
        if filled != address:
            return filled
        told = self._mail(facts) if address.startswith(_MAIL) else {name: facts[name] for name in ANSWERED}
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in told.items())
        before, sign, fragment = address.partition("#")
        return f"{before}{'&' if '?' in before else '?'}{query}{sign}{fragment}"

    def _mail(self, facts: dict[str, str]) -> dict[str, str]:
        """Subject and text of a mail (RFC 6068); its last lines are the table that HR records."""
        word, table = self._reader.word, StringIO()
        names = [name for name in ANSWERED if name != "title"]
        csv.writer(table, lineterminator="\r\n").writerows([names, [facts[name] for name in names]])
        subject = word("read-subject", title=facts["title"], revision=facts["revision"])
        return {"subject": subject, "body": f"{subject}\r\n\r\n{word('read-leave')}\r\n\r\n{table.getvalue()}"}
