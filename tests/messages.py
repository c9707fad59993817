"""What a program says, by code and arguments: tests name no sentence, so that prose may improve without them.

The sentences themselves are in `golden/sentences.txt`; `tests/altered.py` shows that nothing else holds them.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from rolebook.diagnostics import Argument, Diagnostic, Localized, Location, Message, Phrase, Rule
from rolebook.language import phrasebook, say

ANYTHING = "\ue000"
_PLAIN = re.compile(r"(?!-?\d+$)[^\s\"{}\[\]=]+")


def sentence(code: str, /, **arguments: str | int) -> str:
    """Returns the English sentence of a message with all its arguments."""
    return in_english(Message(code, **arguments))


def says(output: str, code: str | Message, /, **arguments: str | int) -> bool:
    """Whether a line of an output ends with a message; arguments that are not given may be anything within the line."""
    message = code if isinstance(code, Message) else Message(code, **arguments)
    return said(output, message) > 0


def said(output: str, message: Message) -> int:
    """Returns how many lines of an output end with a message; see `says`."""
    words = re.escape(in_english(message, ANYTHING)).replace(ANYTHING, ".*?")
    return len(re.findall(rf"(?:^| ){words}$", output, re.MULTILINE))


def refused(code: str, /, **arguments: str | int) -> str:
    """Returns the one line that a command writes about wrong use."""
    return f"rolebook: {sentence(code, **arguments)}\n"


def phrase(code: str, /, *, hint: str | None = None, **arguments: Argument) -> Phrase:
    """Returns message and hint of a finding in English."""
    return phrasebook("en")(Rule(code).at(Location(""), hint=hint, **arguments))


def listed(findings: list[Diagnostic]) -> str:
    """Returns findings as cases list them: a line each with place, severity, code, hint and arguments."""
    return "".join(f"{_line(one)}\n" for one in findings)


def _line(finding: Diagnostic) -> str:
    place = finding.location
    told: dict[str, Argument] = {"hint": finding.hint} if finding.hint else {}
    told |= dict(sorted(finding.arguments.items()))
    words = [f"{name}={_written(value)}" for name, value in told.items()]
    return " ".join([f"{place.file}:{place.line}:{place.column}: {finding.severity}[{finding.code}]", *words])


def _written(value: Argument) -> str:
    plain = value.in_language("en") if isinstance(value, Localized) else value
    return plain if isinstance(plain, str) and _PLAIN.fullmatch(plain) else json.dumps(plain, ensure_ascii=False)


class _Known(dict[str, Any]):
    """Arguments that notice which of them a sentence has; one that is not given is shown as `unknown`."""

    def __init__(self, arguments: Mapping[str, Any], unknown: str | None) -> None:
        super().__init__(arguments)
        self.asked: set[str] = set()
        self._unknown = unknown

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name) if self._unknown is None else self.get(name, self._unknown)


def in_english(message: Message, unknown: str | None = None) -> str:
    """Returns the English sentence with `unknown` for arguments that are not given.

    Raises KeyError for a missing argument where there is no `unknown`, AssertionError for one the sentence lacks.
    """
    asked = Message(message.code)
    asked.arguments = known = _Known(message.arguments, unknown)
    words = say(asked, "en")
    assert set(known) <= known.asked, f"{message.code} has no {set(known) - known.asked}"
    return words
