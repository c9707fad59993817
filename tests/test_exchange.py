"""Files for translators: what other tools make of them, and what comes back into the handbook."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from defusedxml.ElementTree import parse
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import factory
from translate.storage.base import TranslationStore
from translate.storage.xliff2 import Xliff2File

from rolebook.diagnostics import UserError
from rolebook.exchange.codes import InlineCode, Numbers, Pair, pieces_of, texts_of
from rolebook.exchange.po import read_po, write_po
from rolebook.exchange.segment import Delivery, Segment
from rolebook.exchange.xliff import read_xliff, write_xliff
from rolebook.exchange.xliff2 import read_xliff2, write_xliff2
from rolebook.exchange.xlsx import read_xlsx, write_xlsx
from rolebook.exchange.xml import read_xml
from rolebook.model.handbook import Handbook
from rolebook.model.translation.units import State, Translations
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.translate.accept import accept
from rolebook.pipeline.translate.export import KitOrder, export
from rolebook.pipeline.translate.import_file import Imported, import_file
from rolebook.pipeline.translate.selection import language_meant
from tests.papers import by_pdfium

CHEF = "roles/head-chef.yml"
FORMS = ("xliff", "xliff2", "po", "xlsx")
COLUMNS = ("place", "context", "source", "translation", "state", "previous", "notes")


def back(form: str, data: bytes) -> Delivery:
    match form:
        case "xliff":
            return read_xliff(read_xml(data, "x.xlf"), "x.xlf")
        case "xliff2":
            return read_xliff2(read_xml(data, "x.xlf"), "x.xlf")
        case "po":
            return read_po(data, "x.po")
        case _:
            return read_xlsx(data, "x.xlsx")


def out(form: str, segments: list[Segment]) -> bytes:
    match form:
        case "xliff":
            return write_xliff(segments, "es")
        case "xliff2":
            return write_xliff2(segments, "es")
        case "po":
            return write_po(segments, "es")
        case _:
            return write_xlsx(segments, "es", COLUMNS)


def segment(source: str, target: str, state: State = State.TRANSLATED, place: str = "role/cook/title") -> Segment:
    return Segment(place, "en", source, target, state, "-", "Title: Cook", "roles/cook.yml:1", longest=80)


CODES = ("{entity}", "[[rota]]", "[[role:cook|", "]]", "*", "**", "`", "[", "](https://a.example/?b=1&c)", "{", "}}")
SIGNS = (*"aбж厨ệ <>&\"'=+-@|", "=1+1", "&amp;", "]]>", "\n", "\n\n- ", "  ", "\\*")
PIECES = st.sampled_from((*CODES, *SIGNS))
STRINGS = st.lists(PIECES, min_size=1, max_size=12).map(lambda parts: "".join(parts).strip()).filter(bool)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(source=STRINGS, target=STRINGS, state=st.sampled_from([State.TRANSLATED, State.STALE]))
def test_any_string_comes_back_as_it_went(form: str, source: str, target: str, state: State) -> None:
    (found,) = back(form, out(form, [segment(source, target, state)])).strings
    assert (found.place, found.source, found.target) == ("role/cook/title", source, target)
    assert found.state == (State.TRANSLATED if state is State.TRANSLATED else None)


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ("xliff", {State.MACHINE, State.TRANSLATED, State.REVIEWED}),
        ("xliff2", {State.MACHINE, State.TRANSLATED, State.REVIEWED}),
        ("po", {State.TRANSLATED}),
        ("xlsx", {State.MACHINE, State.TRANSLATED, State.REVIEWED}),
    ],
)
def test_states_come_back_as_far_as_the_format_knows_them(form: str, kept: set[State]) -> None:
    words = {state: "" if state is State.MISSING else "Cocinera" for state in State}
    found = {state: back(form, out(form, [segment("Cook", words[state], state)])).strings[0].state for state in State}
    assert {state for state, told in found.items() if told is state} == kept
    assert all(found[state] is None for state in (State.MISSING, State.UNCONFIRMED, State.STALE))


def test_codes_are_told_apart_from_words_and_joined_they_are_the_string() -> None:
    words = "See **[[role:cook|the *cook*]]** of {entity} or `x {y}`, \\*not {{this}} [menu](https://a.example/)."
    pieces = pieces_of(words)
    assert list(texts_of(pieces)) == [
        *("**", "[[role:cook|", "*", "*", "]]", "**", "{entity}", "`x {y}`", "[", "](https://a.example/)"),
    ]
    numbers = Numbers(pieces)
    assert [
        numbers.take(InlineCode("{entity}")),
        numbers.take(Pair("**", (), "**")),
        numbers.take(InlineCode("new")),
    ] == [4, 1, 7]


# --- what other tools make of them


@pytest.fixture
def exported(firm_copy: Path, tmp_path: Path) -> Path:
    """The firm's Spanish strings in every format, one of them stale, with the kit."""
    subprocess.run(["git", "init", "-q"], cwd=firm_copy, check=True)
    subprocess.run(["git", "add", "-A"], cwd=firm_copy, check=True)
    author = ["-c", "user.name=Employee 001", "-c", "user.email=hr@example.com"]
    subprocess.run(["git", *author, "commit", "-qm", "first"], cwd=firm_copy, check=True)
    accept(firm_copy, (), (), "translated")
    change(firm_copy, CHEF, "Tastes every dish", "Tastes each dish")
    for form in FORMS:
        export(firm_copy, "es", tmp_path / form, KitOrder(form, everything=True, kit=form == "xliff"))
    return tmp_path


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")


