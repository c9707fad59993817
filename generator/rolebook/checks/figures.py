"""# Tables and figures

Pictures that figures and the brand show, and the cells of tables.

## missing-figure
**Meaning.** A figure names a file that `content/figures/` does not have.
**Why.** Page and paper would show a gap.
```yaml bad
figure: {file: kichen.svg, alt: Plan of the kitchen}
```
```yaml good
figure: {file: kitchen.svg, alt: Plan of the kitchen}
```

## bad-picture
**Meaning.** A file in `content/figures/` is not a picture that Rolebook can make safe: SVG, PNG, JPEG, WebP or GIF, and
at most 50 million pixels.
**Why.** It could not be shown, or would bring something other than a picture.
```text bad
content/figures/plan.svg, which is a text saved under that name
```
```text good
content/figures/plan.svg, a drawing
```

## missing-alt
**Meaning.** A figure does not say in every language what it shows.
**Why.** Who cannot see it learns nothing, and a paper would not be accessible (PDF/UA).
```yaml bad
alt: {en: Plan of the kitchen}   # while the handbook is read in Spanish too
```
```yaml good
alt: {en: Plan of the kitchen, es: Plano de la cocina}
```

## low-contrast
**Meaning.** The brand's colour is too light to be read on white (a contrast below 4.5).
**Why.** Links and headings in it would be hard to read; the site uses the nearest darker colour instead.
```yaml bad
brand: {colour: "#ffcc00"}
```
```yaml good
brand: {colour: "#806600"}
```

## misplaced-cell
**Meaning.** The id of a cell is not a column of its table.
**Why.** Its words would be shown nowhere.
```yaml bad
columns: [{id: grade, heading: Grade}]
rows: [{id: first, cells: [{id: grades, text: G1}]}]
```
```yaml good
columns: [{id: grade, heading: Grade}]
rows: [{id: first, cells: [{id: grade, text: G1}]}]
```
"""

from collections.abc import Iterable, Iterator

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity, did_you_mean
from rolebook.model.base import Part
from rolebook.model.colour import READABLE, contrast, readable_on
from rolebook.model.handbook import Handbook
from rolebook.model.sections import DataTable, FigureBlock
from rolebook.model.translation.text_addresses import documents_of, own_parts
from rolebook.model.words.page_text import figures_in_page
from rolebook.model.words.text import Text
from rolebook.pictures import is_sound

MISSING_FIGURE = Rule("missing-figure")
BAD_PICTURE = Rule("bad-picture")
MISSING_ALT = Rule("missing-alt")
MISPLACED_CELL = Rule("misplaced-cell")
LOW_CONTRAST = Rule("low-contrast", Severity.WARNING)

RULES = (MISSING_FIGURE, BAD_PICTURE, MISSING_ALT, MISPLACED_CELL, LOW_CONTRAST)


def figures(handbook: Handbook) -> Iterator[Diagnostic]:
    """Figures of documents show pictures that exist and say what they show; cells are in a column."""
    for _, whole in documents_of(handbook):
        for part in own_parts(whole):
            if isinstance(part, FigureBlock):
                yield from _missing(handbook, part.file, part.at("file"))
                asked = getattr(whole, "languages", ()) or handbook.settings.languages
                yield from _unsaid(asked, part, part.alt)
            elif isinstance(part, DataTable):
                yield from _outside(part)


def figures_of_pages(handbook: Handbook) -> Iterator[Diagnostic]:
    """Figures of hand-written pages."""
    for page in handbook.pages:
        for figure in figures_in_page(page.markdown):
            place = Location(page.path, page.first_line + figure.line, figure.column)
            yield from _missing(handbook, figure.file, place)
            if not figure.alt.strip():
                yield MISSING_ALT.at(place, languages=page.language)


def brand(handbook: Handbook) -> Iterator[Diagnostic]:
    """The brand's pictures exist, and its colour can be read on white."""
    own = handbook.settings.brand
    for field, name in own.pictures.items():
        yield from _missing(handbook, name, own.at(field))
    if own.colour and contrast(own.colour, "#ffffff") < READABLE:
        found = f"{contrast(own.colour, '#ffffff'):.1f}"
        instead = readable_on("#ffffff", own.colour)
        yield LOW_CONTRAST.at(own.at("colour"), colour=own.colour, contrast=found, instead=instead)


def pictures(handbook: Handbook) -> Iterator[Diagnostic]:
    """Files of `content/figures/` are pictures."""
    for figure in handbook.figures.values():
        if not is_sound(figure.content):
            yield BAD_PICTURE.at(Location(figure.path))


def _missing(handbook: Handbook, name: str, place: Location) -> Iterator[Diagnostic]:
    if name not in handbook.figures:
        yield MISSING_FIGURE.at(place, file=name, **did_you_mean(name, handbook.figures))


def _unsaid(languages: Iterable[str], part: Part, alt: Text) -> Iterator[Diagnostic]:
    silent = [tag for tag in languages if not alt.has(tag)]
    if silent:
        yield MISSING_ALT.at(part.at("alt"), languages=", ".join(silent))


def _outside(table: DataTable) -> Iterator[Diagnostic]:
    columns = {column.id for column in table.columns}
    for row in table.rows:
        for cell in row.cells:
            if cell.id not in columns:
                yield MISPLACED_CELL.at(cell.at("id"), id=cell.id, **did_you_mean(cell.id, columns))


CHECKS = (figures, figures_of_pages, brand, pictures)
