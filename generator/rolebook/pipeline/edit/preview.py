"""A page of the site as its readers would see it now, for the editor to show; nothing is written."""

import re
from pathlib import Path

from rolebook.diagnostics import Severity
from rolebook.pipeline.edit.finding_lines import RELEASE, weight_of
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.render import SiteOptions, site_pieces
from rolebook.render.finished import finished
from rolebook.view import Audience

_FRONT = re.compile(r"---\n.*?\n---\n\n", re.DOTALL)
FOLDERS = {"role": "roles", "policy": "policies"}


def page_of(snapshot: Snapshot, language: str, key: str) -> str | None:
    """Returns the HTML of a page by its key on the site, such as `roles/cook`; None where it cannot be made.

    No page is made while the handbook has errors, for it might show what is not so; texts may wait for their release.
    """
    handbook = snapshot.handbook
    errors = (one for one in snapshot.report.findings if one.severity == Severity.ERROR)
    if handbook is None or any(weight_of(one) != RELEASE for one in errors) or language not in snapshot.languages:
        return None
    templates = snapshot.root / "templates"
    options = SiteOptions(Audience.MANAGERS, (language,), templates if templates.is_dir() else None)
    wanted = str(Path(language) / f"{key}.md")
    for piece in site_pieces(handbook, options):
        if piece.name in (f"{language}/{key}", language):
            for output in piece.make():
                if output.path == wanted:
                    page = finished(_FRONT.sub("", output.text, count=1))
                    return page.html if page else None
    return None
