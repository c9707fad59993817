"""Documents as they lie on paper: a view arranged by the custom of its place, with who signs it."""

from rolebook.view.paper.arrangement import paper_of
from rolebook.view.paper.forms import refusal_of, sanctions_of, sheet_of
from rolebook.view.paper.paper import Paper, SheetRow, Signer

__all__ = ["Paper", "SheetRow", "Signer", "paper_of", "refusal_of", "sanctions_of", "sheet_of"]
