"""The pictures of a site: those that its audience is shown."""

from collections.abc import Iterator
from pathlib import Path

from rolebook.model.base import walk
from rolebook.model.handbook import Handbook
from rolebook.model.sections import FigureBlock
from rolebook.model.words.page_text import figures_in_page
from rolebook.pictures import for_web, is_sound
from rolebook.render.brand import STYLE, brand_style
from rolebook.render.links import PICTURES
from rolebook.store import write_bytes
from rolebook.view import Audience, shown_to


def put_pictures(handbook: Handbook, audience: Audience, site: Path) -> None:
    """Writes the pictures into a site, where its pages say they are."""
    for name in sorted(set(_shown(shown_to(handbook, audience)))):
        if name in handbook.figures and is_sound(handbook.figures[name].content):
            picture = for_web(handbook.figures[name].content)
            folder = site / PICTURES
            folder.mkdir(parents=True, exist_ok=True)
            write_bytes(folder / picture.name, picture.data)


def put_brand(handbook: Handbook, site: Path) -> None:
    """Writes the style sheet of the brand's colour, where there is one."""
    if handbook.settings.brand.colour:
        (site / STYLE).parent.mkdir(parents=True, exist_ok=True)
        write_bytes(site / STYLE, brand_style(handbook.settings.brand.colour).encode())


def _shown(handbook: Handbook) -> Iterator[str]:
    yield from handbook.settings.brand.pictures.values()
    for document in (*handbook.roles.values(), *handbook.policies.values()):
        yield from (part.file for part in walk(document) if isinstance(part, FigureBlock))
    for page in handbook.pages:
        yield from (figure.file for figure in figures_in_page(page.markdown))
