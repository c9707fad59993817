"""Papers as Word documents, for people who must edit before they print."""

from rolebook.render.word.document import word_document

__all__ = ["word_document"]
