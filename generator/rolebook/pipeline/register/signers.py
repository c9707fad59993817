"""Who of a register signed, by the certificate: bound in the roster, else by e-mail, else by a name only one bears."""

from collections.abc import Mapping
from typing import Any, Literal

from rolebook.language.comparison import folded
from rolebook.model.people.address import same_address
from rolebook.model.people.certificate import binds, is_named
from rolebook.register import Book
from rolebook.sign.trust import Signature

How = Literal["certificate", "email", "name", ""]
Doubt = Literal["", "signer-differs", "signer-unknown", "signer-shared"]


class Signers:
    """The people of one register as signers."""

    def __init__(self, book: Book) -> None:
        self._people: dict[str, Mapping[str, Any]] = {}
        for (subject,) in list(book.many("SELECT DISTINCT subject FROM personal WHERE person IS NOT NULL")):
            person = book.person_of(subject)
            self._people[str(person["person"])] = person

    def of(self, signature: Signature, expected: str = "") -> tuple[str, How, Doubt]:
        """Who signed, how that is known, and what is in doubt; `expected` is whose copy or line it is.

        Where somebody is bound to certificates, no other counts as theirs. A name that several bear decides nothing:
        it is `signer-shared`, also on a copy that was printed for one of them.
        """
        found, how = self._signers_of(signature)
        if not expected:
            return (found[0], how, "") if len(found) == 1 else ("", "", "signer-unknown")
        if expected not in found:
            return expected, "", "signer-differs"
        return expected, how, "signer-shared" if len(found) > 1 else ""

    def _signers_of(self, signature: Signature) -> tuple[list[str], How]:
        bound = [one for one, person in self._people.items() if _bound(person, signature)]
        if bound:
            return bound, "certificate"
        free = {one: person for one, person in self._people.items() if not person.get("certificate")}
        mails = signature.certificate.mails | {folded(signature.signer)}
        by_mail = [
            one for one, person in free.items() if any(same_address(person.get("email"), mail) for mail in mails)
        ]
        if by_mail:
            return by_mail, "email"
        by_name = [one for one, person in free.items() if is_named(str(person.get("name", "")), signature.signer)]
        return by_name, "name" if by_name else ""


def bearers(book: Book, email: str) -> list[str]:
    """Everybody who has or had an address, by id."""
    query = (
        "SELECT DISTINCT person, json_extract(data, '$.email') FROM personal WHERE person IS NOT NULL "
        "AND json_extract(data, '$.email') IS NOT NULL ORDER BY person"
    )
    return [*dict.fromkeys(str(person) for person, known in book.many(query) if same_address(known, email))]


def _bound(person: Mapping[str, Any], signature: Signature) -> bool:
    return binds(str(person.get("certificate", "")), signature.certificate)
