"""The findings of local checks: those that still hold from the last run, the others made on all cores."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rolebook.checks.engine import ACROSS, LOCAL, WITHIN, Check, local_findings
from rolebook.diagnostics import Diagnostic
from rolebook.diagnostics.record import as_record, from_record
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import PAGES, documents_of
from rolebook.pipeline.running.keys import Keys
from rolebook.pipeline.running.workers import spread
from rolebook.store.cache import Bundle

_ENOUGH = 100
"""Fewer documents are not worth another process."""


def find_locally(
    handbook: Handbook, places: Iterable[str] | None = None, checks: Sequence[Check] = LOCAL
) -> list[Diagnostic]:
    """The findings in the documents at some places, or in all."""

    def found(focus: Sequence[str]) -> list[Diagnostic]:
        return local_findings(replace(handbook, focus=frozenset(focus)), checks)

    wanted = [place for place, _ in documents_of(handbook)] + [PAGES] if places is None else list(places)
    return spread(found, wanted, least=_ENOUGH)


def find_cached(handbook: Handbook, keys: Keys, bundle: Bundle) -> list[Diagnostic]:
    """The findings in all documents; only those that are not known from the last run are looked into."""
    places = [*(place for place, _ in documents_of(handbook)), PAGES]
    groups = (
        (ACROSS, {keys.of(place): place for place in places}),
        (WITHIN, {keys.within(place): place for place in places}),
    )
    known: dict[str, bytes] = {}
    for checks, wanted in groups:
        known |= {key: bundle[key] for key in wanted if key in bundle}
        fresh = {key: place for key, place in wanted.items() if key not in known}
        made = _by_document(handbook, find_locally(handbook, fresh.values(), checks))
        for key, place in fresh.items():
            told = json.dumps([as_record(one) for one in made.get(place, ())], ensure_ascii=False)
            known[key] = told.encode("utf-8", "surrogatepass")
    bundle.keep(known)
    return [from_record(record) for content in known.values() for record in json.loads(content)]


def _by_document(handbook: Handbook, findings: Iterable[Diagnostic]) -> Mapping[str, list[Diagnostic]]:
    """Findings by the place of the document whose file they are in; hand-written pages have many files."""
    places = {whole.file_of(): place for place, whole in documents_of(handbook)}
    made: dict[str, list[Diagnostic]] = defaultdict(list)
    for one in findings:
        made[places.get(one.location.file, PAGES)].append(one)
    return made
