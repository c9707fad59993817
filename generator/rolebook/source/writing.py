"""Plain values as a new YAML file in the style of a handbook: in blocks, with comments above values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rolebook.source.scalar_style import Place, rendered

Path = tuple[str | int, ...]
_STEP = 2


def write_yaml(fields: Mapping[str, Any], comments: Mapping[Path, str], head: Sequence[str] = ()) -> str:
    """Returns the YAML text of a map; `comments` are by the path of the value below them, `head` stands on top.

    Values are maps, lists, texts, numbers and flags. Raises ValueError for a text that YAML cannot hold.
    """
    lines = [*(f"# {line}" for line in head), *_map(fields, comments, (), 0)]
    return "\n".join(lines) + "\n"


def _map(fields: Mapping[str, Any], comments: Mapping[Path, str], path: Path, indent: int) -> Iterator[str]:
    for key, value in fields.items():
        here = (*path, key)
        if here in comments:
            yield f"{' ' * indent}# {_as_comment(comments[here])}"
        yield from _entry(f"{' ' * indent}{key}:", value, comments, here, indent)


def _entry(lead: str, value: Any, comments: Mapping[Path, str], path: Path, indent: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield lead
        yield from _map(value, comments, path, indent + _STEP)
    elif isinstance(value, list):
        yield lead
        for index, item in enumerate(value):
            yield from _item(item, comments, (*path, index), indent + _STEP)
    else:
        yield from f"{lead} {_scalar(value, indent)}".split("\n")


def _item(item: Any, comments: Mapping[Path, str], path: Path, indent: int) -> Iterator[str]:
    if path in comments:
        yield f"{' ' * indent}# {_as_comment(comments[path])}"
    if not isinstance(item, Mapping):
        yield f"{' ' * indent}- {_scalar(item, indent)}"
        return
    lines = list(_map(item, comments, path, indent + _STEP))
    yield f"{' ' * indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _scalar(value: Any, indent: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = rendered(str(value), Place(flow=False, indent=indent))
    if text is None:
        raise ValueError(value)
    return text


def _as_comment(comment: str) -> str:
    return " ".join(comment.split())
