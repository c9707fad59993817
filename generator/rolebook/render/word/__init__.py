"""Papers as Word documents, for people who must edit before they print."""

from rolebook.render.word.document import word_document
from rolebook.render.word.template import template_for

__all__ = ["template_for", "word_document"]
