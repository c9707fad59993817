"""A number as a cell shows it by its number format (ECMA-376 part 1, 18.8.31), in the format's own signs.

Formats with conditions, and such as need the reader's country, are not imitated: their cells are named.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]-]*)(?:-[^\]]*)?\]|\[(?P<colour>[A-Za-z]{3,7}\d{0,2})\]"
    r"|(?P<general>General)|(?P<sign>[0#?.,%])|(?P<literal>[-+$€£¥() :\u00a0])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
_COLOURS = frozenset({"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"})
_TEXT_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[[^\]]*\]|@|(?P<literal>.)', re.DOTALL)
_MOST = 10**15
"""Numbers from here on have lost digits before they were stored."""
_CLOCK = re.compile(r"(?:\[\$-[0-9a-f]+\])?(\[?)hh?\]?\\?:mm(\\?:ss)?(?P<half>\\? ?am/pm)?(?:;@)?\Z")
_EXPONENT = re.compile(r"(?P<digits>0)(?:\.(?P<places>0+))?E(?P<sign>[+-])(?P<width>0+)\Z", re.IGNORECASE)
_FRACTION = re.compile(r"(?P<whole>[#0?]+ +)?[#0?]+/(?P<under>[1-9][0-9]{0,3}|[#0?]{1,4})\Z")

Piece = tuple[str, str]


def shown_number(value: float, code: str) -> str | None:
    """Returns a number as its cell shows it; None for a format that is not imitated and for lost digits."""
    if isinstance(value, bool):
        return str(value).upper()
    if not math.isfinite(value) or abs(value) >= _MOST:
        return None
    if code in ("General", "@", ""):
        return _general(value)
    sections = _SECTION.split(code)
    if len(sections) == 1 and "@" in _unquoted(code):
        return _general(value)
    if power := _EXPONENT.match(code):
        return _with_exponent(value, power)
    if fraction := _FRACTION.match(code):
        return _as_fraction(value, fraction)
    chosen, signed = _chosen(sections, value)
    pieces = _pieces(chosen)
    if pieces is None:
        return None
    if any(kind == "general" for kind, _ in pieces):
        number = _general(abs(value))
        told = None if number is None else "".join(number if kind == "general" else text for kind, text in pieces)
    else:
        told = _placed(abs(value), pieces)
    return f"-{told}" if told and signed and re.search("[1-9]", told) else told


def shown_text(words: str, code: str) -> str:
    """Returns words as their cell shows them: a format's fourth section, or its only one with `@`, frames them."""
    if code in ("General", "@", ""):
        return words
    sections = _SECTION.split(code)
    section = sections[3] if len(sections) > 3 else sections[-1] if "@" in _unquoted(sections[-1]) else "@"
    parts = _TEXT_TOKEN.finditer(section)
    return "".join(
        words if part[0] == "@" else part["quoted"] or part["escaped"] or part["literal"] or "" for part in parts
    )


def shown_day(value: date | time | timedelta, code: str) -> tuple[str | None, bool]:
    """Returns a day (ISO 8601, with a time where there is one) or a time of the clock, and whether it is a day."""
    if isinstance(value, datetime):
        whole = value.time() == time()
        return value.date().isoformat() if whole else value.replace(microsecond=0).isoformat(" "), True
    if isinstance(value, date):
        return value.isoformat(), True
    clock = _CLOCK.match(code.casefold())
    if clock is None or (isinstance(value, timedelta) and not clock[1]):
        return None, False
    span = (
        value
        if isinstance(value, timedelta)
        else timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    )
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    if span < timedelta() or (seconds and not clock[2]):
        return None, False
    hour, half = minutes // 60, ""
    if clock["half"]:
        hour, half = (hour - 1) % 12 + 1, " PM" if hour % 24 >= 12 else " AM"
    hours = f"{hour:02d}" if "hh" in code.casefold() else str(hour)
    return f"{hours}:{minutes % 60:02d}" + (f":{seconds:02d}" if clock[2] else "") + half, False


def _unquoted(code: str) -> str:
    return re.sub(r'"[^"]*"|\\.', "", code)


