"""The title of a post: what label, headings, file name and properties of a document agree on."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from rolebook.language.comparison import folded
from rolebook.model.headings import DocumentPart
from rolebook.pipeline.importing.lexicon import Lexicon, find_word, folded_word, has_word
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import DOCUMENT, REQUIREMENTS, SECTION
from rolebook.pipeline.importing.russian_titles import nominative
from rolebook.pipeline.importing.title_lines import is_title_line

_LONGEST, _LONGEST_LABELLED = 110, 150
_LABEL, _AFTER_HEAD, _HEAD, _HEADING, _FILE, _PROPERTY, _FIRST, _POST = 20, 5, 4, 3, 3, 2, 2, 4
_ABOUT_SOMEBODY: tuple[DocumentPart, ...] = (
    "reports-to",
    "appointment",
    "rights",
    "liability",
    "knowledge",
    "deputies",
)
_LEAST_SENTENCES = 2
_BODY = REQUIREMENTS | {"duties"}
_JOINS = frozenset(
    [
        "y",
        "e",
        "de",
        "del",
        "la",
        "las",
        "los",
        "el",
        "para",
        "of",
        "the",
        "for",
        "and",
        "a",
        "an",
        "in",
        "и",
        "по",
        "для",
        "на",
        "của",
        "cho",
        "và",
        "的",
        "之",
        "任",
        "职",
    ]
)
_HAN_JOINS = "的之与和及"
_SPLIT = re.compile(r"[\s_]+")
_NUMBERS = re.compile(r"^[\d\s.()_-]+|[\s_]*(?:\(?\d+\)?|v\d+|final|copy|копия)$", re.IGNORECASE)
_SIGNS = " \t.:：,;\"'«»“”‘’()（）[]【】《》-–—_|#"
_STEM, _LEAST_LETTERS = 4, 3
_OTHER_LETTERS = ("ru", "zh", "vi")
"""Languages whose titles are never in ASCII alone; a file's name may be."""
_FIRST_LINES = 4
_PIECES = re.compile(r"\s+[-–—|]\s+|[:：]\s*|\.\s+")
_CASE_LANGUAGES = ("ru",)
_CASE_ENDING = 3
_LISTED = frozenset({"duties", "requirements"})
_LAST_FIRST = ("en", "zh")
"""Languages that say `Cook duties`; in others a word at the end is the title's own."""
_JOINING = ("en", "es")
"""Languages that put a word between a heading and the title that follows it."""


class Title(NamedTuple):
    """A title and whether it is doubtful; the line that it is taken from, where all its words are the title's."""

    text: str
    is_doubtful: bool
    line: Line | None = None


def title_of(lines: Sequence[Line], lexicon: Lexicon, file: str, property_title: str) -> Title:
    """Returns the title with the most votes; an empty one where a document names no post."""
    votes: Counter[str] = Counter()
    shown: dict[str, tuple[str, Line | None]] = {}
    for candidate, line, weight in _candidates(lines, lexicon, file, property_title):
        text = candidate.strip(_SIGNS)
        text += ")" if text.count("(") > text.count(")") else ""
        key = folded(text)
        longest = _LONGEST_LABELLED if weight == _LABEL else _LONGEST
        if len(text) <= longest and sum(sign.isalpha() for sign in text) >= (_LEAST_LETTERS if lexicon.spaced else 2):
            votes[key] += weight + (0 if key in votes else _post_weight(text, lexicon))
            shown.setdefault(key, (text, line))
    if not votes:
        return Title("", is_doubtful=True)
    key, weight = votes.most_common(1)[0]
    key = _longer(key, shown) if weight < _LABEL else key
    text, line = shown[key]
    is_labelled = line is not None and line.part == "title"
    in_nominative = "" if is_labelled or not lexicon.language.startswith(_CASE_LANGUAGES) else nominative(text)
    if in_nominative:
        return Title(_first_upper(_nominative(text, lines) or in_nominative), is_doubtful=True)
    return Title(_first_upper(text), is_doubtful=weight < _AFTER_HEAD, line=line)


def _longer(key: str, shown: Iterable[str]) -> str:
    """The longest candidate that begins with the words of a title: `Accountant` is short for `Accountant, payroll`."""
    stems = [word[:_STEM] for word in key.split()]
    longer = [one for one in shown if one.split()[: len(stems)] and len(one.split()) > len(stems)
              and [word[:_STEM] for word in one.split()[: len(stems)]] == stems]  # fmt: skip
    return max(longer, key=len, default=key)