def opened(path: Path) -> TranslationStore:
    if path.parent.name == "xliff2":
        return Xliff2File.parsestring(path.read_bytes())
    store: TranslationStore = factory.getobject(str(path))
    return store


@pytest.mark.parametrize(
    "name", ["xliff/handbook.en-es.xlf", "xliff2/handbook.en-es.xliff2.xlf", "po/handbook.en-es.po"]
)
def test_the_translate_toolkit_reads_every_string(exported: Path, name: str) -> None:
    units = [unit for unit in opened(exported / name).units if unit.source]
    spanish = {str(unit.source): str(unit.target) for unit in units}
    assert len(units) > 25
    assert spanish["Tastes each dish."] == "Prueba cada plato."
    (planned,) = (target for source, target in spanish.items() if source.startswith("Plans the "))
    assert planned.startswith("Planifica el ")


def test_the_translate_toolkit_reads_glossary_and_memory(exported: Path) -> None:
    terms = opened(exported / "xliff" / "glossary.tbx")
    assert [(unit.source, unit.target) for unit in terms.units] == [("rota", "cuadrante")]
    pairs = {str(unit.source): str(unit.target) for unit in opened(exported / "xliff" / "memory.en-es.tmx").units}
    assert pairs["Head chef"] == "Jefatura de cocina"
    assert "Tastes each dish." not in pairs


XLIFF = "{urn:oasis:names:tc:xliff:document:1.2}"
XLIFF2 = "{urn:oasis:names:tc:xliff:document:2.0}"

# Elements: those below them in order, and their compulsory attributes, as the standards' schemas have them.
SHAPES = {
    f"{XLIFF}xliff": (["file"], {"version"}),
    f"{XLIFF}file": (["header", "body"], {"original", "source-language", "datatype"}),
    f"{XLIFF}body": (["trans-unit"], set()),
    f"{XLIFF}trans-unit": (["source", "target", "context-group", "note", "alt-trans"], {"id"}),
    f"{XLIFF}alt-trans": (["source", "target"], set()),
    f"{XLIFF}context-group": (["context"], {"purpose"}),
    f"{XLIFF}context": ([], {"context-type"}),
    f"{XLIFF2}xliff": (["file"], {"version", "srcLang", "trgLang"}),
    f"{XLIFF2}file": (["unit"], {"id"}),
    f"{XLIFF2}unit": (["notes", "originalData", "segment"], {"id"}),
    f"{XLIFF2}notes": (["note"], set()),
    f"{XLIFF2}originalData": (["data"], set()),
    f"{XLIFF2}segment": (["source", "target"], {"state"}),
    f"{XLIFF2}data": ([], {"id"}),
}
INLINE = {f"{XLIFF}ph": {"id"}, f"{XLIFF}bpt": {"id"}, f"{XLIFF}ept": {"id"}}
INLINE |= {f"{XLIFF2}ph": {"id", "dataRef"}, f"{XLIFF2}pc": {"id", "dataRefStart", "dataRefEnd"}}


