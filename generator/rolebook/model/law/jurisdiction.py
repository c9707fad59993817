"""Which jurisdictions hold in a place: its own, its country's, and the Union's layer for member states."""

from collections.abc import Collection, Iterator

from rolebook.model.words.text import chain_of

EU = "EU"
# Member states by ISO 3166-1. Source: the European Union's own list of countries, as of November 2026.
EU_MEMBERS = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)


def layers_of(jurisdiction: str) -> Iterator[str]:
    """The jurisdictions that hold in one, nearest first: `CN-GD`, `CN`; `ES`, `EU`."""
    yield from chain_of(jurisdiction)
    if jurisdiction.partition("-")[0] in EU_MEMBERS:
        yield EU


def applies_in(jurisdictions: Collection[str], jurisdiction: str | None) -> bool:
    """Whether something limited to `jurisdictions` applies in one; nothing listed means everywhere.

    None stands for all places together.
    """
    if not jurisdictions or jurisdiction is None:
        return True
    return any(code in jurisdictions for code in layers_of(jurisdiction))
