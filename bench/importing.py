"""How well documents are recognised: `python -m bench.importing [FOLDER]`, with a labelled text for each document.

Each line of a labelled text is `part|words`, where part is what a reader takes the words for; the file's name begins
with the language. The documents in `bench/documents` are our own, and two rules were changed after they were first
measured: figures of documents that nobody tuned on are those of a folder of yours.
"""

import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rolebook.exchange.documents import read_document
from rolebook.pipeline.importing.conservation import missing_words
from rolebook.pipeline.importing.drafts import fold_drafts, read_drafts
from rolebook.pipeline.importing.lexicon import lexicon_of
from rolebook.pipeline.importing.parts import REQUIREMENTS, SECTION
from rolebook.pipeline.importing.posts import KnownPosts

DOCUMENTS = Path(__file__).parent / "documents"
_SAME = {
    **dict.fromkeys(REQUIREMENTS, "requirements"),
    "competencies": "behaviours",
    "general": "section",
    "": "unplaced",
}
_LABELS = frozenset({"label", "document"})


@dataclass(slots=True)
class Score:
    """Counts of one language; `unmarked` are wrong lines without a doubt on them."""

    lines: int = 0
    right: int = 0
    unmarked: int = 0
    lost: int = 0
    documents: int = 0
    milliseconds: float = 0.0
    hits: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a line of one part was taken for another: wanted, given."""

    @property
    def to_correct(self) -> float:
        """How many lines of a document a person has to change until the file says what the document says."""
        return (self.lines - self.right) / self.documents

    def f1(self, part: str) -> float:
        """The harmonic mean of precision and recall of a part."""
        both = self.hits[part, part]
        wanted = sum(count for (one, _), count in self.hits.items() if one == part)
        given = sum(count for (_, one), count in self.hits.items() if one == part)
        return 2 * both / (wanted + given) if wanted + given else 1.0


def measure(path: Path, score: Score) -> None:
    """Adds one labelled document to a score."""
    labelled = [line.partition("|") for line in path.read_text("utf-8").splitlines() if line.strip()]
    language = path.stem.partition("-")[0]
    lexicon = lexicon_of(language)
    if lexicon is None:
        raise SystemExit(f"{path}: no headings in {language}")
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "document.txt"
        plain.write_text("\n".join(words for _, _, words in labelled), "utf-8")
        start = time.perf_counter()
        document = read_document(plain, language)
        reading = read_drafts(document, lexicon, "role", {})
        drafts = fold_drafts(reading, lexicon, KnownPosts(), (), ["x"] * len(reading.roles))
        score.milliseconds += (time.perf_counter() - start) * 1000
    given: dict[int, tuple[str, bool]] = {}
    for lines, _ in reading.roles:
        for line in lines:
            if line.use == "content":
                is_marked = bool(line.doubt) or line.part == SECTION  # a comment is above the section's first line
                given[line.where.paragraph] = (_SAME.get(line.part, line.part), is_marked)
    score.documents += 1
    score.lost += sum(1 for _ in missing_words(document, drafts))
    for number, (part, _, _) in enumerate(labelled, 1):
        if part in _LABELS:
            continue
        found, marked = given.get(number, ("label", False))
        score.lines += 1
        score.right += found == part
        score.unmarked += found != part and not marked and found not in ("unplaced", "other")
        score.hits[part, found] += 1


def main() -> None:
    """Prints one row for each language."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    scores: dict[str, Score] = {}
    for path in sorted(folder.glob("*.txt")):
        measure(path, scores.setdefault(path.stem.partition("-")[0], Score()))
    print("language documents lines right F1-duties F1-requirements wrong-unmarked words-lost to-correct ms/document")
    for language, score in scores.items():
        right, unmarked = score.right / score.lines, score.unmarked / score.lines
        duties, requirements = score.f1("duties"), score.f1("requirements")
        row = f"{language} {score.documents} {score.lines} {right:.3f} {duties:.2f} {requirements:.2f}"
        print(f"{row} {unmarked:.3f} {score.lost} {score.to_correct:.1f} {score.milliseconds / score.documents:.0f}")
        for (wanted, found), count in score.hits.items():
            if wanted != found:
                print(f"    {count} of {wanted} taken for {found}")


if __name__ == "__main__":
    main()