@pytest.mark.parametrize("form", ["xliff", "xliff2"])
def test_the_file_has_the_shape_of_its_standard(exported: Path, form: str) -> None:
    root = parse(next((exported / form).glob("handbook.en-es*.xlf"))).getroot()
    seen = set()
    for element in root.iter():
        seen.add(element.tag)
        order, compulsory = SHAPES.get(element.tag, ([], INLINE.get(element.tag, set())))
        assert compulsory <= set(element.keys()), element.tag
        if element.tag in SHAPES:
            ranks = [order.index(below.tag.partition("}")[2]) for below in element]
            assert ranks == sorted(ranks), element.tag
    assert {name for name in SHAPES if name.startswith(XLIFF if form == "xliff" else XLIFF2)} <= seen


@pytest.mark.parametrize("form", ["xliff", "xliff2"])
def test_codes_have_one_number_each_and_lead_to_their_text(exported: Path, form: str) -> None:
    root = parse(next((exported / form).glob("handbook.en-es*.xlf"))).getroot()
    counted = 0
    for unit in root.iter():
        if unit.tag in (f"{XLIFF}trans-unit", f"{XLIFF2}unit"):
            data = {one.get("id") for one in unit.iter(f"{XLIFF2}data")}
            used = {one.get(name) for one in unit.iter() for name in ("dataRef", "dataRefStart", "dataRefEnd")}
            assert used - {None} == data
            for words in (*unit.iter(f"{XLIFF}source"), *unit.iter(f"{XLIFF2}target")):
                ids = [one.get("id") for one in words.iter() if one.tag in INLINE and not one.tag.endswith("ept")]
                counted += len(ids)
                assert len(ids) == len(set(ids))
    assert counted > 5


def test_a_stale_string_goes_out_with_its_source_before_the_change(exported: Path) -> None:
    root = parse(exported / "xliff" / "handbook.en-es.xlf").getroot()
    (former,) = root.iter(f"{XLIFF}alt-trans")
    assert "".join(next(former.iter(f"{XLIFF}source")).itertext()) == "Tastes every dish."
    assert 'msgid "Tastes every dish."' in (exported / "po" / "handbook.en-es.po").read_text("utf-8")


def test_context_says_which_item_of_which_document_it_is(exported: Path) -> None:
    text = (exported / "po" / "handbook.en-es.po").read_text("utf-8")
    entry = next(part for part in text.split("\n\n") if 'msgctxt "role/head-chef/duties/rota"' in part)
    assert entry.splitlines()[:2] == ["#. Duties 1: Head chef (job description)", "#. rota = cuadrante (≠ rotación)"]


def test_the_preview_shows_every_string_of_the_order_with_its_number_and_place(exported: Path) -> None:
    text = " ".join(by_pdfium((exported / "xliff" / "preview.pdf").read_bytes()).split())
    number = re.search(r"Tastes each dish\. \[(\d+)\]", text)
    assert number
    assert re.search(rf"{number[1]} role/head-chef/duties/ ?taste Tastes each dish\.", text)


# --- what comes back


@pytest.fixture
def firm_es(firm_copy: Path) -> Path:
    """The firm with its Spanish confirmed."""
    accept(firm_copy, (), (), "reviewed")
    return firm_copy


def sent_and_edited(root: Path, form: str, edit: Callable[[str], str], language: str = "es") -> Imported:
    """Exports everything, edits the file's text, and imports it."""
    done = export(root, language, root / "out", KitOrder(form, everything=True))
    for path in done.files:
        path.write_bytes(edited(path, edit))
    results = [import_file(root, path) for path in done.files]
    return Imported(language, tuple(one for result in results for one in result.results))


def edited(path: Path, edit: Callable[[str], str]) -> bytes:
    if path.suffix != ".xlsx":
        return edit(path.read_text("utf-8")).encode()
    book = openpyxl.load_workbook(path)
    for row in book["Rolebook"].iter_rows(min_row=2):
        if (words := edit(str(row[3].value or ""))) != str(row[3].value or ""):
            row[3].value, row[4].value = words, "translated"
    done = io.BytesIO()
    book.save(done)
    return done.getvalue()


