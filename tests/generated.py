"""What is generated: the check pages from docstrings, the JSON Schemas from the model, a copy of the format reference.

`python -m tests.generated` (or `make docs`) writes it; `test_docs.py` fails when it is not current.
"""

from pathlib import Path

from rolebook.check import FAMILIES
from rolebook.pipeline.schema import schemas
from rolebook.store import write_text

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    """Path from the root to text."""
    pages = {f"docs/checks/{family.__name__.rpartition('.')[2]}.md": f"{family.__doc__}" for family in FAMILIES}
    pages["generator/rolebook/pipeline/format.md"] = (ROOT / "docs/format.md").read_text("utf-8")
    return pages | {f"docs/schema/{kind}.json": text for kind, text in schemas().items()}


if __name__ == "__main__":
    for path, text in generated().items():
        write_text(ROOT / path, text)
