"""The kinds of pages. A new one: a line here, a template `<kind>.md.j2`, and who makes it in `render/site.py`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What a page's frame must know of it.

    `contents`: it is long and gets a list of its sections. `wide`: it uses the whole width. `weight`: how much search
    believes it, against 1 for a role's page. `searched`: it is found at all. `framed`: it has header and footer.
    """

    contents: bool = False
    wide: bool = False
    weight: float = 1.0
    searched: bool = True
    framed: bool = True


KINDS = {
    "chooser": Kind(searched=False, framed=False),
    "home": Kind(wide=True, weight=0.4),
    "roles": Kind(wide=True, weight=0.4),
    "policies": Kind(wide=True, weight=0.4),
    "organisation": Kind(wide=True, weight=0.8),
    "competencies": Kind(contents=True, weight=1.4),
    "glossary": Kind(wide=True, weight=1.8),
    "role": Kind(contents=True),
    "policy": Kind(contents=True, weight=1.4),
    "guide": Kind(weight=1.2),
    "my-roles": Kind(wide=True, searched=False),
    "my-role": Kind(contents=True, searched=False),
    "newcomers": Kind(contents=True, weight=0.8),
    "news": Kind(wide=True, searched=False),
    "all-documents": Kind(wide=True, searched=False),
    "print-center": Kind(wide=True, searched=False),
    "not-found": Kind(searched=False),
}
