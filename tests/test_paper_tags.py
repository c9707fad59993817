"""What a reading aid is told of a paper: labels are heads of their rows, fields are at their lines."""

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from rolebook.model.handbook import Handbook
from rolebook.model.people.person import Person, Roster
from rolebook.pipeline.print.typeset import Job, make_copy
from rolebook.sign import SignatureField, finished_pdf, structure_faults
from tests.conftest import LANGUAGES, ROOT
from tests.papers import jobs, strings, without_spaces
from tests.signable import document, signable
from tests.tags import Tag, tags_of

PLACES = ("RU", "CN", "ES", "VN")
RULES = ROOT / "docs" / "paper-rules.md"


def tags_of_job(job: Job) -> Tag:
    return tags_of(make_copy(job).temporary.read_bytes())


def facts_in(value: Any) -> list[str]:
    """The labels of the post's and the sections' label and value tables, as a layout gets them."""
    if isinstance(value, dict):
        own = [fact[0] for fact in value.get("facts", []) if "entries" not in value and "number" not in value]
        return own + [label for key, one in value.items() if key != "facts" for label in facts_in(one)]
    return [label for one in value for label in facts_in(one)] if isinstance(value, list) else []


def heads(tag: Tag, scope: str) -> list[str]:
    return [without_spaces(one.words) for one in tag.below() if one.kind == "TH" and one.scope == scope]


def columns_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value.get("columns", []), *(name for one in value.values() for name in columns_in(one))]
    return [name for one in value for name in columns_in(one)] if isinstance(value, list) else []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["sales-manager", "discipline"])
def test_labels_are_heads_of_rows_and_columns_have_their_own(
    sample: Handbook, tmp_path: Path, name: str, place: str, language: str
) -> None:
    (job,) = jobs(sample, tmp_path, name, languages=(language,), jurisdictions=(place,))
    tags, told = tags_of_job(job), json.loads(job.paper)
    labels = facts_in(told["sections"]) + [fact[0] for fact in told["position"] if told["apart"]]
    assert labels
    assert not {without_spaces(one) for one in labels} - set(heads(tags, "Row"))
    columns = columns_in(told["sections"])
    assert sorted(without_spaces(one) for one in columns) == sorted(heads(tags, "Column"))
    rows = [row for row in tags.below() if row.kind == "TR"]
    assert all(row.kids for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chinese_section_is_the_head_of_all_its_pieces(sample: Handbook, tmp_path: Path, language: str) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=(language,), jurisdictions=("CN",))
    tags, told = tags_of_job(job), json.loads(job.paper)
    sections = [without_spaces(f"{part['number']}.{''.join(strings(part['title']))}") for part in told["sections"]]
    outer = [table for table in tags.kids if table.kind == "Table"]
    spans: dict[str, int] = {}
    for table in outer:
        rows = [row for kid in table.kids for row in ([kid] if kid.kind == "TR" else kid.kids)]
        begun = 0
        for place, row in enumerate(rows):
            if row.kids[0].kind == "TH":
                assert place >= begun, "a row within the span of the one before"
                begun = place + row.kids[0].span
                spans[without_spaces(row.kids[0].words)] = row.kids[0].span
            else:
                assert place < begun or not row.words.strip()
        assert begun in (len(rows), 0) or not rows[-1].words.strip()
    assert set(sections) <= set(spans)
    assert max(spans.values()) > 20
    assert [one.kind for one in outer[1].below()].count("H1") == 1, "a section's name stays a heading"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["sales-manager", "information-security"])
def test_each_field_is_tagged_beside_the_words_of_its_line(
    sample: Handbook, tmp_path: Path, name: str, place: str, language: str
) -> None:
    (job,) = jobs(sample, tmp_path, name, languages=(language,), jurisdictions=(place,))
    tags, told = tags_of_job(job), json.loads(job.paper)
    known = {one["id"]: one for one in [*told["signers"], *filter(None, [told["approval"]])]}
    flat = list(tags.below())
    forms = [one for one in flat if one.kind == "Form"]
    assert {one.fields[0]: one.description for one in forms} == dict(job.signers)
    for form in forms:
        parent = next(one for one in flat if form in one.kids)
        after = parent.kids[parent.kids.index(form) + 1]
        assert without_spaces(after.words) == without_spaces(told["words"]["signature"])
        before = without_spaces("".join(one.own for one in flat[: flat.index(form)]))
        act = without_spaces(known[form.fields[0]]["act"]).casefold()
        assert act in before[-400:].casefold(), "who signs is said before"


