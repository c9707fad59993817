"""Papers as Word documents, for people who must edit before they print."""

from rolebook.render.word.document import word_document
from rolebook.render.word.template import LAYOUTS, template_for

__all__ = ["LAYOUTS", "template_for", "word_document"]
