"""Whether a translation says what its source says, as far as a machine can tell: blanks, references, numbers, words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from rolebook.checks.similarity import says
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.language import Amount, Language, Quantities, language_for
from rolebook.model.handbook import Handbook
from rolebook.model.library import Term
from rolebook.model.translation.text_addresses import PlacedText, strings_of, texts_of
from rolebook.model.words.inline import Blocks, Link, Listing, Placeholder, Reference, Styled, Words, plain, runs_in
from rolebook.model.words.markers import markers_of
from rolebook.model.words.text import Markdown, Text, chain_of

PLACEHOLDER_MISMATCH = Rule("placeholder-mismatch")
LINK_MISMATCH = Rule("link-mismatch", Severity.WARNING)
QUANTITY_MISMATCH = Rule("quantity-mismatch", Severity.WARNING)
MISSING_FORM = Rule("missing-form", Severity.WARNING)
GLOSSARY_VIOLATION = Rule("glossary-violation", Severity.WARNING)
UNTRANSLATED_COPY = Rule("untranslated-copy", Severity.WARNING)

RULES = (
    PLACEHOLDER_MISMATCH,
    LINK_MISMATCH,
    QUANTITY_MISMATCH,
    MISSING_FORM,
    GLOSSARY_VIOLATION,
    UNTRANSLATED_COPY,
)

_MARKED = re.compile(r"[\[{]")
_SMALL_WORD = re.compile(r"(?<![\w.])[a-z\u00df-\u00ff\u0430-\u044f]{2,}(?![\w.@])")
_SENTENCE = 3
"""So many words in small letters make a sentence rather than a name."""


def markers(handbook: Handbook) -> Iterator[Diagnostic]:
    """Translations hold the blanks, references and links of their source."""
    for placed in strings_of(handbook):
        if len(placed.text.values) > 1 and any(_MARKED.search(words) for words in placed.text.values.values()):
            yield from _markers(placed, handbook)


def quantities(handbook: Handbook) -> Iterator[Diagnostic]:
    """Translations name the numbers of their source."""
    languages = _Languages(handbook)
    for placed in strings_of(handbook):
        if len(placed.text.values) < 2:
            continue
        source = placed.text.source
        said = _Numbers(placed.text, source, languages.quantities(source))
        for tag in placed.text.values:
            if tag != source:
                lacking, added = said.differing(_Numbers(placed.text, tag, languages.quantities(tag)))
                if lacking or added:
                    yield QUANTITY_MISMATCH.at(
                        placed.location(tag),
                        language=tag,
                        source=source,
                        lacking=_listed(lacking),
                        added=_listed(added),
                    )


def word_forms(handbook: Handbook) -> Iterator[Diagnostic]:
    """Word forms that texts ask for are there."""
    for placed in texts_of(handbook):
        for tag, words in placed.text.values.items():
            if "[[" in words:
                for run in runs_in(placed.text.blocks(tag)):
                    if isinstance(run, Reference) and run.form and not run.shown and not _has_form(handbook, run, tag):
                        yield MISSING_FORM.at(placed.location(tag), id=run.id, form=run.form, language=tag)


def glossary(handbook: Handbook) -> Iterator[Diagnostic]:
    """Words that must not stand for a term do not, where the term is meant."""
    terms = [_Forbidden(term) for term in handbook.glossary.terms if term.forbidden]
    for placed in texts_of(handbook) if terms else ():
        if placed.place.startswith("glossary/"):
            continue  # definitions and notes may speak of the wrong word
        said = {tag: _words_of(placed.text, tag).casefold() for tag in placed.text.values}
        for term in terms:
            for tag, word in term.words_in(said):
                if tag == placed.text.source or term.is_meant(placed.text, said):
                    yield GLOSSARY_VIOLATION.at(
                        placed.location(tag), word=word, term=_term_in(term.term, tag), language=tag
                    )


def copies(handbook: Handbook) -> Iterator[Diagnostic]:
    """A sentence is not the same in two languages."""
    for placed in texts_of(handbook):
        source = placed.text.source
        words = placed.text.values[source]
        for tag, told in placed.text.values.items():
            other = tag.partition("-")[0] != source.partition("-")[0]
            if other and told.strip() == words.strip() and len(_SMALL_WORD.findall(told)) >= _SENTENCE:
                yield UNTRANSLATED_COPY.at(placed.location(tag), language=tag, source=source)


def _markers(placed: PlacedText, handbook: Handbook) -> Iterator[Diagnostic]:
    text, source = placed.text, placed.text.source
    wanted = markers_of(text, text.values[source], handbook.first_id)
    for tag, words in text.values.items():
        if tag == source:
            continue
        found = markers_of(text, words, handbook.first_id)
        if found.placeholders != wanted.placeholders:
            yield _differing(PLACEHOLDER_MISMATCH, placed, tag, wanted.placeholders, found.placeholders)
        if found.references != wanted.references:
            yield _differing(LINK_MISMATCH, placed, tag, wanted.references, found.references)
        elif found.links.total() != wanted.links.total():
            yield _differing(LINK_MISMATCH, placed, tag, wanted.links, found.links)


def _differing(rule: Rule, placed: PlacedText, tag: str, wanted: Counter[str], found: Counter[str]) -> Diagnostic:
    lacking, added = wanted - found, found - wanted
    return rule.at(
        placed.location(tag),
        language=tag,
        source=placed.text.source,
        lacking=_listed(lacking),
        added=_listed(added),
    )


class _Languages:
    """Languages as the handbook words them, each made once."""

    def __init__(self, handbook: Handbook) -> None:
        self._handbook = handbook
        self._made: dict[str, Language] = {}

    def quantities(self, tag: str) -> Quantities:
        """What tells numbers in a language."""
        if tag not in self._made:
            self._made[tag] = language_for(tag, self._handbook.languages.get(tag))
        return self._made[tag].quantities


class _Numbers:
    """The numbers of a text in one language: in digits, and in words that count something."""

    def __init__(self, text: Text, language: str, quantities: Quantities) -> None:
        self._quantities = quantities
        self._words = _words_of(text, language)
        self.digits = quantities.digits(self._words)
        spelled = quantities.spelled(self._words)
        self.all = self.digits + spelled if spelled else self.digits

    def differing(self, other: "_Numbers") -> tuple[Counter[Amount], Counter[Amount]]:
        """Numbers that the other lacks, and those it has beside; none where words may stand for them.

        A number in words alone is told only against another number: *a fortnight* may be *dos semanas*.
        """
        if self.all == other.all:
            return Counter(), Counter()
        lacking, added = _left(self, other), _left(other, self)
        if _cited_alike(self.digits, other.digits):
            return Counter(), Counter()
        sure = any(one in self.digits for one in lacking) or any(one in other.digits for one in added)
        return (lacking, added) if sure or (lacking and added) else (Counter(), Counter())

    def may_mean(self) -> frozenset[Amount]:
        """Numbers that words of the text may stand for."""
        return self._quantities.loose(self._words)


def _left(one: _Numbers, other: _Numbers) -> Counter[Amount]:
    """The numbers of one text that the other neither has nor may mean."""
    left = one.all - other.all
    meant = other.may_mean() if left else frozenset()
    return Counter({number: count for number, count in left.items() if number not in meant})


def _cited_alike(one: Counter[Amount], other: Counter[Amount]) -> bool:
    """Whether both name the same numbers when fractions are read as citations: 39(2) is 39.2 elsewhere."""
    if all(isinstance(number, Decimal) and number == int(number) for number in (*one, *other)):
        return False
    first, second = ({part for number in numbers for part in str(number).split(".")} for numbers in (one, other))
    return first == second


class _Forbidden:
    """A term and the words that must not stand for it, ready to be looked for."""

    def __init__(self, term: Term) -> None:
        self.term = term
        self._words = {
            tag: [(word, re.compile(_phrase(word))) for word in words] for tag, words in term.forbidden.items()
        }

    def words_in(self, said: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Languages and forbidden words in a text's words, which are folded."""
        for tag, words in said.items():
            for near in chain_of(tag):
                yield from ((tag, word) for word, pattern in self._words.get(near, ()) if pattern.search(words))

    def is_meant(self, text: Text, said: dict[str, str]) -> bool:
        """Whether the source speaks of the term: by a reference, or by its name."""
        source = text.source
        if any(isinstance(run, Reference) and run.id == self.term.id for run in runs_in(text.blocks(source))):
            return True
        return says(said[source], _term_in(self.term, source).casefold())


