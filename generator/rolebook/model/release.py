"""Releases: what a document said, in every language, when it was put in force.

`content/releases/<kind>/<id>/<revision>.json` is written by `rolebook release` and never changed after. It keeps the
document's own words and values by place, so that any two revisions can be compared years later without the old files.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from rolebook.diagnostics import Diagnostic, Location, Rule
from rolebook.language import Duration
from rolebook.model.base import Item, Part
from rolebook.model.figures import FigureFile
from rolebook.model.sections import FigureBlock
from rolebook.model.visibility import is_counted, uncounted
from rolebook.model.words.text import Text

BROKEN_RELEASE = Rule("broken-release")
RULES = (BROKEN_RELEASE,)

FOLDER = "content/releases"
NOTATION = "rolebook-release/1"
Change = Literal["first", "editorial", "substantive"]
Content = Mapping[str, str]
"""Words or values by place below the document: `duties/visit-customers/text`."""

_PATH = re.compile(rf"{FOLDER}/(role|policy)/([a-z][a-z0-9-]{{0,39}})/([^/]+)\.json")


@dataclass(frozen=True, slots=True)
class Release:
    """One revision of one document as it was put in force.

    `values` are what is no text (limits, rhythms, references, sanctions), the same in every language. `fingerprints`
    go by employer and language. `translators` and `reviewers` go by language. `note` says in a line, by language, what
    changed and why.
    """

    kind: str
    id: str
    revision: str
    change: Change
    released: date
    approver: str
    effective: date | None
    values: Content
    words: Mapping[str, Content]
    fingerprints: Mapping[str, Mapping[str, str]]
    translators: Mapping[str, tuple[str, ...]]
    reviewers: Mapping[str, tuple[str, ...]]
    note: Mapping[str, str]

    @property
    def path(self) -> str:
        """Where the release is kept, from the handbook's root."""
        return path_of(self.kind, self.id, self.revision)


def path_of(kind: str, document: str, revision: str) -> str:
    """Where the release of a revision is kept."""
    return f"{FOLDER}/{kind}/{document}/{revision}.json"


def values_in(part: Part, figures: Mapping[str, FigureFile]) -> dict[str, str]:
    """Everything a document says that is no text, by place; of its figures the SHA-256 of their files."""
    values = {place: str(value) for place, value in _contents(part, "") if not isinstance(value, Text | FigureBlock)}
    shown = ((place, value.file) for place, value in _contents(part, "") if isinstance(value, FigureBlock))
    return values | {f"{place}/picture": figures[name].digest for place, name in shown if name in figures}


def words_in(part: Part, language: str) -> dict[str, str]:
    """What a document says in a language, as written, by place; texts without words in it are left out."""
    told = ((place, value) for place, value in _contents(part, "") if isinstance(value, Text) and value.has(language))
    return {place: text.values[text.language_for(language)] for place, text in told}


def release_text(release: Release) -> str:
    """The file's text."""
    told = asdict(release) | {"notation": NOTATION, "released": release.released.isoformat()}
    told["effective"] = release.effective.isoformat() if release.effective else None
    return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@lru_cache(maxsize=8_192)
def read_release(text: str, path: str) -> tuple[Release | None, tuple[Diagnostic, ...]]:
    """The release that a file holds, or why it is none; releases are never changed, so that each is read once."""
    found = _PATH.fullmatch(path)
    try:
        data = json.loads(text)
        release = _release(data)
    except json.JSONDecodeError as error:
        return None, (BROKEN_RELEASE.at(Location(path, error.lineno, error.colno), problem="json"),)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None, (BROKEN_RELEASE.at(Location(path), problem="shape"),)
    if found is None or (release.kind, release.id, release.revision) != found.groups():
        return None, (BROKEN_RELEASE.at(Location(path), problem="place"),)
    return release, ()


def _release(data: Any) -> Release:
    if data["notation"] != NOTATION or data["change"] not in ("first", "editorial", "substantive"):
        raise ValueError(data["notation"])
    return Release(
        kind=_text(data["kind"]),
        id=_text(data["id"]),
        revision=_text(data["revision"]),
        change=data["change"],
        released=date.fromisoformat(data["released"]),
        approver=_text(data["approver"]),
        effective=date.fromisoformat(data["effective"]) if data["effective"] else None,
        values=_texts(data["values"]),
        words={tag: _texts(words) for tag, words in data["words"].items()},
        fingerprints={entity: _texts(by_language) for entity, by_language in data["fingerprints"].items()},
        translators={tag: tuple(map(_text, names)) for tag, names in data["translators"].items()},
        reviewers={tag: tuple(map(_text, names)) for tag, names in data["reviewers"].items()},
        note=_texts(data["note"]),
    )


def _texts(value: Any) -> dict[str, str]:
    return {_text(key): _text(one) for key, one in value.items()}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    value.encode()  # half a surrogate pair can be said in JSON and written nowhere
    return value


def _contents(part: Part, place: str) -> Iterator[tuple[str, Any]]:
    """What a reader is told, by place; administrative fields and what is left at its default are not."""
    for field, info in type(part).model_fields.items():
        value = getattr(part, field)
        if (
            field in uncounted(type(part))
            or not is_counted(value)
            or value == info.get_default(call_default_factory=True)
        ):
            continue
        yield from _content(value, f"{place}{info.alias or field}")


def _content(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Part):
        if isinstance(value, FigureBlock):
            yield place, value
        yield from _contents(value, f"{place}/")
    elif isinstance(value, dict):
        for key, below in value.items():
            yield from _content(below, f"{place}/{key}")
    elif isinstance(value, tuple) and any(isinstance(below, Part) for below in value):
        for index, below in enumerate(value):
            yield from _content(below, f"{place}/{below.id if isinstance(below, Item) else index}")
    elif isinstance(value, tuple):
        yield place, ", ".join(map(str, value))
    elif isinstance(value, Duration):
        yield place, value.iso
    else:
        yield place, value
