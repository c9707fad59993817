"""The editor while it is being loaded: the first page at once, every other one as soon as it can be answered."""

import gc
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path
from threading import Event, Thread

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rolebook.language.editor_words import editor_words
from rolebook.pipeline.edit.last_screen import last_screen
from rolebook.render.editor import editor_asset, editor_screen
from rolebook.web.frame import frame

_GARBAGE = 100_000
"""So many objects more than before are looked through for cycles, once all that stays is left out of it."""
_HEAD_START = 0.5
"""So many seconds a browser has to ask for the first page before anything else takes the processor."""

Loading = Callable[[], tuple[ASGIApp, Callable[[], object]]]


class Opening:
    """An application that is loaded in the background: `load` returns it, and what it does once it is there.

    With `settle` the whole process keeps what it has by then out of the search for garbage.
    """

    def __init__(self, root: Path, load: Loading, *, settle: bool = True) -> None:
        self._root, self._load, self._settles = root, load, settle
        self._is_there, self._was_asked = Event(), Event()
        self._app: ASGIApp | None = None
        self._problem: Exception | None = None

    def start(self) -> None:
        """Begins to load; returns at once."""
        Thread(target=copy_context().run, args=(self._run,), daemon=True).start()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request; one that the first page does not need waits for the whole editor."""
        if self._app is None and self._problem is None and scope["type"] == "http":
            early = self._early(Request(scope, receive))
            if early is not None:
                await early(scope, receive, send)
                if scope["path"] == "/":
                    self._was_asked.set()
                return
            self._was_asked.set()
            await run_in_threadpool(self._is_there.wait)
        if self._app is None:
            raise RuntimeError("the editor could not be loaded") from self._problem
        await self._app(scope, receive, send)

    def _run(self) -> None:
        self._was_asked.wait(_HEAD_START)
        try:
            app, settle = self._load()
            self._app = app
        except Exception as problem:
            self._problem = problem
            raise
        finally:
            self._is_there.set()
        settle()
        if not self._settles:
            return
        gc.collect()
        gc.freeze()
        gc.set_threshold(_GARBAGE, 20, 20)

    def _early(self, request: Request) -> Response | None:
        path = request.url.path
        if path.startswith("/static/"):
            return asset(path.removeprefix("/static/"))
        if path == "/checked":
            return JSONResponse({"checking": True})
        return self._first_page(request) if path == "/" and request.method == "GET" else None

    def _first_page(self, request: Request) -> Response:
        session = request.state.session
        words = editor_words(session.interface)
        kept = last_screen(self._root, session.interface) or {}
        shown = {
            "organisation": kept.get("organisation", ""),
            "checking": True,
            "known_at": words.moment(kept.get("at", "")),
        }
        values = {name: kept.get(name, {}) for name in ("weights", "strings", "owed", "changes")}
        shared = frame(words, session, "waits", "/")
        return HTMLResponse(editor_screen("home", **{**shared, **shown, **values}))


def asset(name: str) -> Response:
    """Returns a style or script."""
    found = editor_asset(name)
    if found is None:
        return PlainTextResponse("", 404)
    return Response(found[0], media_type=found[1], headers={"Cache-Control": "max-age=3600"})
