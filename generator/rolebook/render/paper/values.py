"""A paper as plain values for a layout: nothing in it is markup, so no text can be taken for an instruction."""

import json
from collections.abc import Mapping, Sequence
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
    Run,
    Section,
    Styled,
    Table,
)

_COUNTRY = 2
_SIZES = {"A4": "a4", "Letter": "us-letter"}
_WORDS = ("reason", "signature", "name", "date", "signing", "post", "document", "place", "number", "contents")


_POSITION_APART = ("policy", "table")
"""Layouts whose facts of the post stand apart from the sections: other layouts must show them by themselves."""


def values_of(paper: Paper, language: Language, tags: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What a layout reads; `tags` are e-sign marks by signer."""
    signers = {one.id: _signer(one, tags or {}) for one in paper.signers}
    return {
        "lang": paper.language.partition("-")[0],
        "region": _region(paper.language),
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
        "footer": [paper.letterhead[0], " · ".join([paper.title, *_footer(paper)])],
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
        "working_copy": language.word("paper-working-copy", fingerprint=short(paper.fingerprint)),
        "words": {name: language.word(f"paper-{name}") for name in _WORDS}
        | {"page": language.word("paper-page", page="{page}", pages="{pages}")},
    } | _brand(paper.brand)


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


def _footer(paper: Paper) -> list[str]:
    return [f"{fact.label}: {''.join(_plain(one) for one in fact.prose)}" for fact in paper.facts]


def _plain(prose: Prose) -> str:
    return "".join(run.text for run in prose.runs if isinstance(run, Words))


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
            cells = [[[_prose(one) for one in cell] for cell in row.cells] for row in rows]
            told: dict[str, Any] = {"columns": list(columns), "rows": cells}
            return {"table": told | ({"caption": _prose(caption)} if caption else {})}
        case Figure(_, content, alt, caption, width):
            shown = {"svg": for_paper(content), "alt": alt, "width": width}
            return {"figure": shown | ({"caption": _prose(caption)} if caption else {})}
        case _:
            return _flow(block)


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


def _prose(prose: Prose) -> list[Any]:
    runs = [_run(run) for run in prose.runs]
    return [["lang", prose.language.partition("-")[0], runs]] if prose.language else runs


def _run(run: Run) -> Any:
    match run:
        case Words(text):
            return text
        case Styled(style, content):
            return [style, [_run(one) for one in content]]
        case Link(target, content):
            return ["link", target, [_run(one) for one in content]]
        case Break():
            return ["break"]
        case Pointer(_, _, _, text) | Explained(_, text, _):
            return text
        case Blank(name, label):
            return ["blank", name, label]
