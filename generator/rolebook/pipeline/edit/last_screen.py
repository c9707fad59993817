"""The first screen as it was last, in the user's cache: shown with its time until the handbook was read and checked."""

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from rolebook import __version__
from rolebook.source import now
from rolebook.store.cache import Bundle, this_cache

_SHAPE = f"{__version__}-5"
"""Which values a screen has: raise the number where they change."""


def remember_screen(root: Path, interface: str, values: Mapping[str, Any]) -> None:
    """Keeps what the first screen says in a language, with the time; other languages are forgotten."""
    told = json.dumps({"at": now().isoformat(timespec="seconds"), **values}, ensure_ascii=False, default=_plain)
    _bundle(root).keep({f"{_SHAPE} {interface} {now().isoformat()}": told.encode("utf-8", "surrogatepass")})


def last_screen(root: Path, interface: str) -> dict[str, Any] | None:
    """Returns what the first screen said last in a language, and when, as `at`; None where that is not known."""
    bundle = _bundle(root)
    key = next((key for key in bundle if key.startswith(f"{_SHAPE} {interface} ")), None)
    return None if key is None else json.loads(bundle[key])


def _plain(value: Any) -> Any:
    """A line or document as what a template asks of it."""
    place = getattr(value, "place", None)
    return {"place": place} if place is not None else {one.name: getattr(value, one.name) for one in fields(value)}


def _bundle(root: Path) -> Bundle:
    return this_cache().bundle("editor", str(root.resolve()))
