"""The editor beside editing: papers and what comes back, releases, publishing, documents that come in."""
