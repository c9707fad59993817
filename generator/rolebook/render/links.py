"""Where the pages of the site stand, seen from one of them."""

import posixpath
from collections.abc import Set

ROOT = "index"
PICTURES = "figures"
"""The folder of the site that holds pictures, beside those of its languages."""
FOLDERS = {"role": "roles", "policy": "policies"}


class Links:
    """Addresses relative to the page `here`, a path without suffix such as `en/roles/cook`."""

    def __init__(self, here: str, language: str, pages: Set[str]) -> None:
        self._folder = posixpath.dirname(here)
        self._language = language
        self._pages = pages
        self._found: dict[str, str] = {}

    def to(self, key: str, fragment: str = "") -> str:
        """The page of that key (`glossary`, `roles/index`) in the same language."""
        return self.within(self._language, key, fragment)

    def within(self, language: str, key: str, fragment: str = "") -> str:
        """The page of that key in a language."""
        whole = f"{language}/{key}"
        target = self._found.get(whole) or self._found.setdefault(whole, _relative(whole, self._folder))
        return f"{target}.html#{fragment}" if fragment else f"{target}.html"

    def file(self, path: str) -> str:
        """A file of the site, by its path from the root."""
        return _relative(path, self._folder)

    def picture(self, name: str) -> str:
        """A picture of the site, by its file's name."""
        return self.file(f"{PICTURES}/{name}")

    def document(self, kind: str, name: str, fragment: str = "") -> str | None:
        """The page of a role or policy; None where this site has none, which its audience may be the reason for."""
        key = f"{FOLDERS[kind]}/{name}"
        return self.to(key, fragment) if key in self._pages else None


def _relative(path: str, folder: str) -> str:
    """The path seen from the folder; both are from the root, and the folder is empty for the root itself."""
    there, here = path.split("/"), folder.split("/") if folder else []
    same = next((n for n, (one, other) in enumerate(zip(there, here, strict=False)) if one != other), len(here))
    return "/".join([".."] * (len(here) - same) + there[same:])
