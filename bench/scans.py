"""Scans: how near a printed page is placed, and what is said of signed and unsigned lines on sheets that suffered.

`python -m bench.scans [--unsigned 2000] [--signed 200] [--workers 2]` prints the tables.
"""

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from math import hypot
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from bench.photographs import MILLIMETRE, Taken, compressed, signed, stained, taken
from rolebook.model.people.person import Roster
from rolebook.pdf import page_pictures
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.print.jobs import Copies
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.typeset import Job, typeset_copy
from rolebook.scan import Box, Printed, page_drawn, read_scan

ROOT = Path(__file__).parent.parent
LANGUAGES = ("ru", "zh", "es", "vi")
WAYS = (
    "flat",
    "100 dpi",
    "150 dpi",
    "300 dpi",
    "turned",
    "tilted 3 %",
    "tilted 7 %",
    "lens",
    "photograph",
    "coffee",
    "crumpled",
    "all of it",
)
FLAT = frozenset(WAYS[:5])


@dataclass(frozen=True, slots=True)
class Signing:
    """A printed page with lines to sign: its picture at 300 dpi, and where they are."""

    printed: Printed
    pdf: bytes
    page: int
    fields: dict[str, Box]


@cache
def signing_pages() -> tuple[Signing, ...]:
    """Pages with lines of a role, a policy and a sheet in four languages."""
    handbook = check_handbook(ROOT).handbook
    if handbook is None:
        raise RuntimeError(ROOT)
    found = []
    with TemporaryDirectory() as folder:
        for language in LANGUAGES:
            for document, form in (
                ("sales-manager", "document"),
                ("discipline", "document"),
                ("sales-manager", "sheet"),
            ):
                order = Order(output=Path(folder), documents=(document,), languages=(language,), form=form)
                job = next(one for one in Copies(handbook, order, Roster({}), None) if isinstance(one, Job))
                found.append(_signing(job))
    return tuple(found)


def _signing(job: Job) -> Signing:
    made = typeset_copy(job)
    high = 841.89
    last = max(field.page for field in made.fields)
    boxes = {field.name: _down(field.box, high) for field in made.fields if field.page == last}
    if made.symbol is None:
        raise RuntimeError(job.target.name)
    printed = Printed(595.28, high, _down(made.symbol, high), tuple(_down(box, high) for box in made.corners))
    return Signing(printed, made.content, last, boxes)


