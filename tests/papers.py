"""Printed documents for tests: orders by keyword, the words a PDF must hold, three ways to read them out."""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from pdfminer.high_level import extract_text

from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Roster
from rolebook.pipeline.print.jobs import Copies, Refusal
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.typeset import Job, make_copy


def jobs(handbook: Handbook, folder: Path, *documents: str, roster: Roster | None = None, **wanted: Any) -> list[Job]:
    """The jobs of an order; a refusal fails the test."""
    order = Order(output=folder, documents=documents, **wanted)
    found = list(Copies(handbook, order, roster or Roster({}), None))
    refused = [one for one in found if isinstance(one, Refusal)]
    assert not refused, refused
    return [one for one in found if isinstance(one, Job)]


def pressed(handbook: Handbook, folder: Path, *documents: str, **wanted: Any) -> bytes:
    """The bytes of an order for one file."""
    (job,) = jobs(handbook, folder, *documents, **wanted)
    return make_copy(job).temporary.read_bytes()


def words_of(job: Job) -> list[str]:
    """Everything a paper says, piece by piece, in no order."""
    told = json.loads(job.paper)
    for hidden in (
        "lang",
        "region",
        "dir",
        "fonts",
        "size",
        "marks",
        "policy",
        "words",
        "review",
        "locale",
        "working_copy",
        "fingerprint",
        "rows",
        "signs",
    ):
        told.pop(hidden, None)
    if job.layout in ("instruction", "table", "profile", "description"):
        told.pop("summary")  # shown in its section
        told.pop("position")
    return [piece for piece in strings(told) if piece]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and value[0] in ("strong", "emphasis", "code", "link", "lang", "blank", "break", "long"):
            yield from strings(value[-1] if value[0] != "break" else [])
        else:
            yield from (piece for one in value for piece in strings(one))
    elif isinstance(value, dict):
        hidden = ("id", "party", "tag", "seals")
        yield from (piece for key, one in value.items() if key not in hidden for piece in strings(one))


def by_pypdf(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def by_pdfium(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def by_pdfminer(pdf: bytes) -> str:
    return str(extract_text(io.BytesIO(pdf)))


EXTRACTORS: tuple[Callable[[bytes], str], ...] = (by_pypdf, by_pdfium, by_pdfminer)


def without_spaces(text: str) -> str:
    """Text to compare: extractors put spaces and line breaks where they like."""
    return "".join(text.replace("\u00ad", "").split())


def moved(handbook: Handbook, jurisdiction: str) -> Handbook:
    """The handbook as if its first employer were elsewhere."""
    first, *others = handbook.settings.entities
    entities = (first.model_copy(update={"jurisdiction": jurisdiction}), *others)
    return replace(handbook, settings=handbook.settings.model_copy(update={"entities": entities}))
