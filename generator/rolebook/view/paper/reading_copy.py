"""A role as a copy to read: what its page says, for all employers together, with nothing to sign and no fingerprint."""

from collections.abc import Iterable, Iterator

from rolebook.model.law.merge import pack_for
from rolebook.model.role import Role
from rolebook.view.identity import UNREVISED, Identity
from rolebook.view.paper.arrangement import brand_of, document_facts
from rolebook.view.paper.paper import Paper, PaperSize
from rolebook.view.reader import Reader
from rolebook.view.role import role_view
from rolebook.view.tree import DocumentView


def reading_copy_of(role: Role, reader: Reader) -> Paper:
    """The copy in the reader's language, of what the reader is shown of the role."""
    view, language = role_view(role, reader), reader.language
    return Paper(
        identity=Identity("role", role.id, "", "", language.tag, role.revision or UNREVISED),
        fingerprint="",
        layout="policy",
        size=_size(role, reader),
        language=language.tag,
        direction=language.direction,
        fonts=language.fonts.families,
        genre=reader.word("genre-description"),
        title=reader.title(role),
        letterhead=tuple(_letterhead(reader)),
        facts=document_facts(role, reader),
        summary=view.summary,
        position=view.essentials,
        sections=view.sections,
        notices=(reader.word("paper-reading-note"), *_notices(view, reader)),
        brand=brand_of(reader.handbook),
        borrowed=view.borrowed,
    )


def _letterhead(reader: Reader) -> Iterator[str]:
    settings = reader.handbook.settings
    yield reader.plain(settings.organisation.name)
    if line := settings.brand.letterhead:
        yield reader.plain(line)


def _size(role: Role, reader: Reader) -> PaperSize:
    """The paper of the employers, where all of them use one; else A4."""
    packs = [pack_for(reader.handbook, one.jurisdiction) for one in reader.handbook.entities_of(role)]
    sizes: set[PaperSize] = {pack.document.paper if pack else "A4" for pack in packs}
    return sizes.pop() if len(sizes) == 1 else "A4"


def _notices(view: DocumentView, reader: Reader) -> Iterator[str]:
    """Which languages it borrows from and which it lags behind, as the page says it."""
    for word, tags in (("site-fallback", view.fallbacks), ("site-outdated", view.outdated)):
        if tags:
            yield reader.word(word, languages=reader.language.listed(_names(tags, reader)))


def _names(tags: Iterable[str], reader: Reader) -> list[str]:
    return [reader.language_name(tag) for tag in sorted(tags)]
