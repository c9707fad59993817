"""The only writer of files: atomic, and only what changed."""

from rolebook.store.files import (
    claim,
    exchange,
    ignored_folder,
    link_file,
    mark,
    remove_leftovers,
    write_bytes,
    write_new,
    write_text,
    write_tree,
)

__all__ = [
    "claim",
    "exchange",
    "ignored_folder",
    "link_file",
    "mark",
    "remove_leftovers",
    "write_bytes",
    "write_new",
    "write_text",
    "write_tree",
]
