"""A handbook that is begun in the browser: three questions in an empty folder, then the editor of what they made."""

from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rolebook.diagnostics import UserError
from rolebook.language import known_languages, language_for
from rolebook.language.editor_words import editor_languages, editor_words
from rolebook.language.places import places_with_law
from rolebook.render.editor import editor_screen
from rolebook.web.frame import frame
from rolebook.web.opening import asset

_MOST = 200


class Beginning:
    """Asks what a handbook in an empty folder begins with; `opened` returns the editor of it once it is there."""

    def __init__(self, root: Path, opened: Callable[[], ASGIApp]) -> None:
        self._root, self._opened = root, opened
        self._editor: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request with the questions, or hands it to the editor."""
        if self._editor is None:
            answer = await run_in_threadpool(self._answer, Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await self._editor(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        path, session = request.url.path, request.state.session
        if path.startswith("/static/"):
            return asset(path.removeprefix("/static/"))
        if path == "/interface" and request.query_params.get("tag") in editor_languages():
            session.interface = request.query_params["tag"]
        if path == "/begin" and request.method == "POST":
            return self._begin(request)
        return self._questions(request) if path == "/" else RedirectResponse("/", 303)

    def _begin(self, request: Request) -> Response:
        from rolebook.pipeline.init.scaffold import init_handbook  # noqa: PLC0415  the questions are there before

        form: dict[str, list[str]] = request.state.form
        languages = tuple(dict.fromkeys((*form.get("source", []), *form.get("language", []))))
        other = [word.strip().upper() for word in form.get("other", []) if word.strip()]
        places = tuple(dict.fromkeys((*form.get("place", []), *other)))
        employer = " ".join(" ".join(form.get("employer", [])).split())[:_MOST]
        try:
            if not (employer and languages and places):
                raise UserError("edit-begin-lacks")
            init_handbook(self._root, languages, places, employer)
        except UserError as error:
            return self._questions(request, editor_words(request.state.session.interface).say(error.message), 400)
        self._editor = self._opened()
        return RedirectResponse("/", 303)

    def _questions(self, request: Request, told: str = "", status: int = 200) -> Response:
        session = request.state.session
        form: dict[str, list[str]] = getattr(request.state, "form", {})
        words = editor_words(session.interface)
        site = language_for(session.interface)
        places = sorted(((code, site.territory(code)) for code in places_with_law()), key=lambda one: one[1])
        source = form.get("source", [session.interface])[0]
        values = {
            "folder": str(self._root),
            "languages": known_languages(),
            "places": places,
            "told": told,
            "source": source,
            "chosen": {*form.get("language", []), *form.get("place", [])},
            "employer": " ".join(form.get("employer", [])),
            "other": " ".join(form.get("other", [])),
        }
        screen = editor_screen("begin", **{**frame(words, session, "", "/"), **values, "open": False})
        return HTMLResponse(screen, status)
