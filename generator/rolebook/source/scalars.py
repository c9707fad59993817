"""What a plain YAML scalar means to Rolebook.

YAML 1.2's core schema, less its surprises: only JSON's numbers without an exponent are numbers, and only
`true`, `false` and `null` are words of their own. `no`, `1e3`, `12:30`, `011` and dates are text.
"""

import re

_WORDS: dict[str, bool | None] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}\Z")


def resolve(text: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-0123456789":
        return text
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text
