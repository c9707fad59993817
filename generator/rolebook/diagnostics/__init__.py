"""What is wrong, and where. Knows nothing of HR and reads no file."""

from rolebook.diagnostics.diagnostic import (
    Diagnostic,
    Location,
    Phrase,
    Phrasebook,
    Rule,
    Severity,
    UserError,
    did_you_mean,
)

__all__ = ["Diagnostic", "Location", "Phrase", "Phrasebook", "Rule", "Severity", "UserError", "did_you_mean"]
