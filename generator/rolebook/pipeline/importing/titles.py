"""The title of a post: what label, headings, file name and properties of a document agree on."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rolebook.language.comparison import folded
from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line

_LONGEST = 80
_LABEL, _AFTER_HEAD, _HEAD, _HEADING, _FILE, _PROPERTY, _FIRST = 10, 5, 4, 3, 3, 2, 2
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
_STEM = 4
_OTHER_LETTERS = ("ru", "zh", "vi")
"""Languages whose titles are never in ASCII alone; a file's name may be."""
_FIRST_LINES = 4
_PIECES = re.compile(r"\s+[-–—|]\s+|[:：]\s*|\.\s+")
_CASE_LANGUAGES = ("ru",)
_LISTED = frozenset({"duties", "requirements"})
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
        key = folded(text)
        if 1 < len(text) <= _LONGEST and any(sign.isalpha() for sign in text):
            votes[key] += weight
            shown.setdefault(key, (text, line))
    if not votes:
        return Title("", is_doubtful=True)
    key, weight = votes.most_common(1)[0]
    text, line = shown[key]
    if lexicon.language.startswith(_CASE_LANGUAGES) and weight < _LABEL and (nominative := _nominative(text, lines)):
        return Title(nominative, is_doubtful=True)
    return Title(_first_upper(text), is_doubtful=weight < _AFTER_HEAD, line=line)


def policy_title(lines: Sequence[Line], file: str) -> Title:
    """Returns the first heading of a policy, else its first short line; the file's name where there is neither."""
    first = lines[:_FIRST_LINES]
    headings = [line for line in first if line.is_heading or line.part == "document"]
    short = [line for line in first if line.part in ("", "document") and len(line.text) <= _LONGEST * 2]
    chosen = next(iter([*headings, *short]), None)
    if chosen is None:
        return Title(_first_upper(_SPLIT.sub(" ", Path(file).stem)), is_doubtful=True)
    return Title((chosen.text or chosen.heading).strip(" :："), is_doubtful=not headings, line=chosen)


def _candidates(
    lines: Sequence[Line], lexicon: Lexicon, file: str, property_title: str
) -> Iterator[tuple[str, Line | None, int]]:
    after_head = False
    for place, line in enumerate(lines):
        if line.part == "title" and line.use == "content":
            yield line.text, line, _LABEL
        elif line.part == "document":
            rest = bare_title(lexicon.document_head(line.text)[1], lexicon)
            yield rest, None, _HEAD
            after_head = not rest
        elif after_head and line.part == "" and not line.text.endswith((".", "。", ";")):
            yield line.text, line, _AFTER_HEAD
            after_head = False
        elif line.part == "" and line.is_heading and place < 5:
            yield bare_title(line.text, lexicon), line, _HEADING
        elif place < _FIRST_LINES and line.part == "" and len(line.text) <= 2 * _LONGEST:
            for piece in _PIECES.split(line.text):
                bare = bare_title(piece, lexicon)
                yield bare, line if bare == line.text else None, _FIRST if bare != piece or place == 0 else 1
    stem = _NUMBERS.sub("", _SPLIT.sub(" ", Path(file).stem))
    if not (stem.isascii() and lexicon.language.startswith(_OTHER_LETTERS)):
        yield bare_title(stem, lexicon), None, _FILE
    yield bare_title(property_title, lexicon), None, _PROPERTY


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
        if low.endswith(phrase) and (not lexicon.spaced or not low[-len(phrase) - 1].isalnum()):
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
