"""`rolebook check`, `explain`, `schema`: findings in a handbook, cached between runs."""
