"""Whom readers may ask when the handbook has no answer, or about a page: HR, at each employer."""

from collections.abc import Iterable, Mapping
from typing import Any

from rolebook.model.settings import Contact
from rolebook.view import Reader
from rolebook.view.contacts import ways_to_reach

Way = tuple[str, str]
"""What is shown of a mail address or telephone number, and where it leads."""


def whom_to_ask(reader: Reader) -> dict[str, Any]:
    """Returns the `name` of whom to ask, and `contacts` by employer, "" for all; empty where nobody can be reached.

    That is the HR office. Without a contact of HR it is where acknowledgements go by mail, or the organisation's own
    address.
    """
    settings = reader.handbook.settings
    for office in settings.offices:
        if office.kind == "hr" and (contacts := _by_employer(office.contacts, [one.id for one in settings.entities])):
            return {"name": reader.plain(office.name), "contacts": contacts}
    mails = (settings.acknowledgement.address or "", f"mailto:{settings.organisation.contact or ''}")
    for address in mails:
        scheme, _, mail = address.partition(":")
        shown = mail.partition("?")[0]
        if scheme == "mailto" and "@" in shown and " " not in shown:
            return {"name": reader.plain(settings.organisation.name), "contacts": {"": (shown, f"mailto:{shown}")}}
    return {"name": "", "contacts": {}}


def mail_of(ask: Mapping[str, Any]) -> dict[str, str]:
    """Returns the mail addresses among the contacts, by employer."""
    return {employer: shown for employer, (shown, address) in ask["contacts"].items() if address.startswith("mailto:")}


def _by_employer(contacts: Iterable[Contact], employers: Iterable[str]) -> dict[str, Way]:
    """The first way to reach the office in general, and at each employer where that is another one."""
    known = list(contacts)
    general = next((way for one in known if not one.entities for way in ways_to_reach(one)), None)
    found = {"": general} if general else {}
    for employer in employers:
        own = next((way for one in known if employer in one.entities for way in ways_to_reach(one)), None)
        if own:
            found[employer] = own
    return found
