"""`rolebook init` and `new`: files to start from."""
