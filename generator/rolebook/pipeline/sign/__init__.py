"""`rolebook sign` and `verify`."""
