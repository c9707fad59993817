"""What a role asks of its holder, as its reader sees it."""

from collections.abc import Iterator

from rolebook.model.requirements import Alternative, Requirement
from rolebook.model.role import Role
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
    marks += _years(one, text, reader)
    marks += [one.level] if one.level else []
    alternatives = tuple(_alternative(each, reader) for each in one.alternatives)
    facts = (reader.fact("field-alternatives", *alternatives),) if alternatives else ()
    return entry(reader, one, *facts, marks=tuple(unsaid(marks, text, reader.language)))


def _alternative(one: Alternative, reader: Reader) -> Prose:
    told = reader.prose(one.text)
    years = _years(one, reader.plain(one.text), reader)
    return (
        Prose((*told.runs, *words(reader.language.typography.aside(years[0])).runs), told.language) if years else told
    )


def _years(one: Requirement | Alternative, text: str, reader: Reader) -> list[str]:
    """The years that are asked for, unless the text says them itself."""
    low, high, language = one.years, one.years_up_to, reader.language
    asked = [years for years in (low, high) if years]
    if not asked or all(says_years(text, years, language) for years in asked):
        return []
    if high is None:
        return [language.counted("years", asked[0])]
    most = language.counted("years", high)
    return [f"{language.number(low)}–{most}" if low else reader.word("years-up-to", years=most)]
