"""The lines of a policy: headings of sections with their numbers, and clauses under them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolebook.exchange.documents.blocks import Block
from rolebook.pipeline.importing.forms import rows_of, words_in
from rolebook.pipeline.importing.lexicon import EDGE, WHOLE, Lexicon
from rolebook.pipeline.importing.lines import CHAPTERS, Line, lines_of
from rolebook.pipeline.importing.looks import is_upper
from rolebook.pipeline.importing.parts import BLANK, SECTION

_KNOWN = frozenset({"purpose", "scope", "definitions", "process", "effective", "revision", "code"})
_LONGEST, _LONGEST_HAN, _FIRST_HEADINGS = 90, 30, 3
_ENDS = (".", "。", ";", "；", ",", "，", "!", "！", ":", "：")
_HAN_CHAPTERS = ("章", "节")


def policy_lines(blocks: Sequence[Block], lexicon: Lexicon) -> list[Line]:
    """Returns a policy's lines: headings as labels, the rest as content of the part or section that is above them."""
    return list(_Reader(lexicon).lines(blocks))


class _Reader:
    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._part, self._headings = "", 0
        self._levels: set[int] = set()

    def lines(self, blocks: Sequence[Block]) -> Iterator[Line]:
        flat = list(_flat(blocks, split=not self._lexicon.spaced))
        for place, line in enumerate(flat):
            if line.table:
                yield replace(line, part=self._part or SECTION)
            elif not any(sign.isalpha() for sign in line.text):
                yield replace(line, part=BLANK)
            elif place and self._is_heading(line, flat[place + 1] if place + 1 < len(flat) else None):
                self._part = self._part_of(line)
                self._headings += 1
                yield replace(line, part=self._part, use="label")
            elif line.text.endswith((":", "：")) and self._lexicon.stem_in(line.text) == "definitions":
                self._part = "definitions"
                yield replace(line, part=self._part, use="label")
            else:
                yield replace(line, part=self._part)

    def _part_of(self, heading: Line) -> str:
        """What a heading means: by its words, or by their stems for terms and for what opens a policy."""
        meaning = self._lexicon.meaning_of(heading.text)
        least = EDGE if meaning and meaning.part == "definitions" else WHOLE
        if meaning is not None and meaning.strength >= least and meaning.part in _KNOWN:
            return meaning.part
        stem = self._lexicon.stem_in(heading.text)
        opens = stem in ("purpose", "scope") and self._headings < _FIRST_HEADINGS
        return stem if opens or stem == "definitions" else SECTION

    def _is_heading(self, line: Line, following: Line | None) -> bool:
        longest = _LONGEST if self._lexicon.spaced else _LONGEST_HAN
        if line.is_heading:
            return True
        if len(line.text) > longest or line.text.endswith(_ENDS[:-2]) or following is None:
            return False
        if line.is_bold or is_upper(line.text):
            return True
        if not line.text.endswith(_ENDS) and self._is_chapter(line):
            return True
        meaning = self._lexicon.meaning_of(line.text)
        if (
            meaning is not None
            and meaning.strength == WHOLE
            and meaning.part in _KNOWN
            and not line.text.endswith(_ENDS)
        ):
            return True
        return bool(line.number) and not line.text.endswith(_ENDS) and _goes_down(line, following)

    def _is_chapter(self, line: Line) -> bool:
        """Whether a line is numbered as chapters are, or is the name of rules within the rules."""
        if line.number:
            return line.number.startswith(CHAPTERS) or line.number.endswith(_HAN_CHAPTERS)
        return not line.is_item and self._lexicon.document_head(line.text)[0] == "policy"


def _goes_down(line: Line, following: Line) -> bool:
    """Whether the next line is below a numbered one: numbered deeper or otherwise, or a whole sentence."""
    if following.number:
        deeper = following.depth > line.depth or following.level > line.level
        return deeper or _kind_of(following.number) != _kind_of(line.number)
    return not following.is_item and len(following.text) > len(line.text)


def _kind_of(number: str) -> str:
    """Which signs a number is made of: digits, Roman numbers, Han numbers, brackets."""
    return (
        "".join(
            "0" if sign.isdigit() else "I" if sign in "IVX" else "一" if sign in "一二三四五六七八九十" else sign
            for sign in number
        )
        .replace("00", "0")
        .replace("一一", "一")
        .replace("II", "I")
    )


def _flat(blocks: Sequence[Block], *, split: bool) -> Iterator[Line]:
    rows: list[Block] = []
    for block in (*blocks, None):
        if block is not None and block.kind == "row":
            rows.append(block)
            continue
        for group in rows_of(rows):
            cells = tuple(tuple(words_in(cell) for cell in row.cells) for row in group)
            yield Line("", group[0].where, table=cells)
        rows = []
        if block is not None:
            yield from lines_of(block, split=split)
