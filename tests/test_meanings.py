"""How well translations that contradict their source are told from those that do not: `recall/meanings.tsv`.

The pairs were written by hand, with the lists of words in mind, and then run: 51 of 52 contradictions were found, and 6
of 54 look-alikes with them, of which 3 were known from the sample. What they showed was then mended, so that the floors
keep what is reached. Messages and words of the interface, which nobody wrote for this, are 8,700 pairs more: 5 were
found, all wrongly, and the lists were mended again. The last 4 look-alikes are of a kind that new texts of the sample
showed.
"""

import csv
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from rolebook.checks.lexicon import folded
from rolebook.checks.meanings import contradictions
from rolebook.language import known_languages
from rolebook.language.meanings import MeantWord, meanings_of
from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import texts_of

PAIRS = Path(__file__).parent / "recall" / "meanings.tsv"
SWAPS = PAIRS.with_name("meaning_swaps.tsv")
LANGUAGE = Path(__file__).parent.parent / "generator" / "rolebook" / "language"
OTHERS = [tag for tag in known_languages() if tag != "en"]
Row = dict[str, str]


def rows(expected: str) -> list[Row]:
    return [row for row in read(PAIRS) if row["expected"] == expected]


@cache
def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


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


def test_words_of_the_sample_exchanged_for_their_opposites_are_found(sample: Handbook) -> None:
    """One word in a text that says it once, in every text of the sample that has one. Guards cost what is missing."""
    caught: dict[str, list[bool]] = defaultdict(list)
    english = meanings_of("en")
    assert english
    for text in (placed.text for placed in texts_of(sample)):
        words = text.values.get("en", "")
        counted = english.counted(folded(words))
        for swap in read(SWAPS):
            told, number = re.subn(swap["pattern"], swap["instead"], text.values.get(swap["language"], ""))
            if number == 1 and counted[swap["meaning"]] == 1:
                caught[swap["meaning"]].append(bool(found(swap["language"], words, told)))
    share = {meaning: sum(hits) / len(hits) for meaning, hits in caught.items()}
    floors = {"and": 0.7, "or": 0.5, "may": 0.8, "within": 0.85, "at-least": 0.85, "at-most": 0.6, "knowing": 0.85}
    assert {meaning: share.get(meaning, 0) for meaning, floor in floors.items() if share.get(meaning, 0) < floor} == {}


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


@pytest.mark.parametrize("tag", known_languages())
@pytest.mark.parametrize("unit", ["1", "1,", "1.1", "12 "])
def test_digits_without_end_keep_no_text_busy(tag: str, unit: str) -> None:
    meanings = meanings_of(tag)
    assert meanings
    begun = time.process_time()
    meanings.counted(unit * 20_000)
    assert meanings.warnings_in(f"{unit * 20_000} warnings") == []
    assert time.process_time() - begun < 3
