"""Text and pages of a PDF, whoever made it. Knows nothing of signatures, scans or handbooks."""

from rolebook.pdf.document import UnreadablePdfError
from rolebook.pdf.pages import page_count, page_pictures
from rolebook.pdf.text import page_texts, text_digest

__all__ = ["UnreadablePdfError", "page_count", "page_pictures", "page_texts", "text_digest"]
