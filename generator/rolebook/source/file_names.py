"""Names of files that some computers cannot have, although this one can.

## unportable-name
**Meaning.** Windows cannot have a file of this name.
**Why.** A colleague on Windows cannot get the handbook: git stops at the file. Windows reserves names such as `aux` and
`con` for devices even with an ending such as `.yml`, forbids some characters, and ends most paths at 260 characters.
Authority: Microsoft, Naming Files, Paths, and Namespaces.
```yaml bad
# roles/aux.yml
title: Auxiliary nurse
purpose: Helps the nurses.
duties:
  - {id: help, text: Helps the nurses.}
```
```yaml good
# roles/auxiliary.yml
title: Auxiliary nurse
purpose: Helps the nurses.
duties:
  - {id: help, text: Helps the nurses.}
```
"""

import re
from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity

UNPORTABLE_NAME = Rule("unportable-name", Severity.WARNING)
RULES = (UNPORTABLE_NAME,)

_LONGEST = 180  # leaves 80 of 260 characters for the folder that holds the handbook
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ ]*(\..*)?\Z", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]\Z')


def unportable(path: str) -> Iterator[Diagnostic]:
    """Yields what Windows refuses in the path of a file in the handbook, one finding a kind of fault."""
    parts = path.split("/")
    if reserved := next((part for part in parts if _DEVICE.match(part)), ""):
        yield UNPORTABLE_NAME.at(Location(path), name=reserved, hint="reserved-name")
    if forbidden := next((part for part in parts if _FORBIDDEN.search(part)), ""):
        yield UNPORTABLE_NAME.at(Location(path), name=forbidden, hint="forbidden-in-name")
    if len(path) > _LONGEST:
        yield UNPORTABLE_NAME.at(Location(path), name=parts[-1], hint="long-name")
