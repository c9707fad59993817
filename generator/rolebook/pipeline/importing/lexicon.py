"""What a heading, label or sentence means in a language: the lexicon compiled for looking up."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple, TypeVar

from rolebook.language import counts_signs
from rolebook.language.comparison import folded
from rolebook.model.headings import DocumentPart, HeadingLexicon, OwnHeadings, Words
from rolebook.pipeline.importing.parts import SINGLE
from rolebook.pipeline.importing.sentences import Sentences
from rolebook.source import read_own_yaml

K = TypeVar("K")
_EDGES = " \t\n:：?？¿.。;；,，、-–—*•·#=|()（）[]【】«»\"'“”"
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_ASIDE = re.compile(r"\s*[(（\[【][^()（）\[\]【】]{1,40}[)）\]】]\s*")
_JOINED = re.compile(r"\s*(?:,|/|&|、|和|与|及|\band\b|\by\b|\bи\b|\bvà\b)\s*")
_LEAST_STEM, _LEAST_OPENING, _LONGEST_ENDING = 5, 2, 3
_LEAST_HEAD_AT_END = 3
_LONGEST_LABEL, _ANY_ENDING = 45, 30
_LAST_FIRST, _UNIT_FIRST = ("en",), ("es", "vi")
WHOLE, EDGE, INSIDE = 3, 2, 1
_LEAST_SHARE = {EDGE: 0.25, INSIDE: 0.35}
"""How much of a heading must be known words: less says nothing about the rest."""


class Meaning(NamedTuple):
    """What a heading means and how sure that is: WHOLE, EDGE or INSIDE of its words, and their share."""

    part: str
    strength: int
    share: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of one language, folded, with what a handbook adds."""

    language: str
    words: HeadingLexicon
    own: Mapping[str, str]
    phrases: Mapping[str, str]
    either: frozenset[str]
    spaced: bool

    def meaning_of(self, heading: str) -> Meaning | None:
        """Returns what a heading or label means, None for unknown words."""
        plain = plain_heading(heading)
        if not plain:
            return None
        for candidate in dict.fromkeys((plain, plain_heading(_ASIDE.sub(" ", plain)))):
            if part := self.own.get(candidate) or self.phrases.get(candidate):
                return Meaning(part, WHOLE, 1.0)
        parts = [self.phrases.get(piece) for piece in _JOINED.split(plain) if piece]
        if len(parts) > 1 and all(parts):
            lists = [str(part) for part in parts if part not in SINGLE]
            return Meaning(lists[0] if lists else str(parts[0]), WHOLE, 1.0)
        bare = self._without_fillers(plain)
        if part := self.phrases.get(bare, ""):
            return Meaning(part, WHOLE, 1.0) if part not in SINGLE else self._nearest(plain)
        return self._nearest(bare or plain)  # `Limits of the role` is not about the role

    def _without_fillers(self, plain: str) -> str:
        """A heading without words such as `main` and `of the post`."""
        gap = " " if self.spaced else ""
        rest, before = plain, ""
        while rest != before:
            before = rest
            for word in self.words.fillers:
                filler = folded_word(word)
                rest = rest.removeprefix(filler + gap).removesuffix(gap + filler)
        return rest

    def stem_in(self, heading: str) -> str:
        """Returns the part that the longest stem in a heading points to, empty where there is none."""
        return self._by_stems(self.words.stems, heading)

    def label_in(self, label: str) -> str:
        """Returns the part of one value that the stems of a short label point to, empty where none does."""
        return self._by_stems(self.words.labels, label) if len(label) <= _LONGEST_LABEL else ""

    def names_unit(self, words: str) -> bool:
        """Whether short words name a unit of an employer and no post."""
        names_post = has_word(self.words.posts, words, spaced=self.spaced, ending=_LONGEST_ENDING)
        low = folded(words)
        stems = [folded_word(stem) for stem in self.words.labels.get("department", ())]
        is_unit = (
            any(low.startswith(stem) for stem in stems)
            if self.language.startswith(_UNIT_FIRST)
            else (self.label_in(words) == "department")
        )
        return is_unit and not names_post and not self.cue_in(words)

    def _by_stems(self, stems: Mapping[DocumentPart, Words], words: str) -> str:
        low, best = folded(words), ("", 0)
        for part, candidates in stems.items():
            for stem in candidates:
                at = low.find(folded_word(stem)) if len(stem) > best[1] else -1
                if at >= 0 and not (self.spaced and at and low[at - 1].isalnum()):
                    best = part, len(stem)
        return best[0]

    def contents_of(self, line: str) -> set[str]:
        """Returns the parts that the words of a line belong to: qualities, contacts, terms of work."""
        words = {**self.words.contents, "traits": self.words.kinds.get("trait", ())}
        return {part for part, phrases in words.items() if has_word(phrases, line, spaced=self.spaced)}

    def begins_with_action(self, line: str) -> bool:
        """Whether a line begins as duties do."""
        low = folded(line).strip(_EDGES).removeprefix("to ")
        first = low.split(" ", 1)[0].strip(_EDGES)
        return any(
            (first.endswith(action[1:]) and len(first) > len(action))
            if action.startswith("-")
            else (low.startswith(action) and self._is_bounded(low, 0, len(action))) or first in _third_person(action)
            for action in self.words.actions
        )

    def has_figure(self, line: str) -> bool:
        """Whether a line has a figure as indicators have it."""
        return has_word(self.words.figures, line, spaced=False)

    def _nearest(self, plain: str) -> Meaning | None:
        best = first = Meaning("", 0, 0.0)
        for phrase, part in self.phrases.items():
            at = plain.find(phrase)
            if at < 0 or not self._is_bounded(plain, at, at + len(phrase)):
                continue
            strength = EDGE if at == 0 or at + len(phrase) == len(plain) else INSIDE
            share = len(phrase) / len(plain)
            if share < _LEAST_SHARE[strength]:
                continue
            if (strength, share) > (best.strength, best.share):
                best = Meaning(part, strength, share)
            if at == 0 and part not in SINGLE and share > first.share:
                first = Meaning(part, strength, share)
        # `Mục tiêu vị trí việc làm` is the aim of a post and not its name: what comes first says what it is
        best = first if best.part in SINGLE and first.strength and self.spaced and not self._is_last_first else best
        return best if best.strength else None

    @property
    def _is_last_first(self) -> bool:
        """Whether the noun of a heading comes last, as in `position summary`."""
        return self.language.startswith(_LAST_FIRST)

    def opening_of(self, line: str) -> Meaning | None:
        """Returns what the first words of a line mean, `Duties of the cook include:`; None for unknown words."""
        low = folded(line)
        known = [phrase for phrase in self.phrases if low.startswith(phrase) and len(phrase) >= _LEAST_OPENING]
        phrase = max((one for one in known if self._is_bounded(low, 0, len(one))), key=len, default="")
        return Meaning(self.phrases[phrase], EDGE, len(phrase) / len(low)) if phrase else None

    def is_either(self, line: str) -> bool:
        """Whether a line is words that head a whole description in some documents and a part of it in others."""
        return plain_heading(line) in self.either

    def is_whole(self, label: str) -> bool:
        """Whether all words of a label are known as one."""
        meaning = self.meaning_of(label)
        return meaning is not None and meaning.strength == WHOLE

    def document_head(self, line: str) -> tuple[str, str]:
        """Returns `role` or `policy` and what the line says beside the words that head such a document."""
        plain = " ".join(_HAN_GAP.sub("", line).split())
        for kind, words in (("role", self.words.document), ("policy", self.words.policy)):
            for word in sorted(words, key=len, reverse=True):
                if (rest := self._without(plain, word)) is not None:
                    return kind, rest
        return "", ""

    def _without(self, line: str, word: str) -> str | None:
        """A line without a word at its beginning or end, None where it is not there."""
        low, key = folded(line), folded_word(word)
        if low.startswith(key) and self._is_bounded(low, 0, len(key)):
            return line[len(key) :].strip(_EDGES) if len(low) == len(line) else low[len(key) :].strip(_EDGES)
        end = low.rstrip(_EDGES)
        if self.language.startswith("vi") and len(key.split()) < _LEAST_HEAD_AT_END:
            return None  # a short word at the end is the title's own: `Chuyên viên Tuyển dụng`
        if end.endswith(key) and self._is_bounded(end, len(end) - len(key), len(end)):
            return (line if len(low) == len(line) else low)[: len(end) - len(key)].strip(_EDGES)
        return None

    def cue_in(self, sentence: str) -> str:
        """Returns what a sentence is about by its words, empty where none says it."""
        return sentences_of(self.language.partition("-")[0]).part_of(sentence)

    def kind_of(self, requirement: str) -> str:
        """Returns the kind of requirement that a line names first, empty where it names none."""
        return first_key(self.words.kinds, requirement, spaced=self.spaced, ending=_LONGEST_ENDING) or ""

    def after_cue(self, sentence: str, part: str) -> str:
        """Returns the words behind the first cue of a part, `the head of sales` of `reports to the head of sales`."""
        low = folded(sentence)
        for cue in sorted(self.words.cues.get(part, ()), key=len, reverse=True):  # type: ignore[call-overload]
            at = find_word(low, folded_word(cue), spaced=self.spaced)
            if at >= 0:
                return low[at + len(cue) :].strip(_EDGES)
        return ""

    def _is_bounded(self, text: str, start: int, end: int) -> bool:
        if not self.spaced:
            return True
        return not (text[start - 1 : start].isalnum() and start) and not text[end : end + 1].isalnum()


