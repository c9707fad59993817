"""Views to text in memory. Never writes, never decides whether."""

from rolebook.render.site import Output, Piece, SiteOptions, render_site, site_pieces

__all__ = ["Output", "Piece", "SiteOptions", "render_site", "site_pieces"]
