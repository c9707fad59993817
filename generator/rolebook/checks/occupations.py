"""# Occupations

The codes of an occupation in public classifications, beside one another.

## isco-esco-mismatch
**Meaning.** The ISCO code of a role is not that of its ESCO occupation. Every ESCO occupation belongs to one unit group
of ISCO-08: a code such as `5120.1` begins with it, and a role with the same ESCO occupation has the same one.
**Why.** Statistics, pay surveys and advertisements are found by these codes; one of the two is wrong.
```yaml bad
occupation: {isco: "5131", esco: "5120.1"}
```
```yaml good
occupation: {isco: "5120", esco: "5120.1"}
```
"""

import re
from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.handbook import Handbook
from rolebook.model.role import Occupation, Role

ISCO_ESCO_MISMATCH = Rule("isco-esco-mismatch", Severity.WARNING)
RULES = (ISCO_ESCO_MISMATCH,)

_ESCO_CODE = re.compile(r"(?:.*/isco/C)?(\d{4})(?:\.\d+)*")
"""An ESCO code, such as 5120.1, or the address of an ISCO group in ESCO: both have the unit group in them."""


def occupations(handbook: Handbook) -> Iterator[Diagnostic]:
    """Roles whose ISCO code is not that of their ESCO occupation."""
    groups: dict[str, str] = {}
    for role in handbook.described.values():
        codes = _own_codes(role)
        if codes is None or not codes.isco or not codes.esco:
            continue
        code = _ESCO_CODE.fullmatch(codes.esco.strip())
        group = code[1] if code else groups.setdefault(codes.esco.strip().rpartition("/")[2], codes.isco)
        if not _is_within(codes.isco, group):
            yield ISCO_ESCO_MISMATCH.at(codes.at("isco"), isco=codes.isco, esco=codes.esco, group=group)


def _own_codes(role: Role) -> Occupation | None:
    """The codes that a role's own file has; those it inherits are looked at where they are written."""
    codes = role.occupation
    return codes if codes and codes.file_of() == role.file_of() else None


def _is_within(code: str, group: str) -> bool:
    """Whether one of two ISCO codes is the other or a part of it: 512 is above 5120."""
    return code.startswith(group) or group.startswith(code)


CHECKS = (occupations,)
