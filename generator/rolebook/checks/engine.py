"""Runs every check, and tells what a code means."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import ModuleType

from rolebook.checks import (
    agreements,
    allowances,
    as_written,
    blanks,
    case_rules,
    coherence,
    competencies,
    document_numbers,
    duplicates,
    figures,
    formalities,
    ids,
    importing,
    law,
    lifecycle,
    markup,
    meanings,
    occupations,
    organisation,
    other_places,
    pages,
    people,
    procedure,
    prose_limits,
    references,
    signable,
    structure,
    terms,
    translated_words,
    translations,
    validity,
    wording,
    working_days,
)
from rolebook.diagnostics import Diagnostic, Rule, Severity, did_you_mean
from rolebook.model.handbook import Handbook
from rolebook.source import Allowance

FAMILIES: tuple[ModuleType, ...] = (
    structure,
    as_written,
    references,
    organisation,
    occupations,
    competencies,
    figures,
    pages,
    markup,
    translations,
    coherence,
    law,
    agreements,
    procedure,
    formalities,
    validity,
    terms,
    prose_limits,
    wording,
    lifecycle,
    signable,
    people,
    importing,
    allowances,
)
"""The families in order; adding one is a module and its name here."""

RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES for rule in family.RULES}

_ON_PACKS = (law, agreements, procedure, formalities, validity, terms, prose_limits)
_OF_PACKS = frozenset((formalities.DRAFT_PACK.code, formalities.STALE_PACK.code, formalities.NO_PACK.code))
LEGAL = frozenset(rule.code for family in _ON_PACKS for rule in family.RULES) - _OF_PACKS
"""What rests on the jurisdiction packs; not what is said of the packs themselves."""

NEW = frozenset(
    rule.code
    for rule in (
        *as_written.RULES,
        *markup.RULES,
        pages.BROKEN_FRAGMENT,
        duplicates.REPEATED_DUTY,
        coherence.DROPPED_DESCRIPTION,
        *case_rules.RULES,
        *working_days.RULES,
        *document_numbers.RULES,
        *other_places.RULES,
        *meanings.RULES,
        signable.BORROWED,
        structure.SHARED_ID,
        *structure.NEW_RULES,
        terms.VOID_CLAUSE,
        *law.NEW_RULES,
        *agreements.RULES,
        ids.UNKNOWN_AGREEMENT,
        *validity.RULES,
        *procedure.NEW_RULES,
        *prose_limits.RULES,
        *blanks.RULES,
        *organisation.RULES,
        *competencies.RULES,
        *figures.RULES,
    )
)
"""What the last release did not check, or not in `check`: `--strict` says so. Emptied with each release."""

FIXED = frozenset(rule.code for rule in structure.RULES)
"""What the files cannot be understood without is always an error: the rest would be published as if it were whole."""

Check = Callable[[Handbook], Iterator[Diagnostic]]

ACROSS: tuple[Check, ...] = (
    references.unknown_ids,
    references.text_faults,
    lifecycle.changed_since_release,
    translated_words.word_forms,
)
"""Checks that look into one document of the focus at a time and see of other roles no more than their outline
(`model/outline.py`): what they find in a document stays the same while it and all that do."""

WITHIN: tuple[Check, ...] = (
    references.undeclared_languages,
    coherence.rhythms,
    *case_rules.CHECKS,
    *working_days.CHECKS,
    document_numbers.number_gaps,
    *other_places.CHECKS,
    *meanings.CHECKS,
    *markup.CHECKS,
    *(one for one in translated_words.CHECKS if one not in ACROSS),
    *terms.CHECKS,
    *prose_limits.CHECKS,
    *wording.CHECKS,
)
"""Checks that see of other roles and policies no more than their ids, of now and before. They take longest."""

LOCAL = (*ACROSS, *WITHIN)

_WHOLE = tuple(one for family in FAMILIES for one in family.CHECKS if one not in LOCAL)


def local_findings(handbook: Handbook, checks: Sequence[Check] = LOCAL) -> list[Diagnostic]:
    """What the local checks find in the documents of the focus."""
    return [finding for one in checks for finding in one(handbook)]


def document_findings(
    handbook: Handbook, place: str, found: Iterable[Diagnostic], allowed: Iterable[Allowance]
) -> list[Diagnostic]:
    """Returns what can be said of one document at once: a part of what `check` finds in it.

    `found` and `allowed` are those of its file.
    """
    findings = [*found, *local_findings(replace(handbook, focus=frozenset({place})))]
    left = allowances.apply_allowances(findings, allowed, FIXED, RULES)
    sure = [one for one in left if one.code not in {rule.code for rule in allowances.RULES}]
    return list(_each_once(_weighed(sure, _free_severities(handbook))))


def check(
    handbook: Handbook | None,
    found: Iterable[Diagnostic] = (),
    allowed: Iterable[Allowance] = (),
    local: Callable[[Handbook], Iterable[Diagnostic]] = local_findings,
) -> list[Diagnostic]:
    """All findings, those of loading included, each once, sorted by place, with the handbook's own severities.

    What somebody answers for is left out. Without a handbook, allowances are not looked at: most checks did not run.
    `local` comes by what `local_findings` finds in every document, perhaps by a shorter way.
    """
    findings = list(found)
    if handbook is not None:
        findings += [finding for one in _WHOLE for finding in one(handbook)]
        findings += local(handbook)
        findings += _misplaced_severities(handbook)
        findings = list(allowances.apply_allowances(findings, allowed, FIXED, RULES))
        findings = list(_weighed(findings, _free_severities(handbook)))
    return list(_each_once(findings))


def documentation(family: ModuleType) -> str:
    """Returns a family's page: what it is about, and a section for each code, from the modules that raise them."""
    sections = [section for part in getattr(family, "PARTS", ()) for section in _sections(part)]
    return "\n".join((f"{(family.__doc__ or '').rstrip()}\n", *sections))


