"""The only writer of files: atomic, and only what changed."""

from rolebook.store.files import (
    beside,
    claim,
    exchange,
    ignored_folder,
    keep_file,
    link_file,
    mark,
    read_bytes,
    refuse_in_use,
    remove_abandoned,
    remove_leftovers,
    turn,
    write_all_new,
    write_bytes,
    write_new,
    write_text,
    write_tree,
)
from rolebook.store.private import make_private, private_files, shared_by
from rolebook.store.together import settle_before_writing

__all__ = [
    "beside",
    "claim",
    "exchange",
    "ignored_folder",
    "keep_file",
    "link_file",
    "make_private",
    "mark",
    "private_files",
    "read_bytes",
    "refuse_in_use",
    "remove_abandoned",
    "remove_leftovers",
    "settle_before_writing",
    "shared_by",
    "turn",
    "write_all_new",
    "write_bytes",
    "write_new",
    "write_text",
    "write_tree",
]
