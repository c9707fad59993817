"""Jinja as Rolebook uses it: escaping, strict about names. A handbook's own templates come first, and in a sandbox."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from rolebook.diagnostics import UserError
from rolebook.render.markup import escaped

_WORD_PARTS = 64
"""So many parts of Word templates are kept compiled: bodies, headers and footers of each layout."""


class _Own(FileSystemLoader):
    """A handbook's own templates: files in its folder, not what links in it lead to."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """As Jinja has it; what cannot be read or leads out of the folder is no template."""
        try:
            source, name, is_current = super().get_source(environment, template)
        except TemplateNotFound:  # is an OSError, too, and asks the next loader
            raise
        except (UnicodeDecodeError, OSError) as error:
            raise UserError("template-failed", reason=f"{template}: {error}") from error
        if not Path(name).resolve().is_relative_to(Path(self.searchpath[0]).resolve()):
            raise UserError("template-failed", reason=f"{template}: {Path(name).resolve()}")
        return source, name, is_current


def environment(own_templates: Path | None = None) -> Environment:
    """The environment for one handbook; only templates that are not ours need the sandbox, which costs time.

    Ours are compiled once a process; a handbook's own may change between two builds.
    """
    return _environment(own_templates) if own_templates else _plain_environment()


@cache
def _plain_environment() -> Environment:
    return _environment(None)


def _environment(own_templates: Path | None) -> Environment:
    loaders: list[BaseLoader] = [_Own(own_templates)] if own_templates else []
    kind = ImmutableSandboxedEnvironment if own_templates else Environment
    env = kind(
        loader=ChoiceLoader([*loaders, PackageLoader("rolebook.render", "templates")]),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["md"] = escaped
    env.filters["kind"] = lambda block: type(block).__name__
    return env


def layout_environment(own_templates: Path | None = None) -> Environment:
    """The environment for layouts of papers: a line `//% include "…"` is a comment to Typst, a statement to Jinja."""
    own: list[BaseLoader] = [_Own(own_templates / "paper")] if own_templates else []
    return ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*own, PackageLoader("rolebook.render.paper", "layouts")]),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        line_statement_prefix="//%",
        block_start_string="/*%",
        block_end_string="%*/",
        variable_start_string="/*<",
        variable_end_string=">*/",
        comment_start_string="/*#",
        comment_end_string="#*/",
    )


@cache
def word_environment() -> Environment:
    """The environment for Word templates, which HR edits: escaping for XML, strict about names, in the sandbox."""
    return _WordEnvironment(autoescape=True, undefined=StrictUndefined)


class _WordEnvironment(ImmutableSandboxedEnvironment):
    """Compiles each part of a Word template once, although docxtpl asks for it anew with every document."""

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        """The template of a text, as docxtpl asks for it: by nothing else."""
        return self._compiled(source)

    @lru_cache(maxsize=_WORD_PARTS)  # noqa: B019  there is one environment, which lasts as long as the program
    def _compiled(self, source: str) -> Template:
        return super().from_string(source)


@contextmanager
def faults_of(template: str, *, sandboxed: bool = True) -> Iterator[None]:
    """Turns a fault in a template into a UserError that names it; one that is not ours may raise anything."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        if not sandboxed and not isinstance(error, TemplateError):
            raise
        raise UserError("template-failed", reason=f"{template}: {error}") from error


def rendered(env: Environment, template: str, **context: object) -> str:
    """A template's text; raises UserError for a fault in it, which only a handbook's own can have."""
    with faults_of(template, sandboxed=env.sandboxed):
        return env.get_template(template).render(**context)
