"""What findings and pages follow from, as digests: while the key is the same, so is what was made.

Coarse on purpose. Everything but the insides of roles is in every key: the program and what it is built on, the day,
all settings, policies, pages, terms, packs, releases, and of each role its outline. A document's own key adds its file,
those of the roles it is a variant of, and what the lock says of their insides.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from rolebook.model.handbook import Handbook
from rolebook.model.outline import is_own, outline
from rolebook.model.role import Role
from rolebook.model.translation.lock import PATH as LOCK
from rolebook.pipeline.running.program import digest, program, whole_key
from rolebook.source import SourceFile, today


class Keys:
    """The keys of the documents of a handbook that was read without a fault; `whole` is that of everything."""

    def __init__(self, files: Sequence[SourceFile], handbook: Handbook) -> None:
        self._handbook = handbook
        self._texts = {file.path: file.text for file in files}
        self._lines: dict[str, list[str]] = defaultdict(list)
        inside = {role.file_of() for role in handbook.described.values()}
        shared = [part for file in files if file.path not in inside for part in self._shared(file)]
        outlines = (outline(role) for role in handbook.described.values())
        figures = [f"{name} {figure.digest}" for name, figure in handbook.figures.items()]
        self.whole = whole_key(files, figures)
        self.context = digest(program(), today().isoformat(), *shared, *figures, *outlines)
        others = inside | {policy.file_of() for policy in handbook.policies.values()} | {LOCK}
        alike = (f"{file.path}\n{file.text}" for file in files if file.path not in others)
        self._within = digest(program(), today().isoformat(), *alike, *figures, *_ids_of(handbook))

    def of(self, place: str) -> str:
        """What is found in a document, or its page, follows from; all that are no roles stand in the context."""
        kind, _, name = place.partition("/")
        parts: list[str] = []
        role = self._handbook.described.get(name) if kind == "role" else None
        while role is not None:
            parts += self._inside(role)
            role = self._handbook.described.get(role.extends or "")
        return digest(self.context, place, *parts)

    def within(self, place: str) -> str:
        """What is found in a document by checks that see of others no more than their ids follows from."""
        policy = self._handbook.policies.get(place.partition("/")[2]) if place.startswith("policy/") else None
        if policy is not None:
            return digest(self._within, place, policy.file_of(), self._texts[policy.file_of()])
        parts: list[str] = []
        role = self._handbook.described.get(place.partition("/")[2]) if place.startswith("role/") else None
        while role is not None:
            parts += (role.file_of(), self._texts[role.file_of()])
            role = self._handbook.described.get(role.extends or "")
        return digest(self._within, place, *parts)

    def _inside(self, role: Role) -> Iterator[str]:
        path = role.file_of()
        yield path
        yield self._texts[path]
        yield "\n".join(self._lines.get(role.id, ()))

    def _shared(self, file: SourceFile) -> Iterator[str]:
        """A file's path and text; of the lock, without the lines that are of a role's inside."""
        yield file.path
        if file.path != LOCK:
            yield file.text
            return
        rest: list[str] = []
        for line in file.text.splitlines():
            place = line.partition(" ")[0]
            name = place.split("/", 2)[1] if place.startswith("role/") and place.count("/") > 1 else ""
            own = name in self._handbook.described and is_own(place)
            (self._lines[name] if own else rest).append(line)
        yield "\n".join(rest)


def _ids_of(handbook: Handbook) -> Iterator[str]:
    """The ids that roles and policies have and had."""
    for kind, documents in (("role", handbook.described), ("policy", handbook.policies)):
        yield json.dumps([kind, *([name, *one.formerly] for name, one in documents.items())])
