"""How a line looks: what makes a heading stand out, and which rank its number has."""

import re
from dataclasses import dataclass

from rolebook.pipeline.importing.lines import Line

_CODE = re.compile(r"(?:№ ?)?[A-ZА-ЯЁĐ]{1,8}(?:[-–/._ ]?[A-ZА-ЯЁĐ]{1,8}){0,3}[-–/._ ]?\d{1,6}(?:[-–/.]\w{1,6}){0,4}")
"""A document's code standing alone: letters in capitals, then digits, `HR-JD-04`."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a heading looks; headings of one rank look alike."""

    is_heading: bool
    heading_level: int
    is_bold: bool
    is_numbered: bool
    is_upper: bool


def look_of(line: Line) -> Look:
    """Returns how a line looks as a heading."""
    return Look(line.is_heading, line.heading_level, line.is_bold, line.depth == 1, is_upper(line.text))


def rank_of(line: Line) -> int:
    """The level of a numbered line; 0 for others."""
    return max(line.level, line.depth) if line.number else line.level


def stands_out_alone(line: Line) -> bool:
    """Whether a line is a heading by its own look: style, weight, capitals or a number of one level."""
    return line.is_heading or line.is_bold or line.depth == 1 or is_upper(line.text)


def is_upper(text: str) -> bool:
    """Whether words are in capitals throughout."""
    return text.isupper() and sum(sign.isalpha() for sign in text) > 3


def is_code(text: str) -> bool:
    """Whether a line is nothing but a code such as `HR-JD-04`."""
    return bool(_CODE.fullmatch(text.strip()))
