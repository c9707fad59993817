"""# Signable documents

What keeps a document from being signed. These are found when a document is printed, for its language and
its employer; `rolebook check` tells of them `borrowed-language` alone, as a warning. A draft (`--profile draft`) is
always printed.

## unsettled-translation
**Meaning.** A text of the document has no words in its language, or words that nobody has confirmed since the source
changed.
**Why.** What the person signs may not be what the employer decided. Who keeps that language translates and confirms.
```yaml bad
text: {en: Reports within 2 days., es: Informa en 3 días.}   # confirmed for an earlier source
```
```yaml good
text: {en: Reports within 2 days., es: Informa en 2 días.}   # after `rolebook translate accept`
```

## borrowed-language
**Meaning.** The document would show words of another language: the name of a department, a competency, a document.
**Why.** Nobody can be held to words they cannot read.
```yaml bad
departments: [{id: kitchen, name: {en: Kitchen}}]
```
```yaml good
departments: [{id: kitchen, name: {en: Kitchen, es: Cocina}}]
```

## left-blank
**Meaning.** A text still has a place to fill in: a row of underscores, question marks, TODO.
**Why.** It would be signed unfilled, and filled in later by anybody.
```yaml bad
text: Reports within ___ days.
```
```yaml good
text: Reports within 2 days.
```

## missing-person-data
**Meaning.** The document speaks of something that the roster does not say of this person.
**Why.** It would be printed as an empty line in a document made for one person.
```csv bad
person,name,language,entity,role
E001,Employee 001,es,acme-es,cook
```
```csv good
person,name,language,entity,role,territory
E001,Employee 001,es,acme-es,cook,North
```

## missing-glyph
**Meaning.** None of the fonts of the language can show a character.
**Why.** A box would be printed in its place. Authority: ISO 19005-2, 6.2.11.8.
```yaml bad
title: {en: Cook 🍳}
```
```yaml good
title: {en: Cook}
```

## words-out-of-place
**Meaning.** On the finished page words are beyond the margin, over other words, or across a line of a table.
**Why.** Words that are cut off or printed over one another cannot be read, and people are held to what they sign. Long
words break by themselves; what cannot is words joined by no-break spaces, a row of the same stops, or a table with more
columns than a page has room for.
```yaml bad
columns: [Jan, Feb, Mar, Apr, May, Jun, Jul, Aug, Sep, Oct, Nov, Dec, Sum, Plan]    # 14 columns of whole sentences
```
```yaml good
columns: [Quarter, Plan, Sum]
```

## changed-after-printing
**Meaning.** The file that would be printed anew was signed or changed since it was printed.
**Why.** A signed paper is the only proof that it was signed; an edited working copy is somebody's work. Neither is
overwritten.
```text bad
documents/cook.acme-es.es.E001.pdf    (signed)
```
```text good
signed/cook.acme-es.es.E001.pdf       (moved, then printed again)
```

## nothing-for-person
**Meaning.** None of the documents asked for is one of this person's.
**Why.** Who asked for a person's paper would take silence for a paper that was printed.
```text bad
rolebook print waiter --roster people.csv --person E001    (E001 is a cook)
```
```text good
rolebook print cook --roster people.csv --person E001
```

## incomplete-pack
**Meaning.** One file of all papers of a person was asked for, and one of the papers was not printed.
**Why.** A person who signs the one file would sign everything but that paper.
```text bad
not printed: discipline.acme-es.es.E001    (so there is no pack.acme-es.es.E001.pdf)
```
```text good
discipline.acme-es.es.E001.pdf
pack.acme-es.es.E001.pdf
```
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity
from rolebook.model.base import walk
from rolebook.model.handbook import Document, Handbook
from rolebook.model.people.person import Person
from rolebook.model.role import Role
from rolebook.model.translation.text_addresses import texts_of
from rolebook.model.translation.units import Translations, translations_of, unreliable
from rolebook.model.words.text import Text
from rolebook.view import Reader, policy_view, role_view
from rolebook.view.tree import DocumentView

UNSETTLED = Rule("unsettled-translation")
BORROWED = Rule("borrowed-language")
LEFT_BLANK = Rule("left-blank")
MISSING_DATA = Rule("missing-person-data")
MISSING_GLYPH = Rule("missing-glyph")
OUT_OF_PLACE = Rule("words-out-of-place")
CHANGED = Rule("changed-after-printing")
NOTHING_FOR_PERSON = Rule("nothing-for-person")
INCOMPLETE = Rule("incomplete-pack")

RULES = (
    UNSETTLED,
    BORROWED,
    LEFT_BLANK,
    MISSING_DATA,
    MISSING_GLYPH,
    OUT_OF_PLACE,
    CHANGED,
    NOTHING_FOR_PERSON,
    INCOMPLETE,
)

GATES = frozenset({"missing-adoption-record"})
"""Findings of other families that keep a document from being signed, whatever they weigh."""

_LONGEST = 60
_SHOWN = 3
"""Of the words that are out of place on a page, so many pieces are told."""
_BLANK = re.compile(r"_{3,}|＿{2,}|\?{3,}|\b(?:TODO|TBD|FIXME|XXX)\b")


def obstacles(
    document: Document,
    language: str,
    translations: Translations,
    borrowed: Collection[str] = (),
    *,
    shown: Iterable[Text] = (),
) -> Iterator[Diagnostic]:
    """What keeps a document, cut to its place, from being signed in a language.

    `shown` are the texts that its view has in other languages; `borrowed` are languages, where no more is known.
    """
    unsettled = unreliable(translations.of(document, language))
    for unit in unsettled:
        yield UNSETTLED.at(unit.location, place=unit.place, language=language, state=str(unit.state))
    if borrowed and not unsettled:
        yield BORROWED.at(document.at("title"), language=language, others=", ".join(sorted(borrowed)))
    if not unsettled:
        yield from _borrowed(document, language, translations, shown)
    for words, place in _words(document, language):
        if found := _BLANK.search(words):
            yield LEFT_BLANK.at(place, found=found[0])


def borrowed_words(handbook: Handbook) -> Iterator[Diagnostic]:
    """What `print` would refuse a document for that is written in a language of its employers, and others are not."""
    translations = translations_of(handbook)
    for language in handbook.settings.languages:
        lacking = [placed for placed in texts_of(handbook) if not placed.text.has(language)]
        if not lacking:
            continue
        for document in (*handbook.roles.values(), *handbook.policies.values()):
            if document.title.has(language) and not unreliable(translations.of(document, language)):
                shown = {id(text): text for view in _views(document, language, handbook) for text in view.borrowed}
                for finding in _borrowed(document, language, translations, shown.values()):
                    yield finding.weighing(Severity.WARNING)


def _views(document: Document, language: str, handbook: Handbook) -> Iterator[DocumentView]:
    """The document as each employer that uses the language would print it."""
    for entity in handbook.entities_of(document):
        if not entity.languages or language in entity.languages:
            reader = Reader(handbook, language, entity)
            yield role_view(document, reader) if isinstance(document, Role) else policy_view(document, reader)


def _borrowed(
    document: Document, language: str, translations: Translations, texts: Iterable[Text]
) -> Iterator[Diagnostic]:
    for text in texts:
        told = text.language_for(language)
        placed = translations.placed(text)
        where = placed.location(told) if placed else document.at("title")
        words = _shortened(text.values[told])
        yield BORROWED.at(where, hint="borrowed-words", language=language, others=told, words=words, id=document.id)


def _shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def missing_data(person: Person, needed: Collection[str], known: Collection[str]) -> Iterator[Diagnostic]:
    """What a document for a person speaks of and the roster does not say; `known` may come from elsewhere."""
    for name in sorted(set(needed) - set(known)):
        yield MISSING_DATA.at(person.at("person"), person=person.id, column=name)


def unshowable(
    document: Document, language: str, characters: Collection[str], fonts: Collection[str]
) -> Iterator[Diagnostic]:
    """Where the characters that no font shows stand in a document; at its beginning when its own words have none."""
    for character in sorted(characters):
        told = {"character": character, "code": f"U+{ord(character):04X}", "fonts": ", ".join(fonts)}
        places = [place for words, place in _words(document, language) if character in words]
        for place in places or [document.at()]:
            yield MISSING_GLYPH.at(place, **told)


def unshowable_data(person: Person, characters: Collection[str], fonts: Collection[str]) -> Iterator[Diagnostic]:
    """The same for what the roster says of a person."""
    for character in sorted(characters):
        told = {"character": character, "code": f"U+{ord(character):04X}", "fonts": ", ".join(fonts)}
        field = next((name for name in person.places if character in str(getattr(person, name, ""))), "person")
        yield MISSING_GLYPH.at(person.at(field), **told)


def out_of_place(document: Document, language: str, page: int, pieces: Collection[str]) -> Diagnostic:
    """Words that are not where they belong on a page: where in the document they stand, if they are its own.

    Of several texts that have them, it is the one with the longest piece that does not break.
    """
    texts = list(_words(document, language))
    held = (one for piece in pieces for one in texts if piece and max(piece.split(), key=len) in one[0])
    _, place = max(held, key=lambda one: max(map(len, one[0].split(" "))), default=("", document.at()))
    told = "; ".join(piece[:_LONGEST] for piece in list(dict.fromkeys(pieces))[:_SHOWN])
    return OUT_OF_PLACE.at(place, page=page, words=told)


def _words(document: Document, language: str) -> Iterator[tuple[str, Location]]:
    for part in walk(document):
        for field, info in type(part).model_fields.items():
            text = getattr(part, field)
            if isinstance(text, Text):
                told = text.language_for(language)
                yield text.values[told], part.at(info.alias or field, told)


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (borrowed_words,)
