"""How a string is written as a YAML scalar: in the style of the one it replaces where that can be, else in another."""

import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from rolebook.source.yaml_reader import read_yaml

WIDTH = 120
_ESCAPED = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\\\\"\n\t]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


class Place(NamedTuple):
    """Where a scalar goes: inside brackets or not, the column of the key that holds it, and what follows it."""

    flow: bool
    indent: int
    commented: bool = False


class Written(NamedTuple):
    """A scalar as it stands in a file."""

    text: str

    @property
    def style(self) -> str:
        """Its first sign where that makes a style; a plain scalar has none."""
        return self.text[:1] if self.text[:1] in ("'", '"', "|", ">") else ""

    @property
    def note(self) -> str:
        """A comment on the first line of a block."""
        return self.text.partition("\n")[0].rstrip().lstrip("|>+-0123456789") if self.style in ("|", ">") else ""

    @property
    def inset(self) -> int | None:
        """The column of a block's content."""
        rows = [row for row in self.text.splitlines()[1:] if row.strip()]
        return len(rows[0]) - len(rows[0].lstrip(" ")) if rows else None


def rendered(words: str, place: Place, like: Written | None = None) -> str | None:
    """The string as a scalar, in the style of `like` if it can be; None where YAML cannot write it."""
    return next((one for one in _candidates(words, place, like) if _says(one, words, place)), None)


def _candidates(words: str, place: Place, like: Written | None) -> Iterator[str]:
    inset = (like.inset if like else None) or place.indent + 2
    note = like.note if like else ""
    kept = like is not None and like.style in ("|", ">")
    fits = not place.flow and (kept or not place.commented)
    blocks = [] if not fits or not words.strip() else [_literal(words, inset, note), _folded(words, inset, note)]
    match like.style if like else "":
        case "'":
            yield _single(words)
        case '"':
            yield _double(words)
        case ">":
            yield from reversed(blocks)
        case "|":
            yield from blocks
    if "\n" not in words:
        yield words
    elif blocks:
        yield blocks[0]
    yield _double(words)


def _says(candidate: str, words: str, place: Place) -> bool:
    """Whether the candidate, read in its surroundings, is the string."""
    lead = " " * place.indent
    around = f"{{k: {candidate}, l: m}}" if place.flow else f"{lead}k: {candidate}\n{lead}l: m\n"
    read, findings = read_yaml(around, "")
    return not findings and read == {"k": words, "l": "m"} and isinstance(read["k"], str)


def _single(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def _double(words: str) -> str:
    def escape(match: re.Match[str]) -> str:
        return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"

    return f'"{_ESCAPED.sub(escape, words)}"'


def _literal(words: str, inset: int, note: str) -> str:
    return _block(f"|{_chomping(words)}{note}", words.rstrip("\n").split("\n"), words, inset)


def _folded(words: str, inset: int, note: str) -> str:
    """Each line of the string is wrapped; an empty line is put between two, for folding makes one line of them."""
    rows: list[str] = []
    for line in words.rstrip("\n").split("\n"):
        wrapped = textwrap.wrap(line, WIDTH - inset, break_long_words=False, break_on_hyphens=False) or [""]
        rows += [*([""] if rows else []), *wrapped]
    return _block(f">{_chomping(words)}{note}", rows, words, inset)


def _block(head: str, rows: list[str], words: str, inset: int) -> str:
    body = "\n".join(f"{' ' * inset}{row}" if row else "" for row in rows)
    return f"{head}\n{body}" + "\n" * max(_ends(words) - 1, 0)


def _chomping(words: str) -> str:
    return ("-", "", "+")[min(_ends(words), 2)]


def _ends(words: str) -> int:
    """How many line ends the string ends with."""
    return len(words) - len(words.rstrip("\n"))
