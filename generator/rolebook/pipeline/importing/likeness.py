"""What lines of a description probably are by their words, where nothing else says it or something contradicts it.

A naive Bayes classifier over the beginnings of words and pairs of them (McCallum and Nigam 1998) reads each line;
lines mostly are of the part of the line before (a hidden Markov model, read forwards and backwards, Rabiner 1989).
Words of a line depend on each other, so their weight is damped: the shares stay near to how often they are right.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from rolebook.language import counts_signs
from rolebook.language.comparison import folded
from rolebook.model.headings import ExampleLines
from rolebook.source import read_own_yaml

_WORD = re.compile(r"[^\W\d_]+|\d+")
_DIGITS, _NO_SIGN = re.compile(r"\d+"), re.compile(r"[\W_]+")
_STEM, _LONGEST_RUN = 5, 3
_LEAST, _DAMPING = 0.1, 0.3
"""What a word counts that a part never has; the weight of each word."""
_WHOLE_WORDS = ("vi",)
"""Languages whose words do not change their endings."""
Shares = Mapping[str, float]


class Likely(NamedTuple):
    """The part that a line most probably is, and how probable that is, from 0 to 1."""

    part: str
    share: float


class Likeness:
    """Compares lines with the examples of one language."""

    def __init__(self, examples: Mapping[str, Iterable[str]], language: str) -> None:
        self._language = language.partition("-")[0]
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for part, lines in examples.items():
            for line in lines:
                counts[part].update(self._signs(line))
        self._known = {sign for each in counts.values() for sign in each}
        self._logs = {
            part: {sign: math.log(count + _LEAST) for sign, count in each.items()} for part, each in counts.items()
        }
        whole = _LEAST * len(self._known)
        self._totals = {part: math.log(sum(each.values()) + whole) for part, each in counts.items()}

    @property
    def parts(self) -> Collection[str]:
        """The parts that there are examples of."""
        return self._logs.keys()

    def read(self, lines: Sequence[str], prior: Shares, staying: float) -> list[Shares]:
        """Returns how probable each part is for each of lines that follow each other.

        `prior` is how probable a part is before anything is read. With the probability `staying` a line is of the
        part of the line before it, otherwise again as the prior says.
        """
        weights = [self._weights(line) for line in lines]
        forwards: list[Shares] = []
        backwards: list[Shares] = []
        for own in weights:
            before = forwards[-1] if forwards else prior
            forwards.append(
                _whole({part: own[part] * (staying * before[part] + (1 - staying) * prior[part]) for part in own})
            )
        after: Shares = dict.fromkeys(prior, 1.0)
        for own in reversed(weights):
            backwards.insert(0, after)
            left = sum(prior[part] * own[part] * after[part] for part in own)
            after = _whole({part: staying * own[part] * after[part] + (1 - staying) * left for part in own})
        return [
            _whole({part: one[part] * other[part] for part in one})
            for one, other in zip(forwards, backwards, strict=True)
        ]

    def _weights(self, line: str) -> Shares:
        """How much a line is like those of each part, 1 for the most."""
        signs = self._signs(line) & self._known
        never = math.log(_LEAST)
        scores = {
            part: _DAMPING * sum(logs.get(sign, never) - self._totals[part] for sign in signs)
            for part, logs in self._logs.items()
        }
        most = max(scores.values(), default=0.0)
        return {part: math.exp(score - most) for part, score in scores.items()}

    def _signs(self, line: str) -> set[str]:
        """What a line is compared by: its words and pairs of them, and those it begins with."""
        low = folded(line)
        return set(_of_signs(low) if counts_signs(self._language) else self._of_words(low))

    def _of_words(self, low: str) -> Iterator[str]:
        longest = None if self._language in _WHOLE_WORDS else _STEM
        words = ["0" if word.isdigit() else word[:longest] for word in _WORD.findall(low)]
        yield from words
        yield from (" ".join(pair) for pair in pairwise(words))
        yield "^" + "".join(words[:1])
        yield "^" + " ".join(words[:2])


def _of_signs(low: str) -> Iterator[str]:
    """Like words, for scripts without spaces: runs of one to three signs."""
    signs = _DIGITS.sub("0", _NO_SIGN.sub("", low))
    for length in range(1, _LONGEST_RUN + 1):
        yield from (signs[at : at + length] for at in range(len(signs) - length + 1))
    yield "^" + signs[:1]
    yield "^" + signs[:2]


def _whole(weights: Shares) -> Shares:
    """Weights as shares that are 1 together."""
    total = sum(weights.values()) or 1.0
    return {part: weight / total for part, weight in weights.items()}


@cache
def likeness_of(language: str) -> Likeness:
    """Returns the likeness by the examples of a language or its parent; by none where there are no examples."""
    resource = files("rolebook") / "headings" / "examples" / f"{language.partition('-')[0]}.yml"
    examples = ExampleLines.model_validate(read_own_yaml(resource)).examples if resource.is_file() else {}
    return Likeness({str(part): lines for part, lines in examples.items()}, language)