def _post_weight(text: str, lexicon: Lexicon) -> int:
    """More for words that titles of posts have, in any case, and less for those that names of employers have."""
    low = folded(text)
    if any(low.startswith(folded_word(word)) for word in lexicon.words.organisations):
        return -_POST
    ending = _CASE_ENDING if lexicon.language.startswith(_CASE_LANGUAGES) else 0
    names_post = any(
        find_word(low, folded_word(word), spaced=lexicon.spaced, ending=ending) >= 0 for word in lexicon.words.posts
    )
    if names_post:
        return _POST
    return -_POST if has_word(lexicon.words.organisations, text, spaced=lexicon.spaced) else 0


def policy_title(lines: Sequence[Line], file: str, lexicon: Lexicon, headers: Sequence[str] = ()) -> Title:
    """Returns the first short line that says `policy` or the like, else the first heading, else the first short line.

    Headings of chapters and of known parts are no titles; the file's name is where there is nothing else.
    """
    above = list(takewhile(lambda line: not _opens_part(line, lexicon), lines[:_FIRST_LINES]))
    first = [line for line in above if _may_be_title(_words(line))]
    headings = [line for line in first if line.is_heading or line.part == "document"]
    short = [line for line in first if line.part in ("", "document")]
    rules = [line for line in first if has_word(lexicon.words.policy, _words(line), spaced=lexicon.spaced)]
    chosen = next(iter([*rules, *headings, *short]), None)
    if chosen is None:
        cells = [cell for line in above for row in line.table for cell in row]
        named = [text for text in (*cells, *headers) if has_word(lexicon.words.policy, text, spaced=lexicon.spaced)]
        file_name = _first_upper(_SPLIT.sub(" ", Path(file).stem))
        return Title(next(filter(_may_be_title, named), file_name), is_doubtful=True)
    text = _words(chosen).strip(" :：")
    if below := _goes_on_below(chosen, first, lexicon):
        return Title(f"{text} {_words(below).strip(' :：')}", is_doubtful=True, line=None)
    return Title(text, is_doubtful=chosen not in headings, line=chosen)


def _may_be_title(text: str) -> bool:
    return 0 < len(text) <= _LONGEST * 2 and not text.endswith((".", "。", ";", "；"))


def _goes_on_below(line: Line, first: Sequence[Line], lexicon: Lexicon) -> Line | None:
    """The next line, where a title is nothing but `Regulation` and says below what about."""
    kind, rest = lexicon.document_head(_words(line))
    place = first.index(line) + 1
    return first[place] if kind == "policy" and not rest and place < len(first) else None


def _opens_part(line: Line, lexicon: Lexicon) -> bool:
    """Whether a heading is a chapter's and not the document's: numbered, or `Introduction`."""
    return bool(line.number) or lexicon.is_whole(_words(line))


def _words(line: Line) -> str:
    return line.text or line.heading


def _candidates(
    lines: Sequence[Line], lexicon: Lexicon, file: str, property_title: str
) -> Iterator[tuple[str, Line | None, int]]:
    yield from _marked(lines, lexicon)
    before_body = next((place for place, line in enumerate(lines) if line.part in _BODY), len(lines))
    for place, line in enumerate(lines[:before_body]):
        words = line.text or line.heading
        if len(words) > 2 * _LONGEST or line.part not in ("", SECTION):
            continue
        whole = line if line.text else None
        if line.is_heading or line.is_bold or line.part == SECTION:
            yield bare_title(words, lexicon), whole, _HEADING + (line.heading_level == 1)
        if place < _FIRST_LINES:
            for piece in _PIECES.split(words):
                bare = bare_title(piece, lexicon)
                yield bare, whole if bare == words else None, _FIRST if bare != piece or place == 0 else 1
    yield from _subjects(lines, lexicon)
    stem = _NUMBERS.sub("", _SPLIT.sub(" ", Path(file).stem))
    if not (stem.isascii() and lexicon.language.startswith(_OTHER_LETTERS)):
        yield bare_title(stem, lexicon), None, _FILE
    yield bare_title(property_title, lexicon), None, _PROPERTY


