"""Colours of a brand, and whether they can be read: contrast as WCAG 2.2 reckons it (1.4.3, 1.4.11)."""

Rgb = tuple[int, int, int]

READABLE = 4.5
"""The least contrast of text of ordinary size."""


def rgb(colour: str) -> Rgb:
    """Returns the parts of a colour, `#0d5c63`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Returns how many times as light the lighter of two colours is: from 1 to 21."""
    darker, lighter = sorted((_luminance(rgb(one)), _luminance(rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """Returns a colour with a share of the other from 0 to 1."""
    parts = zip(rgb(colour), rgb(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * share):02x}" for one, two in parts)


def readable_on(background: str, colour: str) -> str:
    """Returns the colour, or the nearest towards black or white that can be read on a background."""
    towards = "#000000" if _luminance(rgb(background)) > 0.18 else "#ffffff"
    steps = (mixed(colour, towards, step / 20) for step in range(21))
    return next((one for one in steps if contrast(one, background) >= READABLE), towards)


def _luminance(colour: Rgb) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
