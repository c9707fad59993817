"""`rolebook build` and `serve`: pages, search and the documents that a site offers."""
