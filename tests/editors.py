"""A running editor for tests: the real application on a real port, in a thread."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from starlette.types import ASGIApp

from rolebook.pipeline.edit.workspace import Workspace
from rolebook.web.application import application
from rolebook.web.serve import _listener
from rolebook.web.sessions import Sessions


class Running:
    """An editor, its address, and how to open another session of it."""

    def __init__(self, port: int, sessions: Sessions) -> None:
        self.port, self._sessions = port, sessions
        self.base = f"http://127.0.0.1:{port}"

    def opening(self, actor: str = "tester") -> str:
        """Returns a one-time address for one more browser, as another process's editor of the same handbook has."""
        self._sessions.key, self._sessions._actor = f"key-{time.monotonic_ns()}", actor
        return f"{self.base}/?key={self._sessions.key}"


@contextmanager
def running(root: Path, interface: str = "en") -> Iterator[Running]:
    """Serves the editor of a handbook until the end."""
    with serving(lambda sessions, port: application(Workspace(root), sessions, port), interface) as editor:
        yield editor


@contextmanager
def serving(make: Callable[[Sessions, int], ASGIApp], interface: str = "en") -> Iterator[Running]:
    """Serves an application until the end."""
    listener = _listener(0)
    port = listener.getsockname()[1]
    sessions = Sessions("tester", interface)
    config = uvicorn.Config(make(sessions, port), log_level="critical", lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Running(port, sessions)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


class Client:
    """A browser without a screen: cookies, forms with their token, and any header one likes to send."""

    def __init__(self, editor: Running, actor: str = "tester") -> None:
        self.editor = editor
        status, headers, _ = self.send("GET", editor.opening(actor).removeprefix(editor.base))
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]

    @cached_property
    def csrf(self) -> str:
        """The token of its forms."""
        return str(re.findall('name="csrf" value="([^"]+)"', self.get("/list/role"))[0])

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], str]:
        """Returns status, headers and text of an answer."""
        status, told, content = self.ask(method, path, body, **headers)
        return status, told, content.decode(errors="replace")

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Returns status, headers and bytes of an answer."""
        connection = HTTPConnection("127.0.0.1", self.editor.port, timeout=60)
        host = f"127.0.0.1:{self.editor.port}"
        told = {"Host": host, "Cookie": getattr(self, "cookie", "")}
        if method == "POST":
            told |= {"Origin": f"http://{host}", "Content-Type": "application/x-www-form-urlencoded"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in told.items():
            connection.putheader(name, value)
        if "Content-Length" not in told:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def upload(self, path: str, content: bytes, name: str = "file.docx", **fields: str) -> tuple[int, str]:
        """Submits a form with a file, and returns the status and the screen."""
        told = {"csrf": self.csrf, **fields}
        parts = [f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{one}\r\n' for key, one in told.items()]
        parts.append(f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
        body = "".join(parts).encode() + content + b"\r\n--b--\r\n"
        status, _, text = self.send("POST", path, body, Content_Type="multipart/form-data; boundary=b")
        return status, text

    def get(self, path: str) -> str:
        """Returns a screen."""
        status, _, text = self.send("GET", path)
        assert status == 200, (path, status)
        return text

    def post(self, path: str, **fields: str) -> tuple[int, dict[str, str], str]:
        """Submits a form with its token; `__` in a name is a colon."""
        told = {"csrf": self.csrf, **{name.replace("__", ":"): value for name, value in fields.items()}}
        return self.send("POST", path, urlencode(told).encode())

    def send_form(self, path: str, repeated: list[tuple[str, str]], **fields: str) -> int:
        """Submits a form some of whose fields come more than once, and returns the status."""
        told = [("csrf", self.csrf), *repeated, *((name.replace("__", ":"), value) for name, value in fields.items())]
        return self.send("POST", path, urlencode(told).encode())[0]


__all__ = ["Client", "Running", "running"]
