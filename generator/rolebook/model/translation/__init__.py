"""Strings, their places, and the lock that says which translations are confirmed."""
