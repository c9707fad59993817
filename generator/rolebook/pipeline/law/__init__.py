"""`rolebook law`: the packs of a place in words."""
