"""The translator's preview: every document as its readers see it, each string with its number and lasting name.

One HTML file without scripts or anything from elsewhere; it opens from a disk and prints.
"""

from collections.abc import Collection, Iterator, Mapping

from rolebook.model.handbook import Handbook
from rolebook.model.inline import Words
from rolebook.model.places import PlacedText, texts_of
from rolebook.model.text import Text
from rolebook.render.environment import environment
from rolebook.view import Reader, policy_view, role_view
from rolebook.view.tree import DocumentView, Flow, Paragraph, Prose, Run, Styled
from rolebook.view.tree import Link as Address


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
        number = self.numbers.get(id(text))
        return () if number is None else (Words("\N{NO-BREAK SPACE}"), Styled("code", (Words(str(number)),)))


def preview(handbook: Handbook, places: Collection[str]) -> bytes:
    """The documents that hold strings at the places, in the handbook's source language, with numbers and their key."""
    strings = [placed for placed in texts_of(handbook) if placed.place in places]
    reader = _Numbered(handbook, handbook.settings.language)
    reader.numbers = {id(placed.text): number for number, placed in enumerate(strings, 1)}
    shown = [view for view in _views(handbook, reader) if _begins(strings, view)]
    template = environment().get_template("preview.html.j2")
    key = [(number, placed.place, reader.plain(placed.text)) for number, placed in enumerate(strings, 1)]
    return template.render(reader=reader, views=shown, key=key, words=_words).encode()


def _views(handbook: Handbook, reader: Reader) -> Iterator[DocumentView]:
    yield from (role_view(role, reader) for role in handbook.roles.values())
    yield from (policy_view(policy, reader) for policy in handbook.policies.values())


def _begins(strings: list[PlacedText], view: DocumentView) -> bool:
    return any(placed.place.startswith(f"{view.kind}/{view.id}/") for placed in strings)


def _words(runs: tuple[Run, ...]) -> Iterator[tuple[str, str]]:
    """Runs as pairs of an element's name, empty for none, and words."""
    for run in runs:
        match run:
            case Styled("code", content):
                yield "number", "".join(words for _, words in _words(content))
            case Styled(_, content) | Address(_, content):
                yield from _words(content)
            case Words(text):
                yield "", text
            case _:
                yield "mark", getattr(run, "text", "") or getattr(run, "label", "") or " "
