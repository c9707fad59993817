"""Several printed PDFs as one to put on paper: their pages as they are, with nothing to sign in the file."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem

_ON_A_SCREEN = (Name.Annots, Name.StructParents, Name.Tabs)


def joined_pdf(parts: Sequence[tuple[str, bytes]], title: str, language: str) -> bytes:
    """The pages of all parts, a bookmark for each by its title; the same bytes for the same input.

    Fields and links go, and so do tags: this is for paper. Whoever reads on a screen has the parts themselves.
    """
    with pikepdf.new() as whole:
        bookmarks: list[OutlineItem] = []
        for name, content in parts:
            with pikepdf.open(BytesIO(content)) as part:
                if Name.AcroForm in part.Root:
                    del part.Root.AcroForm
                for page in part.pages:
                    for key in _ON_A_SCREEN:
                        if key in page.obj:
                            del page.obj[key]
                bookmarks.append(OutlineItem(name, len(whole.pages), "Fit"))
                whole.pages.extend(part.pages)
        with whole.open_outline() as outline:
            outline.root.extend(bookmarks)
        whole.Root.Lang = pikepdf.String(language)
        whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        whole.docinfo[Name.Title] = pikepdf.String(title)
        out = BytesIO()
        whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
