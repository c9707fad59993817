"""What a clean bill of the law speaks of. Light: a run that remembers its findings imports neither model nor checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rolebook.diagnostics import Message


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a check under the law looked at, by place and by language.

    `packs` are the dates of packs by jurisdiction, `layers` the layer above, with its date, of places that have no pack
    of their own, `regions` the country's pack of regions without their own, `reviewers` who reviewed the pack of a
    place, `without` places that have none of these.
    `unread` are languages of texts without wording rules.
    """

    packs: Mapping[str, str]
    layers: Mapping[str, str]
    regions: Mapping[str, str]
    reviewers: Mapping[str, str]
    agreements: Mapping[str, Sequence[tuple[Mapping[str, str], str]]]
    without: tuple[str, ...]
    unread: tuple[str, ...]


def coverage_line(coverage: Coverage, tag: str, *, clean: bool) -> str:
    """One line in a language: what was checked, and what was not. It never says that anything is lawful.

    `clean` says that nothing was found; that is told only where every text could be read.
    """
    from rolebook.language import say  # noqa: PLC0415  findings as JSON need no words of it

    told = []
    for code, as_of in coverage.packs.items():
        reviewer = coverage.reviewers.get(code, "")
        key = "pack-reviewed-of" if reviewer else "pack-of"
        said = say(Message(key, code=code, as_of=as_of, reviewer=reviewer), tag)
        told.append(_with_agreements(said, coverage.agreements.get(code, ()), tag))
    key = "packs-clean" if clean and not coverage.unread else "packs"
    parts = [say(Message(key, packs=", ".join(told)), tag)] if told else []
    layers, regions = (
        ", ".join(
            _with_agreements(f"{place} ({above})", coverage.agreements.get(place, ()), tag)
            for place, above in borrowed.items()
        )
        for borrowed in (coverage.layers, coverage.regions)
    )
    gaps = {"covered-by-country": regions, "covered-by-layer": layers}
    gaps["covered-by-none"] = ", ".join(coverage.without)
    gaps["covered-unread"] = ", ".join(coverage.unread)
    parts += [say(Message(key, what=what), tag) for key, what in gaps.items() if what]
    return "; ".join(parts)


def _with_agreements(said: str, agreements: Sequence[tuple[Mapping[str, str], str]], tag: str) -> str:
    """What was looked at in a place, with the collective agreements that hold there beside the law."""
    from rolebook.language import say  # noqa: PLC0415  as above

    named = []
    for titles, until in agreements:
        chosen = next((titles[one] for one in (tag, tag.partition("-")[0], "en") if one in titles), None)
        title = chosen or next(iter(titles.values()))
        key = "agreement-until" if until else "agreement-named"
        named.append(say(Message(key, agreement=title, until=until), tag))
    return say(Message("with-agreements", what=said, agreements=", ".join(named)), tag) if named else said
