"""Pictures for figures and the brand: drawn anew, named by us, put beside the others; none is written over."""

from dataclasses import dataclass

from rolebook.diagnostics import UserError
from rolebook.model.base import walk
from rolebook.model.handbook import Handbook
from rolebook.model.sections import FigureBlock
from rolebook.model.words.page_text import figures_in_page
from rolebook.pictures import BadPicture, Picture, for_web, redrawn
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.importing.ids import Ids
from rolebook.pipeline.reading.files import FIGURES
from rolebook.source.editing import SetValue

MOST = 16 * 1024 * 1024
"""So many bytes a picture has at most, as in a handbook's folder."""
USES = ("logo", "cover", "favicon")
"""What the brand shows a picture as."""
_ENDINGS = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture of the handbook by its name, and how often something shows it."""

    name: str
    uses: int


def picture_lines(handbook: Handbook | None) -> list[PictureLine]:
    """Returns the pictures by their names."""
    if handbook is None:
        return []
    shown = list(_shown(handbook))
    return [PictureLine(name, shown.count(name)) for name in sorted(handbook.figures)]


def picture_of(handbook: Handbook | None, name: str) -> Picture | None:
    """Returns a picture as a page shows it, by its name among those of the handbook; None for any other."""
    file = handbook.figures.get(name) if handbook else None
    try:
        return for_web(file.content) if file else None
    except BadPicture:
        return None


def add_picture(door: Door, snapshot: Snapshot, title: str, content: bytes, use: str = "") -> str:
    """Puts a picture among those of the handbook, with `use` as logo, cover or small icon, and returns its name.

    Raises UserError for what is no picture or too large, and for one without a title.
    """
    if not title.strip():
        raise UserError("edit-no-title")
    if use and use not in USES:
        raise UserError("edit-no-value", value=use[:40])
    try:
        picture = redrawn(content) if len(content) <= MOST else None
    except BadPicture:
        picture = None
    if picture is None:
        raise UserError("edit-no-picture", size=MOST // 1024 // 1024)
    taken = {name.rpartition(".")[0].casefold() for name in (snapshot.handbook.figures if snapshot.handbook else ())}
    name = f"{Ids(taken=taken).next(title)}.{_ENDINGS.get(picture.kind, picture.kind)}"
    door.add_picture(f"{FIGURES}/{name}", picture.data)
    if use:
        door.write([Change(DocumentId("handbook"), SetValue(("brand", use), name))])
    return name


def _shown(handbook: Handbook) -> list[str]:
    documents = (*handbook.described.values(), *handbook.policies.values())
    found = [part.file for document in documents for part in walk(document) if isinstance(part, FigureBlock)]
    pages = [figure.file for page in handbook.pages for figure in figures_in_page(page.markdown)]
    return [*handbook.settings.brand.pictures.values(), *found, *pages]
