"""What is seen in a signed field: who signed and when, as a page of just the field's size, for PDF/A and PDF/UA.

It is drawn into an appearance, which has no structure of its own, so it must not be tagged; its fonts are embedded.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import typst

from rolebook.diagnostics import UserError

_SOURCE = """
#let stamp = json(bytes(sys.inputs.stamp))
#let width = stamp.width * 1pt
#let height = stamp.height * 1pt
#set page(width: width, height: height, margin: 0pt, fill: none)
#set text(font: stamp.families, fallback: false, fill: rgb("#14325c"))
#let line(words, size) = context {
  let natural = measure(text(size: size, words)).width
  text(size: size * calc.min(1, width / calc.max(natural, 1pt)), words)
}
#place(left + horizon, stack(
  spacing: height * 0.1,
  line(stamp.name, calc.min(height * 0.4, 13pt)),
  line(stamp.note, calc.min(height * 0.24, 7.5pt)),
))
"""


def stamp(name: str, note: str, size: tuple[float, float], families: Sequence[str], folders: Sequence[Path]) -> bytes:
    """A one-page PDF: the signer's name above a note, each made smaller until it fits `size` (points).

    `folders` hold the fonts. The same arguments and files give the same bytes. UserError where none shows a character.
    """
    told = {"name": name, "note": note, "width": size[0], "height": size[1], "families": list(families)}
    compiler = typst.Compiler(
        _SOURCE.encode(),
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)),
        sys_inputs={"stamp": json.dumps(told, ensure_ascii=False)},
    )
    try:
        pdf = compiler.compile(
            format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=datetime(1980, 1, 1, tzinfo=UTC)
        )
    except typst.TypstError as error:
        raise UserError("name-not-shown", name=name, reason=error.message) from None
    return cast("bytes", pdf)
