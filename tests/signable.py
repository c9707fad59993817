"""A small signable document in three scripts, typeset by Typst, with three ink lines."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import rendercv_fonts
import typst

from rolebook.sign import SignatureField, finished_pdf
from rolebook.view.copies.code import copy_code
from rolebook.view.copies.mark import Mark, encode
from rolebook.view.identity import Identity

IDENTITY = Identity("role", "sales-manager", "example-ru", "RU", "ru", "3")
MARK = Mark(IDENTITY, "rb1:" + "5e" * 32, copy_code(IDENTITY, "employee-001", 1))
STEPS = ("holder", "head-of-unit", "head")
STANDARDS = ["a-2a", "ua-1"]
_HEIGHT = 841.89
_SOURCE = """
#set document(title: "Должностная инструкция", keywords: (sys.inputs.mark,))
#set text(lang: "ru", font: ("Source Sans 3", "Noto Sans SC"), fallback: false)
#set page(paper: "a4", footer: context counter(page).display("1"))
= Должностная инструкция
#lorem(600)
== 岗位说明书
公司与员工。 #lorem(600)
#let ink(name) = context {
  let at = here().position()
  [#metadata((name: name, page: at.page, x: at.x.pt(), y: at.y.pt()))<sigfield>]
  block(width: 180pt, height: 40pt, stroke: (bottom: 0.5pt), {
    figure(alt: "field:" + name, kind: "field", supplement: none, numbering: none, [])
  })
  [Signature]
}
#for step in json(bytes(sys.inputs.steps)) { ink(step) }
"""


@cache
def fonts() -> Any:
    families = ("Source Sans 3", "Noto Sans")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[rendercv_fonts.path_of[family] for family in families],
    )


def typeset(source: str, inputs: dict[str, str], **options: Any) -> tuple[bytes, list[dict[str, Any]]]:
    """A PDF and the places of what is marked `<sigfield>`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.typ"
        path.write_text(source, "utf-8")
        compiler = typst.Compiler(path, root=folder, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=inputs)
        pdf = compiler.compile(format="pdf", timestamp=1_700_000_000, **options)
        return bytes(pdf), json.loads(compiler.query("<sigfield>", field="value"))


@cache
def document(steps: Sequence[str] = STEPS, mark: str = encode(MARK)) -> tuple[bytes, tuple[SignatureField, ...]]:
    """The typeset document and its fields: each signer signs after the one before, the last one locks all."""
    pdf, places = typeset(_SOURCE, {"mark": mark, "steps": json.dumps(steps)}, pdf_standards=STANDARDS)
    fields = tuple(
        SignatureField(
            place["name"],
            f"Подпись: {place['name']}",
            place["page"],
            (place["x"], _HEIGHT - place["y"] - 40, place["x"] + 180, _HEIGHT - place["y"]),
            "all" if place["name"] == steps[-1] else tuple(steps[: steps.index(place["name"])]),
        )
        for place in places
    )
    return pdf, fields


@cache
def signable(steps: Sequence[str] = STEPS) -> bytes:
    """The document with its fields."""
    return finished_pdf(*document(steps))
