"""What is generated under `docs/`: the check pages from the families' docstrings, the JSON Schemas from the model.

`python -m tests.generated` (or `make docs`) writes it; `test_docs.py` fails when it is not current.
"""

from pathlib import Path

from rolebook.check import FAMILIES
from rolebook.pipeline.check.schema import schemas
from rolebook.store import write_text

ROOT = Path(__file__).parent.parent


def generated() -> dict[str, str]:
    """Path from the root to text."""
    pages = {f"docs/checks/{family.__name__.rpartition('.')[2]}.md": f"{family.__doc__}" for family in FAMILIES}
    return pages | {f"docs/schema/{kind}.json": text for kind, text in schemas().items()}


if __name__ == "__main__":
    for path, text in generated().items():
        write_text(ROOT / path, text)
