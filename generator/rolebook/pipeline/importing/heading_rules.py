"""Whether a line is a heading or begins with a label, and what it means where the reader is."""

import re
from dataclasses import replace
from typing import NamedTuple

from rolebook.pipeline.importing.lexicon import EDGE, INSIDE, WHOLE, Lexicon, Meaning
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.looks import is_upper, look_of
from rolebook.pipeline.importing.parts import DOCUMENT, FREE, LISTED, REQUIREMENTS, SECTION, SINGLE
from rolebook.pipeline.importing.place import Place

LONGEST_HEADING, _LONGEST_LABEL = 90, 110
_RUN_IN = re.compile(r"(?P<label>[^:：]{1,110}?)\s*(?:：|:(?!\d\d))\s*(?P<rest>\S.*)", re.DOTALL)
_DASHED = re.compile(r"(?P<label>.{2,40}?)\s+[-–—]\s+(?P<rest>\S.*)", re.DOTALL)
_BRACKETED = re.compile(r"(?P<label>[【\[][^】\]]{1,20}[】\]])\s*(?P<rest>\S.*)", re.DOTALL)
_STOPPED = re.compile(r"(?P<label>[^.:]{3,110})\.\s+(?P<rest>[^\W\d_a-zа-яё].*)", re.DOTALL)
_LONGEST_SHORT_LABEL = 60
_BESIDE = re.compile(r"\s[·•|/–—]\s|[,，、;；]")
_ENDS = (".", "。", ";", "；", "!", "?", "！", "？", ",", "，")
_STOPS = (".", "。", "?", "？")
_BEGUN = re.compile(r"\s*[(（]?[1一][)）.、．]")
_LEAST_SPECIFIC, _LEAST_OPENING = 4, 0.3
_CUE_HEADINGS = frozenset({"rights", "liability", "prohibitions", "knowledge", "skills", "legal-basis", "requirements"})


class RunIn(NamedTuple):
    """A label with the words after it in its line."""

    label: str
    rest: str
    meaning: Meaning


