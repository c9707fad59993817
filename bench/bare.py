"""The floor of a printed document: Typst alone sets the same words, with nothing of our layouts, fields and codes."""

import json
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import rendercv_fonts
import typst

from bench.measure import Made
from bench.peers import PAPERS, made

FLOOR = "Typst alone, bare document of the same words"
_SOURCE = """
#let paper = json("bare.json")
#set document(title: paper.title, keywords: paper.marks)
#set text(font: paper.fonts, lang: paper.lang, size: 10pt, fallback: false)
#set page(paper: paper.size, margin: 20mm, footer: context [#paper.title #counter(page).display()])
#let styles = ("strong", "emphasis", "code", "link", "lang", "blank", "long")
#let words(value) = {
  if type(value) == str { value }
  else if type(value) == dictionary { value.values().map(words).join(" ") }
  else if value.len() > 0 and value.first() in styles { words(value.last()) }
  else { value.map(words).join() }
}
#let facts(several) = table(
  columns: (30%, 1fr),
  ..several.map(fact => (fact.at(0), fact.at(1).map(words).join("; "))).flatten(),
)
#let items(several) = enum(..several.map(item => {
  if item.heading != none { strong(words(item.heading)) }
  item.flow.map(words).join(" ")
  item.marks.join(" ")
  for fact in item.facts { par(fact.at(0) + ": " + fact.at(1).map(words).join("; ")) }
  if item.entries.len() > 0 { items(item.entries) }
}))
#let block-of(one) = {
  if "entries" in one { items(one.entries) }
  else if "facts" in one { facts(one.facts) }
  else if "table" in one {
    table(
      columns: one.table.shares.map(share => share * 1fr),
      table.header(..one.table.columns),
      ..one.table.rows.map(row => row.map(cell => cell.map(words).join(" "))).flatten(),
    )
  } else { par(words(one)) }
}
#let section(part, level) = {
  heading(level: level, part.number + " " + words(part.title))
  for one in part.blocks { block-of(one) }
  for below in part.sections { section(below, level + 1) }
}
#title(paper.title)
#facts(paper.facts)
#for part in paper.sections { section(part, 1) }
#for signer in paper.signers {
  par(signer.act + " " + signer.post + " " + signer.said)
  for _ in range(3) { box(width: 48mm, height: 9mm, stroke: (bottom: 0.5pt)) }
}
#for notice in paper.notices { par(notice) }
"""


def bare(folder: Path) -> Callable[[], Made]:
    """Sets another paper each time, in the same fonts and to the same standards."""
    source, data, target = folder / "bare.typ", folder / "bare.json", folder / "bare.pdf"
    source.write_text(_SOURCE, "utf-8")
    papers = cycle(json.loads((folder / PAPERS).read_text("utf-8")))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*_folders()])
    data.write_text("{}", "utf-8")
    compiler = typst.Compiler(source, root=folder, font_paths=fonts)

    def step() -> Made:
        data.write_text(json.dumps(next(papers), ensure_ascii=False), "utf-8")
        compiler.compile(output=target, format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=1_700_000_000)
        return made(target)

    return step


def _folders() -> Iterator[Path]:
    yield from (Path(rendercv_fonts.path_of[family]) for family in ("Source Sans 3", "Noto Sans"))
