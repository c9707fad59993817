"""The screens of the editor as HTML: Jinja in the sandbox, everything escaped, in the site's own look."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

_ASSETS = {
    "rolebook.css": ("rolebook.theme", "css/rolebook.css", "text/css"),
    "editor.css": ("rolebook.render", "templates/editor/editor.css", "text/css"),
    "editor.js": ("rolebook.render", "templates/editor/editor.js", "text/javascript"),
}


def editor_screen(template: str, **context: object) -> str:
    """Returns the HTML of a screen; every name that its template uses must be given."""
    return _environment().get_template(f"{template}.html").render(**context)


def finished_html(html: str) -> Markup:
    """Marks a page that the site's own templates made as safe to show within a screen."""
    return Markup(html)  # noqa: S704


@cache
def editor_asset(name: str) -> tuple[bytes, str] | None:
    """Returns a style or script by its name, and its media type; None for any other name."""
    if name not in _ASSETS:
        return None
    package, path, media = _ASSETS[name]
    return files(package).joinpath(path).read_bytes(), media


@cache
def _environment() -> Environment:
    env = ImmutableSandboxedEnvironment(
        loader=PackageLoader("rolebook.render", "templates/editor"),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["quoted"] = _quoted
    env.filters["named"] = _named
    env.filters["in_quotes"] = _in_quotes
    return env


def _named(sentence: str, arguments: Mapping[str, object]) -> Markup:
    """A sentence with its slots filled; each filling is escaped and keeps its writing direction to itself."""
    told = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in arguments.items()}
    return Markup(escape(sentence)).format(**told)  # noqa: S704  escaped


def _in_quotes(words: str) -> Markup:
    """A message with what it quotes between backticks in the quotation marks of the language."""
    pieces = [escape(piece) for piece in words.split("`")]
    return Markup("").join(
        piece if at % 2 == 0 else Markup("<q><bdi>{}</bdi></q>").format(piece) for at, piece in enumerate(pieces)
    )


def _quoted(words: str) -> Markup:
    """A message with what it quotes between backticks set apart; everything is escaped."""
    pieces = [escape(piece) for piece in words.split("`")]
    return Markup("").join(
        piece if at % 2 == 0 else Markup("<code>{}</code>").format(piece) for at, piece in enumerate(pieces)
    )
