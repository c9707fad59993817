"""The theme, found by MkDocs through its entry point."""
