"""Views to text in memory. Never writes, never decides whether."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rolebook.render.pieces import Output, Piece, SiteOptions
    from rolebook.render.site import render_site, site_pieces

__all__ = ["Output", "Piece", "SiteOptions", "render_site", "site_pieces"]
_MODULES = {name: "pieces" if name in ("Output", "Piece", "SiteOptions") else "site" for name in __all__}


def __getattr__(name: str) -> Any:
    """Returns what this package offers, imported once somebody asks: the editor's first page needs none of it."""
    if name not in _MODULES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
