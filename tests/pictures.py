"""Takes the pictures of the editor in the documentation: `make pictures`.

They show a small handbook that `rolebook init` begins, as its author sees it. Few colours
keep the files small.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

from tests.browser import chromium, visit
from tests.commands import rolebook
from tests.conftest import ROOT
from tests.editors import running

FOLDER = ROOT / "docs" / "images"
SIZE = {"width": 1120, "height": 720}
COLOURS = 48
COOK = """Job description
Cook
Purpose: Keeps the kitchen of the shop running.
Reports to: Team lead
Duties:
1. Cooks the meals of the day.
2. Keeps the kitchen clean.
Requirements:
- 2 years of experience in a kitchen.
Our kitchen has been open since 1998.
"""


def take(page: Page, name: str) -> None:
    """Waits for the check, and writes the window's picture."""
    page.locator("[data-checking]").wait_for(state="detached", timeout=60_000)
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def to_do(page: Page) -> None:
    """What waits in a new handbook."""
    page.get_by_role("heading", name="To do").wait_for()


def role(page: Page) -> None:
    """The form of a new role, with its purpose in two languages."""
    page.get_by_role("link", name="Roles", exact=True).click()
    page.get_by_label("Title", exact=False).last.fill("Sales manager")
    page.get_by_label("Reports to").last.select_option(label="Team lead")
    page.get_by_role("button", name="Create").click()
    page.locator("textarea[lang=en]").first.wait_for()


def translations(page: Page) -> None:
    """The texts that wait in Spanish."""
    page.get_by_role("link", name="Translations", exact=True).click()


def paper(page: Page) -> None:
    """The paper of a post, as pictures."""
    page.get_by_role("link", name="Roles", exact=True).click()
    page.get_by_role("link", name="Team member").click()
    page.get_by_role("link", name="Preview of the paper").click()
    page.locator("img").first.wait_for()


def release(page: Page) -> None:
    """What is released, and the button that publishes."""
    page.get_by_role("link", name="Release and publish", exact=True).click()


def inbox(page: Page) -> None:
    """A source beside the fields that it became."""
    page.get_by_role("link", name="Import", exact=True).click()
    page.locator("input[type=file]").set_input_files(
        {"name": "cook.txt", "mimeType": "text/plain", "buffer": COOK.encode()}
    )
    page.locator("form.boxed button.main").click()
    page.wait_for_url("**/imported/**")


STEPS: dict[str, Callable[[Page], None]] = {
    "edit-to-do": to_do,
    "edit-role": role,
    "edit-translations": translations,
    "edit-paper": paper,
    "edit-release": release,
    "edit-import": inbox,
}


def main() -> None:
    """Takes all of them."""
    with TemporaryDirectory() as folder, chromium() as browser:
        shop = Path(folder) / "shop"
        rolebook("init", str(shop), "--language", "en", "--language", "es", "--jurisdiction", "ES")
        with running(shop) as editor, visit(browser, viewport=SIZE) as page:
            page.goto(editor.opening())
            for name, step in STEPS.items():
                step(page)
                take(page, name)


if __name__ == "__main__":
    main()
