"""`rolebook translate`: status, confirmation, and files for translators out and in."""
