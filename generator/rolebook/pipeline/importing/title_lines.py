"""Lines that are titles of posts by what follows them."""

from collections.abc import Sequence

from rolebook.pipeline.importing.lexicon import Lexicon, has_word
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import BLANK, DOCUMENT, REQUIREMENTS, SECTION

_AFTER_TITLE = REQUIREMENTS | {"duties", "purpose", "general", "title", DOCUMENT}
_LONGEST_TITLE = 60
_HAN_NUMBERS = "一二三四五六七八九十"
_ENDS = (".", "。", ";", "；", ",", "，")


def is_title_line(lines: Sequence[Line], place: int) -> bool:
    """Whether a line is a heading of unknown words, and that of duties, requirements or a purpose comes next."""
    line = lines[place]
    words = line.text or line.heading
    is_own = (line.part == SECTION and line.use == "label") or line.part == ""
    if not is_own or len(words) > _LONGEST_TITLE or words.endswith(_ENDS):
        return False
    following = next((one for one in lines[place + 1 :] if one.part != BLANK), None)
    return following is not None and following.use == "label" and following.part in _AFTER_TITLE


def series_titles(lines: Sequence[Line], titles: Sequence[int], lexicon: Lexicon) -> list[int]:
    """Returns the places of titles with those of posts that count on from them: `4. Driver` after `3. Cook`."""
    found = set(titles)
    last = 0
    for place, line in enumerate(lines):
        order = _order_of(line.number)
        if place in found and order:
            last = order
        elif last and order == last + 1 and _names_post(line, lexicon):
            found.add(place)
            last = order
    return sorted(found)


def _names_post(line: Line, lexicon: Lexicon) -> bool:
    words = line.text or line.heading
    is_known = line.use == "label" and line.part != SECTION
    short = len(words) <= _LONGEST_TITLE and not words.endswith(_ENDS)
    return short and not is_known and has_word(lexicon.words.posts, words, spaced=lexicon.spaced)


def _order_of(number: str) -> int:
    """Returns the place of a Han number in its series, 0 for others: digits count in every list."""
    plain = number.strip(" .、:：．")
    return _HAN_NUMBERS.find(plain) + 1 if len(plain) == 1 else 0
