"""What an import writes above the doubtful places of a file, and on top of it."""

from collections.abc import Iterator, Mapping

from rolebook.diagnostics import Message
from rolebook.exchange.documents.blocks import Document
from rolebook.language import say
from rolebook.pipeline.importing.draft import Draft, Path


def head_of(document: Document, name: str, day: str, tag: str) -> list[str]:
    """Returns the comment on top of an imported file: from which document, when, and what to do."""
    told = Message("import-head", file=name, day=day, digest=document.digest[:16])
    return [say(told, tag), say(Message("import-head-advice"), tag)]


def comments_of(draft: Draft, tag: str) -> Mapping[Path, str]:
    """Returns the comments above doubtful values by their path."""
    return dict(_comments(draft, tag))


def _comments(draft: Draft, tag: str) -> Iterator[tuple[Path, str]]:
    for path, doubt in draft.doubts.items():
        code = "import-candidates" if doubt.candidates else "import-doubt"
        detail = {"candidates": doubt.candidates} if doubt.candidates else {"reason": f"unsure-{doubt.reason}"}
        yield path, say(Message(code, paragraph=doubt.where.paragraph, **detail), tag)
