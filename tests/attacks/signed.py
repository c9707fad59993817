"""Signed files attacked: changed before, between and after signatures, cut, wrapped, saved anew, flipped.

`python -m tests.attacks.signed [KIND…] [--flips N]` tries everything and prints the table; the tests try a share.
"""

import argparse
import hashlib
import io
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name as name
from pyhanko.pdf_utils.generic import pdf_string as text
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from rolebook.pdf import text_digest
from rolebook.sign.printed import origin_of
from rolebook.sign.reading import UnreadableError, read
from rolebook.sign.verification import verify
from rolebook.view.copies.mark import encode
from rolebook.view.copies.printed_file import PrintedFile
from tests import pki
from tests.signable import MARK, STEPS, signable
from tests.test_signing import NAMES, signed, signed_elsewhere, trust

Change = Callable[[IncrementalPdfFileWriter], None]
HARMLESS = ("nothing", "unreferenced object")
"""Changes that nobody can see, and that nothing is said of between two signatures."""
SIGNED_OVER = (*HARMLESS, "catalogue Extensions", "catalogue DSS", "catalogue Version", "form SigFlags")
"""The same before the first: what signing software writes, and the flag that the signature itself sets."""
HELD = ("before", "fields removed")
"""Attacks on what the first signer saw: only the ledger shows them."""
ANNOTATIONS = (
    *("FreeText", "Text", "Stamp", "Ink", "Link", "Square", "Circle", "Line", "Highlight", "StrikeOut", "Redact"),
    "FileAttachment",
)
PAGE = {
    "Rotate": generic.NumberObject(90),
    "CropBox": generic.ArrayObject([generic.NumberObject(edge) for edge in (0, 0, 100, 100)]),
    "MediaBox": generic.ArrayObject([generic.NumberObject(edge) for edge in (0, 0, 100, 100)]),
    "UserUnit": generic.NumberObject(2),
    "Contents": generic.ArrayObject(),
    "Resources": generic.DictionaryObject(),
    "Group": generic.DictionaryObject(),
    "AA": generic.DictionaryObject(),
    "Annots": generic.ArrayObject(),
    "Tabs": name("/R"),
    "StructParents": generic.NumberObject(99),
}
CATALOGUE = {
    **dict.fromkeys(("OpenAction", "AA", "Names", "OCProperties", "URI", "Collection", "PageLabels", "Outlines")),
    **dict.fromkeys(("ViewerPreferences", "MarkInfo", "StructTreeRoot", "Extensions", "DSS", "Legal", "Dests")),
    "PageMode": name("/UseThumbs"),
    "PageLayout": name("/TwoColumnLeft"),
    "Lang": text("xx"),
    "Version": name("/1.4"),
}
FORM = {
    "NeedAppearances": generic.BooleanObject(value=True),
    "DR": generic.DictionaryObject(),
    "DA": text("/Helv 0 Tf"),
    "XFA": text("<xfa/>"),
    "CO": generic.ArrayObject(),
    "Q": generic.NumberObject(2),
}
FIELD = {
    "F": generic.NumberObject(2),
    "Ff": generic.NumberObject(3),
    "AS": name("/Off"),
    "TU": text("Evil"),
    "MK": generic.DictionaryObject(),
    "DA": text("/Helv 0 Tf"),
    "AA": generic.DictionaryObject(),
    "SV": generic.DictionaryObject(),
    "Rect": generic.ArrayObject([generic.NumberObject(edge) for edge in (0, 0, 600, 800)]),
}
INFORMATION = ("title", "author", "subject")


def changes() -> Iterator[tuple[str, Change]]:
    """Every change that one more revision can make, by name."""
    yield "nothing", _touch
    yield "unreferenced object", lambda writer: writer.add_object(text("nobody points here")) and None
    for kind in ANNOTATIONS:
        yield f"annotation {kind}", _annotation(kind)
    for key, value in PAGE.items():
        yield f"page {key}", _page(key, value)
    for key, value in CATALOGUE.items():
        yield f"catalogue {key}", _catalogue(key, value if value is not None else generic.DictionaryObject())
    for key, value in FORM.items():
        yield f"form {key}", _form(key, value)
    yield "form SigFlags", _form("SigFlags", generic.NumberObject(2))
    for place, whose in ((0, "first"), (-1, "last")):
        for key, value in FIELD.items():
            yield f"{whose} field {key}", _field(place, key, value)
        yield f"{whose} field's appearance", _appearance(place)
        yield f"{whose} field's appearance in place", _appearance_in_place(place)
        yield f"{whose} field's lock in place", _lock_in_place(place)
    for field in INFORMATION:
        yield f"information {field}", _information(field, "Evil")
    yield "information keywords", _information("keywords", [encode(replace(MARK, fingerprint="rb1:" + "0" * 64))])
    yield "information of one's own", _own_information
    yield "XMP title", _xmp("Должностная", "Evil")
    yield "XMP day of creation", _xmp("2023-11-14", "2020-11-14")
    yield (
        "XMP added",
        _xmp("</rdf:RDF>", '<rdf:Description rdf:about="" xmlns:x="urn:x"><x:y>Evil</x:y></rdf:Description></rdf:RDF>'),
    )


