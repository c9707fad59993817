"""What a role asks of its holder, as its reader sees it."""

from collections.abc import Iterator

from rolebook.model.role import Alternative, Requirement, Role
from rolebook.view.reader import Reader
from rolebook.view.sections import entry
from rolebook.view.sentence import says_years, unsaid
from rolebook.view.tree import Entries, Entry, Prose, Section, words


def requirements(role: Role, reader: Reader) -> Iterator[Section]:
    """A section for each kind of requirement, in the order of the file."""
    for kind in dict.fromkeys(one.kind for one in role.requirements):
        items = tuple(_requirement(one, reader) for one in role.requirements if one.kind == kind)
        yield Section(f"requirements-{kind}", words(reader.word(f"requirement-{kind}")), (Entries(items),))


def _requirement(one: Requirement, reader: Reader) -> Entry:
    marks = [reader.word("preferred")] if one.need == "preferred" else []
    text = reader.plain(one.text)
    told = one.years and not says_years(text, one.years, reader.language)
    marks += [reader.language.counted("years", one.years)] if one.years and told else []
    marks += [one.level] if one.level else []
    alternatives = tuple(_alternative(each, reader) for each in one.alternatives)
    facts = (reader.fact("field-alternatives", *alternatives),) if alternatives else ()
    return entry(reader, one, *facts, marks=tuple(unsaid(marks, text, reader.language)))


def _alternative(one: Alternative, reader: Reader) -> Prose:
    told = reader.prose(one.text)
    if not one.years or says_years(reader.plain(one.text), one.years, reader.language):
        return told
    return Prose((*told.runs, *words(f" ({reader.language.counted('years', one.years)})").runs), told.language)
