"""One copy set, given its signature fields and put into a file: what a worker does, alone with its job."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from rolebook.pdf import Spill, text_and_spills
from rolebook.render.paper import Copy, FieldPlace, Manuscript, Profile, Sheets, Typesetter, with_pixels
from rolebook.render.paper.esign import READS_FIELDS
from rolebook.render.word import word_document
from rolebook.sign import SignatureField, finished_pdf
from rolebook.store import beside
from rolebook.view.copies.code import CORNERS, CopyPage, corner_payload, page_payload, spaced

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points from the page's lower left corner."""
_SIGNED_IN_FILE: frozenset[Profile] = frozenset({"default", "archive"})


@dataclass(frozen=True, slots=True)
class Job:
    """Everything one copy is made from, as plain data: a worker in another process needs nothing else.

    `signers` are names and tooltips of signature fields in the order of signing; `in_order` is False where anybody may
    sign at any time. `record` goes into the ledger of copies, with what is known only once it is made. `known` are
    labels and what the roster says beyond the text; `own_fonts` is the digest of the handbook's fonts it needs.
    """

    target: Path
    layout: str
    paper: str
    fonts: tuple[Path, ...]
    templates: Path | None = None
    profile: Profile = "default"
    word: bool = False
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    watermark: str = ""
    signers: tuple[tuple[str, str], ...] = ()
    in_order: bool = True
    service: str = ""
    timestamp: datetime | None = None
    record: Mapping[str, str | int | list[str]] = field(default_factory=dict)
    known: tuple[tuple[str, str], ...] = ()
    own_fonts: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over everything the copy's bytes follow from, but for the versions of the program and its fonts."""
        later = {name for name in ("known", "own_fonts") if not getattr(self, name)}  # older digests are without them
        left = {"record", "target", "fonts"} | later
        told = {name: str(value) for name, value in asdict(self).items() if name not in left}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StagedCopy:
    """A copy in a file beside its target, to be renamed once it is recorded.

    `extra` are files that go with it, `fields` where it is signed, `symbol` where the code is on each page, `corners`
    where the three small symbols are, `text` the SHA-256 of the text of its pages, `spills` the words on a paper to
    sign that are not where they belong.
    """

    job: Job
    temporary: Path
    pages: int
    sha256: str
    extra: tuple[tuple[Path, Path], ...] = ()
    fields: tuple[FieldPlace, ...] = ()
    symbol: Box | None = None
    corners: tuple[Box, ...] = ()
    text: str = ""
    spills: tuple[Spill, ...] = ()


@dataclass(frozen=True, slots=True)
class TypesetCopy:
    """What a copy is, wherever it was made: its bytes, and what is known of them. `sidecar` is empty without one."""

    content: bytes
    pages: int = 0
    fields: tuple[FieldPlace, ...] = ()
    sidecar: str = ""
    symbol: Box | None = None
    corners: tuple[Box, ...] = ()
    text: str = ""
    spills: tuple[Spill, ...] = ()

    def packed(self) -> bytes:
        """As bytes: one line of JSON and the content."""
        places = [[one.name, one.page, list(one.box)] for one in self.fields]
        spills = [[one.page, one.words] for one in self.spills]
        head = json.dumps([self.pages, places, self.sidecar, self.symbol, self.corners, self.text, spills])
        return head.encode() + b"\n" + self.content

    @classmethod
    def unpacked(cls, packed: bytes) -> "TypesetCopy":
        """From what `packed` gave."""
        head, _, content = packed.partition(b"\n")
        pages, places, sidecar, symbol, corners, text, spills = json.loads(head)
        fields = tuple(FieldPlace(name, page, _box(box)) for name, page, box in places)
        at, found = _box(symbol) if symbol else None, tuple(Spill(page, words) for page, words in spills)
        return cls(content, pages, fields, sidecar, at, tuple(map(_box, corners)), text, found)


def _box(corners: Sequence[float]) -> Box:
    left, bottom, right, top = corners
    return left, bottom, right, top


def make_copy(job: Job) -> StagedCopy:
    """Makes one copy and lays it beside its target."""
    return stage_copy(job, typeset_copy(job))