def _phrase(word: str) -> str:
    folded = word.casefold()
    if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", folded):
        return re.escape(folded)
    body = rf"{re.escape(folded[:-1])}\w*" if folded.endswith("*") else re.escape(folded)
    return rf"(?<!\w){body}(?!\w)"


def _term_in(term: Term, language: str) -> str:
    return plain(term.term.blocks(language))


def _has_form(handbook: Handbook, reference: Reference, language: str) -> bool:
    bearers = {"policy": handbook.policies, "term": handbook.terms}
    found = (handbook.titled if reference.kind == "role" else bearers[reference.kind]).get(reference.id)
    if found is None:
        return True  # told by another check
    return any(reference.form in found.forms.get(tag, {}) for tag in chain_of(language))


def _words_of(text: Text, language: str) -> str:
    """The words a reader sees; references only by words of the writer's own, for ids may hold anything."""
    if isinstance(text, Markdown):
        return re.sub(r"\]\([^)]*\)|\[\[[^\]|]*\|?", "]", text.values[language])
    return _spoken(text.blocks(language))


def _spoken(blocks: Blocks) -> str:
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Listing):
            parts += [_spoken(item) for item in block.items]
            continue
        for run in block.content:
            match run:
                case Words(text):
                    parts.append(text)
                case Styled(_, content) | Link(_, content):
                    parts.append(_spoken((type(block)(content),)))
                case Reference():
                    parts.append(run.shown or " ")
                case Placeholder():
                    parts.append(" ")
                case _:
                    parts.append(" ")
        parts.append(" ")
    return "".join(parts)


def _listed(codes: Counter[str] | Counter[Amount]) -> str:
    """Codes or numbers in order, or a dash for none."""
    return ", ".join(sorted(str(code) for code in codes)) or "–"


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (markers, quantities, word_forms, glossary, copies)
