"""What a publication changed, and the last one: pages by what readers read, sources by what they said then."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rolebook.pipeline.edit.documents import DocumentId
from rolebook.source import now
from rolebook.store import private_files, write_text
from rolebook.store.together import prepared_state
from rolebook.store.working_folder import working_folder

_MAIN = re.compile(rb"<main\b.*?</main>", re.DOTALL)
_TAG = re.compile(rb"<[^>]+>")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_FILE = "published.json"
Pages = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PublishedChanges:
    """The titles of pages by their paths: new ones, those that say something else, those that are gone."""

    added: dict[str, str]
    changed: dict[str, str]
    removed: dict[str, str]


def pages_in(site: Path) -> Pages:
    """Returns a digest of what each page of a site says, and its title, by its path."""
    found: Pages = {}
    for path in sorted(site.rglob("*.html")) if site.is_dir() else ():
        content = path.read_bytes()
        main = _MAIN.search(content)
        words = b" ".join(_TAG.sub(b" ", main[0] if main else content).split())
        title = _TITLE.search(content.decode("utf-8", "replace"))
        name = path.relative_to(site).as_posix()
        called = " ".join(title[1].split()) if title else ""
        found[name] = (hashlib.sha256(words).hexdigest(), called.removeprefix("· ") or name)
    return found


def published_changes(before: Pages, after: Pages) -> PublishedChanges:
    """Returns what readers find otherwise than before."""
    return PublishedChanges(
        {name: title for name, (_, title) in after.items() if name not in before},
        {name: title for name, (said, title) in after.items() if name in before and before[name][0] != said},
        {name: title for name, (_, title) in before.items() if name not in after},
    )


@dataclass(frozen=True, slots=True)
class LastPublication:
    """When and by whom a site was published, what that changed, and the documents that say something else since.

    `elsewhere`: the site that is there was made later, or not by an editor at all; then nobody is named.
    """

    at: datetime
    actor: str = ""
    changes: PublishedChanges | None = None
    since: tuple[DocumentId, ...] = field(default=())
    elsewhere: bool = False


def sources_of(root: Path, documents: Mapping[DocumentId, str]) -> dict[str, str]:
    """Returns the digests of the documents' files by their places."""
    found = {}
    for document, name in documents.items():
        path = root / name
        found[document.place] = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return found


def keep_publication(root: Path, site: Path, actor: str, sources: Mapping[str, str], changes: PublishedChanges) -> None:
    """Writes down beside the handbook what was published, by whom and from which texts."""
    told = {
        "at": now().isoformat(timespec="seconds"),
        "actor": actor,
        "made": site.stat().st_mtime_ns,
        "sources": dict(sources),
        "changes": asdict(changes),
    }
    with private_files():
        write_text(prepared_state(root) / _FILE, json.dumps(told, ensure_ascii=False))


def last_publication(root: Path, site: Path, documents: Mapping[DocumentId, str]) -> LastPublication | None:
    """Returns what is known of the site that is in a folder; None where there is no site."""
    if not site.is_dir():
        return None
    made = site.stat().st_mtime_ns
    told = _record_of(root)
    try:
        if told["made"] != made:
            return LastPublication(_moment(made), elsewhere=True)
        then, current = told["sources"], sources_of(root, documents)
        since = tuple(one for one in documents if current[one.place] != then.get(one.place))
        changes = PublishedChanges(**told["changes"])
        return LastPublication(datetime.fromisoformat(told["at"]), str(told["actor"]), changes, since)
    except (KeyError, TypeError, ValueError, AttributeError):  # written by nobody, or by another version
        return LastPublication(_moment(made), elsewhere=True)


def _record_of(root: Path) -> dict[str, Any]:
    try:
        told = json.loads((working_folder(root) / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _moment(nanoseconds: int) -> datetime:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=nanoseconds // 10**9)).astimezone()