def _down(box: Box, high: float) -> Box:
    left, bottom, right, top = box
    return left, high - top, right, high - bottom


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one sheet: `said` of its line, how far off its corners were put, in millimetres."""

    way: str
    signed: bool
    said: str
    off: float


def trial(way: str, seed: int, *, ink: bool, old: bool = False) -> Trial:
    """One sheet, signed or not; `old` as if it was printed before there were symbols in the corners."""
    chance = random.Random(f"{way} {seed} {ink}")  # noqa: S311
    page = signing_pages()[seed % len(signing_pages())]
    dpi = {"100 dpi": 100, "300 dpi": 300}.get(way, 150 if way == "150 dpi" else chance.choice((150, 180, 200)))
    scale = dpi / 72
    (drawn,) = page_pictures(page.pdf, range(page.page - 1, page.page), dpi=dpi, most_pixels=50_000_000)
    name = chance.choice(sorted(page.fields))
    box = page.fields[name]
    if ink:
        signed(drawn, box, scale, chance)
    photo, quality = _suffered(drawn, way, chance, scale, box)
    sheets = [*read_scan(compressed(photo.picture, quality))]
    known = [found for sheet in sheets for found in sheet.pages]
    if not known:
        return Trial(way, ink, "no code", -1)
    printed = Printed(page.printed.width, page.printed.height, page.printed.symbol) if old else page.printed
    flat = partial(page_drawn, page.pdf, page.page)
    line = sheets[0].lines(known[0], printed, {name: box}, flat)[name]
    placing = sheets[0].placing(known[0], printed, flat)
    off = _off(photo, placing.projection, box, scale) if placing.sure and way != "turned" else -1
    return Trial(way, ink, line.mark, off)


def _suffered(page: Image.Image, way: str, chance: random.Random, scale: float, box: Box) -> tuple[Taken, int]:
    middle = ((box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale)
    if way == "turned":
        return taken(page, chance, turn=chance.choice((chance.uniform(-8, 8), 90, 180, 270))), 70
    if way.startswith("tilted"):
        most = float(way.split()[1]) / 100
        return taken(page, chance, tilt=most), 80
    if way == "lens":
        return taken(page, chance, tilt=0.01, lens=0.08), 80
    if way == "photograph":
        return taken(page, chance, tilt=0.04, lens=0.03, shadow=True), 40
    if way == "coffee":
        return taken(stained(page, scale, chance, chance.choice((middle, None))), chance), 70
    if way == "crumpled":
        return taken(page, chance, crumple=chance.uniform(3, 16)), 70
    if way == "all of it":
        page = stained(page, scale, chance, chance.choice((middle, None)))
        return taken(page, chance, tilt=0.07, lens=0.06, crumple=chance.uniform(0, 10), shadow=True), 40
    noisy = ImageChops.add(page, Image.effect_noise(page.size, chance.uniform(0, 14)), scale=1, offset=-128)
    return taken(noisy, chance), chance.choice((40, 60, 85))


def _off(photo: Taken, projection: object, box: Box, scale: float) -> float:
    """By how many millimetres the worst corner of a field is put elsewhere than it is."""
    left, top, right, bottom = box
    worst = 0.0
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
        u, v = photo.where((x * scale, y * scale))
        p, q = projection((x, y))  # type: ignore[operator]
        worst = max(worst, hypot(u - p, v - q) / scale / MILLIMETRE)
    return worst


def _many(told: tuple[str, int, bool, bool]) -> Trial:
    way, seed, ink, old = told
    return trial(way, seed, ink=ink, old=old)


def trials(ways: tuple[str, ...], count: int, *, ink: bool, workers: int = 1, old: bool = False) -> Iterator[Trial]:
    """So many sheets, the ways in turn."""
    told = [(ways[place % len(ways)], place, ink, old) for place in range(count)]
    if workers < 2:
        yield from map(_many, told)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(_many, told, chunksize=8)


def table(found: list[Trial]) -> Iterator[str]:
    """The counts by what happened to the sheets."""
    yield f"{'':12}{'sheets':>8}{'seen':>8}{'unsure':>8}{'none':>8}{'no code':>8}   off by (mm): median, 95 %, most"
    for way in [one for one in WAYS if any(trial.way == one for trial in found)]:
        own = [one for one in found if one.way == way]
        said, off = Counter(one.said for one in own), sorted(one.off for one in own if one.off >= 0)
        counts = "".join(f"{said[one]:8}" for one in ("seen", "unsure", "none", "no code"))
        places = (
            ", ".join(f"{off[min(int(len(off) * share), len(off) - 1)]:.2f}" for share in (0.5, 0.95, 1)) if off else ""
        )
        yield f"{way:12}{len(own):8}{counts}   {places}"


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(prog="python -m bench.scans", description=__doc__)
    options.add_argument("--unsigned", type=int, default=2000)
    options.add_argument("--signed", type=int, default=200)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--old", action="store_true", help="as printed before there were symbols in the corners")
    options.add_argument("--ways", nargs="+", default=WAYS)
    chosen = options.parse_args()
    ways = tuple(chosen.ways)
    flat, tilted = tuple(one for one in ways if one in FLAT), tuple(one for one in ways if one not in FLAT)
    for title, own, count, ink in (
        ("unsigned", ways, chosen.unsigned, False),
        ("signed, flat", flat, chosen.signed, True),
        ("signed, photographed", tilted, chosen.signed, True),
    ):
        if own and count:
            print(f"\n{title}")
            print("\n".join(table([*trials(own, count, ink=ink, workers=chosen.workers, old=chosen.old)])), flush=True)


if __name__ == "__main__":
    main()