@lru_cache(maxsize=1_000)
def _third_person(verb: str) -> frozenset[str]:
    """Returns the other forms that English duties begin with: `checks`, `teaches`, `carries`, `making`, `planning`."""
    if not verb.isascii():
        return frozenset()
    gerunds = {f"{verb}ing", f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1:]}ing"}
    return frozenset({f"{verb}s", f"{verb}es", f"{verb[:-1]}ies", *gerunds})


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    """Returns a word of a lexicon folded; each is looked up for every line."""
    return folded(word)


def plain_heading(text: str) -> str:
    """Returns a heading as the lexicon has it: folded, without signs at its edges, Han characters together."""
    return _HAN_GAP.sub("", folded(text)).strip(_EDGES)


def pieces_of(heading: str) -> list[str]:
    """Returns the words of a heading that a comma or an `and` joins."""
    return [piece for piece in _JOINED.split(plain_heading(heading)) if piece]


def first_key(words: Mapping[K, Iterable[str]], text: str, *, spaced: bool, ending: int = 0) -> K | None:
    """Returns the key whose word comes first in a text, of two at one place that of the longer; None for none.

    `ending` letters may follow a word of five letters or more: its other forms.
    """
    low = folded(text)
    best: tuple[int, int, K] | None = None
    for key, phrases in words.items():
        for phrase in phrases:
            at = _find(low, phrase, spaced=spaced, ending=ending)
            if at >= 0 and (best is None or (at, -len(phrase)) < best[:2]):
                best = at, -len(phrase), key
    return best[2] if best else None


