"""Values, texts and items of a file change, everything around them survives byte for byte."""

import difflib
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolebook.source import read_yaml
from rolebook.source.editing import (
    EditRefused,
    Insert,
    Move,
    Remove,
    RemoveLanguage,
    SetText,
    SetValue,
    edit_file,
    is_same,
    plain_of,
)
from rolebook.source.editing.meaning import make
from tests.conftest import ROOT

LIST = "a:\n  # one\n  - id: x  # own\n    text: X\n\n  # two\n  - id: y\n    text: |\n      Y\n  - id: z\nb: 1\n"


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        ("n: 1  # c\n", SetValue(("n",), 2), "n: 2  # c\n"),
        ("n: 1\n", SetValue(("n",), "1"), 'n: "1"\n'),
        ("n: yes\n", SetValue(("n",), value=True), "n: true\n"),
        ("n: 1\n", SetValue(("n",), 0.00001), "n: 0.00001\n"),
        ("n:\nm: 1\n", SetValue(("n",), 5), "n: 5\nm: 1\n"),
        ("n:  # c\nm: 1\n", SetValue(("n",), {"a": 1}), "n:  # c\n  a: 1\nm: 1\n"),
        ("n: []  # c\nm: 1\n", Insert(("n",), 0, {"id": "a"}), "n:  # c\n  - id: a\nm: 1\n"),
        ("a: 1\nc: 2\n", SetValue(("b",), "x", ("a", "b", "c")), "a: 1\nb: x\nc: 2\n"),
        ("c: 2\n", SetText(("a", "b"), "en", "x: y", "en", ("a", "c")), 'a:\n  b:\n    en: "x: y"\nc: 2\n'),
        ("t: {en: A, es: B}\n", RemoveLanguage(("t",), "en"), "t: {es: B}\n"),
        ("t:\r\n  en: A\r\n  es: B\r\nx: 1\r\n", RemoveLanguage(("t",), "es"), "t:\r\n  en: A\r\nx: 1\r\n"),
        (LIST, Remove(("a", "x")), LIST.replace("  # one\n  - id: x  # own\n    text: X\n", "")),
        (LIST, Remove(("a", "x", "id")), LIST.replace("- id: x  # own\n    text: X", "- text: X")),
        (
            LIST,
            Move(("a", "y"), ("a",), 0),
            "a:\n  # two\n  - id: y\n    text: |\n      Y\n\n  # one\n  - id: x  # own\n    text: X\n  - id: z\nb: 1\n",
        ),
        (LIST, Insert(("a",), 2, {"id": "n", "t": {"en": "#"}}), LIST.replace(
            "  - id: z\n", '  - id: n\n    t:\n      en: "#"\n  - id: z\n')),
        ("a:\n  - id: x\n", Remove(("a", "x")), "a: []\n"),
        ("a:\n  - id: x", Remove(("a", "x")), "a: []"),
        ("a: [x, y, z]\n", Move(("a", 2), ("a",), 0), "a: [z, x, y]\n"),
        ("a: [x, y]\n", Remove(("a", 1)), "a: [x]\n"),
        ("a: [x]\n", Insert(("a",), 1, "y, z"), 'a: [x, "y, z"]\n'),
        ("a: [\n  x,  # 1\n  y  # 2\n]\n", Move(("a", 1), ("a",), 0), "a: [\n  y,  # 2\n  x  # 1\n]\n"),
        ("a: [\n  x,  # 1\n  y  # 2\n]\n", Remove(("a", 0)), "a: [\n  y  # 2\n]\n"),
        (
            "g:\n  - id: a\n    items:\n      - id: x  # c\n        t: |\n          X\n      - id: y\n  - id: b\n",
            Move(("g", "a", "items", "x"), ("g",), 1),
            "g:\n  - id: a\n    items:\n      - id: y\n  - id: x  # c\n    t: |\n      X\n  - id: b\n",
        ),
        ("\ufeffa: 1\n".removeprefix("\ufeff"), SetValue(("a",), None), "a: null\n"),
    ],
)  # fmt: skip
def test_an_edit_writes_just_this(before: str, edit: Any, after: str) -> None:
    assert edit_file(before, "x.yml", [edit]) == after


@pytest.mark.parametrize(
    ("text", "edit", "reason"),
    [
        ("a: &x {en: A}\nb: *x\n", SetText(("a",), "en", "B", "en"), "shared"),
        ("a: &x {en: A}\nb: *x\n", SetText(("b",), "en", "B", "en"), "shared"),
        ("a: {en: &x A}\nb: *x\n", SetText(("a",), "en", "B", "en"), "shared"),
        ("a: &x [1]\nb: *x\n", Insert(("b",), 0, 2), "shared"),
        ("a: [&x {id: y}]\nb: *x\n", Remove(("a", "y")), "shared"),
        ("a: {b: [&x 1]}\nc: *x\n", Remove(("a",)), "layout"),
        ("a: 1\na: 2\n", SetValue(("a",), 3), "unreadable"),
        ("a: [\n", SetValue(("a",), 3), "unreadable"),
        ("a: 1\n", Remove(("b",)), "no-place"),
        ("a: 1\n", SetValue(("a", "b"), 1), "no-place"),
        ("a: {en: A}\n", RemoveLanguage(("a",), "en"), "no-place"),
        ("a: [{id: x}, {id: x}]\n", Remove(("a", "x")), "no-place"),
        ("a:\n  - id: x\n    a: []\n", Move(("a", "x"), ("a", "x", "a"), 0), "no-place"),
        ("a: x\n", SetValue(("a",), "\x07"), "unwritable"),
    ],
)
def test_what_cannot_be_done_without_touching_more_is_refused(text: str, edit: Any, reason: str) -> None:
    with pytest.raises(EditRefused) as refused:
        edit_file(text, "x.yml", [edit])
    assert refused.value.reason == reason


