"""Nothing outside the handbook is read or written, whatever an id, a name, a link or a template says."""

import json
import zipfile
from pathlib import Path

import pytest

from rolebook.diagnostics import UserError
from rolebook.language import FontSet
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import print_papers
from rolebook.render.paper import fonts_of
from rolebook.scan import UnreadableScanError, read_scan
from rolebook.sign.reading import UnreadableError, read
from tests.attacks.bounds import bounded
from tests.attacks.kills import handbook
from tests.attacks.targets import packed
from tests.attacks.test_bounds import SHEET
from tests.commands import rolebook

OUTSIDE = (
    "../outside",
    "/etc/passwd",
    "..\\outside",
    "a/../../outside",
    "roles/../..",
    "%2e%2e%2foutside",
    "a\0b",
    "",
)
HIDDEN = "what nobody may see"


@pytest.fixture
def kitchen(tmp_path: Path) -> Path:
    handbook(tmp_path / "firm")
    (tmp_path / "secret.txt").write_text(HIDDEN)
    return tmp_path / "firm"


def everything(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", ""])
def test_an_id_leads_nowhere(kitchen: Path, tmp_path: Path, name: str) -> None:
    before = everything(tmp_path)
    for words in (
        ("new", "role", name),
        ("new", "template", name),
        ("print", name),
        ("release", name, "--approver", "x"),
        ("diff", name),
        ("build", "--language", name),
        ("print", "--language", name),
        ("translate", "export", "--language", name),
        ("print", "--bilingual", name or "../x"),
    ):
        done = rolebook(*words, cwd=kitchen)
        assert done.returncode != 0, words
        assert "Traceback" not in done.stderr, words
    assert {one for one in everything(tmp_path) - before if not one.startswith("firm/build")} <= {
        "firm/documents",
        "firm/documents/.gitignore",
    }


@pytest.mark.parametrize("name", OUTSIDE)
def test_an_entity_or_person_is_no_path(kitchen: Path, tmp_path: Path, name: str) -> None:
    settings = kitchen / "content" / "handbook.yml"
    sound = settings.read_text("utf-8")
    settings.write_text(sound.replace("id: kitchen,", f"id: {json.dumps(name)},"), "utf-8")
    codes = {one.code for one in check_handbook(kitchen).findings}
    assert codes & {"invalid-id", "control-character"}
    settings.write_text(sound, "utf-8")
    (kitchen / "people.csv").write_text(
        f"person,name,language,entity,role\n{name},Employee 001,en,kitchen,cook\n", "utf-8"
    )
    printed = print_papers(kitchen, Order(output=tmp_path / "out", roster=kitchen / "people.csv"))
    assert {one.code for one in printed.report.findings} & {"unusable-person-id", "missing-cell"}
    assert not printed.files


@pytest.mark.parametrize(
    "place",
    [
        "roles/secret.yml",
        "policies/secret.yml",
        "content/glossary.yml",
        "content/pages/en/secret.md",
        "content/languages/en.yml",
    ],
)
def test_a_link_out_of_the_handbook_is_told(kitchen: Path, tmp_path: Path, place: str) -> None:
    (kitchen / place).parent.mkdir(parents=True, exist_ok=True)
    (kitchen / place).symlink_to(tmp_path / "secret.txt")
    findings = [one for one in check_handbook(kitchen).findings if one.severity.value == "error"]
    assert [(one.code, one.location.file) for one in findings] == [("outside-handbook", place)]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("templates/role.md.j2", ("build", "--no-search", "--no-documents")),
        ("templates/paper/profile.typ", ("print",)),
        ("templates/word/profile.docx", ("print", "--format", "docx")),
    ],
)
def test_a_template_that_is_a_link_out_is_refused(
    kitchen: Path, tmp_path: Path, place: str, words: tuple[str, ...]
) -> None:
    (kitchen / place).parent.mkdir(parents=True)
    (kitchen / place).symlink_to(tmp_path / "secret.txt")
    done = rolebook(*words, cwd=kitchen)
    assert done.returncode == 2, done.stderr
    assert HIDDEN not in done.stderr
    for folder in ("site", "documents"):
        for path in (kitchen / folder).rglob("*"):
            assert not path.is_file() or HIDDEN.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ view.__init__.__globals__ }}",
        "{% include '../../secret.txt' %}",
        "{% include '/etc/passwd' %}",
        "{% for x in range(999999999) %}x{% endfor %}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ 1 / 0 }}",
        "{{ 1 + 'a' }}",
        "{{ [][9] }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "\\xff",
    ],
)
def test_a_template_reaches_nothing(kitchen: Path, source: str) -> None:
    (kitchen / "templates").mkdir()
    (kitchen / "templates" / "role.md.j2").write_text(source, "utf-8")
    done = rolebook("build", "--no-search", "--no-documents", cwd=kitchen)
    assert done.returncode == 2 or source == "\\xff", done.stderr
    assert "Traceback" not in done.stderr
    assert "uid=" not in done.stderr


