"""What a browser gets whose session is none, or has ended: what to do now, and the words that it sent last."""

from collections.abc import Iterator, Mapping

from starlette.responses import HTMLResponse, Response

from rolebook.language.editor_words import editor_words
from rolebook.render.editor import editor_screen
from rolebook.web.frame import frame

_TYPED = ("words", "text", "note", "title", "change")
"""Fields that somebody types in, beside those of the forms of documents."""


def closed_page(interface: str, form: Mapping[str, list[str]] | None = None, *, is_used: bool = False) -> Response:
    """Returns the page of a closed editor; what a form brings is shown once more, since it is saved nowhere.

    `is_used` says that the editor is open, in the browser that opened its address first.
    """
    words = editor_words(interface)
    typed = list(_typed(form or {}))
    told = {
        "heading": words.screen("used-title" if is_used else "closed-title"),
        "text": words.screen("closed-typed" if typed else "used-text" if is_used else "closed-text"),
        "typed": typed,
    }
    return HTMLResponse(editor_screen("closed", **frame(words, None), **told), 403)


def _typed(form: Mapping[str, list[str]]) -> Iterator[str]:
    """What somebody wrote: not what was there before."""
    for name, values in form.items():
        kind, _, rest = name.partition(":")
        before = form.get(f"b:{rest}", form.get(f"m:{rest}", [""])) if kind in ("v", "n") else [""]
        if kind in ("v", "n") or name in _TYPED:
            yield from (one for one in values if one.strip() and one not in before and f'"{one}"' not in before)
