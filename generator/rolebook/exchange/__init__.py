"""Files that other people edit: written from strings, read back as what they say, nothing of it trusted."""
