"""The fingerprint of a document, recipe `rb1`.

SHA-256 over canonical JSON (RFC 8785's rules for what occurs here: sorted keys, no white space, UTF-8) in Unicode
NFC of the document's identity and its *own* content in one language: text, numbers, dates and the order of lists.

* References enter as ids and the writer's own words for them, not as the titles they show.
* Placeholders enter by name. Interface words, other documents and personal data do not enter at all.
* Ids of items do not enter, administrative fields (visibility, review date, adoption record …) do not either.
* A field that is not given does not enter, so that fields added to the format later change nothing.

What is said in a fallback language enters with its tag: it is what the reader saw.
"""

import hashlib
import json
import unicodedata
from dataclasses import asdict
from datetime import date
from typing import Any

from rolebook.language import Duration
from rolebook.model.base import Part
from rolebook.model.handbook import Document
from rolebook.model.inline import (
    Block,
    Break,
    Inline,
    Link,
    Listing,
    Paragraph,
    Placeholder,
    Reference,
    Styled,
    Words,
)
from rolebook.model.text import Text
from rolebook.view.identity import Identity
from rolebook.view.place import in_place

RECIPE = "rb1"


def fingerprint(document: Document, identity: Identity) -> str:
    """`rb1:` and 64 hexadecimal digits."""
    content = _content(in_place(document, identity.jurisdiction), identity.language)
    canonical = json.dumps(
        {"recipe": RECIPE, "identity": asdict(identity), "content": content},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    digest = hashlib.sha256(unicodedata.normalize("NFC", canonical).encode()).hexdigest()
    return f"{RECIPE}:{digest}"


def _content(value: Any, language: str) -> Any:
    match value:
        case Text():
            return _text(value, language)
        case Part():
            return _fields(value, language)
        case tuple():
            return [_content(element, language) for element in value]
        case dict():
            return {str(key): _content(element, language) for key, element in value.items()}
        case date():
            return value.isoformat()
        case Duration():
            return value.iso
        case float() if value == int(value):
            return int(value)
        case _:
            return value


def _fields(part: Part, language: str) -> dict[str, Any]:
    return {
        info.alias or field: _content(value, language)
        for field, info in type(part).model_fields.items()
        if field not in part.ADMINISTRATIVE and (value := getattr(part, field)) not in (None, (), {})
    }


def _text(text: Text, language: str) -> Any:
    told = text.language_for(language)
    blocks = [_block(block) for block in text.blocks(language)]
    return blocks if text.has(language) else {"language": told, "text": blocks}


def _block(block: Block) -> Any:
    match block:
        case Paragraph(content):
            return ["p", *_runs(content)]
        case Listing(ordered, items):
            return ["ol" if ordered else "ul", *([_block(below) for below in item] for item in items)]


def _runs(content: Inline) -> list[Any]:
    return [_run(run) for run in content]


def _run(run: Any) -> Any:
    match run:
        case Words(text):
            return text
        case Styled(style, content):
            return [style, *_runs(content)]
        case Link(target, content):
            return ["link", target, *_runs(content)]
        case Break():
            return ["break"]
        case Reference():
            return ["ref", run.kind, run.id, run.fragment, run.form, run.shown]
        case Placeholder(name):
            return ["blank", name]
        case _:
            raise TypeError(run)
