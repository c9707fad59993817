"""The places whose law Rolebook brings."""

from functools import cache
from importlib.resources import files

_UNIONS = frozenset({"EU"})
"""Law of several countries, where nobody has an employer of its own."""


@cache
def places_with_law() -> tuple[str, ...]:
    """Returns the codes of countries and parts of them that have a pack."""
    names = (one.name for one in (files("rolebook") / "jurisdictions").iterdir())
    return tuple(sorted({name.removesuffix(".yml") for name in names if name.endswith(".yml")} - _UNIONS))
