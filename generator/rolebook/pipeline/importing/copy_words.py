"""The words of one string in a line of a printed copy: before, and as somebody changed them."""

import re
from dataclasses import dataclass

from rolebook.model.words.escaping import as_text

_MARKER = re.compile(r"(\[\[[^\[\]]+\]\]|(?<!\{)\{[^{}]+\}(?!\}))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|([{}])\2")


@dataclass(frozen=True, slots=True)
class PrintedString:
    """A string as the handbook has it, and how its words are found in print; `pattern` is None for other markup."""

    written: str
    pattern: re.Pattern[str] | None
    length: int

    def changed(self, before: str, after: str) -> str | None:
        """Returns the string as the changed line has it, with its markers; None where the line does not show it.

        Empty where a marker's words are gone, or where what is around the string changed as well.
        """
        match = self.pattern.search(before) if self.pattern else None
        if match is None:
            return None
        head, tail = before[: match.start()], before[match.end() :]
        if not (after.startswith(head) and after.endswith(tail)) or len(after) < len(head) + len(tail):
            return ""
        return self._written(after[len(head) : len(after) - len(tail)], match.groups())

    def _written(self, words: str, shown: tuple[str, ...]) -> str:
        """Words with the markers back in place of what they show."""
        parts, rest = [], words
        for marker, said in zip(_MARKER.findall(self.written), shown, strict=True):
            before, found, rest = rest.partition(said)
            if not found:
                return ""
            parts += [as_text(before), marker]
        return "".join([*parts, as_text(rest)]).strip()


def printed_string(written: str) -> PrintedString:
    """Returns a string that can be found in print."""
    pieces = _MARKER.split(written)
    words = [
        piece if place % 2 else " ".join(_ESCAPED.sub(r"\1\2", piece).split()) for place, piece in enumerate(pieces)
    ]
    literal = [as_text(word, starts_block=place == 0) for place, word in enumerate(words) if place % 2 == 0]
    is_plain = all(
        " ".join(piece.split()) in (as_text(word), made)
        for piece, word, made in zip(pieces[::2], words[::2], literal, strict=True)
    )
    if not is_plain:
        return PrintedString(written, None, 0)
    spaced = [_with_spaces(pieces[place], word) if place % 2 == 0 else "(.+?)" for place, word in enumerate(words)]
    if place_last_is_marker := not words[-1] and len(words) > 1:
        spaced[-2] = "(.+)"
    return PrintedString(written, re.compile("".join(spaced)), sum(map(len, words)) + place_last_is_marker)


def _with_spaces(piece: str, words: str) -> str:
    """A pattern of words with the blanks at the edges that a marker beside them needs."""
    head, tail = " " if piece[:1].isspace() else "", " " if piece[-1:].isspace() and piece.strip() else ""
    return re.escape(f"{head}{words}{tail}")
