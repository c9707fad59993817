"""Words change in YAML, everything around them survives byte for byte."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolebook.model.handbook import Handbook
from rolebook.model.translation.text_addresses import texts_of
from rolebook.source import EditRefused, Mapping, TextChange, edit_texts, read_yaml
from tests.conftest import ROOT


def place_of(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    node, findings = read_yaml(text, "x.yml")
    assert not findings
    for key in path[:-1]:
        node = node[key]
    span = node.values_at[path[-1]]
    return span.line, span.column


def changed(text: str, words: dict[str, str], path: tuple[str | int, ...] = ("title",), origin: str = "en") -> str:
    return edit_texts(text, "x.yml", [TextChange(*place_of(text, path), origin, words)])


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("title: {en: Cook, es: Cocinera}  # c\n", {"es": "Chef"}, "title: {en: Cook, es: Chef}  # c\n"),
        ("title: {en: Cook, es: Cocinera}\n", {"es": "Sal, y más"}, 'title: {en: Cook, es: "Sal, y más"}\n'),
        ("title: {en: 'Cook', es: 'Uno'}\n", {"es": "Dos, l'otro"}, "title: {en: 'Cook', es: 'Dos, l''otro'}\n"),
        ("title: {en: Cook}\n", {"es": "Chef"}, "title: {en: Cook, es: Chef}\n"),
        ("title: {\n  en: Cook, # c\n}\n", {"es": "Chef"}, "title: {\n  en: Cook, es: Chef, # c\n}\n"),
        ("title: Cook # c\npurpose: x\n", {"es": "Chef"}, "title:\n  en: Cook\n  es: Chef # c\npurpose: x\n"),
        ("- {title: Cook, id: a}\n".replace("- ", "a: "), {}, "a: {title: Cook, id: a}\n"),
        ("title:\n    en: Cook  # c\nx: 1\n", {"zh": "厨师"}, "title:\n    en: Cook  # c\n    zh: 厨师\nx: 1\n"),
        ("title:\r\n  en: Cook\r\n", {"es": "A\nB"}, "title:\r\n  en: Cook\r\n  es: |-\r\n    A\r\n    B\r\n"),
        (
            "title:\n  en: |\n    A\n\n    B\n\n# c\nx: 1\n",
            {"en": "C\n\nD"},
            "title:\n  en: |\n    C\n\n    D\n\n# c\nx: 1\n",
        ),
        ("title:\n  en: >- # c\n      A\n      B\nx: 1\n", {"en": "C D"}, "title:\n  en: >- # c\n      C D\nx: 1\n"),
        ('title:\n  en: "A"\n', {"en": 'say "x"'}, 'title:\n  en: "say \\"x\\""\n'),
        ("title:\n  en: A\n", {"en": "yes: no"}, 'title:\n  en: "yes: no"\n'),
        ("title:\n  en: A\n", {"en": "12"}, 'title:\n  en: "12"\n'),
        ("title: &t {en: A}\nx: *t\n", {"en": "B"}, "title: &t {en: B}\nx: *t\n"),
        ("title: A", {"en": "B"}, "title: B"),
    ],
)
def test_an_edit_writes_just_this(before: str, words: dict[str, str], after: str) -> None:
    assert (changed(before, words) if words else before) == after


@pytest.mark.parametrize(
    ("text", "words", "path"),
    [
        pytest.param("title: &t A\nx: *t\n", {"en": "B"}, ("title",), id="words that others share"),
        pytest.param("title: &t A\nx: *t\n", {"es": "B"}, ("title",), id="a shared string that becomes a map"),
        pytest.param("title: [a]\n", {"en": "B"}, ("title",), id="a list"),
        pytest.param("title: {en: 1}\n", {"en": "B"}, ("title",), id="a number"),
        pytest.param("title: A\n", {"en": "a\x07b"}, ("title",), id="a control character"),
    ],
)
def test_what_cannot_be_done_without_touching_more_is_refused(
    text: str, words: dict[str, str], path: tuple[str | int, ...]
) -> None:
    with pytest.raises(EditRefused):
        changed(text, words, path)


def test_a_place_that_is_no_value_is_refused() -> None:
    with pytest.raises(EditRefused):
        edit_texts("title: A\n", "x.yml", [TextChange(1, 3, "en", {"en": "B"})])


SIGNS = "abcñ厨ệж😀 \n'\"-{},|[]&*!%@`>?\\\t\u2028\x85~:#"
LETTERS = st.sampled_from([*SIGNS, "  ", "\n\n", ": ", " #", "- ", "no", "12"])
WORDS = st.lists(LETTERS, min_size=1, max_size=14).map(lambda signs: "".join(signs).strip()).filter(bool)
COMMENTS = st.sampled_from(["", "", "  # note: {x}", "   "])
GAPS = st.sampled_from(["", "\n", "# between\n", "\n  # set in\n\n"])


@st.composite
def maps(draw: st.DrawFn, indent: int) -> str:
    """A text as a block map, each language in some style that can hold its words."""
    rows = []
    pad = " " * indent
    for tag in draw(st.permutations(["en", "es", "zh"])):
        style = draw(st.sampled_from(["plain", "double", "single", "literal", "folded"]))
        word = draw(st.sampled_from(["Cook", "Cuece el arroz", "厨师：做饭", "нет - да"]))
        note, end = draw(COMMENTS), draw(st.sampled_from(["", "  "]))
        body = {
            "plain": f"{word}{note}",
            "double": f'"{word}"{note}',
            "single": f"'{word}'{note}",
            "literal": f"|{draw(st.sampled_from(['', '-', '+']))}{note}\n{pad}   {word}\n\n{pad}   more{end}",
            "folded": f">{draw(st.sampled_from(['', '-']))}{note}\n{pad}  {word}\n{pad}  {word}",
        }[style]
        rows.append(f"{pad}{tag}:{draw(st.sampled_from([' ', '  ']))}{body}\n{draw(GAPS)}")
    return "".join(rows)


@st.composite
def documents(draw: st.DrawFn) -> str:
    flow = "{en: Cook, es: 'Uno, dos', zh: \"厨\"}"
    parts = [
        f"# a role\ntitle:{draw(COMMENTS)}\n{draw(maps(2))}",
        f"plain: Cook{draw(COMMENTS)}\n",
        f"flow: {flow}{draw(COMMENTS)}\n",
        f"duties:\n  - id: a\n    text:\n{draw(maps(6))}  - {{id: b, text: {flow}}}\n",
    ]
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    return "".join(draw(st.permutations(parts))).replace("\n", ends)


PATHS: tuple[tuple[str | int, ...], ...] = (
    ("title",),
    ("plain",),
    ("flow",),
    ("duties", 0, "text"),
    ("duties", 1, "text"),
)


@settings(max_examples=200, deadline=None)
@given(documents(), st.sampled_from(PATHS), st.sampled_from(["en", "es", "vi"]), WORDS)
def test_any_words_go_in_and_nothing_else_changes(
    text: str, path: tuple[str | int, ...], language: str, words: str
) -> None:
    before, _ = read_yaml(text, "x.yml")
    result = changed(text, {language: words}, path)
    after, findings = read_yaml(result, "x.yml")
    assert not findings
    old, new = at(before, path), at(after, path)
    expected = {"en": old} if isinstance(old, str) else dict(old)
    said = new if isinstance(new, dict) else {"en": new}
    assert said.keys() == expected.keys() | {language}
    assert said[language].rstrip("\n") == words.rstrip("\n")
    assert {tag: said[tag] for tag in expected if tag != language} == {
        tag: expected[tag] for tag in expected if tag != language
    }
    assert outside(text, before, path, language) in (None, outside(result, after, path, language))
    if language == "vi" and not isinstance(old, str):
        assert common(text, result) + common(text[::-1], result[::-1]) >= len(text)


def common(one: str, other: str) -> int:
    """How many signs two strings begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def at(tree: Mapping, path: tuple[str | int, ...]) -> object:
    node: object = tree
    for key in path:
        node = node[key]  # type: ignore[index]
    return node