def test_a_sheet_has_its_people_as_heads_and_their_fields_in_their_rows(sample: Handbook, tmp_path: Path) -> None:
    day = sample.settings.at()
    ids = ("0007", "E_01", "B-2")
    people = {
        one: Person(one, f"Employee {one}", "es", "example-es", ("sales-assistant",), {"person": day}) for one in ids
    }
    wanted = {"languages": ("es",), "jurisdictions": ("ES",), "form": "sheet"}
    (job,) = jobs(sample, tmp_path, "sales-assistant", roster=Roster(people), **wanted)
    pdf = make_copy(job).temporary.read_bytes()
    assert structure_faults(pdf) == []
    (table,) = [one for one in tags_of(pdf).below() if one.kind == "Table" and one.kids[0].kind == "THead"]
    rows = table.kids[1].kids
    assert [[cell.kind for cell in row.kids] for row in rows] == [["TH", "TH", "TD", "TD", "TD"]] * 3
    assert [row.kids[1].words.strip() for row in rows] == [f"Employee {one}" for one in ids]
    assert [[one.fields for one in row.kids[4].kids] for row in rows] == [[[one]] for one in ids]


@pytest.mark.parametrize("profile", ["ru-kedo", "draft"])
def test_a_paper_without_fields_has_no_place_of_a_field_in_its_tags(
    sample: Handbook, tmp_path: Path, profile: str
) -> None:
    (job,) = jobs(sample, tmp_path, "sales-manager", languages=("ru",), jurisdictions=("CN",), profile=profile)
    tags = tags_of_job(job)
    assert not [one for one in tags.below() if one.kind in ("Form", "Figure") or one.fields]
    assert [one for one in tags.below() if one.scope == "Row"]
    assert [one for one in tags.below() if one.scope == "Column"]


def test_bookmarks_of_every_profile_are_places_themselves(sample: Handbook, tmp_path: Path) -> None:
    for profile in ("default", "ru-kedo"):
        (job,) = jobs(sample, tmp_path, "sales-manager", languages=("ru",), jurisdictions=("RU",), profile=profile)
        with pikepdf.open(BytesIO(make_copy(job).temporary.read_bytes())) as made:
            first = made.Root.Outlines.First
            assert isinstance(first.Dest, Array)
            assert not first.Dest.is_indirect
            assert first.Dest[0].objgen == made.pages[0].obj.objgen
            assert first.Dest[1] == Name.XYZ


def test_what_is_no_typeset_pdf_is_refused() -> None:
    for strange in (b"", b"%PDF-1.7\n", document()[0][:-200], b"startxref\n9\n%%EOF"):
        with pytest.raises(ValueError, match="typeset"):
            finished_pdf(strange)


def test_a_tooltip_in_any_script_and_with_any_sign_comes_back() -> None:
    pdf, (first, *_) = document()
    for tooltip in ("Ан (и) \\ /K[1 0 R]>>", "签字（本人）", "plain", "𠮷 name", "endobj\nendstream"):
        field = SignatureField(first.name, tooltip, first.page, first.box)
        made = finished_pdf(pdf, [field])
        assert structure_faults(made) == []
        with pikepdf.open(BytesIO(made)) as opened:
            assert str(opened.Root.AcroForm.Fields[0].TU) == tooltip


def _first(of: pikepdf.Pdf, kind: str) -> pikepdf.Object:
    return next(one for one in of.objects if isinstance(one, Dictionary) and one.get(Name.S) == f"/{kind}")


