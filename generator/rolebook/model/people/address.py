"""E-mail addresses: which ones a mail can be sent to, and when two are one."""

import re

from rolebook.language.comparison import folded

# RFC 5322 atoms with dots; what needs quotes or UTF-8 (RFC 6531) is refused by too many servers on the way.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")
_LONGEST_LOCAL, _LONGEST = 64, 254


def sendable(address: str) -> str:
    """Returns an address as mail programs send it, its domain in punycode (RFC 5891); nothing where none can."""
    local, _, domain = address.strip().rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    sent = f"{local}@{plain}"
    fits = len(local) <= _LONGEST_LOCAL and len(sent) <= _LONGEST
    return sent if fits and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(plain) else ""


def same_address(one: object, other: object) -> bool:
    """Whether two addresses are one to a reader: without case, width, and with the domain in either spelling."""
    first, second = (folded(sendable(folded(told)) or told) for told in (one, other))
    return bool(first) and first == second
