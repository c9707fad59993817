"""What is wrong, and where. Knows nothing of HR and reads no file."""

from rolebook.diagnostics.diagnostic import (
    Argument,
    Diagnostic,
    Localized,
    Location,
    Phrase,
    Phrasebook,
    Rule,
    Severity,
    did_you_mean,
)
from rolebook.diagnostics.message import Message, UserError

__all__ = [
    "Argument",
    "Diagnostic",
    "Localized",
    "Location",
    "Message",
    "Phrase",
    "Phrasebook",
    "Rule",
    "Severity",
    "UserError",
    "did_you_mean",
]
