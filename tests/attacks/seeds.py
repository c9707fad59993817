"""Where fuzzing starts: real files of the small firm and the sample, and what translators are sent of them."""

import io
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from rolebook.model.translation.text_addresses import texts_of
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.translate.export import KitOrder, export, export_form
from tests.attacks.targets import LANGUAGES, PLACES, TARGETS, firm
from tests.conftest import FIRM, ROOT
from tests.word_files import paragraph, table

_LONGEST = 9000
ROSTER = (
    "person,name,email,language,entity,role,manager,start\n"
    "e1,Employee 001,e1@example.com,es,kitchen-es,cook,Employee 002,2026-12-01\n"
    "e2;Employee 002;;en;kitchen-gb;head-chef\n"
    'e3,"Employee ""003""",,en,kitchen-es,"cook;head-chef",,\n'
)


def seeds(target: str) -> Iterator[bytes]:
    """The inputs that fuzzing of a target begins with, each at most a few KB; of `all`, a few of each."""
    if target == "all":
        for number, name in enumerate(TARGETS):
            yield from (bytes([number]) + seed for seed in islice(seeds(name), 12))
        return
    yield from (seed for seed in _seeds(target) if len(seed) <= _LONGEST)


def _seeds(target: str) -> Iterator[bytes]:
    yield from _KINDS[target]()


def _places() -> Iterator[bytes]:
    for number, path in enumerate(PLACES):
        held = FIRM / path
        yield bytes([number]) + (held.read_bytes() if held.is_file() else b"language: en\n")


def _pages() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in [*FIRM.rglob("*.md"), *(ROOT / "content" / "pages").rglob("*.md")])


def _sheets() -> Iterator[bytes]:
    for book in _exported("xlsx"):
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            names = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
            yield b"\0".join(archive.read(name) for name in names if name in archive.namelist())


def _rosters() -> Iterator[bytes]:
    yield ROSTER.encode()
    yield "\ufeff".encode() + ROSTER.replace(",", ";").encode()


def _mails() -> Iterator[bytes]:
    row = f"document,revision,language,fingerprint,entity\npolicy/hygiene,1.0,es,rb1:{'0' * 64},kitchen-es\n"
    for written in ({}, {"cte": "base64"}, {"subtype": "html", "charset": "utf-16"}):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "Employee 001 <e1@example.com>", "He leído: Higiene"
        mail["Date"] = "Mon, 30 Nov 2026 09:15:00 +0100"
        mail.set_content(row, **written)
        yield mail.as_bytes()


def _yaml() -> Iterator[bytes]:
    paths = [*sorted(FIRM.rglob("*.yml")), *sorted((ROOT / "roles").rglob("*.yml"))]
    yield from (path.read_bytes() for path in paths)


def _texts() -> Iterator[bytes]:
    sample = check_handbook(ROOT).handbook
    assert sample is not None
    for handbook in (firm(), sample):
        for placed in islice(texts_of(handbook), 20):
            yield from (words.encode() for words in placed.text.values.values())


def _exported(form: str, places: tuple[str, ...] = ("role/head-chef", "policy/hygiene")) -> Iterator[bytes]:
    with TemporaryDirectory() as made:
        for place in places:
            done = export(FIRM, "es", Path(made), KitOrder(export_form(form), (place,), everything=True))
            yield from (path.read_bytes() for path in done.files if path.suffix != ".txt")


def _documents() -> Iterator[bytes]:
    """Descriptions of our own in five languages: as text, Word files, web pages, Markdown, RTF and tables."""
    for number, path in enumerate(sorted((ROOT / "bench" / "documents").glob("*.txt"))):
        words = "\n".join(line.partition("|")[2] for line in path.read_text("utf-8").splitlines())
        language = 2 * LANGUAGES.index(path.stem[:2])
        yield bytes([language]) + words.encode()
        body = "".join(paragraph(line, level=number % 2) for line in words.split("\n"))
        yield bytes([language + 1]) + body.encode()
    page = "<html><body><h1>Cook</h1><h2>Duties</h2><ul><li>Cooks.<li>Cleans.</ul><table><tr><td>Title<td>Cook</table>"
    yield b"\0" + page.encode()
    yield b"\0# Cook\n\n## Duties\n- Cooks.\n  - Cleans.\n\n| Title | Cook |\n|---|---|\n| Pay | 1 |\n"
    yield b"\x08{\\rtf1\\ansi\\ansicpg1251 \\'c4\\'ee\\'eb\\'e6\\par {\\v hidden}\\par a\\cell b\\cell\\row}"
    yield b"\0Title,Duties\nCook,Cooks.\n,Cleans.\n"
    yield b"\1" + table([("Title", "Cook"), ("Duties", "1. Cooks.\n2. Cleans.")]).encode()


_KINDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "yaml": _yaml,
    "handbook": _places,
    "inline": _texts,
    "page": _pages,
    "xliff": lambda: (seed for form in ("xliff", "xliff2") for seed in _exported(form)),
    "po": lambda: _exported("po"),
    "xlsx": lambda: _exported("xlsx"),
    "sheet": _sheets,
    "roster": _rosters,
    "mail": _mails,
    "document": _documents,
}
