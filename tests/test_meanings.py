"""How well translations that contradict their source are told from those that do not: `recall/meanings.tsv`.

The pairs were written by hand, with the lists of words in mind, and then run: 51 of 52 contradictions were found, and 6
of 54 look-alikes with them, of which 3 were known from the sample. What they showed was then mended, so that the floors
keep what is reached. Messages and words of the interface, which nobody wrote for this, are 8,700 pairs more: 5 were
found, all wrongly, and the lists were mended again. The last 4 look-alikes are of a kind that new texts of the sample
showed.
"""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from rolebook.checks.meanings import contradictions
from rolebook.language import known_languages
from rolebook.language.meanings import MeantWord, meanings_of

PAIRS = Path(__file__).parent / "recall" / "meanings.tsv"
LANGUAGE = Path(__file__).parent.parent / "generator" / "rolebook" / "language"
OTHERS = [tag for tag in known_languages() if tag != "en"]
Row = dict[str, str]


def rows(expected: str) -> list[Row]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in listed if row["expected"] == expected]


def found(tag: str, english: str, translation: str) -> list[tuple[MeantWord, MeantWord]]:
    source, other = meanings_of("en"), meanings_of(tag)
    assert source
    assert other
    return list(contradictions((english, source), (translation, other)))


@pytest.mark.parametrize("tag", OTHERS)
def test_contradictions_are_found_and_look_alikes_are_not(tag: str) -> None:
    """Recall and precision are 98 % or more in all languages together, and 92 % or more in each."""
    hits, misses = ([row for row in rows(kind) if row["language"] == tag] for kind in ("hit", "miss"))
    assert min(len(hits), len(misses)) >= 10
    lost = [row for row in hits if not found(tag, row["en"], row["translation"])]
    wrong = [row for row in misses if found(tag, row["en"], row["translation"])]
    assert len(lost) <= 1, lost
    assert wrong == []


def test_there_are_enough_pairs_of_every_topic() -> None:
    topics = Counter(row["topic"] for row in rows("hit"))
    assert min(len(rows("hit")), len(rows("miss"))) >= 40
    assert topics.keys() == {"and/or", "may/must", "must not", "fault", "deadline", "limit"}
    assert min(topics.values()) >= 8


@pytest.mark.parametrize("tag", OTHERS)
def test_a_text_does_not_contradict_itself(tag: str) -> None:
    known = meanings_of(tag)
    assert known
    texts = [row["translation"] for row in (*rows("hit"), *rows("miss")) if row["language"] == tag]
    assert not [text for text in texts if list(contradictions((text, known), (text, known)))]


@pytest.mark.parametrize("folder", ["messages", "data"])
@pytest.mark.parametrize("tag", OTHERS)
def test_what_we_say_ourselves_contradicts_itself_in_no_language(tag: str, folder: str) -> None:
    english, told = (
        dict(strings(yaml.safe_load((LANGUAGE / folder / f"{one}.yml").read_text("utf-8")))) for one in ("en", tag)
    )
    shared = english.keys() & told.keys()
    assert len(shared) > 300
    assert [key for key in sorted(shared) if found(tag, english[key], told[key])] == []


def test_every_list_has_the_same_meanings() -> None:
    """A meaning that a language lacks would be compared with nothing."""
    lists = {
        tag: yaml.safe_load((LANGUAGE / "meanings" / f"{tag}.yml").read_text("utf-8")) for tag in known_languages()
    }
    senses = {tag: {topic: list(of) for topic, of in data["senses"].items()} for tag, data in lists.items()}
    assert all(of == senses["en"] for of in senses.values())
    assert all(data.keys() == lists["en"].keys() for data in lists.values())


def strings(data: Mapping[object, object], place: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a data file with its place."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from strings(value, f"{place}/{key}")
        elif isinstance(value, str):
            yield f"{place}/{key}", value
