"""The lines of a policy: sections with clauses under their stored numbers, definitions, and tables of penalties."""

from collections.abc import Mapping, Sequence

from rolebook.pipeline.importing.draft import Draft
from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.titles import Title


def fold_policy(
    lines: Sequence[Line], title: Title, lexicon: Lexicon, before: Mapping[str, Mapping[str, str]]
) -> Draft:
    """Returns a policy."""
    raise NotImplementedError
