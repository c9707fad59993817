"""Edits of a handbook from a screen: one door for writes, a journal, undo; renaming, new files, inherited items."""
