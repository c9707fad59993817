"""Which part of a description each line of a document is: by headings, labels, tables that are forms, and cues."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rolebook.exchange.documents.blocks import Block
from rolebook.pipeline.importing.forms import Pair, is_data_table, pairs_in, rows_of
from rolebook.pipeline.importing.lexicon import EDGE, INSIDE, WHOLE, Lexicon, Meaning
from rolebook.pipeline.importing.lines import Line, lines_of, with_bare_numbers
from rolebook.pipeline.importing.looks import Look, is_upper, look_of, rank_of, stands_out_alone

REQUIREMENTS = frozenset({
    "requirements", "education", "experience", "knowledge", "skills", "languages", "certificates", "training",
    "traits", "person",
})  # fmt: skip
SECTION, DOCUMENT = "section", "document"
"""A free section under the source's own heading; the line that says what kind of document begins."""
_FREE = frozenset({"", "general", "other", SECTION, DOCUMENT})
_SINGLE = frozenset({
    "title", "workplace", "hours", "travel", "pay", "employment", "reports-to", "subordinates", "deputies",
    "department", "code", "grade", "headcount", "territory", "revision", "effective",
})  # fmt: skip
"""Parts of one value: what follows it under no heading of its own is something else."""
_LONGEST_HEADING, _LONGEST_LABEL = 90, 60
_RUN_IN = re.compile(r"(?P<label>[^:：]{1,60}?)\s*[:：]\s*(?P<rest>\S.*)", re.DOTALL)
_DASHED = re.compile(r"(?P<label>.{2,40}?)\s+[-–—]\s+(?P<rest>\S.*)", re.DOTALL)
_ENDS = (".", "。", ";", "；", "!", "?", "！", "？", ",", "，")
_BEGUN = re.compile(r"\s*[(（]?[1一][)）.、．]")
_LEAST_SPECIFIC = 4


