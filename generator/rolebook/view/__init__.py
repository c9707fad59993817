"""What a reader sees: handbook x document x entity x jurisdiction x language as a tree of blocks.

Owns identity and fingerprint. Everything that renders, signs or registers a document consumes this.
"""

from rolebook.view.audience import Audience, shown_to
from rolebook.view.fingerprint import fingerprint
from rolebook.view.history import history_of
from rolebook.view.holder import HolderView, holder_view, newcomer_sections
from rolebook.view.identity import Identity, identities_of, identity_of
from rolebook.view.law import standing
from rolebook.view.policy import policy_view
from rolebook.view.reader import Reader
from rolebook.view.role import role_view

__all__ = [
    "Audience",
    "HolderView",
    "Identity",
    "Reader",
    "fingerprint",
    "history_of",
    "holder_view",
    "identities_of",
    "identity_of",
    "newcomer_sections",
    "policy_view",
    "role_view",
    "shown_to",
    "standing",
]
