"""MkDocs: our plugin's hooks, pages that need no Markdown parser, and the two commands that run MkDocs."""

from rolebook.mkdocs_plugin.plugin import RolebookPlugin
from rolebook.mkdocs_plugin.running import build
from rolebook.mkdocs_plugin.serving import serve

__all__ = ["RolebookPlugin", "build", "serve"]
