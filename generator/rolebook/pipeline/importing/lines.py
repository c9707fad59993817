"""The lines of a document: each paragraph, item and cell with its typed number apart from its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rolebook.exchange.documents.blocks import Block, Where

_UNSEEN = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff\u200e\u200f")
_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,4}"
_CHAPTER_WORDS = (
    "Điều", "Chương", "Mục", "Artículo", "Art.", "Capítulo", "Título", "Sección", "Article", "Section", "Chapter",
    "Part", "Статья", "Раздел", "Глава",
)  # fmt: skip
CHAPTERS = (*_CHAPTER_WORDS, *(word.upper() for word in _CHAPTER_WORDS))
"""Words before the number of a chapter or an article, as headings write them."""
_CHAPTER = "|".join(map(re.escape, CHAPTERS))
_TYPED = re.compile(
    rf"""\s*(?P<number>
      第(?:{_HAN_NUMBER}|\d{{1,3}})[章节條条款]
    | (?:{_CHAPTER})\s+(?:\d{{1,3}}|[IVX]{{1,5}})[.:]?(?=\s|$)
    | [(（]\s?(?:\d{{1,2}}|{_HAN_NUMBER}|[a-zа-яA-ZА-Я]|[ivx]{{1,4}})\s?[)）] | {_HAN_NUMBER}(?:[、.．]|[:：](?=\S))
    | \d{{1,3}}(?:\.\d{{1,3}}){{0,4}}(?:[)）、．]|\s、|\.(?!\d))
    | \d{{1,2}}(?:\.\d{{1,2}}){{1,4}}(?=\s*["“„«‘《「¿¡]?[A-ZА-ЯЁÀ-ÝĐ\u3400-\u9fff])
    | [IVX]{{1,5}}[.)/](?=\s|[A-ZÀ-ỸĐА-Я]{{2}}) | [a-zа-яA-ZА-Я](?:\)|\s?、|\.(?=[\u3400-\u9fff])) | [\u2460-\u2473]
    )\s*""",
    re.VERBOSE,
)
_BARE = re.compile(r"\s*(?P<number>\d{1,2})\s+(?=[A-ZА-ЯЁÀ-ÝĐ])")
_BULLET = re.compile(
    r"\s*(?P<sign>[•·●○■□◆◇▪▫➢➤►✓✔✦※★☆\uf0b7\uf0a7\uf0fc\uf0d8*]|\+(?=\s)|[-–—](?=\s|[^\s\d-])|o(?=\s{2,}|\t))\s*"
)
_DIGITS = re.compile(r"\d+")
_JOINED_HAN = re.compile(r"(?<=[\u3400-\u9fff。;；])(?=[(（](?:[1-9]|[一二三四五六七八九十])[)）])")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, later with what it is: `part`, as `label` of a part, `group` heading or content.

    `number` is shown before it; `typed` is what of it stands among the words of the source. `heading` is the source's
    own heading of a free section or labelled value. `doubt` is a reason as a word of messages; `table` holds rows.
    """

    text: str
    where: Where
    number: str = ""
    typed: str = ""
    level: int = 0
    is_heading: bool = False
    heading_level: int = 0
    is_bold: bool = False
    is_item: bool = False
    part: str = ""
    use: Literal["content", "label", "group"] = "content"
    heading: str = ""
    doubt: str = ""
    need: Literal["", "preferred"] = ""
    """Whether a requirement stands in a column or under a heading of what is only preferred."""
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def depth(self) -> int:
        """How many levels its number has; 0 without one."""
        return len(levels_of(self.number)) or (1 if self.number else 0)

    @property
    def words(self) -> str:
        """All words of the source that the line has, its typed number included."""
        rows = "\n".join("\t".join(row) for row in self.table)
        return " ".join(one for one in (self.typed, self.heading, self.text, rows) if one)


def levels_of(number: str) -> list[str]:
    """Returns the digits of a number by its levels; `2.0` has one, as `2` has."""
    levels = _DIGITS.findall(number)
    return levels[:-1] if len(levels) > 1 and not levels[-1].strip("0") else levels


def lines_of(block: Block, *, split: bool = True) -> Iterator[Line]:
    """Returns the lines of a paragraph, heading or item: one for each line break in it."""
    for place, text in enumerate(_pieces(block.text, split=split)):
        number = block.number if place == 0 else ""
        line = Line(
            text,
            block.where,
            number,
            level=block.level if block.kind == "item" else 0,
            is_heading=block.kind == "heading",
            heading_level=block.level if block.kind == "heading" else 0,
            is_bold=block.is_bold,
            is_item=block.kind == "item",
        )
        yield line if number else numbered(line)


def _pieces(text: str, *, split: bool) -> list[str]:
    found = text.translate(_UNSEEN).split("\n")
    if split:
        found = [piece for line in found for piece in _JOINED_HAN.split(line)]
    return [" ".join(line.split()) for line in found if line.strip()]


def numbered(line: Line) -> Line:
    """Returns the line with a number or bullet that somebody typed taken out of its words."""
    bullet = _BULLET.match(line.text)
    if bullet and line.text[bullet.end() :].strip():
        return replace(line, text=line.text[bullet.end() :], typed=bullet["sign"], is_item=True, level=line.level or 1)
    typed = _TYPED.match(line.text)
    if typed and line.text[typed.end() :].strip():
        number = typed["number"]
        return replace(line, text=line.text[typed.end() :].lstrip(":： "), number=number, typed=number, is_item=True)
    return line


def with_bare_numbers(lines: Sequence[Line]) -> list[Line]:
    """Takes numbers without a sign behind them, `1 Plans`, where the next number counts on from them."""
    result = list(lines)
    for place, line in enumerate(lines[:-1]):
        bare = _BARE.match(line.text) if not line.number else None
        following = _DIGITS.search(lines[place + 1].number or (_first(lines[place + 1].text)))
        if bare and following and int(following[0]) == int(bare["number"]) + 1:
            text = line.text[bare.end() :]
            result[place] = replace(line, text=text, number=bare["number"], typed=bare["number"], is_item=True)
    return result


def _first(text: str) -> str:
    bare = _BARE.match(text)
    return bare["number"] if bare else ""
