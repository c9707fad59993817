"""What an import makes of a document: values for a YAML file, doubts about them, and what found no place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rolebook.exchange.documents.blocks import Where
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.ids import Ids
from rolebook.pipeline.importing.lines import Line

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Words of the source that are not in the handbook's file: why, as a word of messages, which, and where."""

    reason: str
    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that somebody should look at: why, as a word of messages, and where the source has it."""

    reason: str
    where: Where
    words: str = ""
    candidates: str = ""


@dataclass(slots=True)
class Draft:
    """One role or policy to be written: its fields in order, doubts by their path, and what is left over."""

    kind: Literal["role", "policy"]
    fields: dict[str, Any] = field(default_factory=dict)
    doubts: dict[Path, Doubt] = field(default_factory=dict)
    leftovers: list[Leftover] = field(default_factory=list)
    placed: int = 0
    _ids: dict[str, Ids] = field(default_factory=dict)
    before: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title as the source has it."""
        return str(self.fields.get("title", ""))

    def add(self, part: str, line: Line, **fields: Any) -> dict[str, Any]:
        """Adds an item made of a line to a list of the draft and returns it; `text` stands for the line's words."""
        items = self.fields.setdefault(part, [])
        item = {
            "id": self.next_id(part, fields.get("term") or fields.get("text") or fields.get("heading") or line.text),
            **fields,
        }
        items.append(item)
        self.doubt((part, len(items) - 1), line)
        self.placed += 1
        return item

    def next_id(self, part: str, words: str) -> str:
        """Returns an id for words in the list of a part."""
        return self._ids.setdefault(part, Ids(self.before.get(part))).next(words)

    def doubt(self, path: Path, line: Line) -> None:
        """Marks a value as doubtful where its line is."""
        if line.doubt:
            self.doubts[path] = Doubt(line.doubt, line.where, line.text)

    def leave(self, reason: str, line: Line) -> None:
        """Puts the words of a line on the list of leftovers."""
        if line.words:
            self.leftovers.append(Leftover(reason, line.words, line.where))


def joined(lines: Iterable[Line], sign: str = " ") -> str:
    """Returns the words of lines as one text."""
    return sign.join(line.text for line in lines if line.text)


def wordless_reason(line: Line) -> str:
    """Returns why a line without any word is left over: it is a number, or a blank to fill in."""
    return "number" if any(sign.isdigit() for sign in line.text) else "blank"


def blocks_text(lines: Iterable[Line]) -> str:
    """Returns lines as a text of paragraphs and lists, its words marked so that none is read as markup."""
    parts: list[str] = []
    was_item = False
    for line in lines:
        text = as_text(line.text, starts_block=not line.is_item)
        if line.is_item and was_item:
            parts[-1] += f"\n- {text}"
        else:
            parts.append(f"- {text}" if line.is_item else text)
        was_item = line.is_item
    return "\n\n".join(parts)