def state_of(root: Path, place: str, language: str = "es") -> State:
    handbook = check_handbook(root).handbook
    assert handbook is not None
    return next(unit.state for unit in Translations(handbook).units(language) if unit.place == place)


def outcomes(done: Imported) -> dict[str, str]:
    return {one.place: one.outcome for one in done.results if one.outcome not in ("unchanged", "empty")}


@pytest.mark.parametrize("form", FORMS)
def test_what_comes_back_unchanged_changes_nothing(firm_es: Path, form: str) -> None:
    before = {path: path.read_bytes() for path in firm_es.rglob("*") if path.is_file()}
    done = sent_and_edited(firm_es, form, lambda text: text)
    assert len(done.results) > 30
    assert outcomes(done) == {}
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("form", FORMS)
def test_new_words_are_spliced_in_and_take_the_review_back(firm_es: Path, form: str) -> None:
    before = (firm_es / CHEF).read_text("utf-8")
    done = sent_and_edited(firm_es, form, lambda text: text.replace("Prueba cada plato", "Cata, sí: cada plato"))
    assert outcomes(done) == {"role/head-chef/duties/taste": "taken"}
    text = (firm_es / CHEF).read_text("utf-8")
    assert text == before.replace("es: Prueba cada plato.", 'es: "Cata, sí: cada plato."')
    assert state_of(firm_es, "role/head-chef/duties/taste") is (
        State.REVIEWED if form.startswith("xliff") else State.TRANSLATED
    )


def test_a_missing_language_is_added_to_maps_and_plain_strings(firm_es: Path) -> None:
    def translate(text: str) -> str:
        empty, full = '<target xml:lang="no" state="new" />', '<target xml:lang="no" state="translated">{}</target>'
        for source, target in (("Tastes every dish.", "Smaker."), ("Cocina los platos del día.", "Lager: mat")):
            head, tail = text.split(source, 1) if source in text else (text, "")
            text = head + source + tail.replace(empty, full.format(target), 1) if tail else text
        return text

    done = sent_and_edited(firm_es, "xliff", translate, "no")
    assert outcomes(done) == {"role/head-chef/duties/taste": "taken", "role/cook/purpose": "taken"}
    chef, cook = ((firm_es / "roles" / f"{name}.yml").read_text("utf-8") for name in ("head-chef", "cook"))
    assert "text: {en: Tastes every dish., es: Prueba cada plato., no: Smaker.}\n" in chef
    assert 'purpose:\n  es: Cocina los platos del día.\n  no: "Lager: mat"\n' in cook
    assert state_of(firm_es, "role/cook/purpose", "no") is State.TRANSLATED


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ("Planifica el [[rota]]", "Planifica el cuadrante", "[[rota]]"),
        ("Dirige la cocina de {entity}", "Dirige la cocina", "{entity}"),
        ("Prueba cada plato.", "Prueba {cada} plato.", "{cada}"),
        ("Prueba cada plato.", "Prueba cada plato de {entity}.", "{entity}"),
        ("Prueba cada plato.", "Prueba [esto](javascript:alert).", "javascript:alert"),
    ],
)
def test_broken_codes_are_refused_and_named(firm_es: Path, old: str, new: str, detail: str) -> None:
    before = (firm_es / CHEF).read_bytes()
    done = sent_and_edited(firm_es, "po", lambda text: text.replace(f'msgstr "{old}', f'msgstr "{new}'))
    (refused,) = (one for one in done.results if one.refused)
    assert (refused.outcome, refused.detail) == ("broken-codes", detail)
    assert (firm_es / CHEF).read_bytes() == before


@pytest.mark.parametrize("form", FORMS)
def test_words_for_a_source_that_has_moved_on_are_refused(firm_es: Path, form: str) -> None:
    (path,) = export(firm_es, "es", firm_es / "out", KitOrder(form, everything=True)).files
    path.write_bytes(edited(path, lambda text: text.replace("Prueba cada plato", "Cata cada plato")))
    change(firm_es, CHEF, "Tastes every dish", "Tastes each dish")
    assert outcomes(import_file(firm_es, path)) == {"role/head-chef/duties/taste": "moved-on"}