def typeset_copy(job: Job) -> TypesetCopy:
    """Makes one copy, anywhere, and writes nothing: made twice, it is the same.

    Raises UserError where a layout or template of the handbook fails.
    """
    if job.word:
        values = with_pixels(json.loads(job.paper)) | {"known": job.known}
        return TypesetCopy(word_document(job.layout, values, job.values, job.templates, job.timestamp))
    sheets = typesetter(job.fonts, job.templates).set(
        Manuscript(job.layout, job.paper, job.profile, job.timestamp),
        Copy(
            code=job.code,
            shown=spaced(job.code) if job.code else "",
            payload=partial(page_payload, job.code) if job.code else None,
            corners=partial(_corners_of, job.code) if job.code else None,
            values=job.values,
            watermark=job.watermark,
            known=job.known,
        ),
    )
    has_fields = job.profile in _SIGNED_IN_FILE or job.service in READS_FIELDS
    pdf = finished_pdf(sheets.pdf, _fields(job, sheets) if has_fields else ())
    sidecar = _sidecar(job, sheets, pdf) if job.profile == "esign" else ""
    corners = tuple(one.box for one in sorted(sheets.corners, key=lambda one: one.name))
    text, spills = text_and_spills(pdf, sheets.sides) if job.code else ("", ())
    return TypesetCopy(pdf, sheets.pages, sheets.fields, sidecar, _symbol(sheets), corners, text, spills)


def _corners_of(code: str, page: int) -> list[str]:
    return [corner_payload(CopyPage(code, page), corner) for corner in CORNERS]


def _symbol(sheets: Sheets) -> Box | None:
    """Where the symbol is: at the same place of every page."""
    return sheets.symbols[0].box if sheets.symbols else None


def _fields(job: Job, sheets: Sheets) -> Sequence[SignatureField]:
    places = {place.name: place for place in sheets.fields}
    named = [(name, tooltip) for name, tooltip in job.signers if name in places]
    fields: list[SignatureField] = []
    for name, tooltip in named:
        before = tuple(field.name for field in fields) if job.in_order else ()
        last = job.in_order and len(fields) == len(named) - 1
        place = places[name]
        fields.append(SignatureField(name, tooltip, place.page, place.box, "all" if last else before))
    return fields


def _sidecar(job: Job, sheets: Sheets, pdf: bytes) -> str:
    """Where a service that works by coordinates puts its fields: points from the page's lower left corner."""
    tooltips = dict(job.signers)
    fields = [_placed(place, tooltips.get(place.name, place.name)) for place in sheets.fields]
    told = {
        "file": job.target.name,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "service": job.service,
        "pages": sheets.pages,
        "unit": "pt",
        "origin": "bottom-left",
        "fields": fields,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _placed(place: FieldPlace, label: str) -> dict[str, str | int | float]:
    left, bottom, right, top = (round(edge, 2) for edge in place.box)
    return {
        "name": place.name,
        "type": "signature",
        "label": label,
        "page": place.page,
        "left": left,
        "bottom": bottom,
        "right": right,
        "top": top,
    }


def stage_copy(job: Job, made: TypesetCopy) -> StagedCopy:
    """Writes a copy into a file beside its target."""
    job.target.parent.mkdir(parents=True, exist_ok=True)
    temporary = _put(job.target, made.content)
    extra: tuple[tuple[Path, Path], ...] = ()
    if made.sidecar:
        coordinates = job.target.with_suffix(".fields.json")
        extra = ((_put(coordinates, made.sidecar.encode()), coordinates),)
    digest = hashlib.sha256(made.content).hexdigest()
    known = (made.pages, digest, extra, made.fields, made.symbol, made.corners, made.text, made.spills)
    return StagedCopy(job, temporary, *known)


def _put(target: Path, content: bytes) -> Path:
    temporary = beside(target)
    try:
        temporary.write_bytes(content)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(target)) from error
    return temporary


@cache
def typesetter(fonts: tuple[Path, ...], templates: Path | None) -> Typesetter:
    """The typesetter of this process for some fonts and templates of a handbook's own."""
    return Typesetter(fonts, templates)
