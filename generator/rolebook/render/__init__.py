"""Views to text in memory. Never writes, never decides whether."""

from rolebook.render.site import Output, SiteOptions, render_site

__all__ = ["Output", "SiteOptions", "render_site"]
