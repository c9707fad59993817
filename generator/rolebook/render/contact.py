"""The contact sheet of scanned signature lines: one HTML page to answer on, and the same to print, 40 lines a page."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from rolebook.language import FontSet, Language
from rolebook.render.environment import environment, rendered

GROUPS = ("seen", "unsure", "none")
"""How the program sorts the lines, in the order of the sheet."""
COLUMNS = ("number", "entry", "person", "document", "sorted", "answer", "reason", "by")
"""What the file of answers has in each row; it is read back by these names."""


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A line to look at. `entry` names the entry of the register it is of; `pictures` are PNG, one for each step.

    `sheets` are the files that it came in, each with the sheet it is on; 0 where the file is a picture.
    """

    number: int
    entry: str
    person: str
    name: str
    document: str
    title: str
    group: str
    sheets: tuple[tuple[str, int], ...]
    pictures: tuple[bytes, ...]

    @property
    def file(self) -> str:
        """The files and sheets in words."""
        return ", ".join(f"{name} {sheet or ''}".strip() for name, sheet in self.sheets)

    @property
    def sources(self) -> list[str]:
        """The pictures inside the page."""
        return [f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in self.pictures]

    @property
    def row(self) -> dict[str, str | int]:
        """What the file of answers repeats."""
        values = (self.number, self.entry, self.person, self.document, self.group)
        return dict(zip(COLUMNS, values, strict=False))


def contact_page(lines: Sequence[ContactLine], language: Language) -> str:
    """The HTML page. It loads nothing, and sends nothing: a button saves what was answered as a file."""
    script = (files("rolebook.render") / "templates" / "contact.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    told = {"columns": COLUMNS, "rows": {line.entry: line.row for line in lines}}
    return rendered(
        environment(),
        "contact.html",
        groups=list(_grouped(lines)),
        language=language,
        script=script,
        digest=digest,
        data=json.dumps(told, ensure_ascii=False),
    )


def contact_paper(
    lines: Sequence[ContactLine], language: Language, sets: Sequence[FontSet]
) -> tuple[str, Mapping[str, bytes]]:
    """The values for the layout `contact`, and the pictures it shows, by name; `sets` are the fonts it may need."""
    title = language.word("contact-title")
    told: dict[str, Any] = {
        "lang": language.tag.partition("-")[0],
        "dir": language.direction,
        "fonts": list(dict.fromkeys(family for one in sets for family in one.families)),
        "size": "a4",
        "title": title,
        "marks": [],
        "letterhead": [title],
        "footer": [title],
        "short": "",
        "about": language.word("contact-about"),
        "groups": [
            {
                "title": _heading(group, own, language),
                "lines": [
                    [list(_names_of(line)), str(line.number), f"{line.person} {line.name}", line.title] for line in own
                ],
            }
            for group, own in _grouped(lines)
        ],
        "words": {"page": language.word("paper-page", page="{page}", pages="{pages}")}
        | {name: language.word(f"contact-{name}") for name in ("yes", "no")},
    }
    pictures = {name: picture for line in lines for name, picture in zip(_names_of(line), line.pictures, strict=True)}
    return json.dumps(told, ensure_ascii=False), pictures


def _grouped(lines: Sequence[ContactLine]) -> Iterator[tuple[str, list[ContactLine]]]:
    for group in GROUPS:
        own = [line for line in lines if line.group == group]
        if own:
            yield group, own


def _heading(group: str, lines: Sequence[ContactLine], language: Language) -> str:
    return f"{language.word(f'contact-{group}')} ({len(lines)})"


def _names_of(line: ContactLine) -> Iterator[str]:
    return (f"line-{line.number}-{place}.png" for place in range(len(line.pictures)))
