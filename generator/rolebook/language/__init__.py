"""Words, plurals, dates, numbers, lists and directions of each language, from data files and CLDR."""

from rolebook.language.duration import Duration
from rolebook.language.language import FontSet, Language, known_languages, language_for, misfits
from rolebook.language.messages import phrasebook, say

__all__ = ["Duration", "FontSet", "Language", "known_languages", "language_for", "misfits", "phrasebook", "say"]
