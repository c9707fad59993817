"""Documents that people keep elsewhere, read as blocks with their places: Word, PDF, RTF, web pages, Markdown, text."""

from rolebook.exchange.documents.read import read_document

__all__ = ["read_document"]
