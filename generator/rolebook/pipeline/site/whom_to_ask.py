"""Whom readers may ask when the handbook has no answer."""

from rolebook.model.settings import Office
from rolebook.view import Reader

_FIRST = "hr"


def whom_to_ask(reader: Reader) -> dict[str, str]:
    """Returns `name`, `contact` and its `address` of the HR office, or of the first office that can be reached.

    Without such an office it is where acknowledgements go, if they go by mail; otherwise nothing.
    """
    settings = reader.handbook.settings
    for office in sorted(settings.offices, key=lambda one: one.kind != _FIRST):
        if found := _contact(office):
            contact, address = found
            return {"name": reader.plain(office.name), "contact": contact, "address": address}
    address = settings.acknowledgement.address or ""
    scheme, _, mail = address.partition(":")
    if scheme != "mailto" or not mail:
        return {}
    return {"name": reader.plain(settings.organisation.name), "contact": mail.partition("?")[0], "address": address}


def _contact(office: Office) -> tuple[str, str] | None:
    """How an office is reached at every employer, and as a link."""
    for contact in office.contacts:
        if contact.entities:
            continue
        if contact.mail:
            return contact.mail, f"mailto:{contact.mail}"
        if contact.telephone:
            digits = "".join(sign for sign in contact.telephone if sign in "+0123456789")
            return contact.telephone, f"tel:{digits}"
    return None
