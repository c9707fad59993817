"""The translator's preview: documents as their readers see them, each string with a number; the key gives its place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import PlacedText, texts_of
from rolebook.model.words.inline import Words
from rolebook.model.words.text import Text
from rolebook.render.paper import Copy, Manuscript, Typesetter, fonts_of
from rolebook.render.paper.values import as_text, values_of
from rolebook.view import Identity, Reader, policy_view, role_view
from rolebook.view.paper import Paper
from rolebook.view.tree import DocumentView, Flow, Paragraph, Prose, Row, Run, Section, Table, words

_UNSHOWN = "?"


class _Numbered(Reader):
    """A reader to whom every string shows its number."""

    numbers: Mapping[int, int]

    def prose(self, text: Text) -> Prose:
        """The string and its number."""
        told = super().prose(text)
        return Prose((*told.runs, *self._number(text)), told.language)

    def flow(self, text: Text) -> tuple[Flow, ...]:
        """The same behind the last paragraph."""
        told = super().flow(text)
        if told and isinstance(last := told[-1], Paragraph):
            return (*told[:-1], Paragraph(Prose((*last.prose.runs, *self._number(text)), last.prose.language)))
        return (*told, Paragraph(Prose(self._number(text))))

    def _number(self, text: Text) -> tuple[Run, ...]:
        """Nothing for a string that is not of the order."""
        number = self.numbers.get(id(text))
        return () if number is None else (Words(f"\N{NO-BREAK SPACE}[{number}]"),)


def preview(handbook: Handbook, places: Collection[str]) -> bytes:
    """A PDF in the handbook's source language: the documents that hold strings at the places, and the key."""
    strings = [placed for placed in texts_of(handbook) if placed.place in places]
    reader = _Numbered(handbook, handbook.settings.language)
    reader.numbers = {id(placed.text): number for number, placed in enumerate(strings, 1)}
    tags = dict.fromkeys((handbook.settings.language, *handbook.settings.languages))
    sets = [language_for(tag, handbook.languages.get(tag)).fonts for tag in tags]
    families = tuple(dict.fromkeys(family for one in sets for family in one.families))
    cover = replace(
        _paper(reader, reader.word("kit-preview")), fonts=families, notices=(reader.word("kit-preview-note"),)
    )
    values = values_of(cover, reader.language)
    papers = [*(_of_view(view, reader) for view in _views(handbook, reader, strings)), _key(strings, reader)]
    values["marks"] = []
    values["papers"] = [values_of(paper, reader.language) for paper in papers]
    fonts = fonts_of(sets)
    told = "".join(sign if sign in fonts.characters else _UNSHOWN for sign in as_text(values))
    return Typesetter(fonts.folders).set(Manuscript("handbook", told, "draft"), Copy()).pdf


def _views(handbook: Handbook, reader: Reader, strings: list[PlacedText]) -> Iterator[DocumentView]:
    held = {"/".join(placed.place.split("/")[:2]) for placed in strings}
    yield from (role_view(role, reader) for role in handbook.roles.values() if f"role/{role.id}" in held)
    yield from (policy_view(policy, reader) for policy in handbook.policies.values() if f"policy/{policy.id}" in held)


def _of_view(view: DocumentView, reader: Reader) -> Paper:
    title = "".join(run.text for run in view.title.runs if isinstance(run, Words))
    paper = _paper(reader, title)
    return replace(paper, summary=view.summary, position=view.essentials, sections=view.sections)


def _key(strings: list[PlacedText], reader: Reader) -> Paper:
    columns = (reader.word("paper-number"), reader.word("kit-place"), reader.word("kit-source"))
    rows = tuple(
        Row(placed.place, ((words(str(number)),), (words(placed.place),), (words(reader.plain(placed.text)),)))
        for number, placed in enumerate(strings, 1)
    )
    section = Section("key", words(reader.word("kit-key")), (Table(columns, rows),))
    return replace(_paper(reader, reader.word("kit-key")), sections=(section,))


def _paper(reader: Reader, title: str) -> Paper:
    language = reader.language
    return Paper(
        identity=Identity("handbook", "preview", "", "", language.tag, ""),
        fingerprint="",
        layout="policy",
        size="A4",
        language=language.tag,
        direction=language.direction,
        fonts=language.fonts.families,
        genre="",
        title=title,
        letterhead=(reader.plain(reader.handbook.settings.organisation.name),),
        facts=(),
    )