def test_words_that_were_changed_here_meanwhile_are_not_overwritten(firm_es: Path) -> None:
    (path,) = export(firm_es, "es", firm_es / "out", KitOrder(everything=True)).files
    path.write_bytes(edited(path, lambda text: text.replace("Prueba cada plato", "Cata cada plato")))
    change(firm_es, CHEF, "Prueba cada plato", "Degusta cada plato")
    assert outcomes(import_file(firm_es, path)) == {"role/head-chef/duties/taste": "changed-here"}


def test_unfinished_words_are_kept_but_not_confirmed(firm_es: Path) -> None:
    def fuzzy(text: str) -> str:
        head, found, tail = text.partition('msgctxt "role/head-chef/duties/taste"')
        return f"{head}#, fuzzy\n{found}{tail.replace('Prueba cada', 'Cata cada', 1)}"

    assert outcomes(sent_and_edited(firm_es, "po", fuzzy)) == {"role/head-chef/duties/taste": "unfinished"}
    assert "es: Cata cada plato." in (firm_es / CHEF).read_text("utf-8")
    assert state_of(firm_es, "role/head-chef/duties/taste") is State.UNCONFIRMED


def test_a_stale_string_is_confirmed_without_new_words(firm_es: Path) -> None:
    change(firm_es, CHEF, "Tastes every dish", "Tastes each dish")
    done = sent_and_edited(firm_es, "po", lambda text: text.replace("#, fuzzy\n", ""))
    assert outcomes(done) == {"role/head-chef/duties/taste": "confirmed"}
    assert state_of(firm_es, "role/head-chef/duties/taste") is State.TRANSLATED


def test_a_page_is_spliced_and_a_missing_one_made(firm_es: Path) -> None:
    (firm_es / "content" / "pages" / "es" / "welcome.md").unlink()
    done = sent_and_edited(
        firm_es, "po", lambda text: text.replace('msgid "Welcome"\nmsgstr ""', 'msgid "Welcome"\nmsgstr "Hola: aquí"')
    )
    assert outcomes(done) == {"page/welcome/title": "taken"}
    assert (
        (firm_es / "content" / "pages" / "es" / "welcome.md")
        .read_text("utf-8")
        .startswith('---\ntitle: "Hola: aquí"\norder: ')
    )
    done = sent_and_edited(firm_es, "po", lambda text: text.replace('msgstr "Hola: aquí"', 'msgstr "Bienvenida"'))
    assert outcomes(done) == {"page/welcome/title": "taken"}


def test_a_file_from_before_a_renaming_still_fits(firm_es: Path) -> None:
    (path,) = export(firm_es, "es", firm_es / "out", KitOrder("po", everything=True)).files
    path.write_text(path.read_text("utf-8").replace("Prueba cada plato", "Cata cada plato"), "utf-8")
    for one in firm_es.rglob("*.yml"):
        one.write_text(one.read_text("utf-8").replace("head-chef", "chef"), "utf-8")
    (firm_es / CHEF).rename(firm_es / "roles" / "chef.yml")
    change(firm_es, "roles/chef.yml", "grade: K4", "grade: K4\nformerly: [head-chef]")
    assert outcomes(import_file(firm_es, path)) == {"role/chef/duties/taste": "taken"}


def test_a_dry_run_says_the_same_and_does_nothing(firm_es: Path) -> None:
    (path,) = export(firm_es, "es", firm_es / "out", KitOrder(everything=True)).files
    path.write_bytes(edited(path, lambda text: text.replace("Prueba cada plato", "Cata cada plato")))
    before = {one: one.read_bytes() for one in firm_es.rglob("*") if one.is_file()}
    assert outcomes(import_file(firm_es, path, dry_run=True)) == {"role/head-chef/duties/taste": "taken"}
    assert {one: one.read_bytes() for one in before} == before


# --- what is not trusted


