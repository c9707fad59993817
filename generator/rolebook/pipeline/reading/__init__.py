"""Reading a handbook from its folder, without checking it: its files, and their models from the cache."""
