"""Words of a handbook's own language file that the site and the papers cannot use."""

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from rolebook.language.language import language_for

_RETIRED = frozenset({"site-chart-note", "site-chart-text"})
"""Words that an earlier version asked for: a handbook's own language may still bring them."""


def misfits(own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Words of a handbook's own language file that cannot be used: the key, and what is wrong in a word or two.

    A key must be one of ours, of the same kind, and name no argument that ours does not.
    """
    ours = language_for("en")
    words = own.get("words") or {}
    for key, told in words.items() if isinstance(words, Mapping) else ():
        if key in _RETIRED:
            continue
        if not ours.has(key):
            yield key, "unknown-key"
        elif isinstance(told, Mapping) != ("" not in ours.forms(key)):
            yield key, "wrong-type"
        elif not _arguments(told) <= _arguments(ours.forms(key)):
            yield key, "unknown-placeholder"


def _arguments(words: Any) -> set[str]:
    told = words.values() if isinstance(words, Mapping) else (words,)
    try:
        return {name for one in told for _, name, _, _ in Formatter().parse(str(one)) if name is not None}
    except ValueError:
        return {"{"}
