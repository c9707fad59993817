"""`rolebook register`: who must acknowledge what, the answers that come back, and their proof."""
