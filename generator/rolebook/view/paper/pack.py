"""The page on top of a person's papers in one file: whose they are, which they are, and what to do with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rolebook.view.identity import Identity
from rolebook.view.paper.arrangement import blank_paper, employer
from rolebook.view.paper.paper import Paper
from rolebook.view.reader import Reader
from rolebook.view.tree import Entries, Entry, Fact, Paragraph, Row, Section, Table, words

KIND = "pack"
_COLUMNS = ("paper-document", "field-code", "field-revision", "pack-pages", "pack-code")
_TO_DO = ("pack-read", "pack-sign", "pack-return")


@dataclass(frozen=True, slots=True)
class PackLine:
    """One of the papers: title, number, revision, how many pages it has, and its copy code as it is printed."""

    title: str
    number: str
    revision: str
    pages: int
    code: str


def pack_of(identity: Identity, person: str, posts: Sequence[str], lines: Sequence[PackLine], reader: Reader) -> Paper:
    """The cover of a person's papers at their employer, in the reader's language."""
    told = ((one.title, one.number, one.revision, str(one.pages), one.code) for one in lines)
    rows = tuple(
        Row(str(place), tuple((words(cell),) if cell else () for cell in cells)) for place, cells in enumerate(told)
    )
    steps = tuple(Entry(name, (Paragraph(words(reader.word(name))),)) for name in _TO_DO)
    posts_named = tuple(words(post) for post in posts)
    position = (
        Fact(reader.word("field-holder"), (words(person),)),
        Fact(reader.word("field-entity"), (words(reader.plain(employer(reader).name)),)),
        *((Fact(reader.word("paper-post"), posts_named),) if posts_named else ()),
    )
    return replace(
        blank_paper("sheet", identity, reader),
        genre=reader.word("pack-title"),
        title=reader.word("pack-title"),
        position=position,
        sections=(
            Section(
                "documents",
                words(reader.word("pack-documents", count=len(lines), pages=sum(one.pages for one in lines))),
                (Table(tuple(map(reader.word, _COLUMNS)), rows),),
            ),
            Section("to-do", words(reader.word("pack-to-do")), (Entries(steps, ordered=True),)),
        ),
    )