FILES = sorted([*ROOT.glob("roles/**/*.yml"), *ROOT.glob("policies/*.yml"), *ROOT.glob("content/*.yml")])
PHRASES = (
    "no",
    "a: b",
    "# x",
    "- y",
    "1.0",
    "ключ: да",
    "厨师：#1",
    "it's",
    'say "x"',
    "a\nb",
    "{x}",
    "[[role:a]]",
    "&a",
    "%",
)


def paths_in(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [one for key, value in below for one in [(*path, key), *paths_in(value, (*path, key))]]


def value_at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def random_edit(draw: random.Random, tree: Any) -> Any:
    paths = paths_in(tree)
    lists = [one for one in paths if isinstance(value_at(tree, one), list)]
    items = [one for one in paths if isinstance(one[-1], int)]
    words = [one for one in paths if isinstance(value_at(tree, one), dict) and "en" in value_at(tree, one)]
    match draw.choice(["text", "value", "insert", "move", "across", "remove", "language", "key"]):
        case "text" if words:
            return SetText(draw.choice(words), draw.choice(["en", "es", "vi"]), draw.choice(PHRASES), "en")
        case "insert" if lists:
            path = draw.choice(lists)
            index = draw.randint(0, len(value_at(tree, path)))
            return Insert(path, index, draw.choice([*PHRASES, {"id": "new", "text": {"en": draw.choice(PHRASES)}}]))
        case "move" if items:
            path = draw.choice(items)
            return Move(path, path[:-1], draw.randrange(len(value_at(tree, path[:-1]))))
        case "across" if items:
            path, to = draw.choice(items), draw.choice(lists)
            length = len(value_at(tree, to)) - (to == path[:-1])
            return Move(path, to, draw.randint(0, length))
        case "remove":
            return Remove(draw.choice(paths))
        case "language" if words:
            return RemoveLanguage(draw.choice(words), "es")
        case "key":
            maps = [(), *(one for one in paths if isinstance(value_at(tree, one), dict))]
            return SetValue((*draw.choice(maps), "fresh"), draw.choice([1, 2.5, True, "x", ["a"], {"b": "c"}]))
    return SetValue(draw.choice(paths), draw.choice([1, 2.5, False, "weekly", "2027-01-31", *PHRASES]))


def test_random_edits_of_the_sample_mean_what_they_should_and_touch_nothing_else() -> None:
    draw = random.Random(20)
    made = 0
    for _ in range(200):
        text = draw.choice(FILES).read_text("utf-8")
        if draw.random() < 0.2:
            text = text.replace("\n", "\r\n")
        made += holds(text, draw)
    assert made > 150


def holds(text: str, draw: random.Random) -> bool:
    """Whether an edit was made; if so, it means what it should, and lines outside of it are as they were."""
    tree, findings = read_yaml(text, "x.yml")
    assert not findings
    edit = random_edit(draw, tree)
    try:
        result = edit_file(text, "x.yml", [edit])
    except EditRefused:
        return False
    meant = plain_of(tree)
    make(meant, edit)
    read, findings = read_yaml(result, "x.yml")
    assert not findings
    assert is_same(read, meant)
    for row in comments_of(text):
        assert comments_of(result).count(row) == comments_of(text).count(row) or isinstance(edit, Remove | SetValue)
    return True


def comments_of(text: str) -> list[str]:
    return [row.strip() for row in text.splitlines() if row.lstrip().startswith("#")]


@st.composite
def files(draw: st.DrawFn) -> str:
    note = st.sampled_from(["", "", "  # note: {x}"])
    above = st.sampled_from(["", "", "  # above\n", "\n", "\n  # apart\n\n"])
    word = st.sampled_from(
        ["Cook", '"a: #b"', "'it''s'", "|\n      L\n\n      M", ">-\n      F\n      G", "{en: A, es: B}"]
    )
    items = [
        f"{draw(above)}  - id: i{number}{draw(note)}\n    text: {draw(word)}\n"
        for number in range(draw(st.integers(1, 4)))
    ]
    flow = draw(
        st.sampled_from(
            ["[a, b, c]", "[]", "[\n  a,  # 1\n  b,  # 2\n]", "{x: 1, y: [2, 3]}", "[{id: q, en: r}, {id: s}]"]
        )
    )
    parts = [
        f"title:{draw(note)}\n  en: Cook{draw(note)}\n  es: {draw(word)}\n"
        if draw(st.booleans())
        else "title: {en: A, es: B}\n",
        f"list:{draw(note)}\n{''.join(items)}",
        f"flow: {flow}{draw(note)}\n",
        "zero:\n- a  # c\n# d\n- - b\n  - c\n- {id: k}\n",
        "count: 3\n",
    ]
    text = "".join(draw(st.permutations(parts)))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@settings(max_examples=150, deadline=None)
@given(files(), st.randoms(use_true_random=False))
def test_any_edit_of_any_file_means_what_it_should(text: str, draw: random.Random) -> None:
    holds(text, draw)


def test_only_the_lines_of_an_edit_change() -> None:
    for path in FILES[:8]:
        text = path.read_text("utf-8")
        tree, _ = read_yaml(text, "x.yml")
        place = next(
            one for one in paths_in(tree) if isinstance(value_at(tree, one), dict) and "es" in value_at(tree, one)
        )
        result = edit_file(text, "x.yml", [SetText(place, "es", "Otra: #1", "en")])
        rows = [row for row in difflib.ndiff(text.splitlines(), result.splitlines()) if row[0] in "+-"]
        assert sorted(row[0] for row in rows) == ["+", "-"], Path(path).name
