"""How work is run: cache keys, and processes on all cores."""
