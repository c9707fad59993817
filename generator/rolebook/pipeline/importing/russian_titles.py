"""Russian titles of posts in the nominative: a document is headed `Instruction of an accountant` in the genitive."""

import re

_ADJECTIVES = (
    (re.compile(r"([щшжч])его$"), r"\1ий"), (re.compile(r"([кгх])ого$"), r"\1ий"),
    (re.compile(r"его$"), "ий"), (re.compile(r"ого$"), "ый"),
)  # fmt: skip
_NOUNS = (
    (re.compile(r"(?<=[еа])ля$"), "ль"), (re.compile(r"(?<=[аея])ря$"), "рь"),
    (re.compile(r"(?<=[влтн])ца$"), "ец"), (re.compile(r"(?<=[бвгджзлмнпрстфхчшщ])а$"), ""),
    (re.compile(r"(?<=[иыоау]к)а$"), ""), (re.compile(r"(?<=[ои]в)а$"), ""),
)  # fmt: skip
_FEMININE = ("сестра", "нянька", "уборщица", "ица", "мастерица", "хозяйка", "дежурная")


def nominative(title: str) -> str:
    """Returns a title whose first words are masculine and in the genitive in the nominative; empty for others."""
    words = title.lower().split()
    for place, word in enumerate(words):
        if adjective := _changed(word, _ADJECTIVES):
            words[place] = adjective
            continue
        parts = [_noun(part) for part in word.split("-")]
        if not all(parts):
            return ""
        words[place] = "-".join(parts)
        if place + 1 < len(words) and (adjective := _changed(words[place + 1], _ADJECTIVES)):
            words[place + 1] = adjective
        text = " ".join(words)
        return text[:1].upper() + text[1:]
    return ""


def _noun(word: str) -> str:
    return "" if word.endswith(_FEMININE) else _changed(word, _NOUNS)


def _changed(word: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, ending in rules:
        if len(word) > len(ending) + 2 and pattern.search(word):
            return pattern.sub(ending, word)
    return ""
