"""A paper as plain values for a layout: nothing in it is markup, so no text can be taken for an instruction."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rolebook.language import Language
from rolebook.model.words.inline import Break, Words
from rolebook.pictures import for_paper
from rolebook.view.paper import Paper, PaperBrand, Signer
from rolebook.view.tree import (
    Blank,
    Block,
    Entries,
    Entry,
    Explained,
    Fact,
    Facts,
    Figure,
    Flow,
    Link,
    Listing,
    Paragraph,
    Pointer,
    Prose,
    Row,
    Run,
    Section,
    Styled,
    Table,
)

_COUNTRY = 2
_SIZES = {"A4": "a4", "Letter": "us-letter"}
_WORDS = ("reason", "signature", "name", "date", "signing", "post", "document", "place", "number", "contents")


_LINE, _INSET, _EASED = 95, 5, 0.7
"""Letters in a line of a table; what a column loses to its rules; how slowly more letters make a column wider."""
_SHORT, _LONG = 10, 25
"""Letters of a cell that does not break; of a word that may: see `_words`."""
_BREAKS = re.compile(r"[ \t\n\u2E80-\u9FFF\uF900-\uFFEF]+")
_GROUP, _FULL = 6, 0.8
"""Letters that a word that breaks is broken after; letters of a word may be wider than those of a line."""
_WORD = re.compile(r"[^\s\u2E80-\u9FFF\uF900-\uFFEF]+")

_POSITION_APART = ("policy", "table")
"""Layouts whose facts of the post stand apart from the sections: other layouts must show them by themselves."""


_RUNNING = ("facts", "summary", "position", "sections", "statement", "notices")
"""Values whose texts run on from line to line."""


def values_of(paper: Paper, language: Language, tags: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a layout reads; `tags` are e-sign marks by signer."""
    signers = {one.id: _signer(one, tags or {}) for one in paper.signers}
    told = {
        "lang": paper.language.partition("-")[0],
        "region": _region(paper.language),
        "locale": language.with_country,
        "dir": paper.direction,
        "fonts": list(paper.fonts),
        "size": _SIZES[paper.size],
        "policy": paper.layout == "policy",
        "apart": paper.layout in _POSITION_APART,
        "fingerprint": paper.fingerprint,
        "short": short(paper.fingerprint),
        "genre": paper.genre,
        "title": paper.title,
        "motto": list(paper.motto),
        "letterhead": list(paper.letterhead),
        "footer": [paper.letterhead[0], paper.title, *([" · ".join(_footer(paper, language))] if paper.facts else [])],
        "facts": _facts(paper.facts),
        "summary": [_flow(one) for one in paper.summary],
        "position": _facts(paper.position),
        "sections": [_section(one) for one in paper.sections],
        "approval": signers.get(paper.approval),
        "signers": [signer for name, signer in signers.items() if name != paper.approval],
        "rows": [[row.id, row.name, row.post, row.document] for row in paper.rows],
        "statement": _prose(paper.statement) if paper.statement else [],
        "seal": paper.seal,
        "notices": list(paper.notices),
        "review": paper.review,
        "working_copy": language.word("paper-working-copy", fingerprint=short(paper.fingerprint)),
        "words": {name: language.word(f"paper-{name}") for name in _WORDS}
        | {name: language.word(f"site-{name}") for name in ("policies", "roles")}
        | {"page": language.word("paper-page", page="{page}", pages="{pages}")},
    }
    told |= {name: _bound(told[name], language) for name in _RUNNING}
    own = dict(language.typography.own_signs)
    return told | ({"signs": own} if own else {}) | _brand(paper.brand)


def _bound(value: Any, language: Language) -> Any:
    """The same value, its abbreviations in one line with their numbers."""
    match value:
        case str():
            return language.typography.bound(value)
        case list():
            return [_bound(one, language) for one in value]
        case dict():
            return {key: _bound(one, language) for key, one in value.items()}
        case _:
            return value


def _brand(brand: PaperBrand) -> dict[str, Any]:
    """Nothing of a brand that there is none of, so that papers without one stay as they are."""
    pictures = {name: getattr(brand, name) for name in ("logo", "cover")}
    shown = {
        name: {"svg": for_paper(content), "alt": "", "width": 100} for name, content in pictures.items() if content
    }
    told = shown | ({"colour": brand.colour} if brand.colour else {})
    return {"brand": told} if told else {}


