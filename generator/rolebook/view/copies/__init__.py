"""What tells one printed copy from the others: its code, and the mark in its PDF."""
