"""# Wording

How well a text can be followed. These findings are for information; raise them in `severities` where you want more.

## weak-word
**Meaning.** Words that leave open what is meant: *as appropriate*, *etc.*, *as soon as possible*. Reported once for a
document and language.
**Why.** Two readers will understand two things, and nobody can say whether it was done.
```yaml bad
duties: [{id: report, text: "Reports on stock, waste, etc."}]
```
```yaml good
duties: [{id: report, text: "Reports on stock and waste by 10:00."}]
```

## gendered-word
**Meaning.** A word that speaks to one sex, or a pronoun of one sex.
**Why.** Those who are not meant do not apply, or feel left out.
```yaml bad
purpose: Our sales ninja reaches his target.
```
```yaml good
purpose: Reaches the sales target.
```

## duty-without-verb
**Meaning.** A duty does not say what is done: it begins with a noun or with *responsible for*.
**Why.** *Responsible for reports* may mean to write, to check or to answer for them.
```yaml bad
duties: [{id: reports, text: Responsible for reports.}]
```
```yaml good
duties: [{id: reports, text: Writes the weekly report.}]
```

## undefined-abbreviation
**Meaning.** An abbreviation that neither the glossary nor the document explains. Reported once for a document and
language.
**Why.** New staff do not know it, and translators guess.
```yaml bad
duties: [{id: plan, text: Prepares the QBR.}]
```
```yaml good
duties: [{id: plan, text: Prepares the quarterly business review (QBR).}]
```

## long-sentence
**Meaning.** A sentence is too long to follow: too many words, or, in Chinese, too many characters in it or between
two commas.
**Why.** What is not understood is not kept.
```yaml bad
purpose: >-
  Leads the kitchen and the store and the team and plans and orders and checks and counts and reports and trains
  and explains and decides and signs and pays and calls and writes and reads and cleans and cooks and serves and
  tastes and throws away what is left over.
```
```yaml good
purpose: Leads the kitchen. Plans, orders and reports.
```

## blank-to-fill
**Meaning.** A text has a blank: `____`, `......`, `XX`, `【待填】`, `[insert the date]`.
**Why.** It is printed unchanged, and people sign it.
```yaml bad
purpose: Reaches a sales target of ______ a month.
```
```yaml good
purpose: Reaches a sales target of 40,000 euros a month.
```
"""

import re
from collections.abc import Callable, Iterator

from rolebook.checks import blanks
from rolebook.checks.lexicon import wording_of
from rolebook.checks.readings import Reading, hits_of, readings_of
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.handbook import Handbook
from rolebook.model.law.wording_rules import Sentences
from rolebook.model.words.inline import plain

WEAK_WORD = Rule("weak-word", Severity.INFO)
GENDERED_WORD = Rule("gendered-word", Severity.INFO)
DUTY_WITHOUT_VERB = Rule("duty-without-verb", Severity.INFO)
UNDEFINED_ABBREVIATION = Rule("undefined-abbreviation", Severity.INFO)
LONG_SENTENCE = Rule("long-sentence", Severity.INFO)

PARTS = (blanks,)
RULES = (WEAK_WORD, GENDERED_WORD, DUTY_WITHOUT_VERB, UNDEFINED_ABBREVIATION, LONG_SENTENCE, *blanks.RULES)

