"""Signs of a YAML text that parse and mislead: the pass over what was read, beside what it was read from."""

from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic
from rolebook.source.direction import direction_faults, may_turn
from rolebook.source.lookalikes import lookalikes_around, lookalikes_in_keys, may_mislead
from rolebook.source.scalar_spans import Scalar, scalars_in
from rolebook.source.tree import Value

_NOT_PLAIN = frozenset("\"'|>&*!")


def misreadings_in(text: str, tree: Value, file: str) -> list[Diagnostic]:
    """What turns the direction of a text's words, and lookalikes of YAML's signs at its keys and around its values."""
    turning, lookalike = may_turn(text), may_mislead(text)
    if not turning and not lookalike:
        return []
    scalars = sorted(set(scalars_in(tree)))
    findings: list[Diagnostic] = []
    if lookalike:
        plain = [one for one in scalars if one.start < one.end and text[one.start] not in _NOT_PLAIN]
        findings += lookalikes_in_keys(text, file, [one[:2] for one in plain if one.is_key])
        findings += lookalikes_around(text, file, [one[:2] for one in plain if not one.is_key])
    if turning:
        findings += direction_faults(text, file, _read_apart(text, scalars), html=False)
    return findings


def _read_apart(text: str, scalars: list[Scalar]) -> Iterator[tuple[int, int]]:
    """Each scalar, and each line of what stands between them, which is comments and YAML's own signs."""
    done = 0
    for scalar in scalars:
        yield from _lines(text, done, scalar.start)
        yield scalar.start, scalar.end
        done = max(done, scalar.end)
    yield from _lines(text, done, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        line_end = text.find("\n", start, end)
        line_end = end if line_end < 0 else line_end
        yield start, line_end
        start = line_end + 1
