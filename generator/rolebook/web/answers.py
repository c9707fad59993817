"""What every route shares: the handbook at hand, the words of its reader, screens and redirections."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import EditorWords, editor_words
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Door
from rolebook.pipeline.edit.parts import title_of
from rolebook.pipeline.edit.titles import Titles, title_of_document
from rolebook.pipeline.edit.workspace import Snapshot, Workspace
from rolebook.render.editor import editor_screen
from rolebook.web.frame import frame
from rolebook.web.refilled import PAGE, refilled
from rolebook.web.sessions import Session
from rolebook.web.uploads import Upload

NOTICES = (
    "added", "moved", "removed-told", "saved", "unchanged", "undone", "confirmed", "recorded", "released", "answered",
    "list-read", "placed-told", "created", "undone-of", "taken-out",
)  # fmt: skip
"""Words that a redirection may have the next screen say."""


_LONGEST_COUNT = 7
_EDIT = re.compile("[0-9a-f]{16}")
_OF_NOTICES = ("told", "undo", "count", "of", "saved")
"""What of an address is about a notice alone."""


class _AtHand:
    """The handbook of one request, looked at once somebody asks; it knows of no request, so that it goes with it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._titles: dict[str, Titles] = {}

    @cached_property
    def snapshot(self) -> Snapshot:
        return self._workspace.now()

    def title_in(self, tag: str) -> Callable[[str, str, str], str]:
        """Returns what says in a language what an argument of a message names."""
        return partial(self._title, tag)

    def _title(self, tag: str, code: str, key: str, value: str) -> str:
        if tag not in self._titles:
            self._titles[tag] = Titles(self.snapshot, editor_words(tag))
        return self._titles[tag](code, key, value)


@dataclass
class Visit:
    """One request of an open session."""

    request: Request
    workspace: Workspace
    _spoken: EditorWords | None = field(init=False, default=None)
    checking: bool = field(init=False, default=False)
    """Whether findings may follow those that `snapshot` knew when it was first asked for."""

    @property
    def session(self) -> Session:
        """Who asks."""
        session: Session = self.request.state.session
        return session

    @property
    def words(self) -> EditorWords:
        """The language of the screens, with the titles of what messages name."""
        tag = self.session.interface
        if self._spoken is None or self._spoken.tag != tag:
            self._spoken = editor_words(tag).with_titles(self._at_hand.title_in(tag))
        return self._spoken

    @cached_property
    def _at_hand(self) -> "_AtHand":
        return _AtHand(self.workspace)

    @cached_property
    def snapshot(self) -> Snapshot:
        """The handbook as it is now."""
        snapshot = self._at_hand.snapshot
        self.checking = not snapshot.is_done
        return snapshot

    @property
    def read_in(self) -> str:
        """The handbook's language that the reader has its screens in, or else the one it is written in."""
        return self.words.tag if self.words.tag in self.snapshot.languages else self.snapshot.languages_source

    @property
    def organisation(self) -> str:
        """What the handbook's organisation is called; empty where the handbook cannot be read."""
        handbook = self.snapshot.handbook
        return title_of(handbook.settings.organisation, self.words.tag) if handbook else ""

    @property
    def door(self) -> Door:
        """Writes in the name of who asks."""
        return Door(self.workspace.root, self.session.actor)

    @property
    def form(self) -> dict[str, list[str]]:
        """The fields of a submitted form."""
        form: dict[str, list[str]] = self.request.state.form
        return form

    @property
    def files(self) -> list[Upload]:
        """The files that a submitted form brings."""
        files: list[Upload] = self.request.state.files
        return files

    def field(self, name: str) -> str:
        """Returns one field of a form, or of the address of a page; empty where it is not given."""
        if self.request.method == "POST":
            return self.form.get(name, [""])[0]
        return self.request.query_params.get(name, "")

    def languages(self, document: DocumentId) -> tuple[str, ...]:
        """Returns the source of a document and the second language that a screen shows beside it.

        That is the one asked for, else the one worked in last, the reader's own, or the first other one.
        """
        known, source = self.snapshot.languages, self.snapshot.origin(document)
        likely = (one for one in (self.session.beside, self.words.tag) if one != source)
        also = self.field("also")  # where a finding is; who mends it goes on in the language that they work in
        wanted = (also if also in known else self.worked_in(self.field("lang")), *likely, *known)
        chosen = next((tag for tag in wanted if tag in known and (tag != source or tag == wanted[0])), source)
        return tuple(dict.fromkeys((source, chosen)))

    def worked_in(self, tag: str) -> str:
        """Keeps a language of the handbook that was asked for as the one worked in, and returns it."""
        if tag in self.snapshot.languages:
            self.session.beside = tag
        return tag

    def screen(self, template: str, section: str, **context: Any) -> Response:
        """Returns a screen as an answer."""
        told = self.request.query_params.get("told", "")
        here = f"{self.request.url.path}?{self.request.url.query}".rstrip("?")
        shared = frame(self.words, self.session, section, context.get("here", here)) | {
            "checking": self.checking and self.request.method == "GET",  # the page asks for itself again
            "told": self._notice(told) if told in NOTICES else "",
            "undo_of": self.field("undo") if _EDIT.fullmatch(self.field("undo")) else "",
            "problem": getattr(self.request.state, "problem", ""),
            "organisation": self.organisation,
        }
        return HTMLResponse(editor_screen(template, **{**shared, **context}))

    def _notice(self, told: str) -> str:
        """What was done, with how many or which document."""
        of = document_of(self.field("of"))
        title = title_of_document(self.snapshot, of, self.words.tag) if of in self.snapshot.documents else ""
        return self.words.screen(told, count=_count(self.field("count")), title=title)

    def refusal(self, heading: str, text: str, back: str = "/", status: int = 400) -> Response:
        """Returns the page that somebody was on, with what they wrote and why nothing was done; else that alone."""
        again = self._again(heading, text)
        if again is not None:
            again.status_code = status
            return again
        answer = self.screen("message", "", heading=heading, text=text, back=back)
        answer.status_code = status
        return answer

    def _again(self, heading: str, text: str) -> Response | None:
        """The page that a form was on, filled in as it was sent; None where nobody can say which that was."""
        request, before = self.request, urlsplit(self.request.headers.get("referer", ""))
        if request.method == "POST" and is_own_address(kept := self.field(PAGE)):
            before = urlsplit(kept)
        elif request.method != "POST" or before.netloc != request.headers.get("host"):
            return None
        path = unquote(before.path)
        query = urlencode([one for one in parse_qsl(before.query) if one[0] not in _OF_NOTICES])
        filled = {**self.form, PAGE: [f"{before.path}?{query}"]}
        scope = {**request.scope, "method": "GET", "path": path, "query_string": query.encode(), "state": {}}
        for route in request.app.routes:
            match, more = route.matches(scope)
            if match is Match.FULL:
                asked = Request({**scope, **more})
                asked.state.session, asked.state.problem = self.session, (heading, text)
                page: Response = more["endpoint"](asked)
                if page.status_code != HTTPStatus.OK or page.media_type != "text/html":
                    return None
                return HTMLResponse(refilled(bytes(page.body).decode(), request.url.path, filled))
        return None