def _touch(writer: IncrementalPdfFileWriter) -> None:
    writer._force_write_when_empty = True


def _annotation(kind: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.find_page_for_modification(0)[0].get_object()
        box = generic.ArrayObject([generic.NumberObject(edge) for edge in (50, 50, 200, 90)])
        note = {name("/Type"): name("/Annot"), name("/Subtype"): name(f"/{kind}"), name("/Rect"): box}
        kept = list(page["/Annots"]) if "/Annots" in page else []
        page["/Annots"] = generic.ArrayObject([*kept, writer.add_object(generic.DictionaryObject(note))])
        writer.update_container(page)

    return change


def _page(key: str, value: generic.PdfObject) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.find_page_for_modification(0)[0].get_object()
        page[f"/{key}"] = value
        writer.update_container(page)

    return change


def _catalogue(key: str, value: generic.PdfObject) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[f"/{key}"] = value
        writer.update_root()

    return change


def _form(key: str, value: generic.PdfObject) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/AcroForm"][f"/{key}"] = value
        writer.update_container(writer.root["/AcroForm"])

    return change


def _information(field: str, value: object) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        setattr(writer._meta, field, value)
        writer._force_write_when_empty = True

    return change


def _own_information(writer: IncrementalPdfFileWriter) -> None:
    written = writer.trailer_view["/Info"]
    written["/Salary"] = text("Evil")
    writer.update_container(written)


def _xmp(old: str, new: str) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        packet = writer.root["/Metadata"]
        assert old.encode() in packet.data, old
        kind = {name("/Type"): name("/Metadata"), name("/Subtype"): name("/XML")}
        data = packet.data.replace(old.encode(), new.encode())
        writer.root["/Metadata"] = writer.add_object(generic.StreamObject(kind, stream_data=data))
        writer.update_root()

    return change


def _field(place: int, key: str, value: generic.PdfObject) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][place]
        field[f"/{key}"] = value
        writer.update_container(field)

    return change


def _look() -> generic.StreamObject:
    """Black where a name stood."""
    box = generic.ArrayObject([generic.NumberObject(edge) for edge in (0, 0, 180, 40)])
    kind = {name("/Type"): name("/XObject"), name("/Subtype"): name("/Form"), name("/BBox"): box}
    return generic.StreamObject(kind, stream_data=b"0 0 180 40 re f")


def _appearance(place: int) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        field = writer.root["/AcroForm"]["/Fields"][place]
        field["/AP"] = generic.DictionaryObject({name("/N"): writer.add_object(_look())})
        writer.update_container(field)

    return change


def _appearance_in_place(place: int) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        shown = writer.root["/AcroForm"]["/Fields"][place]["/AP"].raw_get("/N")
        writer.objects[0, shown.idnum] = _look()
        writer._force_write_when_empty = True

    return change


def _lock_in_place(place: int) -> Change:
    def change(writer: IncrementalPdfFileWriter) -> None:
        lock = writer.root["/AcroForm"]["/Fields"][place]["/Lock"]
        lock["/Action"] = name("/Include")
        lock["/Fields"] = generic.ArrayObject([text("nobody")])
        writer.update_container(lock)

    return change


