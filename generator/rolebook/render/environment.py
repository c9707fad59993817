"""Jinja as Rolebook uses it: sandboxed, escaping, strict about names. A handbook's own templates come first."""

from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rolebook.render.markup import escaped


def environment(own_templates: Path | None = None) -> ImmutableSandboxedEnvironment:
    """The environment for one handbook."""
    loaders: list[BaseLoader] = [FileSystemLoader(own_templates)] if own_templates else []
    env = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*loaders, PackageLoader("rolebook.render", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["md"] = escaped
    env.filters["kind"] = lambda block: type(block).__name__
    return env
