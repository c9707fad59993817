"""Who may use a running editor: one browser that opened the one-time address."""

import secrets
from dataclasses import dataclass, field


def cookie_of(port: int) -> str:
    """Returns the name of the cookie of an editor: browsers give a cookie to every port, and each needs its own."""
    return f"rolebook-editor-{port}"


@dataclass(slots=True)
class Session:
    """One browser: its token against forged forms, who acts, the language of its screens, and the last worked in."""

    actor: str
    interface: str
    beside: str = ""
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))


class Sessions:
    """The key that opens the editor once, and the sessions that it opened."""

    def __init__(self, actor: str, interface: str) -> None:
        self._actor, self.interface = actor, interface
        self.key: str | None = secrets.token_urlsafe(32)
        self._used = ""
        self._open: dict[str, Session] = {}

    def open(self, key: str) -> str | None:
        """Returns the name of a new session for the key, which is used up by that; None for any other key."""
        if self.key is None or not secrets.compare_digest(key.encode(), self.key.encode()):
            return None
        self._used, self.key = self.key, None
        name = secrets.token_urlsafe(32)
        self._open[name] = Session(self._actor, self.interface)
        return name

    def was_used(self, key: str) -> bool:
        """Whether a key is the one that opened a session already."""
        return bool(self._used) and secrets.compare_digest(key.encode(), self._used.encode())

    def of(self, name: str) -> Session | None:
        """Returns the session of a name."""
        return self._open.get(name)
