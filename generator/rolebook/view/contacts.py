"""How offices and bodies are reached, and where somebody complains."""

from collections.abc import Iterable, Iterator

from rolebook.model.base import post_of
from rolebook.model.settings import Body, Contact, Office
from rolebook.model.words.inline import Words
from rolebook.view.reader import Reader
from rolebook.view.tree import Fact, Link, Prose


def contact_lines(office: Office | Body, reader: Reader, entities: Iterable[str] = ()) -> Iterator[Prose]:
    """A line for each contact; of a reader with an employer, or of some entities, only theirs."""
    wanted = {reader.entity.id} if reader.entity else set(entities)
    for contact in office.contacts:
        if not contact.entities or not wanted or wanted & set(contact.entities):
            yield _line(contact, reader, named=not wanted)


def ways_to_reach(contact: Contact) -> Iterator[tuple[str, str]]:
    """What is shown of a mail address and a telephone number, and where a press on it leads."""
    if contact.mail:
        yield contact.mail, f"mailto:{contact.mail}"
    if contact.telephone:
        digits = "".join(sign for sign in contact.telephone if sign.isdigit() or sign == "+")
        yield contact.telephone, f"tel:{digits}"


def complaint_facts(reader: Reader, entities: Iterable[str] = ()) -> Iterator[Fact]:
    """Where to complain past one's own superior, with how it is reached."""
    wanted = {reader.entity.id} if reader.entity else set(entities)
    for channel in reader.handbook.settings.complaints:
        if channel.entities and wanted and not wanted & set(channel.entities):
            continue
        office = reader.handbook.named(*post_of(channel.to))
        contacts = contact_lines(office, reader, wanted) if office else ()
        text = (reader.prose(channel.text),) if channel.text else ()
        yield reader.fact("field-complaints", reader.post(channel.to), *text, *contacts)


def _line(contact: Contact, reader: Reader, *, named: bool) -> Prose:
    runs: list[Words | Link] = [Link(address, (Words(shown),)) for shown, address in ways_to_reach(contact)]
    runs += [Words(reader.plain(text)) for text in (contact.hours, contact.text) if text]
    names = [reader.plain(entity.name) for entity in map(reader.handbook.entities.get, contact.entities) if entity]
    if named and names:
        runs.append(Words(reader.language.listed(names)))
    between = Words(" · ")
    return Prose(tuple(part for run in runs for part in (between, run))[1:])