def _count(words: str) -> int:
    """A number of the address that a notice says."""
    return int(words) if words.isdecimal() and len(words) < _LONGEST_COUNT else 0


Route = Callable[[Request], Response]


def answering(workspace: Workspace, route: Callable[[Visit], Response]) -> Route:
    """Returns a route that turns what a user can put right into a screen."""

    def answer(request: Request) -> Response:
        visit = Visit(request, workspace)
        try:
            return route(visit)
        except UserError as error:
            status = 404 if error.code in ("edit-no-document", "edit-no-place") else 400
            heading = visit.words.screen("error-title")
            return visit.refusal(heading, visit.words.say(error.message), status=status)

    return answer


def document_of(place: str) -> DocumentId:
    """Returns the document that an address names: `role/cook`, `glossary`. It may not be there."""
    kind, _, name = place.partition("/")
    return DocumentId(kind, name)


def goes_to(address: str, told: str = "", fragment: str = "", **query: str) -> RedirectResponse:
    """Returns a redirection to a screen of the editor; `told` is what it says first."""
    asked: Mapping[str, str] = {name: value for name, value in {**query, "told": told}.items() if value}
    tail = "&".join(f"{name}={quote(value, safe='/')}" for name, value in asked.items())
    anchor = f"#{quote(fragment)}" if fragment else ""
    return RedirectResponse(f"{quote(address, safe='/')}{'?' if tail else ''}{tail}{anchor}", 303)


def goes_back(address: str, told: str, **query: str) -> RedirectResponse:
    """Returns a redirection to a screen that somebody was on, without what it said then."""
    before = urlsplit(address)
    kept = {name: value for name, value in parse_qsl(before.query) if name not in _OF_NOTICES}
    return goes_to(unquote(before.path), told, **{**kept, **query})


def is_own_address(address: str) -> bool:
    """Returns whether an address leads to a screen of this editor and nowhere else."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