def _marked(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[tuple[str, Line | None, int]]:
    """Titles under a label, in and behind the document's head, and above the headings of duties or requirements."""
    after_head = False
    for place, line in enumerate(lines):
        if line.part == "title" and line.use == "content":
            yield line.text, line, _LABEL
        elif line.part == DOCUMENT:
            kind, beside = lexicon.document_head(line.text)
            rest = bare_title(beside if kind == "role" else line.text, lexicon)
            yield rest, None, _HEAD
            after_head = not rest
        elif after_head and line.part == "" and not line.text.endswith((".", "。", ";")):
            yield bare_title(line.text, lexicon), line, _AFTER_HEAD
            after_head = False
        elif is_title_line(lines, place):
            yield bare_title(line.text or line.heading, lexicon), line if line.text else None, _AFTER_HEAD


def _subjects(lines: Sequence[Line], lexicon: Lexicon) -> Iterator[tuple[str, Line | None, int]]:
    """Whom several sentences are about: `The accountant has the right to`, `The accountant reports to`."""
    counts: Counter[str] = Counter()
    for line in lines:
        low = folded(line.text)
        for part in _ABOUT_SOMEBODY if len(low) == len(line.text) else ():
            for cue in lexicon.words.cues.get(part, ()):
                at = find_word(low, folded_word(cue), spaced=lexicon.spaced)
                subject = _without_joins(line.text[:at]) if 0 < at <= _LONGEST else ""
                if subject[:1].isupper() and not subject.endswith((",", "，", ";")):
                    counts[subject.strip(_SIGNS)] += 1
    for subject, count in counts.items():
        if count >= _LEAST_SENTENCES:
            yield subject, None, min(_FILE + count, _AFTER_HEAD)


def bare_title(line: str, lexicon: Lexicon) -> str:
    """Returns a line without the words that say which document or part it is: `Duties of a cook` is `cook`."""
    rest = line.strip(_SIGNS)
    for _ in range(6):
        kind, without = lexicon.document_head(rest)
        without = without if kind == "role" else _without_part(rest, lexicon)
        without = _without_joins(without).strip(_SIGNS)
        if without == rest:
            break
        rest = without
    return rest


def _without_part(line: str, lexicon: Lexicon) -> str:
    """A line without the heading of its duties or requirements at its beginning or end, where other words are left.

    Labels of other parts are words of titles, too: `Team lead`, `Sales manager`, `Travel agent`.
    """
    low = folded(line)
    if len(low) != len(line):
        return line
    for phrase in sorted(lexicon.phrases, key=len, reverse=True):
        if lexicon.phrases[phrase] not in _LISTED or len(phrase) >= len(low):
            continue
        rest = line[len(phrase) :]
        if low.startswith(phrase) and _goes_on(rest, lexicon):
            return rest
        last_first = lexicon.language.startswith(_LAST_FIRST) or low[-len(phrase) - 1] != " "
        if low.endswith(phrase) and last_first and (not lexicon.spaced or not low[-len(phrase) - 1].isalnum()):
            return line[: -len(phrase)]
    return line


def _goes_on(rest: str, lexicon: Lexicon) -> bool:
    """Whether a title follows the heading: `Requirements for a cook`, and not `Requirements engineer`."""
    if not lexicon.spaced or not rest[0].isalnum():
        joined = not lexicon.language.startswith(_JOINING) or not rest.startswith(" ")
        return joined or rest.split(maxsplit=1)[0].casefold() in _JOINS
    return False


def _without_joins(line: str) -> str:
    words = line.strip(_SIGNS).strip(_HAN_JOINS).split(" ")
    while len(words) > 1 and words[0].casefold() in _JOINS:
        words = words[1:]
    while len(words) > 1 and words[-1].casefold() in _JOINS:
        words = words[:-1]
    return " ".join(words)


def _nominative(genitive: str, lines: Sequence[Line]) -> str:
    """The same post as a sentence begins with it: `Менеджер по продажам` for `менеджера по продажам`."""
    stems = [word[:_STEM].casefold() for word in genitive.split()]
    for line in lines:
        words = line.text.split()[: len(stems)]
        if [word[:_STEM].casefold() for word in words] == stems and folded(" ".join(words)) != folded(genitive):
            return _first_upper(" ".join(words).strip(_SIGNS))
    return ""


def _first_upper(text: str) -> str:
    text = text.capitalize() if text.isupper() and len(text) > _STEM else text
    return text[:1].upper() + text[1:]
