"""What lines under unknown words are by their own words: qualities, contacts, terms of work, a career."""

from collections import Counter
from collections.abc import Sequence

from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line

_LEAST_SHARE, _LEAST_LEAD, _LONGEST, _MOST_ACTIONS = 0.6, 1.2, 250, 0.5


def part_by_contents(lines: Sequence[Line], lexicon: Lexicon) -> str:
    """Returns the part that most lines have words of, empty where none or two of them do, or where they are duties."""
    if not lines or any(len(line.text) > _LONGEST for line in lines):
        return ""
    if sum(lexicon.begins_with_action(line.text) for line in lines) >= _MOST_ACTIONS * len(lines):
        return ""
    counts = Counter(part for line in lines for part in lexicon.contents_of(line.text)).most_common(2)
    if not counts or counts[0][1] < _LEAST_SHARE * len(lines):
        return ""
    if len(counts) > 1 and counts[0][1] < _LEAST_LEAD * counts[1][1]:
        return ""
    return counts[0][0]