@pytest.mark.parametrize(
    "source",
    ['#read("/etc/passwd")', '#read("../../../secret.txt")', '#image("/etc/passwd")', '#import "@preview/x:1.0.0"'],
)
def test_a_layout_reads_nothing_and_fetches_nothing(kitchen: Path, source: str) -> None:
    (kitchen / "templates" / "paper").mkdir(parents=True)
    (kitchen / "templates" / "paper" / "profile.typ").write_text(source, "utf-8")
    done = rolebook("print", "cook", cwd=kitchen)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "root:" not in done.stderr


@pytest.mark.parametrize("kind", ["bomb", "entities", "nothing", "no document"])
def test_a_word_template_is_looked_over(kitchen: Path, kind: str) -> None:
    path = kitchen / "templates" / "word" / "profile.docx"
    path.parent.mkdir(parents=True)
    data = {
        "bomb": packed(SHEET, level=9, **{"word/document.xml": b"<a>" + b" " * 60_000_000}),
        "entities": packed(
            SHEET, **{"word/document.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'}
        ),
        "nothing": b"PK",
        "no document": packed(SHEET),
    }[kind]
    path.write_bytes(data)
    done = rolebook("print", "cook", "--format", "docx", cwd=kitchen)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_no_package_of_the_handbooks_own_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language names Python packages for its fonts; a folder of that name in the handbook must not be imported."""
    for name in ("evil", "evil/inner"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("evil", "evil.inner", "os.path", "", "..", "a/b", "__main__", "sys"):
        with pytest.raises(UserError, match="no-fonts"):
            fonts_of([FontSet((name,), ("Evil",))])
    assert not (tmp_path / "ran").exists()


def pdf(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1} {trailer}>>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {0} {0}]>>"
PDFS = {
    "a tree that holds itself": pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>"),
    "a page as large as a town": pdf(
        "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", PAGE.format(10**9)
    ),
    "fields in a circle": pdf(
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>",
        "<</Type/Pages/Kids[]/Count 0>>",
        "<</T(a)/Kids[3 0 R 3 0 R]>>",
    ),
    "nested without end": pdf("<</Type/Catalog/X " + "[" * 100_000 + ">>"),
    "an earlier table that is this one": pdf("<</Type/Catalog>>", trailer="/Root 1 0 R/Prev 9"),
    "a size of its own": pdf("<</Type/Catalog>>", trailer="/Root 1 0 R/Size 2147483647"),
    "no root": pdf("<</Type/Catalog>>", trailer="/Root 9 0 R"),
    "a head alone": b"%PDF-1.7\n" + b"\0" * 100_000,
    "a stream of its own length": pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Length 999999999>>stream\nx\nendstream"),
}


@pytest.mark.parametrize("kind", PDFS)
def test_a_hostile_pdf_is_read_in_bounds_or_refused(kind: str) -> None:
    def verified(data: bytes) -> None:
        try:
            read(data)
        except UnreadableError:
            return

    def scanned(data: bytes) -> None:
        try:
            list(read_scan(data))
        except UnreadableScanError:
            return

    bounded(verified, PDFS[kind])
    bounded(scanned, PDFS[kind], size=40 * 2**20)  # a sheet is drawn: 50 million points at most


def test_the_output_may_not_be_what_people_wrote(kitchen: Path) -> None:
    for folder in (".", "..", "roles", "content/pages", "/"):
        done = rolebook("build", "--no-search", "--output", folder, cwd=kitchen)
        assert done.returncode == 2, folder
        assert "Traceback" not in done.stderr
    assert (kitchen / "roles" / "cook.yml").is_file()
    (kitchen / "site").symlink_to(kitchen / "roles")
    assert rolebook("build", "--no-search", cwd=kitchen).returncode == 2
    assert (kitchen / "roles" / "cook.yml").is_file()


def test_a_packed_file_in_a_packed_file_stays_packed(tmp_path: Path) -> None:
    inner = packed(SHEET + b" " * 3_000_000, level=9)
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(50):
            archive.writestr(f"{number}.xlsx", inner)
    bounded(lambda _: check_handbook(tmp_path), path.read_bytes())
