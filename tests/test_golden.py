"""Pages and findings of the small firm, as they are; `pytest tests/test_golden.py --update-golden` renews them."""

from pathlib import Path

import pytest

from rolebook.model.handbook import Handbook
from rolebook.render import Output, render_site

GOLDEN = Path(__file__).parent / "golden"
PAGES = (
    "index.md",
    "en/index.md",
    "en/organisation.md",
    "en/roles/head-chef.md",
    "en/policies/discipline.md",
    "en/guide/welcome.md",
    "es/roles/cook.md",
    "es/policies/hygiene.md",
    "no/glossary.md",
)


@pytest.fixture(scope="module")
def rendered(firm: Handbook) -> dict[str, Output]:
    return {output.path: output for output in render_site(firm)}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_as_it_was(path: str, rendered: dict[str, Output], request: pytest.FixtureRequest) -> None:
    expected = GOLDEN / path
    if request.config.getoption("--update-golden"):
        expected.parent.mkdir(parents=True, exist_ok=True)
        expected.write_text(rendered[path].text, "utf-8")
    assert rendered[path].text == expected.read_text("utf-8"), "if this is meant, run `make golden` and read the diff"


def test_there_is_no_golden_file_without_a_test() -> None:
    found = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.md")}
    assert found == set(PAGES)
