"""Pictures for figures and the brand: drawn anew, named by us, put beside the others, replaced or taken out.

What was taken out or replaced is kept beside the handbook, so that it can be undone like any other edit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from rolebook.diagnostics import UserError
from rolebook.language.editor_words import EditorWords
from rolebook.model.handbook import Handbook
from rolebook.model.sections import FigureBlock
from rolebook.model.translation.text_addresses import documents_of, own_parts
from rolebook.model.words.page_text import figures_in_page
from rolebook.pictures import BadPicture, Picture, for_web, redrawn
from rolebook.pipeline.edit.documents import DocumentId, text_of
from rolebook.pipeline.edit.door import Change, Door
from rolebook.pipeline.edit.parts import holder_of, words_of
from rolebook.pipeline.edit.titles import title_of_document
from rolebook.pipeline.edit.workspace import Snapshot, path_at
from rolebook.pipeline.importing.ids import Ids
from rolebook.pipeline.reading.files import FIGURES
from rolebook.source.editing import Path as TreePath
from rolebook.source.editing import SetValue
from rolebook.store.together import FileChange, journal_of

MOST = 16 * 1024 * 1024
"""So many bytes a picture has at most, as in a handbook's folder."""
USES = ("logo", "cover", "favicon")
"""What the brand shows a picture as."""
_ENDINGS = {"jpeg": "jpg"}


@dataclass(frozen=True, slots=True)
class PictureUse:
    """A place that shows a picture: what it is called, where it is edited, and its path, if it is a field."""

    where: str
    href: str
    document: DocumentId | None = None
    path: TreePath = ()
    page: str = ""


@dataclass(frozen=True, slots=True)
class PictureLine:
    """A picture of the handbook by its name, and what shows it."""

    name: str
    uses: tuple[PictureUse, ...]

    @property
    def seen(self) -> str:
        """What somebody who looks at the line has seen of its uses."""
        return "\n".join(sorted(one.href for one in self.uses))


def picture_lines(snapshot: Snapshot, words: EditorWords) -> list[PictureLine]:
    """Returns the pictures by their names."""
    if snapshot.handbook is None:
        return []
    shown: dict[str, list[PictureUse]] = {name: [] for name in sorted(snapshot.handbook.figures)}
    for name, use in _shown(snapshot, snapshot.handbook, words):
        shown.setdefault(name, []).append(use)
    return [PictureLine(name, tuple(shown[name])) for name in sorted(snapshot.handbook.figures)]


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
    picture = _redrawn(content)
    name = _free_name(snapshot, title, picture)
    edits = [Change(DocumentId("handbook"), SetValue(("brand", use), name))] if use else []
    path = f"{FIGURES}/{name}"
    door.write(edits, files=[FileChange(path, None, picture.data)], about={"picture": ["", path]})
    return name


def remove_picture(door: Door, snapshot: Snapshot, line: PictureLine) -> None:
    """Takes a picture out of the handbook; what shows it has a finding from then on."""
    before = _content_of(snapshot, line.name)
    path = f"{FIGURES}/{line.name}"
    door.write([], files=[FileChange(path, before, None)], about={"picture-removed": ["", path]})


def replace_picture(door: Door, snapshot: Snapshot, line: PictureLine, content: bytes) -> str:
    """Puts a picture in the place of another, also where it is of another kind, and returns its name.

    Everything that showed the one shows the other. Raises UserError for what is no picture or too large.
    """
    before, picture = _content_of(snapshot, line.name), _redrawn(content)
    old, stem = f"{FIGURES}/{line.name}", line.name.rpartition(".")[0]
    ending = _ENDINGS.get(picture.kind, picture.kind)
    if line.name.casefold().endswith((f".{ending}", f".{picture.kind}")):
        files = [FileChange(old, before, picture.data)]
        door.write([], files=files, about={"picture-replaced": ["", old]})
        return line.name
    names = {one.casefold() for one in (snapshot.handbook.figures if snapshot.handbook else ())}
    name = f"{stem}.{ending}"
    name = name if name.casefold() not in names else _free_name(snapshot, stem, picture)
    new = f"{FIGURES}/{name}"
    files = [FileChange(old, before, None), FileChange(new, None, picture.data)]
    files += [_page_with(snapshot, page, line.name, name) for page in {one.page for one in line.uses} - {""}]
    edits = [Change(one.document, SetValue(one.path, name)) for one in line.uses if one.document]
    door.write(edits, files=files, about={"picture-replaced": ["", new]})
    return name