class Recogniser:
    """Goes through the blocks of one document in order and remembers which part it is in."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._part = ""
        self._heading = ""
        self._is_alone = False
        """Whether the part goes on only with what is in the same line or cell."""
        self._outer = ""
        """The part around one that a line within it opened, and `_rank` of that line's number: at its rank it ends."""
        self._rank = 0
        self._was_item = False
        """Whether the line before was an item, how deep its number was, and whether an item is in the next block."""
        self._depth = 0
        self._before_list = False
        self._first_doubt = ""
        """Why the first line of a part is doubtful: its heading is only partly known."""
        self._doubt = ""
        """Why the lines that follow are doubtful: an unknown heading is above them."""
        self._looks: set[Look] = set()

    def lines(self, blocks: Sequence[Block]) -> Iterator[Line]:
        """Returns the lines of all blocks with their parts; what is not in the body is not asked for."""
        waiting: list[Block] = []
        for block, following in zip((*blocks, None), (*blocks[1:], None, None), strict=False):
            self._before_list = following is not None and any(one.is_item for one in lines_of(following))
            if block is not None and block.kind == "row":
                waiting.append(block)
                continue
            if waiting:
                yield from self._table(waiting)
                waiting = []
            if block is not None:
                yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Line]:
        for line in lines_of(block, split=not self._lexicon.spaced):
            yield from self._line(line)

    def _line(self, line: Line) -> Iterator[Line]:
        if head := self._document(line):
            yield head
        elif meaning := self._heading_of(line):
            self._enter(meaning.part, line)
            self._first_doubt = "heading" if meaning.strength < WHOLE and meaning.share < 0.5 else ""
            yield replace(line, part=meaning.part, use="label", doubt=self._first_doubt)
        elif run_in := self._run_in(line):
            yield from run_in
        elif self._is_unknown_heading(line):
            yield self._unknown(line)
        else:
            yield self._content(line)

    def _document(self, line: Line) -> Line | None:
        if len(line.text) > _LONGEST_HEADING or line.text.endswith(_ENDS) or (line.is_item and line.number):
            return None
        kind, rest = self._lexicon.document_head(line.text)
        if kind != "role" or self._lexicon.is_whole(line.text):
            return None
        if rest and not (line.is_heading or line.is_bold or self._part == ""):
            return None
        self._part, self._heading, self._is_alone = "", "", False
        return replace(line, part=DOCUMENT, use="label")

    def _heading_of(self, line: Line) -> Meaning | None:
        """What a line means as a heading; None for one that is content."""
        if len(line.text) > _LONGEST_HEADING or line.text.endswith(_ENDS):
            return None
        meaning = self._lexicon.meaning_of(line.text)
        if meaning is None:
            return None
        ends_open = line.text.rstrip().endswith((":", "："))
        stands_out = line.is_heading or line.is_bold or ends_open or is_upper(line.text) or self._steps_up(line)
        between = self._is_between_lists(line)
        if line.is_item and not line.is_heading and not stands_out:
            in_list = self._part not in _FREE and not (line.number and line.depth == 1)
            return meaning if meaning.strength == WHOLE and line.number and not in_list else None
        if meaning.strength == WHOLE:
            return meaning
        if meaning.part in _SINGLE:
            return None
        if not stands_out and not between and not (line.number and line.depth == 1 and meaning.share >= 0.5):
            return None
        return (
            None
            if meaning.strength == INSIDE and not (line.is_heading or line.is_bold or ends_open or between)
            else meaning
        )

    def _run_in(self, line: Line) -> list[Line]:
        """A label and its words in one line, `Reports to: head of sales`; empty where there is no label."""
        if line.is_item and self._part not in _FREE | REQUIREMENTS | _SINGLE:
            return []
        colon, dash = _RUN_IN.match(line.text), _DASHED.match(line.text)
        match = colon or dash
        label, rest = (match["label"], match["rest"]) if match else self._prefix(line)
        meaning = self._lexicon.meaning_of(label) if label else None
        if meaning is None or not (meaning.strength == WHOLE or (colon and self._is_near(meaning))):
            return []
        inside = line.is_item and self._part in REQUIREMENTS
        if inside and meaning.part not in REQUIREMENTS:
            return []
        if not inside and meaning.part != "other":
            self._enter(meaning.part, line)
            self._is_alone = True
        head = replace(line, text=label, part=meaning.part, use="label")
        told = list(lines_of(Block("paragraph", rest, line.where)))
        return [head, *(replace(one, part=meaning.part, heading=_own_label(meaning.part, label)) for one in told)]

    def _is_near(self, meaning: Meaning) -> bool:
        return meaning.strength == EDGE and meaning.share >= 0.6 and meaning.part not in _SINGLE

    def _prefix(self, line: Line) -> tuple[str, str]:
        """A heading that the words follow without any sign, as Chinese text from the web has it."""
        if self._lexicon.spaced or not line.number:
            return "", ""
        for phrase in sorted(self._lexicon.phrases, key=len, reverse=True):
            if line.text.startswith(phrase):
                rest = line.text[len(phrase) :]
                return (phrase, rest) if rest and (len(phrase) >= _LEAST_SPECIFIC or _BEGUN.match(rest)) else ("", "")
        return "", ""

    def _is_unknown_heading(self, line: Line) -> bool:
        if len(line.text) > _LONGEST_HEADING or line.text.endswith(_ENDS):
            return False
        if line.is_heading:
            return True
        if self._part in ("", DOCUMENT):
            return False
        if self._steps_up(line) or self._is_between_lists(line):
            return True
        opens = line.text.rstrip().endswith((":", "："))
        return (line.is_bold or is_upper(line.text) or opens) and not (line.is_item and not line.number)

    def _is_between_lists(self, line: Line) -> bool:
        return self._was_item and self._before_list and not line.is_item

    def _steps_up(self, line: Line) -> bool:
        """Whether a number of one level comes after numbers of two: `2. Rights` after `1.4. Cleans.`"""
        return line.depth == 1 and self._depth > 1 and bool(line.number)

    def _unknown(self, line: Line) -> Line:
        """A heading that the lexicon lacks: one of its own where it looks like the known ones, else a group's."""
        is_ranked = stands_out_alone(line) or self._is_between_lists(line)
        if self._part == "duties" and not (is_ranked and look_of(line) in self._looks):
            return replace(line, part="duties", use="group")
        if self._part == "" and not self._looks:
            return replace(line, part="")
        if self._part in REQUIREMENTS and look_of(line) not in self._looks and not line.is_heading:
            self._doubt = "heading"
            return replace(line, part=self._part, doubt="heading")
        self._part, self._heading, self._is_alone, self._doubt = SECTION, line.text, False, ""
        self._first_doubt = "heading"
        return replace(line, part=SECTION, use="label", heading=line.text, text="", doubt="heading")

    def _content(self, line: Line) -> Line:
        if (self._is_alone and not line.is_item and self._part in _SINGLE | REQUIREMENTS) or (
            line.is_item and 1 < rank_of(line) <= self._rank
        ):
            self._leave()
        part = self._part
        if part in ("", "general", DOCUMENT) and (cue := self._cue(line.text, part)):
            return replace(line, part=cue, doubt="" if part == "general" else "cue")
        heading = self._heading if part == SECTION else ""
        after_list = self._was_item and not line.is_item and part not in _FREE | {"purpose"}
        self._was_item = line.is_item
        self._depth = line.depth
        doubt = line.doubt or self._first_doubt or self._doubt or ("after-list" if after_list else "")
        self._first_doubt = ""
        return replace(line, part=part, heading=heading, doubt=doubt)

    def _leave(self) -> None:
        """Goes back to the part around the one that ends."""
        self._part, self._heading, self._is_alone, self._rank = self._outer, "", False, 0

    def _cue(self, text: str, part: str) -> str:
        """What a sentence is about by its words; outside general provisions, where it begins so and is short."""
        if part == "general":
            return self._lexicon.cue_in(text)
        return self._lexicon.cue_in(text[:_LONGEST_LABEL]) if len(text) <= 2 * _LONGEST_HEADING else ""

    def _enter(self, part: str, line: Line) -> None:
        if rank_of(line) != self._rank or part != self._part:
            around = REQUIREMENTS if part in REQUIREMENTS else {"general"}
            inner = rank_of(line) > 1 or self._part in around
            before = self._outer if self._rank or self._is_alone else self._part
            self._outer = before if inner else ""
        self._rank = rank_of(line) if rank_of(line) > 1 else 0
        self._was_item = False
        self._part, self._heading, self._is_alone, self._doubt = part, "", False, ""
        if not line.is_item or line.number:
            self._looks.add(look_of(line))

    def _table(self, rows: Sequence[Block]) -> Iterator[Line]:
        """The rows of tables that follow one another: forms by label and value, tables of data as they are."""
        for group in rows_of(rows):
            if is_data_table(group, self._lexicon):
                yield from self._data(group)
                continue
            for row in group:
                for pair in pairs_in(row, self._lexicon):
                    yield from self._pair(pair)

    def _pair(self, pair: Pair) -> Iterator[Line]:
        if not pair.label:
            yield from self._cell(pair.value)
            return
        label = Line(" ".join(pair.label.split()), pair.where)
        meaning = self._lexicon.meaning_of(pair.label)
        if meaning is not None and meaning.strength >= EDGE:
            self._enter(meaning.part, label)
            self._looks.discard(look_of(label))
            yield replace(label, part=meaning.part, use="label")
            before = self._part
            for line in self._cell(pair.value):
                yield (
                    line
                    if line.heading or line.use != "content"
                    else replace(line, heading=_own_label(meaning.part, pair.label))
                )
            self._part, self._is_alone = before, True
        elif self._part == "duties":
            yield replace(label, part="duties", use="group")
            yield from self._cell(pair.value)
        else:
            part = self._part if self._part in REQUIREMENTS else SECTION
            for line in self._cell(pair.value, part):
                yield replace(line, heading=label.text, doubt=line.doubt or "label") if line.use == "content" else line

    def _cell(self, blocks: Iterable[Block], part: str = "") -> Iterator[Line]:
        before = self._part, self._heading
        if part:
            self._part = part
        for block in blocks:
            if block.kind == "row":
                yield from self._table([block])
            else:
                yield from self._block(block)
        if part:
            self._part, self._heading = before

    def _data(self, rows: Sequence[Block]) -> Iterator[Line]:
        cells = tuple(tuple(" ".join(_text(cell).split()) for cell in row.cells) for row in rows)
        heading = self._heading if self._part == SECTION else ""
        yield Line("", rows[0].where, part=self._part or SECTION, heading=heading, table=cells)


def recognise(blocks: Sequence[Block], lexicon: Lexicon) -> list[Line]:
    """Returns the lines of a document's body, each with the part that it is."""
    body = [block for block in blocks if block.origin == "body"]
    return with_bare_numbers(list(Recogniser(lexicon).lines(body)))


def _own_label(part: str, label: str) -> str:
    """Labels that say something themselves stay with their value: `Age: 28 to 40`."""
    return " ".join(label.split()) if part == "person" else ""


def _text(blocks: Iterable[Block]) -> str:
    return " ".join(
        _text(cell) if block.kind == "row" else block.text for block in blocks for cell in (block.cells or ((),))
    )
