"""How much there is to translate, as translators count it: words, and signs in scripts that write without spaces."""

import re

# Han, kana and hangul count sign by sign; everything else by runs that hold a letter or a digit.
_SIGN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_COUNTED = re.compile(rf"[{_SIGN}]|[^\s{_SIGN}]+")
_BY_SIGN = ("zh", "ja", "ko", "th", "lo", "km", "my")


def length(text: str) -> int:
    """The words of a text and its signs of scripts without spaces, together."""
    return sum(any(map(str.isalnum, run)) for run in _COUNTED.findall(text))


def counts_signs(language: str) -> bool:
    """Whether a language is counted in signs."""
    return language.partition("-")[0] in _BY_SIGN
