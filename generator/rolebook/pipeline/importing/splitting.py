"""Several descriptions in one file, told apart."""

from collections.abc import Sequence

from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.recognise import DOCUMENT, REQUIREMENTS

_BODY = REQUIREMENTS | {"duties"}


def split_roles(lines: Sequence[Line]) -> list[list[Line]]:
    """Returns the lines of each description: one begins where a head or a post's label follows duties."""
    roles: list[list[Line]] = [[]]
    for line in lines:
        begins = line.part == DOCUMENT or (line.part == "title" and line.use == "label")
        if begins and any(one.part in _BODY and one.use == "content" for one in roles[-1]):
            roles.append([])
        roles[-1].append(line)
    return [role for role in roles if role]