def as_text(values: dict[str, Any]) -> str:
    """Values as the JSON that goes to the typesetter."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def with_fonts(text: str, families: Sequence[str]) -> str:
    """The same values, with fonts that are asked last for a character."""
    values = json.loads(text)
    for part in (values, values.get("other")):
        if part is not None:
            part["fonts"] = list(dict.fromkeys((*part["fonts"], *families)))
    return as_text(values)


def _region(tag: str) -> str | None:
    """The country of a language tag: MX of es-MX."""
    return next((part for part in tag.split("-")[1:] if len(part) == _COUNTRY and part.isupper()), None)


def short(fingerprint: str) -> str:
    """A fingerprint as it stands in a footer: enough to tell texts apart, short enough to be read out."""
    recipe, _, digest = fingerprint.partition(":")
    return f"{recipe}:{digest[:16]}" if digest else ""


def _footer(paper: Paper, language: Language) -> list[str]:
    colon = language.typography.signs["colon"]
    told = (f"{fact.label}{colon}{''.join(_plain(one) for one in fact.prose)}" for fact in paper.facts)
    return [one.replace(" ", "\N{NO-BREAK SPACE}") for one in told]


def _plain(prose: Prose) -> str:
    return "".join(map(_letters, prose.runs))


def _letters(run: Run) -> str:
    if isinstance(run, Styled | Link):
        return "".join(map(_letters, run.content))
    return getattr(run, "text", " ")


def _signer(signer: Signer, tags: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": signer.id,
        "act": signer.act,
        "post": signer.post,
        "party": signer.party,
        "said": signer.said,
        "seals": signer.seals,
        "tag": tags.get(signer.id, ""),
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "title": _prose(section.title),
        "marks": list(section.marks),
        "blocks": [_block(block) for block in section.blocks],
        "sections": [_section(below) for below in section.sections],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Entries(items, ordered):
            return {"entries": [_entry(item, f"{place}." * ordered) for place, item in enumerate(items, 1)]}
        case Facts(rows):
            return {"facts": _facts(rows)}
        case Table(columns, rows, caption):
            wide = shares(columns, rows)
            cells = [
                [[_prose(one, room) for one in cell] for cell, room in zip(row.cells, _room(wide), strict=True)]
                for row in rows
            ]
            told: dict[str, Any] = {"columns": list(columns), "rows": cells, "shares": wide}
            return {"table": told | ({"caption": _prose(caption)} if caption else {})}
        case Figure(_, content, alt, caption, width):
            shown = {"svg": for_paper(content), "alt": alt, "width": width}
            return {"figure": shown | ({"caption": _prose(caption)} if caption else {})}
        case _:
            return _flow(block)


def shares(columns: Sequence[str], rows: Sequence[Row]) -> list[int]:
    """How wide each column of a table is beside the others: its longest word has room, the rest goes where most is."""
    cells = [[name, *(" ".join(map(_plain, row.cells[place])) for row in rows)] for place, name in enumerate(columns)]
    fullest = [max(map(_width, column)) for column in cells]
    words = [max(_width(part) for cell in column for part in _BREAKS.split(cell)) for column in cells]
    least = [max(min(_LONG, word), min(_SHORT, full)) + _INSET for word, full in zip(words, fullest, strict=True)]
    fuller = [max(0, full - room) ** _EASED for full, room in zip(fullest, least, strict=True)]
    spare = max(0, _LINE - sum(least)) / (sum(fuller) or 1)
    return [round(room + spare * more) for room, more in zip(least, fuller, strict=True)]


def _room(wide: Sequence[int]) -> list[int]:
    """From how many letters on words of each column may break; fewer where the columns have no room for them."""
    if (whole := sum(wide)) <= _LINE + len(wide):
        return [_LONG] * len(wide)
    return [min(_LONG, max(_GROUP, round(_FULL * _LINE * one / whole) - _INSET)) for one in wide]


def _width(text: str) -> int:
    """How many Latin letters wide a text is: a Chinese character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _entry(entry: Entry, number: str = "") -> dict[str, Any]:
    return {
        "number": entry.number or number,
        "heading": _prose(entry.heading) if entry.heading else None,
        "flow": [_flow(one) for one in entry.flow],
        "marks": list(entry.marks),
        "facts": _facts(entry.facts),
        "entries": [_entry(below) for below in entry.entries],
    } | ({"blocks": [_block(one) for one in entry.blocks]} if entry.blocks else {})


def _facts(facts: tuple[Fact, ...]) -> list[Any]:
    return [[fact.label, [_prose(one) for one in fact.prose]] for fact in facts]


def _flow(flow: Flow) -> dict[str, Any]:
    match flow:
        case Paragraph(prose):
            return {"p": _prose(prose)}
        case Listing(ordered, items):
            return {"ol" if ordered else "ul": [[_flow(one) for one in item] for item in items]}


def _prose(prose: Prose, longest: int = _LONG) -> list[Any]:
    runs = [told for run in prose.runs for told in _pieces(run, longest)]
    return [["lang", prose.language.partition("-")[0], runs]] if prose.language else runs


def _pieces(run: Run, longest: int) -> Iterator[Any]:
    match run:
        case Words(text) | Pointer(_, _, _, text) | Explained(_, text, _):
            yield from _words(text, longest)
        case Styled(style, content):
            yield [style, [told for one in content for told in _pieces(one, longest)]]
        case Link(target, content):
            yield ["link", target, [told for one in content for told in _pieces(one, longest)]]
        case Break():
            yield ["break"]
        case Blank(name, label):
            yield ["blank", name, label]


def _words(text: str, longest: int = _LONG) -> Iterator[Any]:
    """The text, its long words apart: they may break anywhere rather than leave their cell or the page."""
    last = 0
    for found in _WORD.finditer(text):
        if len(found[0]) < longest:
            continue
        if found.start() > last:
            yield text[last : found.start()]
        yield ["long", found[0]]
        last = found.end()
    if last < len(text) or not text:
        yield text[last:]
