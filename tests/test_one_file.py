"""All papers of a person in one file to put on paper: a list on top, then each page as its single file has it."""

import io
import stat
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from rolebook.diagnostics import UserError
from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import LEDGER, PrintRun, print_checked
from rolebook.pipeline.register.personal_places import copies_about, forget_in_ledger, place_of
from rolebook.scan import read_scan
from rolebook.sign import structure_faults
from rolebook.store.journal import read_lines
from tests.conftest import ROOT
from tests.papers import by_pdfium, without_spaces

HEAD = "person,name,language,entity,role,territory\n"
PEOPLE = {
    "es": "E_1,Employee 001,es,example-es,sales-assistant,North\n",
    "zh": "E2,Employee 002,zh,example-cn,sales-manager;marketing-specialist,\n",
    "vi": "E3,Employee 003,vi,example-vn,sales-assistant,\n",
    "ru": "E4,Employee 004,ru,example-ru,sales-assistant,\n",
    "en": "E5,Employee 005,en,example-cn,sales-assistant,\n",
}


@pytest.fixture(scope="module")
def report() -> Report:
    return check_handbook(ROOT)


def printed(report: Report, folder: Path, rows: str, *documents: str, **wanted: Any) -> PrintRun:
    (folder / "people.csv").write_text(HEAD + rows, "utf-8")
    settings = {"pack": True, "joined": True, "roster": folder / "people.csv"} | wanted
    return print_checked(ROOT, report, Order(output=folder / "out", documents=documents, **settings))


def packs(done: PrintRun) -> list[Path]:
    return [path for path in done.files if path.name.startswith("pack.")]


def singles(done: PrintRun) -> list[Path]:
    return [path for path in done.files if not path.name.startswith("pack.")]