def _rewritten(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        out = BytesIO()
        opened.save(out)
    return [fault.code for fault in structure_faults(out.getvalue())]


def _set(kind: str, key: str, value: object) -> Callable[[pikepdf.Pdf], None]:
    def change(of: pikepdf.Pdf) -> None:
        element = _first(of, kind)
        if value is None:
            del element[key]
        else:
            element[key] = value

    return change


def _indirect(of: pikepdf.Pdf) -> None:
    item = of.Root.Outlines.First
    item.Dest = of.make_indirect(Array(list(item.Dest)))


def _to_end(of: pikepdf.Pdf) -> None:
    form = next(one for one in of.objects if isinstance(one, Dictionary) and one.get(Name.S) == Name.Form)
    form.P.K = Array([one for one in form.P.K if getattr(one, "objgen", None) != form.objgen])
    of.Root.StructTreeRoot.K[0].K.append(form)


def _narrow(of: pikepdf.Pdf) -> None:
    row = _first(of, "TR")
    row.K = Array(list(row.K)[:1])


def _loose(of: pikepdf.Pdf) -> None:
    of.pages[0].contents_add(b"0 0 10 10 re f")


def _javascript(of: pikepdf.Pdf) -> None:
    of.make_indirect(Dictionary(S=Name.JavaScript, JS=pikepdf.String("1")))
    of.Root.Extra = of.make_indirect(Dictionary(S=Name.JavaScript, JS=pikepdf.String("1")))


def _outside(of: pikepdf.Pdf) -> None:
    of.Root.Extra = of.make_stream(b"", F=pikepdf.String("elsewhere.txt"))


def _picture(of: pikepdf.Pdf) -> None:
    element = _first(of, "Span")
    element.S = Name.Figure


BROKEN: dict[str, Callable[[pikepdf.Pdf], object]] = {
    "head-without-scope": _set("TH", "/A", None),
    "table-without-heads": lambda of: [
        one.__setitem__("/S", Name.TD)
        for one in of.objects
        if isinstance(one, Dictionary) and one.get(Name.S) == Name.TH
    ],
    "rows-of-different-width": _narrow,
    "table-of-no-rows": _set("TR", "/S", Name.Div),
    "heading-skipped": _set("H1", "/S", Name.H4),
    "role-not-mapped": _set("P", "/S", Name.Paragraph),
    "list-of-no-items": _set("LI", "/S", Name.P),
    "item-of-no-body": _set("LBody", "/S", Name.Span),
    "figure-without-description": _picture,
    "field-away-from-its-line": _to_end,
    "bookmark-not-direct": _indirect,
    "content-not-tagged": _loose,
    "action": _javascript,
    "content-outside": _outside,
    "optional-content": lambda of: of.Root.__setitem__("/OCProperties", Dictionary()),
    "dynamic-form": lambda of: of.Root.AcroForm.__setitem__("/NeedAppearances", True),  # noqa: FBT003
}


@pytest.fixture(scope="module")
def paper(sample: Handbook, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    (job,) = jobs(sample, tmp_path_factory.mktemp("tags"), "sales-manager", languages=("ru",), jurisdictions=("RU",))
    return make_copy(job).temporary.read_bytes()


@pytest.mark.parametrize("code", BROKEN)
def test_each_rule_of_tags_can_fail(paper: bytes, code: str) -> None:
    assert code in _rewritten(paper, BROKEN[code])


def test_a_link_without_words_and_an_encrypted_file_are_told(sample: Handbook, tmp_path: Path) -> None:
    (job,) = jobs(sample, tmp_path, languages=("es",), jurisdictions=("ES",), form="handbook")
    pdf = make_copy(job).temporary.read_bytes()

    def unnamed(of: pikepdf.Pdf) -> None:
        del next(one for page in of.pages for one in page.obj.get(Name.Annots, [])).Contents

    assert _rewritten(pdf, lambda _: None) == []
    assert _rewritten(pdf, unnamed) == ["link-without-words"]
    with pikepdf.open(BytesIO(signable())) as opened:
        out = BytesIO()
        opened.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "encrypted" in [fault.code for fault in structure_faults(out.getvalue())]


def test_the_list_of_rules_names_each_fault_and_tests_that_exist() -> None:
    listed = RULES.read_text("utf-8")
    sources = [*(ROOT / "generator/rolebook/sign").glob("*.py")]
    faults = {code for path in sources for code in re.findall(r'Fault\(\s*"([a-z-]+)"', path.read_text("utf-8"))}
    held = (ROOT / "generator/rolebook/sign/structure.py").read_text("utf-8")
    faults |= set(re.findall(r'^        "([a-z-]+)": ', held, re.MULTILINE))
    rows = [line for line in listed.splitlines() if line.startswith("| §")]
    codes = {code for row in rows for code in re.findall(r"\(`([a-z-]+)`\)", row)}
    assert codes == faults
    tests = {name for row in rows for name in re.findall(r"`(test_\w+)`", row)}
    written = "".join(path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    assert tests
    assert not {name for name in tests if f"def {name}(" not in written}
    assert all(re.search(r"`test_\w+`", row) for row in rows)
