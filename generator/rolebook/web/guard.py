"""What no request gets past: addresses, origins, sizes, sessions, tokens; and the headers of every answer."""

import secrets
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolebook.web.closed import closed_page
from rolebook.web.sessions import Sessions, cookie_of
from rolebook.web.uploads import TOO_LARGE, Upload, brings_files, read_uploads

MAX_BODY = 1024 * 1024
MAX_FIELDS = 5_000
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_STATIC = "/static/"


class Guard:
    """Lets through what the one browser asks of its own editor, with `session` and `form` in the request's state."""

    def __init__(self, app: ASGIApp, sessions: Sessions, port: int) -> None:
        self._app, self._sessions = app, sessions
        self._cookie = cookie_of(port)
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers or refuses one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                told = ((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
                message["headers"] = [*message["headers"], *(one for one in told if one[0] not in names)]
            await send(message)

        request = Request(scope, receive)
        answer = self._stranger(request) or await self._session(request)
        if answer is not None:
            await answer(scope, receive, guarded)
        else:
            await self._app(scope, receive, guarded)

    def _stranger(self, request: Request) -> Response | None:
        """A refusal of what comes from another address or page."""
        host = request.headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("host", 403)
        if request.method not in ("GET", "HEAD", "POST"):
            return PlainTextResponse("method", 405)
        if request.method == "POST" and request.headers.get("origin") != f"http://{host}":
            return PlainTextResponse("origin", 403)
        if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none") and request.method == "POST":
            return PlainTextResponse("origin", 403)
        return None

    async def _session(self, request: Request) -> Response | None:
        """Finds the session; for a form, also its token and fields."""
        path = request.url.path
        if path == "/" and "key" in request.query_params:
            return self._opened(request)
        session = self._sessions.of(request.cookies.get(self._cookie, ""))
        request.state.session = session
        if path == "/closed":
            return closed_page(self._sessions.interface, is_used="used" in request.query_params)
        if session is None and request.method != "POST":
            return None if path.startswith(_STATIC) else RedirectResponse("/closed", 303)
        if request.method != "POST":
            return None
        if session is None and brings_files(request):
            return closed_page(self._sessions.interface)
        read = await (read_uploads(request) if brings_files(request) else _fields(request))
        if isinstance(read, int):
            return PlainTextResponse("size" if read == TOO_LARGE else "form", read)
        form, request.state.files = read
        if session is None or not secrets.compare_digest("".join(form.get("csrf", [])).encode(), session.csrf.encode()):
            return closed_page(self._sessions.interface, form)
        request.state.form = form
        return None

    def _opened(self, request: Request) -> Response:
        """The first page for the one-time key; for a key of before too where this browser has a session already."""
        key = request.query_params["key"]
        name = self._sessions.open(key)
        if name is None:
            if self._sessions.of(request.cookies.get(self._cookie, "")) is not None:
                return RedirectResponse("/", 303)
            return RedirectResponse("/closed?used" if self._sessions.was_used(key) else "/closed", 303)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, name, httponly=True, samesite="strict", path="/")
        return answer


async def _fields(request: Request) -> tuple[dict[str, list[str]], list[Upload]] | int:
    body = await _body(request)
    if body is None:
        return TOO_LARGE
    try:
        return parse_qs(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS), []
    except ValueError:  # not UTF-8, or too many fields
        return 400


async def _body(request: Request) -> bytes | None:
    """The whole body; None for one that is too long, of which no more is read."""
    size = request.headers.get("content-length", "0")
    if not size.isdecimal() or int(size) > MAX_BODY:
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return body
