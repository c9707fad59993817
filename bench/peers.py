"""Peers that set the same words as our papers: WeasyPrint from HTML, RenderCV as a CV, LibreOffice from our DOCX.

Nothing of ours is loaded here, so that it does not count as their memory.
"""

import html
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count, cycle
from pathlib import Path
from typing import Any

import rendercv_fonts

from bench.measure import Made

PAPERS, WORD = "papers.json", "copy.docx"
"""Files of the folder that each peer is given: our papers as data, and one of them as a Word document."""

_ICONS = ("0.5.0", "0.6.0")
"""The versions of the icon package that versions of RenderCV ask for."""
_STYLE = """
@page { size: A4; margin: 20mm; @bottom-center { content: counter(page) " / " counter(pages) } }
body { font-size: 10pt } td, th { border: .5pt solid }
"""


def as_html(paper: dict[str, Any]) -> str:
    """The words of a paper as plain HTML with the same structure and the same fonts."""
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url('file://{path}')}}"
        for family, weight, path in _faces(paper["fonts"])
    )
    fonts = ",".join(f"'{family}'" for family in paper["fonts"])
    head = "".join(f"<p>{html.escape(line)}</p>" for line in paper["letterhead"]) + _facts(paper["facts"])
    head += _facts(paper["position"]) if paper["lang"] == "zh" else ""
    sections = "".join(_section(one, 2) for one in paper["sections"])
    signers = "".join(
        f"<p>{one['act']} {one['post']} {one['said']}</p><p>______ ______</p>" for one in paper["signers"]
    )
    notices = "".join(f"<p>{html.escape(one)}</p>" for one in paper["notices"])
    title = html.escape(paper["title"])
    return (
        f"<!doctype html><html lang={paper['lang']}><head><meta charset=utf-8><title>{title}</title>"
        f"<style>{faces}{_STYLE}body {{ font-family: {fonts} }}</style></head>"
        f"<body><h1>{title}</h1>{head}{sections}{signers}{notices}</body></html>"
    )


def as_curriculum(paper: dict[str, Any]) -> dict[str, Any]:
    """What RenderCV takes, with as many words as the paper has."""
    words = " ".join(piece for name in ("facts", "sections", "signers", "notices") for piece in _pieces(paper[name]))
    lines = [words[start : start + 110] for start in range(0, len(words), 110)]
    cv = {"sections": {"duties": [{"bullet": line} for line in lines]}}
    return {"cv": cv, "design": {"theme": "classic"}}


def made(path: Path) -> Made:
    """One document in a file."""
    return Made(1, path.stat().st_size / 1e6)


def weasyprint(folder: Path) -> Callable[[], Made]:
    """Sets another page each time."""
    from weasyprint import HTML  # noqa: PLC0415

    pages = cycle([as_html(paper) for paper in _papers(folder)])
    target = folder / "weasyprint.pdf"

    def step() -> Made:
        HTML(string=next(pages)).write_pdf(target, pdf_variant="pdf/ua-1")
        return made(target)

    return step


def rendercv(folder: Path) -> Callable[[], Made]:
    """Sets another CV each time, through its own interface; with an empty stand-in for the icons it would download."""
    os.environ["XDG_CACHE_HOME"] = str(folder)
    for version in _ICONS:
        icons = folder / "typst" / "packages" / "preview" / "fontawesome" / version
        icons.mkdir(parents=True, exist_ok=True)
        (icons / "typst.toml").write_text(f'[package]\nname="fontawesome"\nversion="{version}"\nentrypoint="lib.typ"\n')
        (icons / "lib.typ").write_text("#let fa-icon(..arguments) = []\n")
    create = import_module("rendercv.api").create_a_pdf_from_a_python_dictionary
    target, texts, names = folder / "cv.pdf", cycle(map(as_curriculum, _papers(folder))), count()

    def step() -> Made:
        told = next(texts)
        if errors := create({**told, "cv": {**told["cv"], "name": f"Sample {next(names)}"}}, target):
            raise RuntimeError(errors)
        return made(target)

    return step


def libreoffice(folder: Path) -> Callable[[], Made]:
    """Converts the Word document."""
    if shutil.which("soffice") is None:
        raise RuntimeError("not installed")
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / WORD)]

    def step() -> Made:
        subprocess.run(command, capture_output=True, check=True)
        return made((folder / WORD).with_suffix(".pdf"))

    return step


PEERS: dict[str, Callable[[Path], Callable[[], Made]]] = {
    "WeasyPrint, equal HTML as PDF/UA-1": weasyprint,
    "RenderCV, as many words": rendercv,
    "LibreOffice, our DOCX": libreoffice,
}
"""What sets up each in the folder; it raises what says that the program is not there."""


def _papers(folder: Path) -> list[dict[str, Any]]:
    papers: list[dict[str, Any]] = json.loads((folder / PAPERS).read_text("utf-8"))
    return papers


def _section(part: dict[str, Any], level: int) -> str:
    below = "".join(_section(one, level + 1) for one in part["sections"])
    return f"<h{level}>{part['number']} {_text(part['title'])}</h{level}>{''.join(map(_block, part['blocks']))}{below}"


def _block(one: dict[str, Any]) -> str:
    if "entries" in one:
        return f"<ul>{''.join(map(_entry, one['entries']))}</ul>"
    if "table" in one:
        head = "".join(f"<th scope=col>{html.escape(name)}</th>" for name in one["table"]["columns"])
        cells = ("".join(f"<td>{' '.join(map(_text, cell))}</td>" for cell in row) for row in one["table"]["rows"])
        rows = "".join(f"<tr>{row}</tr>" for row in cells)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return _facts(one["facts"]) if "facts" in one else f"<p>{_text(one.get('p', []))}</p>"


def _entry(item: dict[str, Any]) -> str:
    head = f"<b>{_text(item['heading'])}.</b> " if item["heading"] else ""
    marks = f"<small>({html.escape(' · '.join(item['marks']))})</small>" if item["marks"] else ""
    below = f"<ul>{''.join(map(_entry, item['entries']))}</ul>" if item["entries"] else ""
    body = "".join(_text(one.get("p", [])) for one in item["flow"])
    return f"<li>{item['number']} {head}{body} {marks}{_facts(item['facts'])}{below}</li>"


def _facts(several: list[Any]) -> str:
    return "".join(f"<p>{html.escape(label)}: {'; '.join(map(_text, told))}</p>" for label, told in several)


def _text(runs: list[Any]) -> str:
    return html.escape("".join(run if isinstance(run, str) else _text(run[-1:]) for run in runs))


def _pieces(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _pieces(one)


def _faces(families: list[str]) -> Iterator[tuple[str, int, Path]]:
    """The same font files as ours."""
    for path in Path(rendercv_fonts.__file__).parent.glob("*/*.ttf"):
        for family in families:
            for style, weight in (("Regular", 400), ("Bold", 700)):
                if path.stem == f"{family.replace(' ', '')}-{style}":
                    yield family, weight, path