def explain(code: str) -> str:
    """Returns the section of a family's page about one code; KeyError for an unknown code."""
    for family in FAMILIES:
        for module in (family, *getattr(family, "PARTS", ())):
            for section in _sections(module):
                if section.split("\n", 1)[0] == f"## {code}":
                    return section
    raise KeyError(code)


def _sections(module: ModuleType) -> list[str]:
    return [f"## {part.strip()}\n" for part in re.split(r"^## ", module.__doc__ or "", flags=re.MULTILINE)[1:]]


def _misplaced_severities(handbook: Handbook) -> Iterator[Diagnostic]:
    for code in handbook.settings.severities:
        place = handbook.settings.at("severities", code, key=True)
        if code not in RULES:
            yield references.UNKNOWN_CODE.at(place, code=code, **did_you_mean(code, RULES))
        elif code in FIXED:
            yield references.FIXED_SEVERITY.at(place, code=code)


def _free_severities(handbook: Handbook) -> dict[str, str]:
    return {code: weight for code, weight in handbook.settings.severities.items() if code not in FIXED}


def _weighed(findings: Iterable[Diagnostic], severities: Mapping[str, str]) -> Iterator[Diagnostic]:
    for finding in findings:
        severity = Severity(severities.get(finding.code, finding.severity))
        if severity is not Severity.OFF:
            yield finding if severity is finding.severity else finding.weighing(severity)


def _each_once(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Sorted by place, code and weight; those that are alike in these by what they tell."""
    alike: dict[tuple[object, ...], list[Diagnostic]] = defaultdict(list)
    for one in findings:
        place = one.location
        span = (place.line, place.column, place.end_line, place.end_column)
        alike[place.file, *span, one.code, one.severity].append(one)
    for key in sorted(alike):
        several = {repr(sorted(one.arguments.items())): one for one in alike[key]} if len(alike[key]) > 1 else {}
        yield from (several[told] for told in sorted(several)) if several else alike[key]
