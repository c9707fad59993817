"""A role or policy arranged for paper: by the custom of its place, in the words of its language."""

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import replace

from rolebook.model.colour import readable_on
from rolebook.model.handbook import Document, Handbook
from rolebook.model.law.merge import pack_for
from rolebook.model.law.printed_form import DocumentSection, Layout, PrintedDocument
from rolebook.model.role import Role
from rolebook.model.settings import Entity
from rolebook.model.visibility import is_counted
from rolebook.pictures import is_sound
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import Identity
from rolebook.view.paper.numbering import numbered
from rolebook.view.paper.paper import Paper, PaperBrand
from rolebook.view.paper.signers import signers_of
from rolebook.view.policy import policy_view
from rolebook.view.reader import Reader
from rolebook.view.role import FREE, role_view
from rolebook.view.tree import DocumentView, Fact, Facts, Section, words

POSITION, PURPOSE = "essentials", "purpose"


def paper_of(document: Document, identity: Identity, reader: Reader) -> Paper:
    """The document for the reader's entity, ready to be set; the reader's language is the identity's."""
    role = isinstance(document, Role)
    view = role_view(_printed(document), reader) if isinstance(document, Role) else policy_view(document, reader)
    form = custom_of(reader)
    layout: Layout = form.layout if role else "policy"
    return replace(
        blank_paper(layout, identity, reader),
        fingerprint=fingerprint(reader.handbook, document, identity),
        genre=reader.plain(form.header.name) if role and form.header.name else reader.word(f"genre-{layout}"),
        title=reader.title(document),
        facts=document_facts(document, reader),
        summary=view.summary,
        position=_position(view, reader) if role else view.essentials,
        sections=numbered(_sections(document, view, form, reader)),
        approval=_approval(document, reader) if form.approval == "top-right" else "",
        signers=signers_of(document, form, reader),
        notices=tuple(_notices(identity, reader)),
        review=_review(reader),
        borrowed=view.borrowed,
    )


def _sections(document: Document, view: DocumentView, form: PrintedDocument, reader: Reader) -> tuple[Section, ...]:
    if not isinstance(document, Role):
        return view.sections
    return tuple(_arranged(view, form, _own_headings(document), _closing(document), reader))


def _printed(role: Role) -> Role:
    """The role without what is not for its paper."""
    unprinted = {field: None for field in ("pay", "employment") if not is_counted(getattr(role, field))}
    return role.model_copy(update=unprinted) if unprinted else role


def employer(reader: Reader) -> Entity:
    """The legal entity the reader works for; a printed document always has one."""
    if reader.entity is None:
        raise ValueError("a printed document needs a legal entity")
    return reader.entity


def custom_of(reader: Reader) -> PrintedDocument:
    """How documents are printed where the reader works."""
    pack = pack_for(reader.handbook, employer(reader).jurisdiction)
    return pack.document if pack else PrintedDocument()


def blank_paper(layout: Layout, identity: Identity, reader: Reader) -> Paper:
    """What every paper of an employer has: letterhead, size, type, seal."""
    entity = employer(reader)
    form = custom_of(reader)
    language = reader.language
    return Paper(
        identity=identity,
        fingerprint="",
        layout=layout,
        size=form.paper,
        language=language.tag,
        direction=language.direction,
        fonts=language.fonts.families,
        genre=reader.word(f"genre-{layout}"),
        title="",
        letterhead=tuple(_letterhead(entity, reader)),
        facts=(),
        motto=tuple(reader.plain(line) for line in form.header.motto),
        seal=reader.word("seal") if form.seal and entity.seal else "",
        brand=brand_of(reader.handbook),
    )


def brand_of(handbook: Handbook) -> PaperBrand:
    """How the organisation's papers look."""
    own = handbook.settings.brand
    files = {field: handbook.figures.get(name) for field, name in own.pictures.items()}
    shown = {field: file.content for field, file in files.items() if file and is_sound(file.content)}
    colour = readable_on("#ffffff", own.colour) if own.colour else ""
    return PaperBrand(shown.get("logo", b""), shown.get("cover", b""), colour)


def document_facts(document: Document, reader: Reader) -> tuple[Fact, ...]:
    """Number, revision and effective date, those that are given."""
    facts = []
    if document.code:
        facts.append(reader.fact("field-code", document.code))
    if document.revision:
        facts.append(reader.fact("field-revision", document.revision))
    if document.effective:
        facts.append(reader.fact("field-effective", reader.date(document.effective)))
    return tuple(facts)


