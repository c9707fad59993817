"""Text and pages of a PDF, whoever made it. Knows nothing of signatures, scans or handbooks."""

from rolebook.pdf.document import UnreadablePdfError
from rolebook.pdf.pages import page_count, page_pictures
from rolebook.pdf.spills import Spill, text_and_spills
from rolebook.pdf.text import page_texts, text_digest

__all__ = [
    "Spill",
    "UnreadablePdfError",
    "page_count",
    "page_pictures",
    "page_texts",
    "text_and_spills",
    "text_digest",
]
