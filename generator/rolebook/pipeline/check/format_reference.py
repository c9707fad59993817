"""`rolebook explain format` and `rolebook explain FIELD`: the reference of the format, or what it says of one field."""

import re
from collections.abc import Iterator
from importlib.resources import files

_HEADING = re.compile(r"#{1,6} ")


def format_reference() -> str:
    """The reference of the handbook's format in Markdown: `docs/format.md`, which the package brings along."""
    return (files("rolebook.pipeline.check") / "format.md").read_text("utf-8")


def about_field(field: str) -> str:
    """Every paragraph and row of the reference that names a field, below its heading; empty where none does.

    A field of an item is named in braces: `{id, need: required|preferred}`.
    """
    name = re.escape(field)
    named = re.compile(rf"`{name}(?:\[\]|\{{\}})?[`: ]|`\{{(?:[^`]*[ ,{{])?{name}(?:\[\])?[ ,:}}]")
    parts: list[str] = []
    last = ""
    for heading, part in _parts():
        if named.search(part):
            parts += [part] if heading == last else [heading, part]
            last = heading
    return "\n\n".join(parts) + "\n" if parts else ""


def _parts() -> Iterator[tuple[str, str]]:
    """Rows of tables and paragraphs, each with the heading above it."""
    heading = ""
    for block in format_reference().split("\n\n"):
        lines = block.strip().split("\n")
        if _HEADING.match(lines[0]):
            heading, *lines = lines
        rows = [line for line in lines if line.startswith("|")]
        yield from ((heading, row) for row in rows)
        if rest := "\n".join(line for line in lines if not line.startswith("|")).strip():
            yield heading, rest
