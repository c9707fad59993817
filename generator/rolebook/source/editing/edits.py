"""Edits of a handbook file: a value, a text, an item changes, and everything around it keeps its bytes.

An edit is spliced into the text at the parser's marks. What comes out is read again and must be just what was meant,
value by value and key by key in order; an edit that cannot be made so is refused.
"""

from collections.abc import Iterable
from functools import lru_cache

from rolebook.source.editing.layout import EditRefused, spliced
from rolebook.source.editing.meaning import is_same, make, plain_of
from rolebook.source.editing.placing import splices_of
from rolebook.source.editing.values import Edit, NoPlace
from rolebook.source.tree import Mapping
from rolebook.source.writing import Unwritable
from rolebook.source.yaml_reader import read_yaml


def edit_file(text: str, file: str, edits: Iterable[Edit]) -> str:
    """Returns the text after edits, each made on what the one before left.

    Raises EditRefused with the reason where one cannot be made without touching more.
    """
    for edit in edits:
        text = _edited(text, file, edit)
    return text


def edit_bytes(content: bytes, file: str, edits: Iterable[Edit]) -> bytes:
    """The same for the bytes of a file in UTF-8, which keeps its line ends and its byte order mark."""
    text = content.decode()
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return (mark + edit_file(text.removeprefix(mark), file, edits)).encode()


def _edited(text: str, file: str, edit: Edit) -> str:
    tree = tree_of(text, file)
    meant = plain_of(tree)
    try:
        make(meant, edit)
        result = spliced(text, splices_of(text, tree, edit))
    except NoPlace:
        raise EditRefused("no-place") from None
    except Unwritable:
        raise EditRefused("unwritable") from None
    try:
        read = tree_of(result, file)
    except EditRefused:
        raise EditRefused from None
    if not is_same(read, meant):
        raise EditRefused
    return result


@lru_cache(maxsize=8)
def tree_of(text: str, file: str) -> Mapping:
    """Returns what a file says, not to be changed. Raises EditRefused for a file with faults."""
    tree, findings = read_yaml(text, file)
    if findings or not isinstance(tree, Mapping):
        raise EditRefused("unreadable")
    return tree
