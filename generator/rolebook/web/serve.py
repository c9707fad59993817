"""`rolebook edit`: the editor on a free port of this computer, until the terminal ends it."""

import getpass
import socket
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from rolebook.diagnostics import UserError
from rolebook.source.project import SETTINGS
from rolebook.store.system import use_few_heaps
from rolebook.web.beginning import Beginning
from rolebook.web.guard import Guard
from rolebook.web.opening import Opening
from rolebook.web.sessions import Sessions

LOOPBACK = "127.0.0.1"


def run_editor(root: Path, port: int, interface: str, tell: Callable[[str], None], *, browser: bool) -> None:
    """Serves the editor of a handbook on the loopback address; 0 takes any free port. Tells the one-time address.

    Where the folder has no handbook, the first page begins one.

    Raises UserError for a port that is in use.
    """
    use_few_heaps()
    listener = _listener(port)
    taken = listener.getsockname()[1]
    sessions = Sessions(_actor(), interface)
    app = Guard(_first(root), sessions, taken)
    address = f"http://{LOOPBACK}:{taken}/?key={sessions.key}"
    tell(address)
    if browser:
        webbrowser.open(address)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, date_header=False, lifespan="off", ws="none"
    )
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _first(root: Path) -> ASGIApp:
    """The editor of a handbook, or where there is none, the questions that it begins with."""
    if (root / SETTINGS).is_file():
        return _opened(root)
    return Beginning(root, partial(_opened, root))


def _opened(root: Path) -> ASGIApp:
    opening = Opening(root, partial(_loaded, root))
    opening.start()
    return opening


def _loaded(root: Path) -> tuple[ASGIApp, Callable[[], object]]:
    """The editor of a handbook that was read, and what settles it: the first check, and all that it needs again."""
    from rolebook.pipeline.edit.workspace import Workspace  # noqa: PLC0415  the first page is there before
    from rolebook.web.application import screens_of  # noqa: PLC0415

    workspace = Workspace(root)
    workspace.now()
    return screens_of(workspace), workspace.warm_up


def _listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise UserError("edit-port", port=port) from None
    listener.listen(64)
    return listener


def _actor() -> str:
    """Who acts: the user of this computer, whose name the journal beside the handbook keeps."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a system without names of users
        return "editor"