STYLE = {"weak": WEAK_WORD, "gendered": GENDERED_WORD, "nominal": DUTY_WITHOUT_VERB}
_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff]"
"""A letter or digit but of Chinese, beside which an abbreviation stands without a space."""
_ABBREVIATION = re.compile(rf"(?<!{_LETTER})(?<!-)[A-ZА-ЯЁĐ]{{2,5}}(?!{_LETTER})(?!-)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DEFINED = re.compile(r"[(（]([A-ZА-ЯЁĐ]{2,5})[)）]|(?<![\w-])([A-ZА-ЯЁĐ]{2,5}) ?[(（]")
_SENTENCE = re.compile(r"[^.!?。！？；;\n]+")
_CLAUSE = re.compile(r"[^，、：,:“”\"「」（）()]+")
_NUMBER_DOT = re.compile(r"(?<=\d)[.](?=\d)")


def style(handbook: Handbook) -> Iterator[Diagnostic]:
    """Weak and gendered words, duties without a verb. The same weak word is told once for a document and language."""
    told: set[tuple[str, str, str]] = set()
    for hit, reading in hits_of(handbook):
        rule = STYLE.get(hit.rule.about)
        key = (reading.document, reading.line.language, hit.words)
        if rule is None or (rule is WEAK_WORD and key in told) or not _is_style(rule, reading):
            continue
        told.add(key)
        hint = {"hint": "write-instead", "suggestion": hit.rule.suggest} if hit.rule.suggest else {}
        yield rule.at(reading.at, found=hit.words, **hint)


def abbreviations(handbook: Handbook) -> Iterator[Diagnostic]:
    """Abbreviations that nothing explains, each at its first use in a document and language."""
    readings = readings_of(handbook)
    everywhere = _explained(handbook)
    defined: dict[tuple[str, str], set[str]] = {}
    for reading in readings:
        bracketed = "(" in reading.words or "（" in reading.words
        found = {match[1] or match[2] for match in _DEFINED.finditer(reading.words)} if bracketed else set()
        defined.setdefault((reading.document, reading.line.language), set()).update(found)
    for reading in readings:
        if reading.document.partition("/")[0] not in ("role", "policy") or "/legal_basis/" in reading.placed.place:
            continue  # laws are cited by the names they have
        usual = wording_of(reading.line.language, handbook.wording).abbreviations
        if _in_capitals(reading.words):
            continue
        known = defined[reading.document, reading.line.language]
        for match in _ABBREVIATION.finditer(reading.words):
            if set(match[0]) == {"X"}:
                continue  # a blank to fill
            if match[0] not in known and match[0] not in usual and match[0] not in everywhere:
                known.add(match[0])
                yield UNDEFINED_ABBREVIATION.at(reading.at, found=match[0])


def sentences(handbook: Handbook) -> Iterator[Diagnostic]:
    """Sentences beyond the length that their language's rules name; a text is told once."""
    for reading in readings_of(handbook):
        if reading.document.startswith("page/"):
            continue
        limits = wording_of(reading.line.language, handbook.wording).sentences
        if (length := _too_long(reading.words, limits)) is not None:
            yield LONG_SENTENCE.at(reading.at, length=length, limit=limits.words or limits.signs or 0)


def _in_capitals(words: str) -> bool:
    """Whether a whole sentence is written in capitals: what looks like an abbreviation there is a word."""
    cased = [word for word in _WORD.findall(words) if word.upper() != word.lower()]
    return len(cased) > 3 and sum(word.isupper() for word in cased) * 10 > len(cased) * 8


def _is_style(rule: Rule, reading: Reading) -> bool:
    """Whether a style rule is about this text: a duty is the duty itself, not its condition or result."""
    if rule is DUTY_WITHOUT_VERB:
        return reading.placed.field == "text" and type(reading.part).__name__ == "Duty"
    return reading.document.partition("/")[0] in ("role", "policy")


def _explained(handbook: Handbook) -> set[str]:
    """What the glossary, the library and the names of the handbook explain, in any language."""
    texts = [text for term in handbook.glossary.terms for text in (term.term, term.definition)]
    texts += [one.name for one in handbook.competencies.competencies]
    texts += [one.name for one in handbook.settings.entities] + [one.name for one in handbook.settings.departments]
    texts += [handbook.settings.organisation.name]
    words = (plain(text.blocks(tag)) for text in texts for tag in text.values)
    return {match[0] for told in words for match in _ABBREVIATION.finditer(told)}


def _too_long(words: str, limits: Sentences) -> int | None:
    """How long the first sentence beyond the limits is; None when all can be followed."""
    shortest = (limits.clause or limits.signs) if limits.signs else (limits.words or 0) * 2
    if not shortest or len(words) <= shortest:
        return None
    for sentence in _SENTENCE.findall(_NUMBER_DOT.sub("_", words)):
        if limits.words and (count := len(sentence.split())) > limits.words:
            return count
        if limits.signs and len(sentence) > limits.signs:
            return len(sentence)
        if limits.clause and (longest := max(map(len, _CLAUSE.findall(sentence)), default=0)) > limits.clause:
            return longest
    return None


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (style, abbreviations, sentences, *blanks.CHECKS)