def test_a_cell_is_text_whatever_it_begins_with_and_a_formula_is_refused() -> None:
    words = ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1"]
    data = write_xlsx([segment(one, one, place=f"role/r/{n}") for n, one in enumerate(words)], "es", COLUMNS)
    cells = [row[2] for row in openpyxl.load_workbook(io.BytesIO(data))["Rolebook"].iter_rows(min_row=2)]
    assert [(cell.data_type, cell.value, cell.quotePrefix) for cell in cells] == [("s", one, True) for one in words]
    assert b"<f>" not in b"".join(zipfile.ZipFile(io.BytesIO(data)).read(n) for n in ("xl/worksheets/sheet1.xml",))
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Rolebook"]["D2"] = "=1+1"
    changed = io.BytesIO()
    book.save(changed)
    assert [one.fault for one in read_xlsx(changed.getvalue(), "x.xlsx").strings] == ["formula", "", "", "", ""]


@pytest.mark.parametrize(
    ("value", "form", "words", "fault"),
    [
        (37.5, "General", "37.5", ""),
        (0.5, "0%", "50%", ""),
        (7, "0000", "0007", ""),
        (True, "General", "TRUE", ""),
        (datetime(2027, 2, 1), "dd/mm/yyyy", "", "unreadable-cell"),
        ("#N/A", "General", "", "unreadable-cell"),
        (7, "[>5]0;00", "", "unreadable-cell"),
    ],
)
def test_a_cell_that_excel_changed_is_read_as_shown_or_refused(
    firm_es: Path, value: object, form: str, words: str, fault: str
) -> None:
    place = "role/head-chef/duties/taste"
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx([replace_basis(segment("Tastes every dish.", "x", place=place))], "es", COLUMNS))
    )
    cell = book["Rolebook"]["D2"]
    cell.value, cell.number_format = value, form
    book.save(firm_es / "x.xlsx")
    (string,) = read_xlsx((firm_es / "x.xlsx").read_bytes(), "x.xlsx").strings
    assert (string.target, string.fault) == (words, fault)
    assert outcomes(import_file(firm_es, firm_es / "x.xlsx")) == {place: fault or "taken"}


def test_words_beside_no_place_are_told_by_their_cell(firm_es: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([], "es", COLUMNS)))
    book["Rolebook"]["D3"] = "Palabras"
    book["Rolebook"]["G4"] = "a remark"
    book.save(firm_es / "x.xlsx")
    assert outcomes(import_file(firm_es, firm_es / "x.xlsx")) == {"Rolebook!D3": "unknown-string"}


def test_a_state_is_known_in_any_case() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([segment("a", "b")], "es", COLUMNS)))
    book["Rolebook"]["E2"] = " Reviewed"
    done = io.BytesIO()
    book.save(done)
    assert [one.state for one in read_xlsx(done.getvalue(), "x.xlsx").strings] == [State.REVIEWED]


def test_obsolete_words_and_plural_forms_are_told_and_not_taken(firm_es: Path) -> None:
    taste, title = "role/head-chef/duties/taste", "role/head-chef/title"
    (firm_es / "x.po").write_text(
        'msgid ""\nmsgstr "Language: es\\n"\n\n'
        f'msgctxt "{title}"\nmsgid "Head chef"\nmsgid_plural "Head chefs"\nmsgstr[0] "Jefa"\nmsgstr[1] "Jefas"\n\n'
        f'#~ msgctxt "{taste}"\n#~ msgid "Tastes every dish."\n#~ msgstr "Degusta."\n\n'
        f'#~ msgctxt "{title}"\n#~ msgid "Head chef"\n#~ msgstr "Antigua"\n'
    )
    assert outcomes(import_file(firm_es, firm_es / "x.po")) == {title: "plural", taste: "obsolete"}