class HeadingRules:
    """Judges lines by the lexicon and by what was before them."""

    def __init__(self, lexicon: Lexicon, place: Place) -> None:
        self._lexicon, self._place = lexicon, place

    def heads_document(self, line: Line) -> bool:
        """Whether a line heads a description, `Job description: cook`; one that may be a part's does so first only."""
        if len(line.text) > LONGEST_HEADING or line.text.endswith(_ENDS) or (line.is_item and line.number):
            return False
        kind, rest = self._lexicon.document_head(line.text)
        if kind != "role" and self._heads_by_post(line):
            return True
        if kind != "role" or (self._lexicon.is_whole(line.text) and not self._lexicon.is_either(line.text)):
            return False
        if not rest and self._is_above_title(line):
            return True
        if rest:
            return line.is_heading or line.is_bold or self._place.part == ""
        return not (self._lexicon.is_either(line.text) and self._place.seen and self._is_of_part())

    def _is_above_title(self, line: Line) -> bool:
        """Whether words such as `Role description` stand before any part and above a line that is no sentence."""
        after = self._place.following
        is_opening = self._place.seen <= {""} and not self._place.looks
        stands_out = line.is_heading or line.is_bold or is_upper(line.text)
        is_short = after is not None and not after.is_item and len(after.text) <= LONGEST_HEADING
        return is_opening and stands_out and is_short and after is not None and not after.text.endswith(_ENDS)

    def _heads_by_post(self, line: Line) -> bool:
        """Whether the first words are more than `duties`, and a heading and no list follows: the words name a post."""
        after = self._place.following
        is_first = self._place.part == "" and not self._place.seen and not self._place.looks
        if not is_first or after is None or not (after.is_bold or after.is_heading or self._place.has_duties_below):
            return False
        meaning = self._lexicon.meaning_of(line.text)
        return meaning is not None and meaning.part == "duties" and meaning.strength == EDGE

    def _is_of_part(self) -> bool:
        """Whether words such as `job description` head a part: before a list, or before the description's body."""
        return self._place.is_before_list or not self._place.seen & (REQUIREMENTS | {"duties"})

    def meaning_of(self, line: Line) -> Meaning | None:
        """What a line means as a heading; None for one that is content."""
        plain = _without_stop(line)
        if len(plain.text) > LONGEST_HEADING:
            return None
        if self._lexicon.is_either(plain.text) and not self._lexicon.document_head(plain.text)[1]:
            return Meaning("duties" if self._place.is_before_list else "purpose", EDGE, 1.0)
        meaning = self._lexicon.meaning_of(plain.text)
        if meaning is not None and meaning.strength == WHOLE and line.text.endswith("."):
            return meaning
        if plain.text.endswith(_ENDS):
            return None
        opens = _is_open(plain)
        if opens and (meaning is None or meaning.strength < WHOLE):
            meaning = self._introduced(plain) or meaning
        return self._accepted(plain, meaning) if meaning else None

    def _introduced(self, line: Line) -> Meaning | None:
        """What a line with a colon introduces: by its first words, or by a cue such as `has the right to`."""
        if meaning := self._lexicon.opening_of(line.text):
            return meaning if meaning.part in LISTED | REQUIREMENTS else None
        cue = self._lexicon.cue_in(line.text)
        is_open = self._place.part in FREE or cue == self._place.part
        return Meaning(cue, EDGE, 0.5) if cue in _CUE_HEADINGS and is_open else None

    def _accepted(self, line: Line, meaning: Meaning) -> Meaning | None:
        opens = _is_open(line)
        stands_out = line.is_heading or line.is_bold or opens or is_upper(line.text) or self._place.steps_up(line)
        between = self._place.is_between_lists(line)
        if line.is_item and not line.is_heading and not stands_out:
            in_list = self._place.part not in FREE and not (line.number and line.depth == 1)
            return meaning if meaning.strength == WHOLE and line.number and not in_list else None
        if meaning.strength == WHOLE:
            return meaning
        if meaning.part in SINGLE or self._is_inside_list(line, meaning):
            return None
        if not stands_out and not between and not (line.number and line.depth == 1 and meaning.share >= 0.5):
            return None
        shown = line.is_heading or line.is_bold or opens or between
        return meaning if meaning.strength > INSIDE or shown else None

    def _is_inside_list(self, line: Line, meaning: Meaning) -> bool:
        """Whether a heading of a list's group only shares a word with another part: `Risk management:` among duties."""
        if self._place.part in LISTED and self._place.is_nested(line):
            return True
        return (
            self._place.part in LISTED
            and not (self._place.is_alone and line.is_heading)
            and meaning.part not in (self._place.part, *REQUIREMENTS)
            and look_of(line) not in self._place.looks
            and not (line.is_heading and line.heading_level <= min(self._levels(), default=0))
        )

    def _levels(self) -> list[int]:
        return [look.heading_level for look in self._place.looks if look.is_heading]

    def run_in(self, line: Line) -> RunIn | None:
        """A label and its words in one line, `Reports to: head of sales`; None where there is no label."""
        if line.is_item and self._place.part not in FREE | REQUIREMENTS | SINGLE:
            return None
        colon, dash, stop = _RUN_IN.match(line.text), _DASHED.match(line.text), _STOPPED.match(line.text)
        for match in (_BRACKETED.match(line.text), colon, dash, stop):
            if match and len(match["label"]) <= _LONGEST_SHORT_LABEL:
                meaning = self._lexicon.meaning_of(match["label"])
                if meaning and (meaning.strength == WHOLE or (match is colon and _is_near(meaning))):
                    return RunIn(match["label"], match["rest"], meaning)
        opening = self._lexicon.opening_of(stop["label"]) if stop and self._place.part in FREE else None
        if stop and opening and opening.part in LISTED | REQUIREMENTS and opening.share >= _LEAST_OPENING:
            return RunIn(stop["label"], stop["rest"], opening)
        if colon and self._place.part in FREE and (introduced := self._introduced(replace(line, text=colon["label"]))):
            return RunIn(colon["label"], colon["rest"], introduced)
        if colon and (part := self._single_by_stem(colon["label"], colon["rest"])):
            return RunIn(colon["label"], colon["rest"], Meaning(part, INSIDE, 0.0))
        label, rest = self._prefix(line)
        meaning = self._lexicon.meaning_of(label) if label else None
        return RunIn(label, rest, meaning) if meaning else None

    def _single_by_stem(self, label: str, rest: str) -> str:
        """The part that a label of unknown words before a short value points to, in the lines before any list."""
        is_short = len(rest) <= LONGEST_HEADING and not rest.endswith(_STOPS)
        return self._lexicon.label_in(label) if is_short and self._place.is_before_lists else ""

    def _prefix(self, line: Line) -> tuple[str, str]:
        """A heading that the words follow without any sign, as Chinese text from the web has it."""
        if self._lexicon.spaced or not line.number:
            return "", ""
        for phrase in sorted(self._lexicon.phrases, key=len, reverse=True):
            if line.text.startswith(phrase):
                rest = line.text[len(phrase) :]
                return (phrase, rest) if rest and (len(phrase) >= _LEAST_SPECIFIC or _BEGUN.match(rest)) else ("", "")
        return "", ""

    def is_unknown(self, line: Line) -> bool:
        """Whether a line is a heading that the lexicon lacks."""
        asks = line.text.endswith(("?", "？")) and (line.is_heading or line.is_bold)
        if len(line.text) > LONGEST_HEADING or (line.text.endswith(_ENDS) and not asks):
            return False
        if line.is_heading:
            return True
        if self._place.part in ("", DOCUMENT):
            return self._place.main_looks_open(line) or self._place.introduces_list(line)
        if self._place.steps_up(line) and not self._lexicon.cue_in(line.text):
            return True
        if self._place.is_between_lists(line) or self._place.counts_on(line):
            return True
        return (line.is_bold or is_upper(line.text) or _is_open(line)) and not (line.is_item and not line.number)

    def cue_in(self, line: Line) -> str:
        """What a sentence is about by its words; outside general provisions, where it begins so and is short."""
        if self._place.part == "general":
            return self._lexicon.cue_in(line.text)
        short = len(line.text) <= 2 * LONGEST_HEADING
        return self._lexicon.cue_in(line.text[:_LONGEST_SHORT_LABEL]) if short else ""

    def sums_up_terms(self, line: Line) -> bool:
        """Whether a short line below the title names terms of work side by side, `Permanent · London · £30,000`."""
        if not self._place.seen or len(line.text) > LONGEST_HEADING or line.text.endswith(_STOPS):
            return False
        pieces = [piece for piece in _BESIDE.split(line.text) if piece.strip()]
        return len(pieces) > 1 and self._lexicon.contents_of(line.text) == {"conditions"}

    def names_unit(self, line: Line) -> bool:
        """Whether a short line below the title names a unit of the employer and no post."""
        is_next = bool(self._place.seen) and "department" not in self._place.seen
        if not is_next or len(line.text) > _LONGEST_SHORT_LABEL or line.text.endswith(_ENDS) or ":" in line.text:
            return False
        return self._lexicon.names_unit(line.text)

    def is_tail(self, line: Line) -> bool:
        """Whether a sentence is of what follows a description: how to apply, who signed."""
        is_inside = self._place.part not in ("", "other", DOCUMENT, SECTION) or self._place.seen > {""}
        is_item = bool(line.number) or (self._place.part == "duties" and self._lexicon.begins_with_action(line.text))
        return is_inside and not is_item and self._lexicon.cue_in(line.text) == "other"


def _is_open(line: Line) -> bool:
    return line.text.rstrip().endswith((":", "："))


def _is_near(meaning: Meaning) -> bool:
    return meaning.strength == EDGE and meaning.share >= 0.6 and meaning.part not in SINGLE


def _without_stop(line: Line) -> Line:
    """A heading without the full stop that some put behind it."""
    stands_out = line.is_heading or line.is_bold or is_upper(line.text) or line.depth == 1
    return replace(line, text=line.text.rstrip(". 。?？")) if stands_out and line.text.endswith(_STOPS) else line
