"""Which part of a description each line of a document is: by headings, labels, tables that are forms, and cues."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolebook.exchange.documents.blocks import Block
from rolebook.pipeline.importing.heading_rules import HeadingRules, RunIn
from rolebook.pipeline.importing.lexicon import WHOLE, Lexicon, Meaning
from rolebook.pipeline.importing.likely_parts import with_likely_parts
from rolebook.pipeline.importing.lines import Line, lines_of, with_bare_numbers
from rolebook.pipeline.importing.looks import is_code, main_looks, stands_out_alone
from rolebook.pipeline.importing.parts import BLANK, DOCUMENT, FREE, LISTED, POLICY, REQUIREMENTS, SECTION, SINGLE
from rolebook.pipeline.importing.place import Place
from rolebook.pipeline.importing.signs import with_signs
from rolebook.pipeline.importing.table_lines import TableLines, own_label
from rolebook.pipeline.importing.unknown_sections import with_probable_parts

_HALF = 0.5


class Recogniser:
    """Goes through the blocks of one document in order and remembers which part it is in."""

    def __init__(self, lexicon: Lexicon, opening: str = "") -> None:
        self._lexicon = lexicon
        self._place = Place(part=opening, doubt="file-name" if opening else "")
        self._rules = HeadingRules(lexicon, self._place)
        self._tables = TableLines(lexicon, self._place, self._block)

    def lines(self, blocks: Sequence[Block]) -> Iterator[Line]:
        """Returns the lines of all blocks with their parts; what is not in the body is not asked for."""
        top = [line for block in blocks if block.kind != "row" for line in lines_of(block)]
        self._place.main_looks = main_looks(top, self._lexicon.is_whole)
        self._place.has_duties_below = any(self._heads_duties(line) for line in top[2:])
        waiting: list[Block] = []
        for block, following in zip((*blocks, None), (*blocks[1:], None, None), strict=False):
            self._place.following = next(lines_of(following), None) if following and following.kind != "row" else None
            if block is not None and block.kind == "row":
                waiting.append(block)
                continue
            if waiting:
                yield from self._tables.lines(waiting)
                waiting = []
            if block is not None:
                yield from self._block(block)

    def _heads_duties(self, line: Line) -> bool:
        meaning = self._lexicon.meaning_of(line.text) if stands_out_alone(line) else None
        return meaning is not None and meaning.part == "duties" and meaning.strength == WHOLE

    def _block(self, block: Block) -> Iterator[Line]:
        after = self._place.following
        lines = list(lines_of(block, split=not self._lexicon.spaced))
        for line, following in zip(lines, (*lines[1:], after), strict=False):  # a block may have no words
            self._place.following = following
            yield from self._line(line)

    def _line(self, line: Line) -> Iterator[Line]:
        if not any(sign.isalpha() for sign in line.text) and self._place.part not in SINGLE:
            yield replace(line, part=BLANK)
        elif self._rules.heads_document(line):
            self._place.restart()
            self._place.awaits_title = not self._lexicon.document_head(line.text)[1]
            self._place.is_headed = not self._place.awaits_title
            yield replace(line, part=DOCUMENT, use="label")
        elif meaning := self._rules.meaning_of(line):
            yield self._entered(line, meaning)
        elif run_in := self._rules.run_in(line):
            yield from self._run_in(line, run_in)
        elif self._rules.is_unknown(line) and not (self._place.awaits_value and not line.is_heading):
            yield self._unknown(line)
        else:
            yield self._content(line)
            self._place.awaits_title = False

    def _entered(self, line: Line, meaning: Meaning) -> Line:
        self._place.enter(meaning.part, line)
        self._place.first_doubt = "heading" if meaning.strength < WHOLE and meaning.share < _HALF else ""
        self._place.awaits_title = False
        return replace(line, part=meaning.part, use="label", doubt=self._place.first_doubt)

    def _run_in(self, line: Line, run_in: RunIn) -> Iterator[Line]:
        """The label of a line, and its words as lines of their own."""
        label, rest, meaning = run_in
        inside = line.is_item and self._place.part in REQUIREMENTS
        if inside and meaning.part not in REQUIREMENTS:
            yield self._content(line)
            return
        if meaning.part == "other" and self._rules.is_tail(line):
            self._place.enter_section("other", "")
        elif not inside and meaning.part != "other":
            self._place.enter(meaning.part, line)
            self._place.is_alone = True
        self._place.seen.add(meaning.part)
        self._place.is_empty = False
        self._place.awaits_title = self._place.awaits_title and meaning.part != "title"
        by_stem = meaning.part in SINGLE and meaning.strength < WHOLE
        yield replace(line, text=label, part=meaning.part, use="label")
        for one in lines_of(Block("paragraph", rest, line.where)):
            heading = own_label(meaning.part, label)
            yield replace(one, part=meaning.part, heading=heading, doubt="label" if by_stem else "")

    def _unknown(self, line: Line) -> Line:
        """A heading that the lexicon lacks: one of its own where it looks like the known ones, else a group's."""
        place = self._place
        opens = line.text.endswith((":", "："))
        is_ranked = stands_out_alone(line) or place.counts_on(line) or (place.is_between_lists(line) and not opens)
        is_alike = is_ranked and place.looks_alike(line)
        is_title = place.awaits_title or (place.part == "" and not place.looks and "" not in place.seen)
        if is_title and place.is_headed and line.is_heading and (part := self._lexicon.stem_in(line.text)):
            return self._probable(line, part)
        if is_title:
            place.awaits_title = False
            place.seen.add("")
            return replace(line, part="")
        if place.part == "duties" and (topic := self._topic(line, is_alike=is_alike)):
            return topic
        if place.part in REQUIREMENTS and not is_alike and not line.is_heading:
            place.doubt = "" if opens else "heading"
            return replace(line, part=place.part, doubt="heading")
        if place.part in LISTED and not is_alike and not line.is_heading:
            return replace(line, part=place.part, use="label")
        if part := self._stem_of(line, is_nested=False):
            return self._probable(line, part)
        place.enter_section(SECTION, line.text)
        return replace(line, part=SECTION, use="label", heading=line.text, text="", doubt="heading")

    def _topic(self, line: Line, *, is_alike: bool) -> Line | None:
        """The heading of some duties among others; None where a line looks like a part's heading and is no topic."""
        place = self._place
        opens = line.text.endswith((":", "："))
        opens_topic = place.is_empty and not (place.is_alone or opens)  # `Duties` and below it `Care`
        is_nested = place.is_nested(line) or opens_topic
        if not (is_nested or place.has_topics) and is_alike and stands_out_alone(line):
            return None
        if part := self._stem_of(line, is_nested=is_nested):
            return self._probable(line, part)
        place.has_topics = place.has_topics or opens_topic
        place.is_empty = False
        is_open = place.is_between_lists(line) and not opens
        return replace(line, part="duties", use="group", doubt="heading" if is_open else "")

    def _stem_of(self, line: Line, *, is_nested: bool) -> str:
        """The part that the stems of an unknown heading point to: one that stands out like a part's."""
        is_alike = line.is_heading or self._place.looks_alike(line) or self._place.introduces_list(line)
        if is_nested or not is_alike or not stands_out_alone(line):
            return ""
        stem = self._lexicon.stem_in(line.text)
        return stem if stem and stem not in POLICY else self._named_by_cue(line)

    def _named_by_cue(self, line: Line) -> str:
        """The part of a heading that is a sentence or a question, `What is not allowed?`."""
        cue = self._lexicon.cue_in(line.text)
        return "" if cue == "other" else cue

    def _probable(self, line: Line, part: str) -> Line:
        """A heading that is none the lexicon knows, and its lines as a part: all of them are doubtful."""
        self._place.enter(part, line)
        self._place.doubt = "heading"
        return replace(line, part=part, use="label", doubt="heading")

    def _content(self, line: Line) -> Line:
        place = self._place
        if (place.is_past_value(line) and place.part in SINGLE | REQUIREMENTS) or place.ends_at(line):
            place.leave()
        if self._rules.is_tail(line):
            place.enter_section("other", "")
            place.first_doubt = ""
        part = place.part
        if part in ("", DOCUMENT) and "code" not in place.seen and is_code(line.text):
            place.seen.add("code")
            return replace(line, part="code", doubt="cue")
        if part in ("", DOCUMENT) and self._rules.sums_up_terms(line):
            return replace(line, part="conditions", doubt="cue")
        if part in ("", DOCUMENT) and self._rules.names_unit(line):
            place.seen.add("department")
            return replace(line, part="department", doubt="cue")
        if part in ("", "general", DOCUMENT) and (cue := self._rules.cue_in(line)) and cue != "other":
            if place.opens_numbers(line):
                return self._entered(line, Meaning(cue, WHOLE, 1.0))
            place.seen.add(part)
            return replace(line, part=cue, doubt="" if part == "general" else "cue")
        heading = place.heading if part == SECTION else ""
        doubt = line.doubt or place.first_doubt or place.doubt
        place.pass_content(line)
        if place.after_list and part not in FREE | {"purpose"}:
            doubt = doubt or "after-list"
        return replace(line, part=part, heading=heading, doubt=doubt)


def recognise(blocks: Sequence[Block], lexicon: Lexicon, opening: str = "") -> list[Line]:
    """Returns the lines of a document's body, each with the part that it is.

    `opening` is the part of the first lines where something outside of the text says it, as a file's name does.
    """
    body = [block for block in blocks if block.origin == "body"]
    lines = with_bare_numbers(list(Recogniser(lexicon, opening).lines(body)))
    return with_likely_parts(with_signs(with_probable_parts(lines, lexicon), lexicon), lexicon)
