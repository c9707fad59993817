"""`rolebook release` and `diff`."""
