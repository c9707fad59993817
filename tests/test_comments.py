"""Allowances in comments: found where a comment is, for the line they mean, never inside a text."""

import pytest

from rolebook.source import allowances_in

ASKED = "# rolebook: allow weak-word because it is a name"


def meant(text: str) -> list[tuple[int, int, str, str]]:
    found = allowances_in(text, "roles/cook.yml")
    return [(one.location.line, one.line, one.code, one.reason) for one in found]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(f"title: Cook {ASKED}\n", [(1, 1)], id="beside a value"),
        pytest.param(f"{ASKED}\n\n# why not\ntitle: Cook\n", [(1, 4)], id="alone, for what comes next"),
        pytest.param(f"a: 1\nduties:\n  {ASKED}\r\n  - {{id: a}}\r\n", [(3, 4)], id="indented, with Windows line ends"),
        pytest.param(f"title: 'Cook' {ASKED}\n", [(1, 1)], id="beside a quoted value"),
        pytest.param(f"a: [x, y] {ASKED}\nb: {{c: d}} {ASKED}\n", [(1, 1), (2, 2)], id="beside lists and maps"),
        pytest.param(f"title: 'Cook {ASKED}'\n", [], id="in quotes"),
        pytest.param(f'title: "Cook\n  {ASKED}"\n', [], id="in quotes over lines"),
        pytest.param(f"title: |\n  Cook\n  {ASKED}\n", [], id="in a block"),
        pytest.param(f"title: >-\n  Cook\n  {ASKED}\nb: c {ASKED}\n", [(4, 4)], id="in a folded block, then beside"),
        pytest.param("title: Cook#rolebook: allow a because b\n", [], id="a sign in a word"),
        pytest.param(f"'a {ASKED}': b\n", [], id="in a key"),
        pytest.param("title: Cook # rolebook: note a because b\n", [], id="another word"),
        pytest.param(f"title: Cook: {ASKED}\n  - broken\n", [(1, 1)], id="in a file that cannot be read"),
    ],
)
def test_an_allowance_is_a_comment_and_means_a_line(text: str, lines: list[tuple[int, int]]) -> None:
    assert [(line, means) for line, means, *_ in meant(text)] == lines


def test_code_and_reason_are_what_it_says() -> None:
    assert meant(f"a: b {ASKED}\n") == [(1, 1, "weak-word", "it is a name")]
    assert meant("a: b # rolebook: allow weak-word\n") == [(1, 1, "weak-word", "")]
    assert meant("a: b # rolebook: allow weak-word because\n") == [(1, 1, "weak-word", "")]
    assert meant("a: b #rolebook:allow weak-word because so\n") == [(1, 1, "weak-word", "so")]
    assert meant("a: b # rolebook: allow\n") == [(1, 1, "", "")]
