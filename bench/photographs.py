"""Paper as it comes back: signed or not, then photographed, crumpled, stained, copied; each seed gives one sheet."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from rolebook.scan.geometry import homography

Point = tuple[float, float]
Inverse = Callable[[Point], Point]
MILLIMETRE = 72 / 25.4
_GRID = (20, 28)


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture of a page. `back` tells for a pixel of the picture which pixel of the flat page it shows."""

    picture: Image.Image
    back: Inverse

    def where(self, point: Point) -> Point:
        """Where a pixel of the flat page is in the picture, by Newton's method."""
        u, v = point
        for _ in range(40):
            x, y = self.back((u, v))
            (ax, ay), (bx, by) = self.back((u + 1, v)), self.back((u, v + 1))
            a, b, c, d = ax - x, bx - x, ay - y, by - y
            off_x, off_y, size = point[0] - x, point[1] - y, a * d - b * c
            u, v = u + (d * off_x - b * off_y) / size, v + (a * off_y - c * off_x) / size
        return u, v


def signed(page: Image.Image, box: tuple[float, float, float, float], scale: float, chance: random.Random) -> None:
    """Writes into a field of a page; `box` in points, `scale` in pixels a point."""
    left, top, right, bottom = (edge * scale for edge in box)
    wide, high, step = right - left, bottom - top, MILLIMETRE * scale
    pen, shade = ImageDraw.Draw(page), chance.randrange(15, 110)
    width = max(round(chance.uniform(0.35, 0.9) * step), 1)
    x, length = left + wide * chance.uniform(0.08, 0.3), wide * chance.uniform(0.35, 0.6)
    middle, rise = top + high * chance.uniform(0.45, 0.7), high * chance.uniform(0.3, 0.5)
    turns, phase = chance.uniform(3, 7), chance.uniform(0, pi)
    kind = chance.choice(("loops", "zigzag", "initials"))
    if kind == "loops":
        shares = [share / 160 for share in range(161)]
        points = [
            (
                x + length * t + rise * 0.6 * cos(2 * pi * turns * t),
                middle + rise * sin(2 * pi * turns * t + phase) * (1 - t / 2),
            )
            for t in shares
        ]
    elif kind == "zigzag":
        count = chance.randrange(6, 14)
        points = [
            (x + length * n / count, middle + rise * chance.uniform(0.4, 1) * (-1) ** n) for n in range(count + 1)
        ]
    else:
        size = chance.uniform(2, 3.5) * step
        points = [
            (x + size * across, middle - rise * up)
            for across, up in ((0, -1), (0.5, 1), (1, -0.8), (1.6, 0.9), (2.2, -1))
        ]
    pen.line(points, fill=shade, width=width, joint="curve")


def stained(page: Image.Image, scale: float, chance: random.Random, around: Point | None = None) -> Image.Image:
    """Rings of a cup and drops, anywhere or around a place (pixels)."""
    layer, step = Image.new("L", page.size, 255), MILLIMETRE * scale
    pen = ImageDraw.Draw(layer)
    for _ in range(chance.randrange(1, 4)):
        radius, width = chance.uniform(20, 45) * step, max(round(chance.uniform(0.4, 3) * step), 1)
        if around:
            turn = chance.uniform(0, 2 * pi)
            x, y = around[0] + radius * cos(turn), around[1] + radius * sin(turn)
        else:
            x, y = chance.uniform(0, page.width), chance.uniform(0, page.height)
        ring, shade = (x - radius, y - radius, x + radius, y + radius), chance.randrange(90, 200)
        pen.ellipse(ring, fill=chance.randrange(225, 255), outline=shade, width=width)
    for _ in range(chance.randrange(0, 5)):
        x, y, radius = chance.uniform(0, page.width), chance.uniform(0, page.height), chance.uniform(0.5, 4) * step
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=chance.randrange(120, 220))
    return ImageChops.multiply(page, layer.filter(ImageFilter.GaussianBlur(chance.uniform(0.1, 0.6) * step)))


