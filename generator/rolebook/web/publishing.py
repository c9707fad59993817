"""Builds the site in the background, one build at a time, and says how far it is and what it changed."""

from collections.abc import Mapping
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock, Thread

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import editor_words
from rolebook.pipeline.desk.publishing import keep_publication, pages_in, published_changes, sources_of
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Door
from rolebook.source import now

STEPS = ("check", "documents", "copies", "pages", "place")


@dataclass(frozen=True, slots=True)
class Publication:
    """How far a publication is: under way since when, in which step; else done, or why there is none."""

    is_running: bool = False
    began: datetime | None = None
    step: str = STEPS[0]
    pages: int = 0
    of: int = 0
    is_done: bool = False
    reason: str = ""
    has_errors: bool = False

    @property
    def number(self) -> int:
        """The number of the step, from 1."""
        return STEPS.index(self.step) + 1

    @property
    def seconds(self) -> int:
        """For how long it has been under way."""
        return round((now() - self.began).total_seconds()) if self.began else 0


class Publisher:
    """Publishes one handbook into its folder `site`."""

    def __init__(self, root: Path) -> None:
        self._root, self.site = root, root / "site"
        self._lock = Lock()
        self._state = Publication()

    def state(self) -> Publication:
        """Returns how far it is."""
        return self._state

    def begin(self, messages: str, door: Door, documents: Mapping[DocumentId, str]) -> None:
        """Begins to publish; does nothing while it is under way."""
        with self._lock:
            if self._state.is_running:
                return
            self._state = Publication(is_running=True, began=now())
        work = partial(copy_context().run, self._publish, messages, door, sources_of(self._root, documents))
        Thread(target=work, daemon=True).start()

    def _publish(self, messages: str, door: Door, sources: Mapping[str, str]) -> None:
        done = Publication(reason="-")
        from rolebook.mkdocs_plugin import build  # noqa: PLC0415  MkDocs takes long to import

        try:
            before = pages_in(self.site)
            report = build(self._root, self.site, messages=messages, progress=self._goes_on)
            if report.failed:
                done = Publication(has_errors=True)
            else:
                changes = published_changes(before, pages_in(self.site))
                keep_publication(self._root, self.site, door.actor, sources, changes)
                door.note({"published": [""]})
                done = Publication(is_done=True)
        except UserError as error:
            done = Publication(reason=editor_words(messages).say(error.message))
        except OSError as error:
            done = Publication(reason=str(error))
        finally:
            self._state = done

    def _goes_on(self, step: str, pages: int, of: int) -> None:
        self._state = replace(self._state, step=step, pages=pages, of=of)
