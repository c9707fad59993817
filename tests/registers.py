"""A small handbook with a register, its commands in this process, and its papers as a scanner sees them."""

import json
from collections.abc import Iterable
from contextlib import chdir
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace

import pypdfium2
from PIL import Image, ImageDraw
from typer.testing import CliRunner

from rolebook.cli import application
from rolebook.diagnostics import UserError
from rolebook.language import say
from rolebook.pdf import page_texts
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.register.issued_copies import Issued, issued_in
from rolebook.register import Book

DAY = ("--today", "2026-12-01")
HEAD = "person,name,email,language,entity,role,start\n"
ONE = "E001,Employee 001,e001@example.com,es,employer-es,team-member,2026-11-20\n"
TWO = "E002,Employee 002,e002@example.com,en,employer-gb,team-lead,2026-11-28\n"


def open_shop(tmp_path: Path) -> Path:
    """A fresh handbook in two languages with two people, assigned."""
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    on_one_page(root)
    (tmp_path / "people.csv").write_text(HEAD + ONE + TWO, "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    return root


def on_one_page(root: Path) -> None:
    """Takes rights and liability out of the new handbook's role, so that all its lines to sign are on one page."""
    path = root / "roles" / "team-member.yml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("rights:")] + text[text.index("competencies:") :], "utf-8")


def run(root: Path, *words: object, day: Iterable[str] = DAY) -> SimpleNamespace:
    dated = () if words[0] in ("verify", "head", "hold") else tuple(day)
    return command(root, "register", *words, *dated)


def command(root: Path, *words: object) -> SimpleNamespace:
    """The command in this process, in a context of its own, as if it were run in a folder."""
    with chdir(root):
        done = copy_context().run(CliRunner().invoke, application(), [*map(str, words)])
    if isinstance(done.exception, UserError):
        return SimpleNamespace(returncode=2, stdout=done.stdout, stderr=f"rolebook: {say(done.exception, 'en')}\n")
    assert isinstance(done.exception, SystemExit | None), done.exception
    return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)


def register_of(root: Path) -> Path:
    """Where a handbook's registers lie if nothing else is said."""
    return root.parent / f"{root.name}-register"


def states(root: Path, *more: str, day: Iterable[str] = DAY) -> dict[tuple[str, str], str]:
    told = run(root, "status", "--format", "json", *more, day=day)
    return {(line["person"], line["document"]): line["state"] for line in json.loads(told.stdout)}


def fingerprints(root: Path, entity: str, document: str) -> str:
    with Book(register_of(root), entity) as book:
        (row,) = book.rows("kind = 'assign' AND document = ?", document)
        return str(row.body["fingerprint"])


def printed(root: Path, tmp_path: Path, *words: str) -> tuple[Path, dict[str, Issued]]:
    done = command(root, "print", *words, "--roster", tmp_path / "people.csv")
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[0]), issued_in([root / "documents" / "copies.jsonl"])


def sheets_of(path: Path, copy: Issued, sign: Iterable[str], *, stroke: int = 4) -> list[Image.Image]:
    """The printed pages as a scanner sees them, with something written into some of the fields."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
    for name in sign:
        number, (left, top, right, bottom) = copy.latest.fields[name]
        page = pages[number - 1]
        scale = page.width / copy.latest.printed.width
        pen = ImageDraw.Draw(page)
        xs = [left + (right - left) * step / 12 for step in range(2, 11)]
        ys = [top + (bottom - top) * (0.3 if step % 2 else 0.7) for step in range(9)]
        pen.line([(x * scale, y * scale) for x, y in zip(xs, ys, strict=True)], fill=30, width=stroke)
    return pages


def text_of_export(path: str) -> str:
    """The words of an export, without white space."""
    return "".join("".join(page_texts(Path(path).read_bytes())).split())
