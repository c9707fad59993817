"""The editor as a web application on one's own computer: routes and sessions; `pipeline/edit` does the work."""

from rolebook.web.serve import run_editor

__all__ = ["run_editor"]
