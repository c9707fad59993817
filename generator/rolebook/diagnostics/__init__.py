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
    UserError,
    did_you_mean,
)

__all__ = [
    "Argument",
    "Diagnostic",
    "Localized",
    "Location",
    "Phrase",
    "Phrasebook",
    "Rule",
    "Severity",
    "UserError",
    "did_you_mean",
]
