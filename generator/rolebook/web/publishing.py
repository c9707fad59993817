"""Builds the site in the background, one build at a time, and says what it changed."""

from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock, Thread

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import editor_words
from rolebook.pipeline.desk.publishing import PublishedChanges, pages_in, published_changes
from rolebook.pipeline.edit.door import Door


@dataclass(frozen=True, slots=True)
class Publication:
    """How far a publication is: under way, done with what it changed, or why there is none."""

    folder: str
    is_running: bool = False
    changes: PublishedChanges | None = None
    reason: str = ""
    has_errors: bool = False


class Publisher:
    """Publishes one handbook into its folder `site`."""

    def __init__(self, root: Path) -> None:
        self._root, self._site = root, root / "site"
        self._lock = Lock()
        self._state = Publication(str(self._site))

    def state(self) -> Publication:
        """Returns how far it is."""
        return self._state

    def begin(self, messages: str, door: Door) -> None:
        """Begins to publish; does nothing while it is under way."""
        with self._lock:
            if self._state.is_running:
                return
            self._state = Publication(str(self._site), is_running=True)
        Thread(target=partial(copy_context().run, self._publish, messages, door), daemon=True).start()

    def _publish(self, messages: str, door: Door) -> None:
        done = Publication(str(self._site), reason="-")
        from rolebook.mkdocs_plugin import build  # noqa: PLC0415  MkDocs takes long to import

        try:
            before = pages_in(self._site)
            report = build(self._root, self._site, messages=messages)
            if report.failed:
                done = Publication(str(self._site), has_errors=True)
            else:
                door.note({"published": [""]})
                done = Publication(str(self._site), changes=published_changes(before, pages_in(self._site)))
        except UserError as error:
            done = Publication(str(self._site), reason=editor_words(messages).say(error.message))
        except OSError as error:
            done = Publication(str(self._site), reason=str(error))
        finally:
            self._state = done