def structures() -> Iterator[tuple[str, bytes]]:
    """A signed file cut, wrapped, put together and saved anew."""
    whole, first, other = signed(), signable(), signed(1)
    yield from ((f"cut by {count}", whole[:-count]) for count in (1, 2, 7, 100, 1000, 9000, len(whole) // 2))
    yield from ((f"prefixed by {count}", b"%" * count + b"\n" + whole) for count in (1, 10, 900))
    tails = (b"\n", b"\0", b"%%EOF\n", b"startxref\n0\n%%EOF\n", b"xref\n0 0\ntrailer<</Size 1>>\n")
    yield from ((f"followed by {tail!r}", whole + tail) for tail in tails)
    yield "printed file after the signed one", whole + first
    yield "signed file after the printed one", first + whole
    yield "signed file twice", whole + whole
    yield "another's revision at the end", whole + other[len(first) :]
    yield "range of the signature widened", whole.replace(b"/ByteRange [0 ", b"/ByteRange [1 ", 1)
    yield "signature renamed", whole.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 ", 1)
    for options in ({}, {"linearize": True}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}):
        with pikepdf.open(io.BytesIO(whole)) as document:
            out = io.BytesIO()
            document.save(out, **options)
        yield f"saved anew {options}", out.getvalue()


def without_fields(*gone: str) -> bytes:
    """The printed file with steps of the sign-off taken out."""
    with pikepdf.open(io.BytesIO(signable())) as document:
        form = document.Root.AcroForm
        form.Fields = pikepdf.Array([field for field in form.Fields if str(field.T) not in gone])
        for page in document.pages:
            if "/Annots" in page.obj:
                kept = [note for note in page.obj.Annots if str(note.get("/T", "")) not in gone]
                page.obj.Annots = pikepdf.Array(kept)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


@cache
def printed() -> PrintedFile:
    """What the ledger keeps of the printed file."""
    return PrintedFile(Path("none"), hashlib.sha256(signable()).hexdigest(), text_digest(signable()), STEPS)


def appended(pdf: bytes, change: Change) -> bytes:
    """The PDF with one more revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def told(pdf: bytes) -> tuple[str, ...]:
    """What the signatures alone say against a file: doubts, and remarks on changes; empty for plain *intact*."""
    verdict = verify(pdf, trust())
    remarks = (one.code for signature in verdict.signatures for one in signature.statements)
    changed = {code for code in remarks if code.startswith("changed-after")}
    return tuple(sorted({one.code for one in verdict.doubts} | changed))


def held_to_ledger(pdf: bytes) -> tuple[str, ...]:
    """The same, and where the file comes from, unless it is the printed one."""
    try:
        origin = origin_of(read(pdf), [printed()])
    except UnreadableError:
        origin = "altered"
    return (*told(pdf), *(() if origin == "printed" else (origin,)))


def before(change: Change) -> bytes:
    """Changed, then signed by all."""
    pdf = appended(signable(), change)
    for step, signer in zip(STEPS, NAMES, strict=True):
        pdf = signed_elsewhere(pdf, step, pki.signer(signer))
    return pdf


def between(change: Change) -> bytes:
    """Changed after the second of three signatures."""
    return signed_elsewhere(appended(signed(2), change), STEPS[2], pki.signer(NAMES[2]))


def after(change: Change) -> bytes:
    """Changed after the last signature."""
    return appended(signed(), change)


def flipped(seed: int) -> bytes:
    """One bit of a signed file turned."""
    pdf = bytearray(signed())
    chance = random.Random(seed)
    pdf[chance.randrange(len(pdf))] ^= 1 << chance.randrange(8)
    return bytes(pdf)


def one_certificate() -> bytes:
    """Every step signed with one certificate."""
    pdf = signable()
    for step in STEPS:
        pdf = signed_elsewhere(pdf, step, pki.signer(NAMES[0]))
    return pdf


def fields_removed() -> Iterator[tuple[str, bytes]]:
    """Steps of the sign-off taken out, the others signed."""
    for gone in (STEPS[:1], STEPS[:2], STEPS[1:], STEPS[1:2]):
        pdf = without_fields(*gone)
        for step, signer in zip(STEPS, NAMES, strict=True):
            pdf = pdf if step in gone else signed_elsewhere(pdf, step, pki.signer(signer))
        yield f"without {', '.join(gone)}", pdf


def attacks(flips: int) -> dict[str, Iterator[tuple[str, bytes]]]:
    """Every attacked file with what was done to it, by the kind of attack."""
    return {
        "before": _changed(before),
        "between": _changed(between),
        "after": _changed(after),
        "structure": structures(),
        "fields removed": fields_removed(),
        "one certificate": iter([("for all steps", one_certificate())]),
        "flipped": ((f"seed {seed}", flipped(seed)) for seed in range(flips)),
    }


def _changed(kind: Callable[[Change], bytes]) -> Iterator[tuple[str, bytes]]:
    return ((label, kind(change)) for label, change in changes())


def main() -> None:
    """Tries everything and prints a table: how many, what was plain intact, and what the others were."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--flips", type=int, default=500)
    options.add_argument("kinds", nargs="*")
    wanted = options.parse_args()
    for kind, files in attacks(wanted.flips).items():
        if wanted.kinds and kind not in wanted.kinds:
            continue
        codes: Counter[str] = Counter()
        silent, count = [], 0
        for label, pdf in files:
            count += 1
            found = held_to_ledger(pdf) if kind in HELD else told(pdf)
            codes.update(found)
            silent += [] if found else [label]
        print(f"| {kind} | {count} | {', '.join(silent) or 'none'} | {codes.most_common(6)} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
