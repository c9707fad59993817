"""What `rolebook serve` does for each save, without the server: a preview built anew, or upon the one before."""

from collections.abc import Callable
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ADDRESS = "http://127.0.0.1:8000/"


def previewing(root: Path, site: Path, *, dirty: bool) -> Callable[[], None]:
    """A call to make for each save; raises mkdocs.exceptions.Abort where there is nothing to show."""
    file = str(root / "mkdocs.yml")
    load_config(config_file=file).plugins.on_startup(command="serve", dirty=dirty)

    def made() -> None:
        config = load_config(config_file=file, site_dir=str(site), site_url=ADDRESS)
        build(config, serve_url=ADDRESS, dirty=dirty)

    return made
