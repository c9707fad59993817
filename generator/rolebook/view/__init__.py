"""What a reader sees: handbook x document x entity x jurisdiction x language as a tree of blocks.

Owns identity and fingerprint. Everything that renders, signs or registers a document consumes this.
"""

from rolebook.view.audience import Audience, shown_to
from rolebook.view.fingerprint import fingerprint
from rolebook.view.identity import Identity, identities_of, identity_of
from rolebook.view.law import standing
from rolebook.view.policy import policy_view
from rolebook.view.reader import Reader
from rolebook.view.role import role_view

__all__ = [
    "Audience",
    "Identity",
    "Reader",
    "fingerprint",
    "identities_of",
    "identity_of",
    "policy_view",
    "role_view",
    "shown_to",
    "standing",
]