def taken(  # noqa: PLR0913  each is another thing that happens to paper
    page: Image.Image,
    chance: random.Random,
    *,
    tilt: float = 0,
    lens: float = 0,
    crumple: float = 0,
    turn: float = 0,
    shadow: bool = False,
) -> Taken:
    """A picture of a page. `tilt` is by how much of the page each corner may be off, `lens` how far it bends lines,
    `crumple` pixels, `turn` degrees.
    """
    wide, high = page.size
    margin = 0.09 if tilt or lens or crumple else 0.0
    out = (round(wide * (1 + 2 * margin)), round(high * (1 + 2 * margin)))
    bend = chance.uniform(-lens, lens)
    waves = [
        (chance.uniform(1, 4), chance.uniform(1, 4), chance.uniform(0, 2 * pi), chance.uniform(-crumple, crumple))
        for _ in range(4)
    ]
    quad = [
        (x * wide + chance.uniform(-tilt, tilt) * wide, y * high + chance.uniform(-tilt, tilt) * high)
        for x, y in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    terms = _terms(quad, (wide, high))

    def back(point: Point) -> Point:
        u, v = point[0] / out[0] - 0.5, point[1] / out[1] - 0.5
        grown = 1 + bend * (u * u + v * v)
        x, y = (u * grown + 0.5) * out[0] - margin * wide, (v * grown + 0.5) * out[1] - margin * high
        a, b, c, d, e, f, g, h = terms
        depth = g * x + h * y + 1
        x, y = (a * x + b * y + c) / depth, (d * x + e * y + f) / depth
        for i, j, phase, size in waves:
            x += size / 4 * sin(2 * pi * (i * y / high) + phase)
            y += size / 4 * sin(2 * pi * (j * x / wide) + phase)
        return x, y

    paper = Image.new("L", (wide + 2, high + 2), 60)
    paper.paste(page, (1, 1))
    picture = _bent(paper, out, lambda point: tuple(one + 1 for one in back(point)))
    if crumple:
        picture = _lit(picture, chance, 0.75, 9)
        picture = _creased(picture, chance)
    if shadow:
        picture = _lit(picture, chance, chance.uniform(0.45, 0.8), 2)
    if turn:
        picture = picture.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=240)
    return Taken(picture, back)


def _bent(page: Image.Image, out: tuple[int, int], back: Inverse) -> Image.Image:
    across, down = _GRID
    xs = [round(out[0] * n / across) for n in range(across + 1)]
    ys = [round(out[1] * n / down) for n in range(down + 1)]
    nodes = {(i, j): back((x, y)) for i, x in enumerate(xs) for j, y in enumerate(ys)}
    mesh = [
        ((xs[i], ys[j], xs[i + 1], ys[j + 1]), (*nodes[i, j], *nodes[i, j + 1], *nodes[i + 1, j + 1], *nodes[i + 1, j]))
        for i in range(across)
        for j in range(down)
    ]
    return page.transform(out, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=60)


def _lit(picture: Image.Image, chance: random.Random, least: float, detail: int) -> Image.Image:
    """Under uneven light: between `least` and all of it, softly."""
    light = Image.new("L", (detail + 1, detail + 1))
    light.putdata([round(255 * chance.uniform(least, 1)) for _ in range((detail + 1) ** 2)])
    return ImageChops.multiply(picture, light.resize(picture.size, Image.Resampling.BICUBIC))


def _creased(picture: Image.Image, chance: random.Random) -> Image.Image:
    layer = Image.new("L", picture.size, 255)
    pen = ImageDraw.Draw(layer)
    for _ in range(chance.randrange(4, 12)):
        ends = [(chance.uniform(0, picture.width), chance.uniform(0, picture.height)) for _ in range(2)]
        pen.line(ends, fill=chance.randrange(110, 230), width=chance.randrange(1, 4))
    return ImageChops.multiply(picture, layer.filter(ImageFilter.GaussianBlur(0.7)))


def compressed(picture: Image.Image, quality: int) -> bytes:
    """As a camera keeps it."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _terms(quad: list[Point], size: tuple[int, int]) -> tuple[float, ...]:
    """The homography that takes four points of the picture to the corners of the page."""
    wide, high = size
    made = homography(quad, [(0, 0), (wide, 0), (wide, high), (0, high)])
    if made is None:
        raise ValueError(quad)
    return made.terms
