"""Signature fields, the structure that must survive them, copy codes and marks."""

import re
import shutil
import statistics
import subprocess
import time
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolebook.sign import Fault, SignatureField, finished_pdf, structure_faults
from rolebook.sign.typeset_pdf import TypesetPdf
from rolebook.view.copies.code import CopyPage, copy_code, page_payload, read_code, read_payload, spaced
from rolebook.view.copies.mark import Mark, decode, encode
from rolebook.view.identity import Identity
from tests.signable import IDENTITY, MARK, STEPS, document, signable


def changed(pdf: bytes, key: str, value: object = None) -> bytes:
    """The PDF with an entry of its catalogue replaced, or removed."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        del opened.Root[key]
        if value is not None:
            opened.Root[key] = value
        out = BytesIO()
        opened.save(out)
    return out.getvalue()


def test_fields_keep_the_structure_whole() -> None:
    assert {fault.code for fault in structure_faults(document()[0])} <= {"bookmark-not-direct"}
    assert structure_faults(signable()) == []


def test_each_field_has_its_name_place_tooltip_and_lock() -> None:
    with pikepdf.open(BytesIO(signable())) as pdf:
        widgets = list(pdf.Root.AcroForm.Fields)
        assert [str(widget.T) for widget in widgets] == list(STEPS)
        assert [str(widget.TU) for widget in widgets] == [f"Подпись: {step}" for step in STEPS]
        locks = [[str(name) for name in widget.Lock.get("/Fields", [])] for widget in widgets]
        assert locks == [["holder"], ["holder", "head-of-unit"], []]
        assert widgets[2].Lock.Action == "/All"
        for widget, field in zip(widgets, document()[1], strict=True):
            assert [float(edge) for edge in widget.Rect] == pytest.approx(field.box, abs=0.01)
            assert pdf.pages[field.page - 1].obj.objgen == widget.P.objgen


def test_same_input_gives_the_same_bytes_in_a_few_milliseconds() -> None:
    pdf, fields = document()
    durations = []
    for _ in range(9):
        started = time.perf_counter()
        assert finished_pdf(pdf, fields) == signable()
        durations.append(time.perf_counter() - started)
    assert statistics.median(durations) < 0.05  # 3 ms on an idle core


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "a.b"},
        {"name": "руководитель"},
        {"tooltip": ""},
        {"page": 0},
        {"page": 99},
        {"box": (10, 10, 10, 20)},
        {"locks": ("nobody",)},
    ],
)
def test_fields_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    pdf, (first, *others) = document()
    with pytest.raises(ValueError, match="field"):
        finished_pdf(pdf, [replace(first, **wrong), *others])  # type: ignore[arg-type]


def test_two_fields_of_one_name_and_a_second_form_are_refused() -> None:
    pdf, (first, *_) = document()
    with pytest.raises(ValueError, match="one name"):
        finished_pdf(pdf, [first, first])
    with pytest.raises(ValueError, match="no form yet"):
        finished_pdf(signable(), [first])


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("/Lang", None, "no-language"),
        ("/MarkInfo", None, "not-marked"),
        ("/ViewerPreferences", None, "title-not-shown"),
        ("/Outlines", None, "no-bookmarks"),
        ("/OutputIntents", None, "no-output-intent"),
        ("/StructTreeRoot", None, "field-not-tagged"),
        ("/Metadata", None, "not-claimed"),
    ],
)
def test_what_is_missing_is_told(key: str, value: object, code: str) -> None:
    assert code in {fault.code for fault in structure_faults(changed(signable(), key, value))}


def test_a_field_without_a_tag_and_a_standard_font_are_told() -> None:
    with pikepdf.open(BytesIO(signable())) as pdf:
        widget = pdf.Root.AcroForm.Fields[0]
        del widget.StructParent, widget.TU
        widget.F = 2
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        pdf.pages[0].Resources.Font.F9 = pdf.make_indirect(font)
        out = BytesIO()
        pdf.save(out)
    assert structure_faults(out.getvalue()) == [
        Fault("field-not-printed", "holder"),
        Fault("field-not-tagged", "holder"),
        Fault("field-without-tooltip", "holder"),
        Fault("font-not-embedded", "Courier"),
    ]


def test_a_glyph_that_no_font_has_is_told() -> None:
    with pikepdf.open(BytesIO(signable())) as pdf:
        page = pdf.pages[0]
        font = next(iter(page.Resources.Font.keys()))
        page.contents_add(f"/Artifact BMC BT {font} 9 Tf <00410000> Tj ET EMC".encode())
        out = BytesIO()
        pdf.save(out)
    assert structure_faults(out.getvalue()) == [Fault("missing-glyph", "page 1")]


@pytest.mark.skipif(not shutil.which("verapdf"), reason="veraPDF is not installed")
@pytest.mark.parametrize("flavour", ["2a", "ua1"])
def test_verapdf_agrees(flavour: str, tmp_path: Path) -> None:
    (tmp_path / "fields.pdf").write_bytes(signable())
    done = subprocess.run(
        ["verapdf", "--flavour", flavour, "--format", "text", tmp_path / "fields.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("PASS"), done.stdout


def test_a_copy_code_depends_on_document_person_and_issue_only() -> None:
    codes = {
        copy_code(identity, person, issue)
        for identity in (IDENTITY, replace(IDENTITY, language="es"), replace(IDENTITY, revision="4"))
        for person in (None, "", "employee-001", "employee-002")
        for issue in (1, 2)
    }
    assert len(codes) == 24
    assert copy_code(IDENTITY, "employee-001", 1) == MARK.copy_code == "TPFY4PM0DD589"
    with pytest.raises(ValueError, match="count from 1"):
        copy_code(IDENTITY, None, 0)


def test_a_payload_fits_the_smallest_qr_and_names_its_page() -> None:
    payload = page_payload("PBV1P4XBQNPHG", 99)
    assert payload == "RB1/PBV1P4XBQNPHG/99"
    assert len(payload) == 20
    assert read_payload(payload) == CopyPage("PBV1P4XBQNPHG", 99)


@pytest.mark.parametrize(
    "strange", ["", "https://example.org", "RB2/PBV1P4XBQNPHG/1", "RB1/PBV1P4XBQNPHI/1", "RB1/PBV1P4XBQNPHG/0"]
)
def test_what_is_no_copy_page_is_not_read(strange: str) -> None:
    assert read_payload(strange) is None


def test_a_page_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no copy page"):
        page_payload("PBV1P4XBQNPHG", 0)


def test_a_typed_code_is_understood() -> None:
    assert spaced("PBV1P4XBQNPHG") == "PBV1-P4XB-QNPHG"
    assert read_code(" pbvi-p4xb qnphg ") == "PBV1P4XBQNPHG"
    assert read_code("PBV1P4XBQNPH") is None
    assert read_code("PBV1P4XBQNPHU") is None


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
marks = st.builds(
    Mark,
    st.builds(Identity, st.sampled_from(["role", "policy"]), words, words, words, words, words),
    st.binary(min_size=32, max_size=32).map(lambda digest: f"rb1:{digest.hex()}"),
    st.none() | st.just("PBV1P4XBQNPHG"),
)


@given(st.lists(marks, max_size=3))
def test_marks_come_back_from_among_other_keywords(written: list[Mark]) -> None:
    keywords = ", ".join(["HR", *map(encode, written), "rolebook:2 x"])
    assert list(decode(keywords)) == written
    assert keywords.isascii()


def test_a_mark_is_short_and_readable() -> None:
    assert encode(MARK) == f"rolebook:1 role/sales-manager example-ru RU ru 3 rb1:{'5e' * 32} TPFY4PM0DD589"


@pytest.mark.parametrize(
    "strange", ["", "rolebook:1", "rolebook:1 role e RU ru 3 rb1:" + "5e" * 32, "rolebook:1 role/x e RU ru 3 rb1:5e"]
)
def test_what_is_no_mark_is_left_alone(strange: str) -> None:
    assert list(decode(strange)) == []


def test_a_signature_field_is_a_value() -> None:
    assert SignatureField("a", "b", 1, (0, 0, 1, 1)) == SignatureField("a", "b", 1, (0, 0, 1, 1), ())


def _told(change: object) -> set[str]:
    assert callable(change)
    with pikepdf.open(BytesIO(signable())) as pdf:
        change(pdf)
        out = BytesIO()
        pdf.save(out)
    return {fault.code for fault in structure_faults(out.getvalue())}


def test_a_page_with_fields_keeps_the_order_of_its_tags() -> None:
    assert _told(lambda _: None) == set()
    assert _told(lambda pdf: pdf.pages[-1].obj.__delitem__("/Tabs")) == {"tab-order"}


def test_a_field_without_a_look_is_told() -> None:
    assert _told(lambda pdf: pdf.Root.AcroForm.Fields[0].__delitem__("/AP")) == {"field-without-appearance"}


def test_a_font_that_says_nothing_of_its_characters_is_told() -> None:
    assert _told(lambda pdf: next(iter(pdf.pages[0].Resources.Font.values())).__delitem__("/ToUnicode")) == {
        "font-without-unicode"
    }


def test_metadata_that_differ_are_told() -> None:
    assert _told(lambda pdf: pdf.docinfo.__setitem__("/Title", "Another")) == {"metadata-differ"}


def test_a_file_without_identifier_and_hidden_metadata_are_told() -> None:
    pdf = TypesetPdf(signable())
    number = next(one for one in pdf.numbers if b"/Type/Metadata" in pdf[one])
    words = zlib.compress(pdf[number].partition(b"stream\n")[2].removesuffix(b"\nendstream"))
    pdf[number] = b"<</Type/Metadata/Subtype/XML/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (
        len(words),
        words,
    )
    assert {fault.code for fault in structure_faults(pdf.written())} == {"metadata-hidden"}
    without = re.sub(rb"/ID ?\[[^\]]*\]", lambda found: b" " * len(found[0]), signable())
    assert {fault.code for fault in structure_faults(without)} == {"no-identifier"}
