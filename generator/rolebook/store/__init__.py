"""The only writer of files: atomic, and only what changed."""

from rolebook.store.files import exchange, write_new, write_text, write_tree

__all__ = ["exchange", "write_new", "write_text", "write_tree"]