def packed(**parts: bytes) -> bytes:
    done = io.BytesIO()
    with zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return done.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xliff version="1.2">&b;</xliff>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff version="1.2"><file>&a;</file></xliff>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.xlf", BOMB, "has-entities"),
        ("x.xlf", OUTSIDE, "has-entities"),
        ("x.xlf", b"<xliff", "no-xml"),
        ("x.xlf", b"<html/>", "no-xliff"),
        ("x.xlf", b'<xliff version="1.2"/>', "no-language"),
        ("x.xliff", b'<xliff version="2.1"/>', "no-language"),
        ("x.po", b'msgid "a\nmsgstr', "no-po"),
        ("x.po", b"\xff\xfe", "no-po"),
        ("x.po", b'msgid "a"\nmsgstr "b"\n', "no-language"),
        ("x.po", b"/etc/passwd", "no-po"),
        ("x.xlsx", b"PK", "no-workbook"),
        ("x.xlsx", packed(a=b"\0" * 70_000_000), "too-large"),
        ("x.xlsx", packed(**{f"p{n}": b"" for n in range(3000)}), "too-large"),
        ("x.xlsx", packed(**{"xl/workbook.xml": OUTSIDE}), "has-entities"),
        ("x.xlsx", packed(a=b"1"), "no-workbook"),
        ("x.doc", b"", "unknown-ending"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused_with_a_reason(
    firm_es: Path, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError) as refusal:
        import_file(firm_es, tmp_path / name)
    assert refusal.value.arguments.get("reason") == reason


def test_a_place_that_leads_elsewhere_is_no_string(firm_es: Path) -> None:
    data = write_po([segment("Cook", "X", place="page/../../etc/passwd")], "es")
    (firm_es / "x.po").write_bytes(data)
    assert outcomes(import_file(firm_es, firm_es / "x.po")) == {"page/../../etc/passwd": "unknown-string"}


def test_a_string_that_comes_twice_is_refused(firm_es: Path) -> None:
    before = (firm_es / CHEF).read_bytes()
    twice = [
        segment("Tastes every dish.", words, place="role/head-chef/duties/taste") for words in ("Cata.", "Degusta.")
    ]
    (firm_es / "x.xlf").write_bytes(write_xliff([replace_basis(one) for one in twice], "es"))
    done = import_file(firm_es, firm_es / "x.xlf")
    assert [one.outcome for one in done.results] == ["repeated-string", "repeated-string"]
    assert done.failed
    assert (firm_es / CHEF).read_bytes() == before


@pytest.mark.parametrize("tag", ["es-ES", "es_MX", "ES", "es-Latn-419"])
def test_a_tag_of_a_country_means_the_handbooks_language(firm_es: Path, tag: str) -> None:
    (firm_es / "x.xlf").write_bytes(write_xliff([a_taste("Cata todos los platos.")], tag))
    done = import_file(firm_es, firm_es / "x.xlf")
    assert (done.language, done.counts()["taken"]) == ("es", 1)


@pytest.mark.parametrize(
    ("tag", "own"), [("zh-CN", "zh"), ("zh-Hans-CN", "zh"), ("zh-TW", ""), ("zh-Hant", ""), ("vi-VN", "vi"), ("e", "")]
)
def test_a_tag_in_another_script_is_another_language(sample: Handbook, tag: str, own: str) -> None:
    if own:
        assert language_meant(sample, tag) == own
    else:
        with pytest.raises(UserError) as refused:
            language_meant(sample, tag)
        assert refused.value.code == "not-a-language"


def test_formats_do_not_overwrite_one_another(firm_es: Path) -> None:
    orders = [KitOrder(form, everything=True) for form in FORMS]
    files = [path for order in orders for path in export(firm_es, "es", firm_es / "out", order).files]
    assert len(set(files)) == len(files) == len(FORMS)
    assert [import_file(firm_es, path).failed for path in files] == [False] * len(FORMS)


def test_an_import_waits_for_the_end_of_a_merge(firm_es: Path) -> None:
    (firm_es / "x.xlf").write_bytes(write_xliff([a_taste("Cata todos los platos.")], "es"))
    lock = firm_es / "content/translations.lock"
    lock.write_text("<<<<<<< HEAD\n" + lock.read_text("utf-8"), "utf-8")
    before = {path: path.read_bytes() for path in (lock, firm_es / CHEF)}
    with pytest.raises(UserError) as refused:
        import_file(firm_es, firm_es / "x.xlf")
    assert (refused.value.code, refused.value.arguments["line"]) == ("unsound-lock", 1)
    assert {path: path.read_bytes() for path in before} == before


def a_taste(words: str) -> Segment:
    return replace_basis(segment("Tastes every dish.", words, place="role/head-chef/duties/taste"))


def replace_basis(one: Segment) -> Segment:
    return Segment(one.place, one.source_language, one.source, one.target, one.state, "", one.context, one.where)
