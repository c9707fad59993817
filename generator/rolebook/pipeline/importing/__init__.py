"""`rolebook import`: documents of other programs become roles and policies to look over."""
