"""What a list under unknown words probably is, by its lines: requirements name degrees, years, knowledge and skills."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from rolebook.pipeline.importing.contents import part_by_contents
from rolebook.pipeline.importing.lexicon import Lexicon, first_key
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import GROUP, REQUIREMENTS, SECTION

_LEAST_LINES, _LEAST_SHARE, _LEAST_ACTIONS, _ENDING, _LONGEST_ITEM = 2, 0.6, 0.75, 3, 250
_KINDS = ("education", "experience", "certificate", "language", "knowledge", "skill")
_DOUBT = "heading"
_RESULTS = frozenset({"indicators", "outcomes"})


def with_probable_parts(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Returns lines with lists under unknown headings as requirements, or as the duties that nothing else names.

    All of them are doubtful.
    """
    runs = _Runs(lexicon, has_duties=any(line.part == "duties" for line in lines))
    for part, run in _runs(_with_lists_named(lines)):
        runs.add(part, run)
    return runs.lines


class _Runs:
    """Goes through runs of lines in order and remembers what went before."""

    def __init__(self, lexicon: Lexicon, *, has_duties: bool) -> None:
        self.lines: list[Line] = []
        self._lexicon, self._has_duties = lexicon, has_duties
        self._is_over = False
        """Whether the description has ended and other matter follows."""

    def add(self, part: str, run: Sequence[Line]) -> None:
        """Adds a run of one part and heading, as the part that its lines show."""
        if part == SECTION and _introduces(run[0], self.lines):
            part = self.lines[-1].part  # the known heading above says what the list is
            self.lines += [
                replace(line, part=part, heading="", text=line.text or line.heading, doubt="") for line in run
            ]
            return
        content = [line for line in run if line.use == "content" and not line.table]
        self._is_over = self._is_over or (part == "other" and self._has_duties)
        named = self._list_named(part, run, content)
        if named == GROUP:  # duties by topic, each under a heading of its own
            self.lines += [_as_group(line) for line in run]
        elif named := named or ("" if self._is_over else _by_contents(part, run, content, self._lexicon)):
            self.lines += [_as(line, named) for line in run]
            self._has_duties = self._has_duties or named == "duties"
        else:
            self.lines += run

    def _list_named(self, part: str, run: Sequence[Line], content: Sequence[Line]) -> str:
        """The part of a list of two lines or more under an unknown or doubtful heading; empty for none."""
        is_headed = bool(run[0].heading) or run[0].use == "group"
        is_doubtful = run[0].doubt == _DOUBT
        if not (is_headed or (part in _RESULTS and is_doubtful)) or len(content) < _LEAST_LINES:
            return ""
        is_open = (part == SECTION and not self._is_over) or (part == "conditions" and is_doubtful)
        is_required, are_duties = _are_requirements(content, self._lexicon), _are_duties(content, self._lexicon)
        if part in REQUIREMENTS and is_doubtful:
            return "duties" if are_duties and not is_required else ""
        if is_open and self._follows_duties and _are_items(content) and are_duties:
            return GROUP
        if is_required and (is_open or (part == "duties" and bool(run[0].doubt))):
            return "requirements"
        if part in _RESULTS and is_doubtful and not self._has_duties and self._are_done(content):
            return "duties"  # `Areas of results`, where nothing else says what somebody does
        is_free = are_duties or (not _has_requirements(self.lines) and _are_items(content))
        return "duties" if is_open and not self._has_duties and is_free else ""

    def _are_done(self, content: Sequence[Line]) -> bool:
        """Whether half of the lines begin as duties, behind a label or not: `Payments: checks each claim`."""
        texts = [line.text.partition(":")[2].strip() or line.text for line in content]
        return sum(self._lexicon.begins_with_action(text) for text in texts) * 2 >= len(texts)

    @property
    def _follows_duties(self) -> bool:
        return bool(self.lines) and self.lines[-1].part == "duties"


def _by_contents(part: str, run: Sequence[Line], content: Sequence[Line], lexicon: Lexicon) -> str:
    """The part that lines under an unknown or doubtful heading show by their words, empty for no other."""
    is_doubtful = run[0].use == "label" and run[0].doubt == _DOUBT and part in ("duties", "conditions")
    is_unknown = part == SECTION and bool(run[0].heading)
    is_list = run[0].use == "label" and len(content) >= _LEAST_LINES
    is_either = part == "requirements" and is_list  # `Conditions`: to fill the post, or of work
    named = part_by_contents(content, lexicon) if is_unknown or is_doubtful or is_either else ""
    if is_either and (named != "conditions" or any(_is_requirement(line, lexicon) for line in content)):
        return ""
    return named if named != part else ""


def _with_lists_named(lines: Sequence[Line]) -> list[Line]:
    """Lines in which a list before any known heading has the words that stand out above it for its heading."""
    result: list[Line] = []
    heading = ""
    for line, following in zip_longest(lines, lines[1:]):
        is_open = line.part == "" and line.use == "content"
        if is_open and not line.is_item and (line.is_heading or line.is_bold) and _is_item(following):
            heading = line.text
            result.append(replace(line, part=SECTION, use="label", heading=heading, text="", doubt=_DOUBT))
        elif is_open and line.is_item and heading:
            result.append(replace(line, part=SECTION, heading=heading, doubt=_DOUBT))
        else:
            heading = ""
            result.append(line)
    return result


def _is_item(line: Line | None) -> bool:
    return line is not None and line.part == "" and line.use == "content" and line.is_item


def _introduces(line: Line, before: Sequence[Line]) -> bool:
    """Whether a line such as `The agronomist:` stands between a known heading and its list."""
    above = before[-1] if before else None
    opens = line.use == "label" and line.heading.endswith((":", "："))
    return opens and above is not None and above.use == "label" and above.part not in ("", SECTION, "general")


def _runs(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Lines of one part and heading that follow each other; a doubtful group of duties begins anew."""
    count = 0
    numbered = []
    for line in lines:
        count += line.use == "group" and bool(line.doubt)
        numbered.append((line.part, line.heading, count))
    for (part, _, _), group in groupby(zip(numbered, lines, strict=True), key=lambda one: one[0]):
        yield part, [line for _, line in group]


def _as(line: Line, part: str) -> Line:
    if line.use in ("label", "group"):
        return replace(line, part=part, use="label", text=line.heading or line.text, heading="", doubt=_DOUBT)
    return replace(line, part=part, heading="", doubt=_DOUBT)


def _as_group(line: Line) -> Line:
    if line.use == "label":
        return replace(line, part="duties", use="group", text=line.heading or line.text, heading="", doubt=_DOUBT)
    return replace(line, part="duties", heading="", doubt=_DOUBT)


def _are_requirements(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    if any(len(line.text) > _LONGEST_ITEM for line in lines):
        return False
    words = {kind: lexicon.words.kinds[kind] for kind in _KINDS if kind in lexicon.words.kinds}
    named = sum(first_key(words, line.text, spaced=lexicon.spaced, ending=_ENDING) is not None for line in lines)
    return named >= _LEAST_SHARE * len(lines)


def _are_duties(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    return sum(lexicon.begins_with_action(line.text) for line in lines) >= _LEAST_ACTIONS * len(lines)


def _is_requirement(line: Line, lexicon: Lexicon) -> bool:
    return lexicon.kind_of(line.text) in _KINDS


def _are_items(lines: Sequence[Line]) -> bool:
    return all(line.is_item for line in lines)


def _has_requirements(lines: Sequence[Line]) -> bool:
    return any(line.part in REQUIREMENTS for line in lines)