def is_still_shown(snapshot: Snapshot, edit_id: str, words: EditorWords) -> PictureLine | None:
    """Returns the picture that undoing an edit would take from what shows it; None where nothing does."""
    record = next((one for one in journal_of(snapshot.root) if one["id"] == edit_id), {})
    name = str(record.get("picture", ("", ""))[1]).rpartition("/")[2]
    own = {f"/edit/handbook?at=brand#f-{one['edit']['path'][-1]}" for one in record.get("changes", ())}
    line = next((one for one in picture_lines(snapshot, words) if one.name == name), None) if name else None
    return line if line and {one.href for one in line.uses} - own else None


def _content_of(snapshot: Snapshot, name: str) -> bytes:
    """What is in the file of a picture, as the handbook was read. Raises UserError for none of its pictures."""
    figure = snapshot.handbook.figures.get(name) if snapshot.handbook else None
    if figure is None:
        raise UserError("edit-no-document", id=name[:40])
    return figure.content


def _redrawn(content: bytes) -> Picture:
    try:
        picture = redrawn(content) if len(content) <= MOST else None
    except BadPicture:
        picture = None
    if picture is None:
        raise UserError("edit-no-picture", size=MOST // 1024 // 1024)
    return picture


def _free_name(snapshot: Snapshot, title: str, picture: Picture) -> str:
    taken = {name.rpartition(".")[0].casefold() for name in (snapshot.handbook.figures if snapshot.handbook else ())}
    return f"{Ids(taken=taken).next(title)}.{_ENDINGS.get(picture.kind, picture.kind)}"


def _page_with(snapshot: Snapshot, path: str, old: str, new: str) -> FileChange:
    """A hand-written page that shows one picture instead of another."""
    text = text_of(snapshot.root, path)
    shown = re.compile(rf"(!\[[^\[\]\n]*\]\(figures/){re.escape(old)}(?=[\s)])")
    return FileChange(path, text, shown.sub(lambda found: found[1] + new, text))


def _shown(snapshot: Snapshot, handbook: Handbook, words: EditorWords) -> Iterator[tuple[str, PictureUse]]:
    """The name of each picture that something shows, with what does."""
    settings = DocumentId("handbook")
    for field, name in handbook.settings.brand.pictures.items():
        where = f"{words.screen('handbook')} › {words.label('brand')} › {words.label(field)}"
        yield name, PictureUse(where, f"/edit/handbook?at=brand#f-{field}", settings, ("brand", field))
    for place, whole in documents_of(handbook):
        figures = [part for part in own_parts(whole) if isinstance(part, FigureBlock)]
        document = DocumentId(*place.split("/"))
        tree = snapshot.tree(document) if figures and document in snapshot.documents else None
        title = title_of_document(snapshot, document, words.tag) or words.screen(document.kind) if figures else ""
        for part in figures:
            at = part.at("file")
            path = path_at(tree, at.line, at.column) if tree is not None else ()
            part_path, field = holder_of(document, path)
            href = f"/edit/{document.place}?at={quote(words_of(part_path), safe='/')}#f-{field}"
            above = [words.label(str(one)) for one in path if words.has_label(str(one))][:1]
            yield part.file, PictureUse(" › ".join((title, *above)), href, document if path else None, path)
    for page in handbook.pages:
        for file in dict.fromkeys(figure.file for figure in figures_in_page(page.markdown)):
            where = f"{page.title} · {words.language(page.language)}"
            yield file, PictureUse(where, f"/page/{page.name}?lang={page.language}", page=page.path)