def outside(text: str, tree: Mapping, path: tuple[str | int, ...], language: str) -> tuple[str, str] | None:
    """The text before and behind the words of a language; None where they were not there or are all of the text."""
    words = at(tree, path)
    if not isinstance(words, Mapping) or language == "vi":
        return None
    span = words.values_at[language]
    return text[: span.start], text[span.start + len(text[span.start : span.end].rstrip()) :].lstrip(" ")


def test_every_text_of_the_sample_can_be_replaced_and_extended(sample: Handbook) -> None:
    changes: dict[str, list[TextChange]] = {}
    for placed in texts_of(sample):
        where = placed.part.at(placed.field)
        words = {tag: f"{placed.text.values[tag].rstrip()} ({tag})" for tag in ("es", "zh")} | {"fr": "Mot: 1, # x"}
        changes.setdefault(where.file, []).append(TextChange(where.line, where.column, placed.text.origin, words))
    assert len(changes) > 25
    for file, wanted in changes.items():
        text = (ROOT / file).read_text("utf-8")
        edited = edit_texts(text, file, wanted)
        added = sum(len(change.words) == 3 for change in wanted)
        assert edited.count('"Mot: 1, # x"') == added
        kept = [row for row in text.splitlines() if row.lstrip().startswith("#") or " en: " in row]
        assert [row for row in kept if row not in edited] == []