def _letterhead(entity: Entity, reader: Reader) -> Iterator[str]:
    yield reader.plain(entity.name)
    if entity.registration:
        yield f"{reader.plain(entity.registration.label)} {entity.registration.number}"
    if entity.address:
        yield reader.plain(entity.address)
    if line := reader.handbook.settings.brand.letterhead:
        yield reader.plain(line)


def _position(view: DocumentView, reader: Reader) -> tuple[Fact, ...]:
    return (reader.fact("field-holder", reader.blank("holder")), *view.essentials)


def _own_headings(document: Document) -> frozenset[str]:
    """The ids of the parts that the document gives headings of its own."""
    headings = getattr(document, "headings", None)
    fields = type(headings).model_fields if headings else ()
    return frozenset(field.replace("_", "-") for field in fields if getattr(headings, field))


def _arranged(
    view: DocumentView, form: PrintedDocument, own: Set[str], closing: Set[str], reader: Reader
) -> Iterator[Section]:
    """The view's sections gathered under those of the place; what the place has no section for follows."""
    parts, following = _parts(view, closing)
    parts[PURPOSE] = Section(PURPOSE, words(reader.word("section-purpose")), view.summary)
    if form.layout != "table":  # whose head is a table of just these
        position = (Facts(_position(view, reader)),)
        parts[POSITION] = Section(POSITION, words(reader.word("section-position")), position)
    placed = {name for wanted in form.sections for name in wanted.fields}
    for name in (POSITION, PURPOSE):  # a place without a custom of its own says nothing of them
        if name in parts and name not in placed:
            yield parts.pop(name)
            yield from following.pop(name, ())
    for wanted in form.sections:
        found = tuple(parts.pop(name) for name in wanted.fields if name in parts)
        if found:
            yield _gathered(wanted, found, own, reader)
            yield from (free for name in wanted.fields for free in following.pop(name, ()))
    yield from following.pop(PURPOSE, ())
    for name, section in parts.items():
        yield section
        yield from following.get(name, ())
    yield from (one for one in view.sections if one.id in closing)


def _closing(role: Role) -> frozenset[str]:
    """The free sections that come last of all, as the part they follow does."""
    return frozenset(f"{FREE}{one.id}" for one in role.sections if one.after == "legal_basis")


def _parts(view: DocumentView, closing: Set[str]) -> tuple[dict[str, Section], dict[str, list[Section]]]:
    """The parts of a role by their ids, and the free sections by the part they follow, but for those at the end."""
    parts: dict[str, Section] = {}
    following: dict[str, list[Section]] = defaultdict(list)
    last = PURPOSE
    for section in (one for one in view.sections if one.id not in closing):
        if section.id.startswith(FREE):
            following[last].append(section)
        else:
            last = section.id
            parts[last] = section
    return parts, following


def _gathered(wanted: DocumentSection, found: tuple[Section, ...], own: Set[str], reader: Reader) -> Section:
    """One section of the place: the first part's heading gives way to it, unless it is the role's own.

    The other parts stand below.
    """
    first, *others = found
    title = first.title if first.id in own else reader.prose(wanted.title)
    return replace(first, id=f"_{wanted.id}", title=title, sections=(*first.sections, *others))


def _approval(document: Document, reader: Reader) -> str:
    chain = reader.handbook.sign_off(document)
    return next((step.id for step in chain if step.act == "approve"), "")


def _notices(identity: Identity, reader: Reader) -> Iterator[str]:
    entity = employer(reader)
    languages = entity.languages
    prevails = reader.handbook.prevailing(entity) or next(iter(languages), None)
    if prevails and (len(languages) > 1 or identity.language not in (languages or (prevails,))):
        yield reader.word("controlling-language", language=reader.language.language_name(prevails))


def _review(reader: Reader) -> str:
    """Whether a lawyer has looked at the law of the place; said on drafts, not on what people sign."""
    pack = pack_for(reader.handbook, employer(reader).jurisdiction)
    if pack and pack.status == "lawyer-reviewed" and pack.reviewed_by:
        return reader.word("paper-reviewed-by", reviewer=pack.reviewed_by)
    return reader.word("paper-not-reviewed")
