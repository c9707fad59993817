"""# Translations

Whether every language says the same, string by string. Confirmations are in `content/translations.lock`; a
handbook that has none yet gets no findings on what is missing or unconfirmed. `rolebook translate accept` begins one.

## missing-translation
**Meaning.** A text has no words in a language of the handbook. A role or policy needs the languages of the employers
where it applies, and those that its title is in.
**Why.** Readers of that language see another one, and the document cannot be signed in theirs.
```yaml bad
purpose: {en: Cooks the dishes of the day.}
```
```yaml good
purpose: {en: Cooks the dishes of the day., es: Cocina los platos del día.}
```

## unconfirmed-translation
**Meaning.** Nobody has confirmed that the words in this language say what the source says.
**Why.** They may translate something else; a document with them cannot be signed.
```yaml bad
title: {en: Cook, es: Cocinera}   # typed, and not yet accepted
```
```yaml good
title: {en: Cook, es: Cocinera}   # after `rolebook translate accept role/cook/title --language es`
```

## stale-translation
**Meaning.** The source has changed since the words in this language were confirmed.
**Why.** Two languages of one rule say different things, and a court may hold the employer to either.
```yaml bad
text: {en: Reports within 2 days., es: Informa en 3 días.}
```
```yaml good
text: {en: Reports within 2 days., es: Informa en 2 días.}
```

## placeholder-mismatch
**Meaning.** A translation does not have the same blanks as its source, each as often.
**Why.** A name, a place or a date would be missing from the printed document.
```yaml bad
text: {en: "Works for {entity} at {workplace}.", es: "Trabaja para {entity}."}
```
```yaml good
text: {en: "Works for {entity} at {workplace}.", es: "Trabaja para {entity} en {workplace}."}
```

## link-mismatch
**Meaning.** A translation does not refer to what its source refers to, or has more or fewer links.
**Why.** One reader is led to the rule or the term, the other is not. The words shown and the word form may differ.
```yaml bad
text: {en: "See [[policy:hygiene]].", es: Véase la política de higiene.}
```
```yaml good
text: {en: "See [[policy:hygiene]].", es: "Véase [[policy:hygiene|la política de higiene]]."}
```

## quantity-mismatch
**Meaning.** Source and translation name different numbers. Digits count everywhere, words such as *five* only before a
noun of quantity (*five days*), by the language's own data: the Vietnamese *5 năm* is five years, the Spanish *once* is
eleven only in *once días*, and the Chinese 一定 is not a number. *Both*, *twice*, ordinals and months may replace one.
**Why.** A deadline or a limit that differs between two languages is the dearest mistake of all.
```yaml bad
text: {en: Answers within 5 working days., es: Responde en tres días laborables.}
```
```yaml good
text: {en: Answers within 5 working days., es: Responde en cinco días laborables.}
```

## missing-form
**Meaning.** A text asks for a word form that the title or term does not have in that language.
**Why.** The plain form would be printed, and the sentence would be wrong.
```yaml bad
text: {en: "Reports to the [[role:cook]].", ru: "Подчиняется [[role:cook:dative]]."}   # the cook has no `forms` for ru
```
```yaml good
forms: {ru: {dative: повару}}   # in roles/cook.yml
```

## glossary-violation
**Meaning.** A text uses a word that the glossary forbids for a term, where its source speaks of that term.
**Why.** Two words for one thing are read as two things. A forbidden word may end in `*` for any ending.
```yaml bad
text: {en: "Draws up the [[rota]].", es: "Prepara la rotación y el [[rota]]."}   # forbidden: {es: [rotación]}
```
```yaml good
text: {en: "Draws up the [[rota]].", es: "Prepara el [[rota]]."}
```

## untranslated-copy
**Meaning.** A whole sentence is the same in a language as in its source.
**Why.** It counts as translated, but nobody who needs the translation can read it. Names and codes are left alone.
```yaml bad
text: {en: Tastes every dish before it leaves., es: Tastes every dish before it leaves.}
```
```yaml good
text: {en: Tastes every dish before it leaves., es: Prueba cada plato antes de que salga.}
```

## meaning-mismatch
**Meaning.** A translation contradicts a word of its source: *and* for *or*, *must* for *may*, *must not* for *need
not*, *intentionally* for *knowingly*, *after* for *within*, *before* for *by*, *at most* for *at least*. Each language
has a list of such words. *And* for *or* is for information: languages join things differently where nothing depends
on it. It is looked for in policies and in what a role requires, grants, forbids and makes people liable for.
**Why.** Who signs one language is held to another standard of fault, another deadline or another duty.
```yaml bad
text: {en: The driver must report an accident., es: El conductor puede comunicar un accidente.}
```
```yaml good
text: {en: The driver must report an accident., es: El conductor debe comunicar un accidente.}
```
Only a contradiction is found, not a word that the translation leaves out. *And* and *or* are not compared in a sentence
that denies something, nor duties in one with *only* or *unless*: languages turn such sentences in different ways. The
languages are English, Spanish, Chinese in simplified characters, Vietnamese and Russian.

## malformed-lock
**Meaning.** A line of `content/translations.lock` is not what Rolebook writes; often a merge was left unfinished.
**Why.** What it recorded is lost, and the string counts as unconfirmed.
```text bad
<<<<<<< mine
```
```text good
role/cook/title es 5f0c0e7b1d2a3c4e5f60 1b2c3d4e5f60718293a4 reviewed
```

## duplicate-lock
**Meaning.** `content/translations.lock` records a string twice for one language, and differently.
**Why.** Neither can be relied on, so neither counts.
```text bad
role/cook/title es 5f0c0e7b1d2a3c4e5f60 1b2c3d4e5f60718293a4 reviewed
role/cook/title es 5f0c0e7b1d2a3c4e5f60 ffffffffffffffffffff translated
```
```text good
role/cook/title es 5f0c0e7b1d2a3c4e5f60 1b2c3d4e5f60718293a4 reviewed
```
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from rolebook.checks import meanings
from rolebook.checks import translated_words as wording
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.handbook import Document, Handbook
from rolebook.model.role import Role
from rolebook.model.translation.lock import RULES as LOCK_RULES
from rolebook.model.translation.text_addresses import document_of
from rolebook.model.translation.units import State, translations_of
from rolebook.model.words.text import chain_of

MISSING_TRANSLATION = Rule("missing-translation", Severity.WARNING)
UNCONFIRMED_TRANSLATION = Rule("unconfirmed-translation", Severity.WARNING)
STALE_TRANSLATION = Rule("stale-translation", Severity.WARNING)

RULES = (MISSING_TRANSLATION, UNCONFIRMED_TRANSLATION, STALE_TRANSLATION, *wording.RULES, *meanings.RULES, *LOCK_RULES)

STATE_CODES = frozenset(rule.code for rule in (MISSING_TRANSLATION, UNCONFIRMED_TRANSLATION, STALE_TRANSLATION))
_OF_STATE = {State.UNCONFIRMED: UNCONFIRMED_TRANSLATION, State.STALE: STALE_TRANSLATION}


def states(handbook: Handbook) -> Iterator[Diagnostic]:
    """Once a handbook keeps track of its translations, every string is there, confirmed, and of the present source."""
    if handbook.lock is not None:
        yield from states_in(handbook, handbook.settings.languages)


def states_in(handbook: Handbook, languages: Iterable[str]) -> Iterator[Diagnostic]:
    """What is missing, unconfirmed or stale in some languages, whether the handbook keeps track or not."""
    translations = translations_of(handbook)
    missing: dict[str, list[str]] = {}
    places = {}
    read = _read_in(handbook)
    for language in languages:
        for unit in translations.units(language):
            if unit.state is State.MISSING:
                if not _is_read(language, read.get(document_of(unit.place))):
                    continue
                missing.setdefault(unit.place, []).append(language)
                places[unit.place] = unit.placed
            elif rule := _OF_STATE.get(unit.state):
                yield rule.at(unit.location, language=unit.text_language or language, source=unit.source_language)
    for place, absent in missing.items():
        yield MISSING_TRANSLATION.at(places[place].location(absent[0]), languages=", ".join(absent))


def _read_in(handbook: Handbook) -> Mapping[str, frozenset[str]]:
    """The languages that roles and policies need, by their places; others need all.

    Those of the employers where they, or variants of them, apply, and those that they are written in.
    """
    read: dict[str, set[str]] = defaultdict(set)
    for role in handbook.described.values():
        parent: Role | None = role
        for _ in range(len(handbook.described)):
            if parent is None:
                break
            read[f"role/{parent.id}"] |= _languages_of(role, handbook)
            parent = handbook.described.get(parent.extends or "")
    for policy in handbook.policies.values():
        read[f"policy/{policy.id}"] |= _languages_of(policy, handbook)
    return {place: frozenset(tags) for place, tags in read.items()}


def _languages_of(document: Document, handbook: Handbook) -> frozenset[str]:
    if document.languages:
        return frozenset(document.languages)
    entities = handbook.entities_of(document)
    spoken = [entity.languages or handbook.settings.languages for entity in entities] or [handbook.settings.languages]
    return frozenset(tag for tags in (*spoken, tuple(document.title.values)) for tag in tags)


def _is_read(language: str, read: frozenset[str] | None) -> bool:
    return read is None or any(tag in read for tag in chain_of(language))


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (states, *wording.CHECKS, *meanings.CHECKS)
