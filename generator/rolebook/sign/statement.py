"""One thing that can be said about a signed file, as data; the words are in the language files, under `usage`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Statement:
    """`code` names what is said, `step` the signature it is said of (empty: the whole file).

    A doubt fails the verification, other statements are for information.
    """

    code: str
    step: str = ""
    doubt: bool = True
    arguments: Mapping[str, str | int] = field(default_factory=dict)
