"""What a publication changed: pages compared by what readers read, before and after."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

_MAIN = re.compile(rb"<main\b.*?</main>", re.DOTALL)
_TAG = re.compile(rb"<[^>]+>")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
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
        found[name] = (hashlib.sha256(words).hexdigest(), " ".join(title[1].split()) if title else name)
    return found


def published_changes(before: Pages, after: Pages) -> PublishedChanges:
    """Returns what readers find otherwise than before."""
    return PublishedChanges(
        {name: title for name, (_, title) in after.items() if name not in before},
        {name: title for name, (said, title) in after.items() if name in before and before[name][0] != said},
        {name: title for name, (_, title) in before.items() if name not in after},
    )
