"""Documents as they lie on paper: a view arranged by the custom of its place, with who signs it."""

from rolebook.view.paper.arrangement import employer, paper_of
from rolebook.view.paper.forms import cover_of, refusal_of, sanctions_of, sheet_of
from rolebook.view.paper.paper import Paper, PaperBrand, SheetRow, Signer
from rolebook.view.paper.reading_copy import reading_copy_of

__all__ = [
    "Paper",
    "PaperBrand",
    "SheetRow",
    "Signer",
    "cover_of",
    "employer",
    "paper_of",
    "reading_copy_of",
    "refusal_of",
    "sanctions_of",
    "sheet_of",
]
