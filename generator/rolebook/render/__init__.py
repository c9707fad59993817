"""Views to text in memory. Never writes, never decides whether."""

from rolebook.render.pieces import Output, Piece, SiteOptions
from rolebook.render.site import render_site, site_pieces

__all__ = ["Output", "Piece", "SiteOptions", "render_site", "site_pieces"]
