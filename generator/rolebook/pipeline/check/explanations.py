"""`rolebook explain`: what each code means. The texts are the checks' own, in a file, since the checks load slowly."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Explanation:
    """A code's default severity and its section of `docs/checks/`, in Markdown."""

    severity: str
    text: str

    @property
    def meaning(self) -> str:
        """The first sentence of what the code means, in one line."""
        meaning = self.text.partition("**Meaning.** ")[2].partition("\n**Why.**")[0]
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z`])", " ".join(meaning.split()), maxsplit=1)[0]
        return sentence.removesuffix(".")


@cache
def explanations() -> dict[str, Explanation]:
    """Returns the explanation of each code; `make docs` writes their file from the checks."""
    told = json.loads((files("rolebook.pipeline.check") / "explanations.json").read_text("utf-8"))
    return {code: Explanation(**one) for code, one in told.items()}
