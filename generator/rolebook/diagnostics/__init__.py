"""What is wrong, and where. Knows nothing of HR and reads no file."""

from rolebook.diagnostics.diagnostic import (
    Argument,
    Diagnostic,
    Location,
    Phrase,
    Phrasebook,
    Rule,
    Severity,
    Told,
    UserError,
    did_you_mean,
)

__all__ = [
    "Argument",
    "Diagnostic",
    "Location",
    "Phrase",
    "Phrasebook",
    "Rule",
    "Severity",
    "Told",
    "UserError",
    "did_you_mean",
]
