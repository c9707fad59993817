"""What a file says beside what was read of it: words that YAML left out, and numbers that may mean another."""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.reading.field_kinds import Option, is_number, is_text, scalar_fields
from rolebook.source import Mapping
from rolebook.source.cut_text import Cut, cuts_in
from rolebook.source.positions import location_at
from rolebook.source.scalar_spans import Scalar, scalars_in

CUT_TEXT = Rule("cut-text", Severity.WARNING)
THOUSANDS_POINT = Rule("thousands-point", Severity.WARNING)

RULES = (CUT_TEXT, THOUSANDS_POINT)

_FIRST_SIGN = re.compile(r"[&!](?<=\s.)")
_BARE_ENTRY = re.compile(r"[,{]\s*[\w-]+\s*(?:\}|,\s*[\w-]+\s*:)")
_DECIMALS = re.compile(r"\.[0-9]{3}")
_POINT = re.compile(r"(?<![\w.,-])[1-9][0-9]{0,2}\.[0-9]{3}(?![\w.])")


def written_otherwise(text: str, tree: Mapping, model: type[BaseModel]) -> list[Diagnostic]:
    """Cut texts and doubtful numbers of a file that was read as `tree`."""
    doubtful = list(_POINT.finditer(text)) if _DECIMALS.search(text) else []
    if not doubtful and not _may_cut(text):
        return []
    scalars = sorted(set(scalars_in(tree)))
    cuts = list(cuts_in(text, scalars))
    if not doubtful and not cuts:
        return []
    fields = scalar_fields(tree, model)
    return [*_cut_texts(text, tree.file, cuts, fields), *_numbers(text, tree.file, doubtful, scalars, fields)]


def _may_cut(text: str) -> bool:
    """Whether there may be a comment further in than a key, an anchor or tag, or an entry in braces without a colon."""
    return (
        " #" in text
        or "\t#" in text
        or bool(_FIRST_SIGN.search(text))
        or ("{" in text and bool(_BARE_ENTRY.search(text)))
    )


def _cut_texts(text: str, file: str, cuts: list[Cut], fields: dict[int, tuple[Option, ...]]) -> Iterator[Diagnostic]:
    for cut in cuts:
        options = fields.get(cut.value, ())
        if options if cut.sign == "," else is_text(options):
            lost = " ".join(text[cut.place : cut.end].split())
            yield CUT_TEXT.at(
                location_at(text, file, cut.place, cut.end),
                hint="quote-comma" if cut.sign == "," else None,
                sign=cut.sign,
                lost=lost,
            )


def _numbers(
    text: str, file: str, matches: list[re.Match[str]], scalars: list[Scalar], fields: dict[int, tuple[Option, ...]]
) -> Iterator[Diagnostic]:
    whole = {(scalar.start, scalar.end) for scalar in scalars}
    for match in matches:
        thousands = match[0].replace(".", "")
        if match.span() in whole and is_number(fields.get(match.start(), ()), int(thousands)):
            point = match[0].rstrip("0").rstrip(".")
            yield THOUSANDS_POINT.at(
                location_at(text, file, *match.span()), written=match[0], point=point, thousands=thousands
            )
