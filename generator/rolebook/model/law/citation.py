"""An article of a law, and how each language cites it."""

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

CITATION_PATTERN = r"^[a-z][a-z0-9-]*( [^\s/]+(/[^\s/]*){0,2})?$"
Citation = Annotated[str, Field(strict=True, pattern=CITATION_PATTERN)]
"""A source's id, then article, part and item: `tk 193/1`, `lcl 39//2` (an item without parts), `acas`."""

_PLACES = ("article", "part", "item")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


def source_of(citation: str) -> str:
    """The id of the source that is cited."""
    return citation.partition(" ")[0]


def cited(template: str, citation: str) -> str:
    """The citation by a source's template: `art. {article}[ part {part}]`; what is in brackets needs its value."""
    given = dict(zip(_PLACES, citation.partition(" ")[2].split("/"), strict=False))
    values = {place: given.get(place, "") for place in _PLACES}

    def kept(group: re.Match[str]) -> str:
        return group[1] if all(values[place] for place in _named(group[1])) else ""

    told = _OPTIONAL.sub(kept, template)
    for place, value in values.items():
        told = told.replace(f"{{{place}}}", value)
    return " ".join(told.split())


def _named(template: str) -> Iterable[str]:
    return (place for place in _PLACES if f"{{{place}}}" in template)
