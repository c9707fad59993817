"""A line of requirements as a requirement: its kind, years, language and level."""

import re
from collections.abc import Mapping
from typing import Any

from rolebook.language.comparison import folded
from rolebook.pipeline.importing.lexicon import Lexicon, first_key, has_word, pieces_of

_KINDS = {
    "education": "education", "experience": "experience", "knowledge": "knowledge", "skills": "skill",
    "languages": "language", "certificates": "certificate", "training": "training", "traits": "trait",
    "person": "trait",
}  # fmt: skip
_OTHERWISE = "skill"
_BROAD, _PLAIN = frozenset({"skills", "knowledge"}), frozenset({"education", "certificate", "language", "experience"})
_LEVEL = re.compile(r"(?<![A-Za-z0-9])([ABC][12])(?![A-Za-z0-9])")
_MOST_YEARS, _ENDING = 60, 3
_GAP = r"(?:\s*\+|\s*\(\w+\))?\s*"


def requirement(text: str, part: str, lexicon: Lexicon, *, is_preferred: bool = False) -> dict[str, Any]:
    """Returns the fields of a requirement beside its id; `part` is the heading that it is under.

    `is_preferred` where its column or heading says so.
    """
    own = first_key(lexicon.words.kinds, text, spaced=lexicon.spaced, ending=_ENDING)
    kind = _KINDS.get(part) or own or _OTHERWISE
    if part in _BROAD and own in _PLAIN:  # `Knowledge, skills and abilities` heads degrees and licences, too
        kind = own
    fields: dict[str, Any] = {"kind": kind, "text": text}
    if is_preferred or has_word(lexicon.words.preferred, text, spaced=lexicon.spaced, ending=_ENDING):
        fields["need"] = "preferred"
    if kind == "experience":
        fields |= _years(text, lexicon)
    if kind == "language":
        fields |= _language(text, lexicon)
    return fields


def names_preferred(heading: str, lexicon: Lexicon) -> bool:
    """Whether a heading is of preferred requirements alone: `Desirable`, and not `Essential and desirable`."""
    is_one = len(pieces_of(heading)) == 1
    return is_one and has_word(lexicon.words.preferred, heading, spaced=lexicon.spaced, ending=_ENDING)


def _years(text: str, lexicon: Lexicon) -> Mapping[str, int]:
    """The years of experience, where exactly one number or range of them is in the text."""
    unit = "|".join(sorted((re.escape(word) for word in lexicon.words.years), key=len, reverse=True))
    pattern = rf"(\d{{1,2}})\s*(?:[-–—~]|to|до|a|至|到|đến)?{_GAP}(\d{{1,2}})?{_GAP}(?:{unit})"
    found = re.findall(pattern, folded(text))
    if len(found) != 1:
        return {}
    first, last = found[0]
    years = [int(one) for one in (first, last) if one]
    if max(years) > _MOST_YEARS or years != sorted(years):
        return {}
    return dict(zip(("years", "years_up_to"), years, strict=False))


def _language(text: str, lexicon: Lexicon) -> Mapping[str, str]:
    low = folded(text)
    tags = [tag for tag, words in lexicon.words.language_names.items() if any(word in low for word in words)]
    levels = set(_LEVEL.findall(text))
    if len(tags) != 1:
        return {}
    return {"language": tags[0], **({"level": levels.pop()} if len(levels) == 1 else {})}
