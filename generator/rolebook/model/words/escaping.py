"""Words of another program as a text of a handbook: what would be markup there is written as the sign it is."""

import re

_SIGNS = re.compile(r"[*`]|\\(?=[\\`*_{}\[\]()>#+\-.!])|\[\[|\](?=\()")
_BRACES = re.compile(r"[{}]")
_LIST = re.compile(r"(?:[-+]|[0-9]{1,9}[.)])(?= )")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def as_text(words: str, *, starts_block: bool = False) -> str:
    """Returns words that a reader of the handbook sees just so. `starts_block`: a list must not begin with them."""
    plain = _BRACES.sub(lambda brace: brace[0] * 2, _SIGNS.sub(_escaped, _CONTROL.sub("", words)))
    if starts_block and (match := _LIST.match(plain)):
        sign = match[0][-1]
        return f"{match[0][:-1]}\\{sign}{plain[match.end() :]}"
    return plain


def _escaped(match: re.Match[str]) -> str:
    return "\\[\\[" if match[0] == "[[" else f"\\{match[0]}"
