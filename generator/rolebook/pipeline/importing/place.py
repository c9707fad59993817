"""Where in a description a reader is: which part goes on, what is around it, and which headings were seen."""

import re
from dataclasses import dataclass, field

from rolebook.pipeline.importing.lines import Line, levels_of
from rolebook.pipeline.importing.looks import Look, look_of, rank_of
from rolebook.pipeline.importing.parts import BRIEF, REQUIREMENTS, SINGLE

_DIGITS = re.compile(r"\d+")
_OUTER = frozenset({"1", "han", "roman", "第"})
"""Forms of numbers that chapters have."""


@dataclass(slots=True)
class Place:
    """The part that goes on. `is_alone`: only with what is in the same line or cell.

    `outer` is the part around one that a line within it opened, `rank` the level of that line's number and `number`
    its digits: at a number beside it the part ends. `following` is the next line.
    """

    part: str = ""
    heading: str = ""
    is_alone: bool = False
    outer: str = ""
    rank: int = 0
    number: tuple[int, ...] = ()
    has_numbers_below: bool = False
    was_item: bool = False
    depth: int = 0
    following: Line | None = None
    first_doubt: str = ""
    """Why the first line of a part is doubtful: its heading is only partly known."""
    doubt: str = ""
    """Why the lines that follow are doubtful: an unknown heading is above them."""
    after_list: bool = False
    """Whether lines follow a list and are no items of it."""
    opened_by_item: bool = False
    item_form: str = ""
    """The form of the numbers within the part."""
    opened: str = ""
    """The number of the heading that stands out and opened the part."""
    has_topics: bool = False
    """Whether the first thing below the part's heading was the heading of a topic."""
    is_empty: bool = False
    """Whether nothing follows the part's heading yet."""
    awaits_title: bool = False
    is_headed: bool = False
    """Whether the line that heads the description has the title, too."""
    seen: set[str] = field(default_factory=set)
    """The parts that have content, and `""` for lines before them."""
    looks: set[Look] = field(default_factory=set)
    """How the headings look that were passed."""
    main_looks: frozenset[Look] = frozenset()
    """How the headings of the whole document look."""
    has_duties_below: bool = False
    """Whether a heading of duties stands below the first lines of the document."""
    has_headings: bool = False
    """Whether a heading was passed."""

    def looks_alike(self, line: Line) -> bool:
        """Whether a line looks as the headings of parts do."""
        look = look_of(line)
        return look in self.looks or look in self.main_looks

    def main_looks_open(self, line: Line) -> bool:
        """Whether a line before any part looks as the document's headings do, and others went before it."""
        return look_of(line) in self.main_looks and "" in self.seen and not self.awaits_title

    def introduces_list(self, line: Line) -> bool:
        """Whether a numbered line ends in a colon and items of another form follow: `3. The guard shall:` and `a)`."""
        after = self.following
        is_open = bool(line.number) and line.text.rstrip().endswith((":", "："))
        return is_open and after is not None and after.is_item and form_of(after.number) != form_of(line.number)

    @property
    def is_before_list(self) -> bool:
        """Whether the next line is an item."""
        return self.following is not None and self.following.is_item

    @property
    def is_before_lists(self) -> bool:
        """Whether the reader is still in the lines that say what the post is, before its duties."""
        return self.part in SINGLE | {"", "general", "document"} and "duties" not in self.seen

    def is_between_lists(self, line: Line) -> bool:
        """Whether a line is no item, and items are around it."""
        return self.was_item and self.is_before_list and not line.is_item

    @property
    def awaits_value(self) -> bool:
        """Whether the one value of a label comes next."""
        return self.is_empty and self.part in SINGLE

    def counts_on(self, line: Line) -> bool:
        """Whether a number goes on counting headings past items of another form: `七、 Place` after `六、 … (四)`."""
        form = form_of(line.number)
        return bool(self.opened and form) and form == form_of(self.opened) and self.item_form not in ("", form)

    def steps_up(self, line: Line) -> bool:
        """Whether a number of one level comes after numbers of two: `2. Rights` after `1.4. Cleans.`"""
        return line.depth == 1 and self.depth > 1 and bool(line.number)

    def opens_numbers(self, line: Line) -> bool:
        """Whether the next line's number is one level below: `1.4.1` after `1.4`."""
        own, below = digits_of(line), digits_of(self.following) if self.following else ()
        return bool(own) and below[: len(own)] == own and len(below) == len(own) + 1

    def ends_at(self, line: Line) -> bool:
        """Whether a numbered line is beside the one that opened the part, and no longer below it."""
        if not line.is_item:
            return False
        own = digits_of(line)
        beside = bool(own) and len(own) == len(self.number) and own[:-1] == self.number[:-1] and own > self.number
        return 1 < rank_of(line) <= self.rank or (self.has_numbers_below and beside)

    def is_nested(self, line: Line) -> bool:
        """Whether a line's number is below that of the heading: of two levels, or of another form that begins anew."""
        form, own = form_of(self.opened), form_of(line.number)
        if not form or not own or line.is_heading:
            return False
        return own != form and form in _OUTER

    def is_past_value(self, line: Line) -> bool:
        """Whether a line follows the one value of a label that it is not part of."""
        if self.part == "title" and "title" in self.seen and not self.is_alone:
            return True
        if self.part in BRIEF and self.is_alone and not self.is_empty:
            return True
        return self.is_alone and (not line.is_item or (self.opened_by_item and self.part in SINGLE))

    def enter(self, part: str, line: Line) -> None:
        """Begins a part under its heading or label."""
        is_again = part == self.part
        if rank_of(line) != self.rank or not is_again:
            around = (REQUIREMENTS if part in REQUIREMENTS else frozenset()) | {"general"}
            inner = rank_of(line) > 1 or self.part in around
            before = self.outer if self.rank or self.is_alone else self.part
            self.outer = before if inner else ""
        self.rank = rank_of(line) if rank_of(line) > 1 else 0
        self.number, self.has_numbers_below = digits_of(line), False
        self.was_item = self.after_list = False
        self.is_empty = True
        self.item_form, self.has_topics = "", False
        if line.is_bold or line.is_heading or not self.is_nested(line):
            self.opened = self.opened if self.is_nested(line) else line.number
        self.opened_by_item = line.is_item
        self.has_headings = self.has_headings or look_of(line) in self.main_looks
        self.part, self.heading, self.is_alone, self.doubt = part, "", False, ""
        if (not line.is_item or line.number) and not (is_again and not line.is_heading):
            self.looks.add(look_of(line))

    def enter_section(self, part: str, heading: str) -> None:
        """Begins a section under a heading that is not known."""
        self.part, self.heading, self.is_alone, self.doubt = part, heading, False, ""
        self.first_doubt, self.was_item, self.after_list = "heading", False, False

    def leave(self) -> None:
        """Goes back to the part around the one that ends."""
        self.part, self.heading, self.is_alone, self.rank = self.outer, "", False, 0
        self.number, self.has_numbers_below = (), False

    def restart(self) -> None:
        """Begins another description."""
        self.part, self.heading, self.is_alone, self.doubt = "", "", False, ""
        self.opened = ""
        self.has_headings = False
        self.seen.clear()
        self.looks.clear()

    def pass_content(self, line: Line) -> None:
        """Remembers a line of content."""
        own = digits_of(line)
        if self.number and len(own) > len(self.number) and own[: len(self.number)] == self.number:
            self.has_numbers_below = True
        self.after_list = not line.is_item and (self.was_item or self.after_list)
        self.was_item, self.depth = line.is_item, line.depth
        self.item_form = form_of(line.number)
        self.seen.add(self.part)
        self.is_empty = False
        self.first_doubt = ""


def digits_of(line: Line) -> tuple[int, ...]:
    """Returns the digits of a line's number, none for Roman numbers and letters."""
    return tuple(int(one) for one in levels_of(line.number) if len(one) < 5)


def form_of(number: str) -> str:
    """Returns the form of a number: digits by their levels, Han numbers, in brackets or not, Roman numbers, letters."""
    plain = number.strip(" .、:：．)）(（")
    shell = "(" if number.lstrip().startswith(("(", "（")) else ")" if number.rstrip().endswith((")", "）")) else ""
    if not plain:
        return ""
    if _DIGITS.fullmatch(plain.replace(".", "")):
        return f"{shell}{plain.count('.') + 1}"
    if set(plain) <= set("一二三四五六七八九十百零〇"):
        return f"{shell}han"
    return f"{shell}roman" if set(plain) <= set("IVXLC") else f"{shell}letter" if len(plain) == 1 else plain[:1]
