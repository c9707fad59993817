"""Words, plurals, dates, numbers, lists and directions of each language, from data files and CLDR."""

from rolebook.language.calendar_words import month_number, weekday_number
from rolebook.language.duration import Duration
from rolebook.language.language import (
    FontSet,
    Language,
    cell_separator,
    date_order,
    known_languages,
    language_for,
    script_of,
)
from rolebook.language.length import counts_signs, length
from rolebook.language.messages import phrasebook, say, word_of
from rolebook.language.misfits import misfits
from rolebook.language.quantities import Amount, Quantities

__all__ = [
    "Amount",
    "Duration",
    "FontSet",
    "Language",
    "Quantities",
    "cell_separator",
    "counts_signs",
    "date_order",
    "known_languages",
    "language_for",
    "length",
    "misfits",
    "month_number",
    "phrasebook",
    "say",
    "script_of",
    "weekday_number",
    "word_of",
]