def find_word(low: str, word: str, *, spaced: bool, ending: int = 0) -> int:
    """Returns where a folded word begins in a folded text, -1 where it is not; within words only without spaces."""
    most = ending if len(word) >= _LEAST_STEM or ending == _ANY_ENDING else 0
    at = low.find(word)
    while spaced and at >= 0:
        end = at + len(word)
        last = end
        while low[last : last + 1].isalnum() and last - end <= most:
            last += 1
        if not (low[at - 1 : at].isalnum() and at) and last - end <= most:
            break
        at = low.find(word, at + 1)
    return at


def has_word(words: Iterable[str], text: str, *, spaced: bool, ending: int = 0) -> bool:
    """Whether one of the words is in a text; `ending` letters may follow one of five or more."""
    low = folded(text)
    return any(_find(low, word, spaced=spaced, ending=ending) >= 0 for word in words)


def _find(low: str, word: str, *, spaced: bool, ending: int = 0) -> int:
    """Like `find_word`, for a word of a lexicon: one that ends in `*` may have any ending."""
    if word.endswith("*"):
        return find_word(low, folded_word(word[:-1]), spaced=spaced, ending=_ANY_ENDING)
    return find_word(low, folded_word(word), spaced=spaced, ending=ending)


def lexicon_of(language: str, own: OwnHeadings | None = None) -> Lexicon | None:
    """Returns the lexicon of a language or its parent, with a handbook's own headings; None for unknown ones."""
    brought = _brought(language)
    if brought is None:
        return None
    added = {
        plain_heading(phrase): part for part, phrases in (own.headings if own else {}).items() for phrase in phrases
    }
    phrases = {plain_heading(phrase): part for part, words in brought.headings.items() for phrase in words}
    either = frozenset(plain_heading(words) for words in brought.either)
    return Lexicon(language, brought, added, {**phrases, **added}, either, not counts_signs(language))


@cache
def sentences_of(language: str) -> Sentences:
    """Returns the sentences that a language's lexicon knows, those of its cues included."""
    words = _brought(language)
    if words is None:
        return Sentences({}, spaced=True)
    both: dict[str, list[str]] = {}
    for part, phrases in (*words.cues.items(), *words.sentences.items()):
        both.setdefault(part, []).extend(phrases)
    return Sentences(both, spaced=not counts_signs(language))


@cache
def _brought(language: str) -> HeadingLexicon | None:
    resource = files("rolebook") / "headings" / f"{language.partition('-')[0]}.yml"
    if not resource.is_file():
        return None
    return HeadingLexicon.model_validate(read_own_yaml(resource))
