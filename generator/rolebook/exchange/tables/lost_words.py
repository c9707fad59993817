"""Cells whose words are not in the file: an error or a formula in their place, or letters that an encoding lost."""

import re

_ERROR = re.compile(
    r"#[¡¿]?[^\W\d_]{2,12}(?:/0)?[!?]|#N/A|#N/D|#Н/Д|#NV|#DIV/0!|#ДЕЛ/0!|#GETTING_DATA|#{3,}|Err:[0-9]{3}"
)
"""What Excel, LibreOffice, WPS and Google Sheets show for an error in the languages of their users."""
_LOST = re.compile(r"\ufffd|(?<![^\s(\"'-])[^\W\d_]+(?:\?+[^\W\d_]+)+(?![^\s)\"'.,;:-])|\A[?\s.,-]*\?\?[?\s.,-]*\Z")
"""A question mark inside a word stands for a lost letter; inside a web or mail address it begins the query."""
_FORMULA = re.compile(r"\s*=\s*[^\s=]")
_MISREAD_AS = ("cp1252", "cp1251", "latin-1")


def is_formula(cell: str) -> bool:
    """Whether a cell of a text file has a formula, whose result only a spreadsheet knows."""
    return bool(_FORMULA.match(cell))


def lost_words(cell: str) -> str:
    """Why the words of a cell are lost, as a word of messages; empty where they are there."""
    if cell.isascii() and "#" not in cell and "?" not in cell and "Err:" not in cell:
        return ""
    if _ERROR.fullmatch(cell.strip()):
        return "error-value"
    return "garbled" if _LOST.search(cell) or _is_misread(cell) else ""


def _is_misread(cell: str) -> bool:
    """Whether a cell is UTF-8 that a program took for one byte a letter: `Ã©` for `é`."""
    return not cell.isascii() and any(_turns_back(cell, encoding) for encoding in _MISREAD_AS)


def _turns_back(cell: str, encoding: str) -> bool:
    try:
        b"".join(_byte(sign, encoding) for sign in cell).decode("utf-8")
    except UnicodeError:
        return False
    return True


def _byte(sign: str, encoding: str) -> bytes:
    """The byte of a sign; Windows takes a byte that its encoding does not have for the control sign of that number."""
    return bytes([ord(sign)]) if "\x80" <= sign <= "\x9f" else sign.encode(encoding)
