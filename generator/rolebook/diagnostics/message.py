"""What a command says beside findings: results, prompts, and why it was used wrongly."""

from collections.abc import Callable
from functools import partial


class Message:
    """A sentence by its code and arguments; the words come from the reader's language file, under `usage`."""

    __slots__ = ("arguments", "code")

    def __init__(self, code: str, /, **arguments: str | int) -> None:
        self.code = code
        self.arguments = arguments


class UserError(Exception):
    """Wrong use of the command: nothing was checked and nothing written. Carries the message that says why."""

    def __init__(self, code: str, /, **arguments: str | int) -> None:
        super().__init__(code, arguments)
        self.message = Message(code, **arguments)

    @property
    def code(self) -> str:
        """The message's code."""
        return self.message.code

    @property
    def arguments(self) -> dict[str, str | int]:
        """The message's arguments."""
        return self.message.arguments

    def __reduce__(self) -> tuple[Callable[[], "UserError"], tuple[()]]:
        """Comes back whole from another process."""
        return partial(type(self), self.code, **self.arguments), ()