def _with_exponent(value: float, power: re.Match[str]) -> str:
    """A number in powers of ten, with as many places as its format has."""
    digits, _, exponent = f"{value:.{len(power['places'] or '')}e}".partition("e")
    sign = "-" if exponent.startswith("-") else "+" if power["sign"] == "+" else ""
    return f"{digits}E{sign}{exponent[1:].lstrip('0').rjust(len(power['width']), '0')}"


def _as_fraction(value: float, form: re.Match[str]) -> str:
    """A number as a fraction: with the denominator of its format, or the nearest with so many figures."""
    exact, under = Fraction(repr(abs(value))), form["under"]
    if under.isdigit() and int(under):
        over, below = round(exact * int(under)), int(under)
    else:
        over, below = exact.limit_denominator(10 ** len(under) - 1).as_integer_ratio()
    whole, over = divmod(over, below) if form["whole"] else (0, over)
    parts = [str(whole)] if whole or (form["whole"] and not over) else []
    parts += [f"{over}/{below}"] if over or not parts else []
    return ("-" if value < 0 and (whole or over) else "") + " ".join(parts)


def _general(value: float) -> str | None:
    if value == int(value):
        return str(int(value))
    told = f"{value:.10g}"
    return None if "e" in told else told


def _chosen(sections: list[str], value: float) -> tuple[str, bool]:
    """The section for a number, and whether the sign is ours to write."""
    if value < 0 and len(sections) > 1:
        return sections[1], False
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], value < 0


def _pieces(section: str) -> list[Piece] | None:
    """A section as literals and placeholders; None for what is not imitated."""
    pieces: list[Piece] = []
    for match in _TOKEN.finditer(section):
        kind = match.lastgroup or ""
        text = match[kind] if kind else ""
        if kind == "other" or (kind == "colour" and text.casefold().rstrip("0123456789") not in _COLOURS | {"color"}):
            return None
        if kind in ("quoted", "escaped", "currency", "literal"):
            pieces.append(("literal", text))
        elif kind in ("general", "sign"):
            pieces.append((kind, text))
    return pieces


def _placed(value: float, pieces: list[Piece]) -> str:
    """The digits of a number in the places of a format."""
    signs = "".join(text for kind, text in pieces if kind == "sign")
    whole, _, part = signs.partition(".")
    scale = len(signs) - len(signs.rstrip(",%").rstrip(",")) if signs.rstrip("%").endswith(",") else 0
    number = Decimal(repr(value)) * 100 ** signs.count("%") / 1000**scale
    places = sum(sign in "0#?" for sign in part)
    number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits, _, decimals = f"{number:f}".partition(".")
    grouped = "," in whole.rstrip(",").strip(",")
    at = next((place for place, piece in enumerate(pieces) if piece == ("sign", ".")), len(pieces))
    return _whole(digits.lstrip("0"), pieces[:at], grouped=grouped) + _decimals(decimals, pieces[at:])


def _whole(digits: str, pieces: list[Piece], *, grouped: bool) -> str:
    """The places before the point, from the right; the leftmost takes what is left of the digits."""
    places = sum(kind == "sign" and text in "0#?" for kind, text in pieces)
    told: list[str] = []
    count = 0
    for kind, text in reversed(pieces):
        if kind != "sign":
            told.append(text)
        elif text == "%":
            told.append("%")
        elif text in "0#?":
            places -= 1
            taken = digits[-1:] if places else digits
            digits = digits[:-1] if places else ""
            for digit in reversed(taken or {"0": "0", "?": " "}.get(text, "")):
                told.append("," if grouped and count and count % 3 == 0 else "")
                told.append(digit)
                count += 1
    return "".join(reversed(told))


def _decimals(digits: str, pieces: list[Piece]) -> str:
    """The point and the places after it; `#` drops zeros at the end."""
    told: list[str] = []
    wanted = [text for kind, text in pieces if kind == "sign" and text in "0#?"]
    kept = len(digits)
    while kept and wanted[kept - 1] == "#" and digits[kept - 1] == "0":
        kept -= 1
    left = iter(digits[:kept])
    for kind, text in pieces:
        told.append(
            next(left, "") if kind == "sign" and text in "0#?" else "" if text == "," and kind == "sign" else text
        )
    return "".join(told)