def pages_in(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def images(path: Path, *pages: int) -> list[Any]:
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        return [document[page].render(scale=1.6).to_pil() for page in pages]


@pytest.mark.parametrize("language", PEOPLE)
def test_a_cover_lists_the_papers_and_every_page_follows(
    report: Report, sample: Handbook, tmp_path: Path, language: str
) -> None:
    done = printed(report, tmp_path, PEOPLE[language])
    assert not done.refused
    (pack,) = packs(done)
    counts = [pages_in(path.read_bytes()) for path in singles(done)]
    assert pages_in(pack.read_bytes()) == 1 + sum(counts)
    with pypdfium2.PdfDocument(pack.read_bytes()) as document:
        cover = without_spaces(document[0].get_textpage().get_text_range())
        titles = [entry.get_title() for entry in document.get_toc()]
    words = language_for(language)
    ledger = {line["file"]: line for line in read_lines(pack.parent / LEDGER)}
    person, name, _, entity, roles, *_ = PEOPLE[language].strip().split(",")
    assert without_spaces(name) in cover
    assert without_spaces(sample.entities[entity].name.values[language]) in cover
    for role in roles.split(";"):
        assert without_spaces(sample.roles[role].title.values[language]) in cover
    for path, count in zip(singles(done), counts, strict=True):
        line = ledger[path.name]
        known = (sample.roles | sample.policies)[line["id"]]
        assert known.code in cover
        assert f"{known.revision}{count}{line['code']}" in cover.replace("-", "")
        assert without_spaces(known.title.values[language]) in cover
        assert line["code"] in cover.replace("-", "")
        assert known.title.values[language] in titles
    for step in ("pack-read", "pack-sign", "pack-return"):
        assert without_spaces(words.word(step)) in cover
    assert ledger[pack.name]["person"] == person


def test_nothing_in_it_is_signed_in_the_file_and_scans_of_it_are_recognised(report: Report, tmp_path: Path) -> None:
    done = printed(report, tmp_path, PEOPLE["zh"] + PEOPLE["ru"])
    ledger = {line["file"]: line for line in read_lines(done.files[0].parent / LEDGER)}
    for pack in packs(done):
        owner = ledger[pack.name]["person"]
        own = [path for path in singles(done) if ledger[path.name]["person"] == owner]
        assert len(own) > 5
        with pikepdf.open(pack) as document:
            assert "/AcroForm" not in document.Root
            assert not [page for page in document.pages if "/Annots" in page.obj]
        expected = [
            (ledger[path.name]["code"], page) for path in own for page in range(1, ledger[path.name]["pages"] + 1)
        ]
        for place in (1, 2, len(expected) // 2, len(expected)):
            picture = io.BytesIO()
            images(pack, place)[0].save(picture, "PNG")
            (sheet,) = read_scan(picture.getvalue())
            assert [(one.copy.code, one.copy.page) for one in sheet.pages] == [expected[place - 1]]
            assert images(pack, place)[0].tobytes() == _page_of_its_own(own, ledger, place).tobytes()


def _page_of_its_own(own: list[Path], ledger: dict[str, Any], place: int) -> Any:
    for path in own:
        if place <= ledger[path.name]["pages"]:
            return images(path, place - 1)[0]
        place -= ledger[path.name]["pages"]
    raise AssertionError("no such page")


def test_the_same_papers_give_the_same_bytes_and_are_made_once(report: Report, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    rows = PEOPLE["es"] + PEOPLE["vi"]
    done = printed(report, tmp_path, rows)
    other = printed(report, tmp_path / "other", rows)
    assert [path.read_bytes() for path in packs(done)] == [path.read_bytes() for path in packs(other)]
    assert len(packs(done)) == 2
    again = printed(report, tmp_path, rows)
    assert again.unchanged == len(again.files) == len(done.files)


def test_each_language_asked_for_has_its_own(report: Report, tmp_path: Path) -> None:
    done = printed(report, tmp_path, PEOPLE["es"], languages=("es", "en"))
    assert [path.name for path in packs(done)] == ["pack.example-es.es.E_1.pdf", "pack.example-es.en.E_1.pdf"]
    drafts = printed(report, tmp_path, PEOPLE["es"], profile="draft")
    assert [path.name for path in packs(drafts)] == ["pack.example-es.es.E_1.draft.pdf"]
    both = printed(report, tmp_path, PEOPLE["ru"], bilingual="en", profile="draft")
    assert [path.name for path in packs(both)] == ["pack.example-ru.ru+en.E4.draft.pdf"]


def test_who_lacks_a_paper_gets_no_file_and_is_told_which(report: Report, tmp_path: Path) -> None:
    first = printed(report, tmp_path, PEOPLE["es"] + PEOPLE["ru"])
    signed = next(path for path in singles(first) if path.name.startswith("information-security.example-ru"))
    for pack in packs(first):
        pack.unlink()
    signed.write_bytes(signed.read_bytes() + b"\n% /ByteRange")
    done = printed(report, tmp_path, PEOPLE["es"] + PEOPLE["ru"])
    assert [path.name for path in packs(done)] == ["pack.example-es.es.E_1.pdf"]
    assert lacking(done) == {"pack.example-ru.ru.E4": [("incomplete-pack", 3)]}
    (finding,) = done.refused[-1].findings
    assert (finding.arguments["person"], finding.arguments["documents"]) == ("E4", signed.stem)
    moved = printed(report, tmp_path, PEOPLE["es"] + PEOPLE["ru"].replace(",\n", ",East\n"))
    assert lacking(moved) == {
        signed.stem: [("changed-after-printing", 1)],
        "pack.example-ru.ru.E4": [("incomplete-pack", 3)],
    }
    assert len(singles(moved)) == len(singles(first)) - 1


def lacking(done: PrintRun) -> dict[str, list[tuple[str, int]]]:
    return {one.name: [(found.code, found.location.line) for found in one.findings] for one in done.refused}


def test_a_file_that_somebody_changed_is_kept(report: Report, tmp_path: Path) -> None:
    (pack,) = packs(printed(report, tmp_path, PEOPLE["es"]))
    pack.write_bytes(pack.read_bytes() + b"\n")
    (tmp_path / "people.csv").unlink()
    done = printed(report, tmp_path, PEOPLE["es"].replace("North", "South"))
    assert [(one.name, one.findings[0].code) for one in done.refused] == [(pack.stem, "changed-after-printing")]


def test_only_its_owner_reads_it_and_erasing_finds_it(report: Report, tmp_path: Path) -> None:
    done = printed(report, tmp_path, PEOPLE["es"] + PEOPLE["ru"])
    for pack in packs(done):
        assert stat.S_IMODE(pack.stat().st_mode) == 0o600
        place = place_of("handbook", f"documents/{pack.name}")
        assert place is not None
        assert place.erasing == "copy"
    ledger = done.files[0].parent / LEDGER
    about = dict(copies_about(ledger, frozenset({"example-es"}), "E_1"))
    assert {path.name: reason for path, reason in about.items() if path.name.startswith("pack.")} == {
        "pack.example-es.es.E_1.pdf": ""
    }
    forget_in_ledger(ledger, frozenset({"example-es"}), "E_1")
    assert "E_1" not in ledger.read_text("utf-8")


@pytest.mark.parametrize(
    "wanted",
    [{"pack": False}, {"roster": None}, {"word": True}, {"form": "sheet"}, {"form": "handbook"}],
)
def test_it_is_made_of_the_papers_of_people_only(tmp_path: Path, wanted: dict[str, Any]) -> None:
    with pytest.raises(UserError) as refused:
        Order(output=tmp_path, **({"pack": True, "joined": True, "roster": tmp_path / "people.csv"} | wanted))
    assert refused.value.code == "one-file-without-pack"


def test_a_cover_is_tagged_like_other_papers_before_it_is_joined(report: Report, tmp_path: Path) -> None:
    done = printed(report, tmp_path, PEOPLE["es"])
    assert all(structure_faults(path.read_bytes()) == [] for path in singles(done))
    assert "Documentos para firmar" in by_pdfium(packs(done)[0].read_bytes())
