"""Files that are wrong before they mean anything, and what plain YAML scalars mean."""

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolebook.diagnostics import Diagnostic
from rolebook.pipeline.check.check import check_handbook
from rolebook.source import Mapping, locate, read_yaml

COOK = "title: Cook\npurpose: Cooks.\nduties: [{id: cook, text: Cooks.}]\n"


def findings_for(root: Path, content: bytes | str, name: str = "roles/cook.yml") -> list[Diagnostic]:
    settings = root / "content" / "handbook.yml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        "language: en\nlanguages: [en]\norganisation: {name: E}\nentities: [{id: e, name: E, jurisdiction: GB}]\n"
        "severities: {draft-pack: off}\n"
    )
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check_handbook(root).findings


def told(findings: list[Diagnostic]) -> list[str]:
    return [f"{one.location.file}:{one.location.line}:{one.location.column} {one.code}" for one in findings]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "roles/cook.yml:1:1 empty-file"),
        ("# nothing yet\n", "roles/cook.yml:1:1 empty-file"),
        ("title:\n\ten: Cook\n", "roles/cook.yml:2:1 tab-indentation"),
        ("- title: Cook\n", "roles/cook.yml:1:1 wrong-type"),
        ("just words\n", "roles/cook.yml:1:1 wrong-type"),
        ("title: Cook: head\n", "roles/cook.yml:1:12 yaml-syntax"),
        ("title: 'Cook\n", "roles/cook.yml:2:1 yaml-syntax"),
        ("title: Cook\x07\n", "roles/cook.yml:1:12 control-character"),
        ("title: !!python/object:os.system x\n", "roles/cook.yml:1:8 unsupported-yaml"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "roles/cook.yml:1:43 too-deep"),
        ("a: &a [x]\n---\nb: c\n", "roles/cook.yml:2:1 unsupported-yaml"),
        ("title: Кухар".encode("cp1251"), "roles/cook.yml:1:8 not-utf8"),
        ("title: Cook".encode("utf-16"), "roles/cook.yml:1:1 not-utf8"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_finding_at_its_place(
    tmp_path: Path, content: bytes | str, expected: str
) -> None:
    assert told(findings_for(tmp_path, content)) == [expected]


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    assert findings_for(tmp_path, "\ufeff" + COOK.replace("\n", "\r\n")) == []


def test_places_are_right_behind_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    text = "\ufeff" + (COOK + "titel: x\n").replace("\n", "\r\n")
    assert told(findings_for(tmp_path, text)) == ["roles/cook.yml:4:1 unknown-key"]


def test_a_file_of_50_mb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "roles" / "cook.yml"
    path.parent.mkdir()
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert told(findings_for(tmp_path, COOK, "roles/other.yml")) == ["roles/cook.yml:1:1 file-too-large"]


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert [one.code for one in findings_for(tmp_path, "\n".join(levels))] == ["alias-bomb"]


def test_an_alias_is_read_where_it_stands(tmp_path: Path) -> None:
    text = "title: &t Cook\npurpose: *t\nduties: [{id: cook, text: *t}]\n"
    assert findings_for(tmp_path, text) == []


def test_a_link_out_of_the_handbook_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "secret.yml"
    outside.write_text(COOK)
    root = tmp_path / "handbook"
    (root / "roles").mkdir(parents=True)
    (root / "roles" / "cook.yml").symlink_to(outside)
    assert told(findings_for(root, COOK, "roles/other.yml")) == ["roles/cook.yml:1:1 outside-handbook"]


@pytest.fixture
def nobody() -> Iterator[Path]:
    """An open folder, and no more rights than any user has: root reads everything."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        if os.geteuid() == 0:
            os.seteuid(65534)
        try:
            yield Path(folder)
        finally:
            os.seteuid(os.getuid())


def test_a_file_without_the_right_to_read_it_is_a_finding(nobody: Path) -> None:
    path = nobody / "roles" / "cook.yml"
    path.parent.mkdir()
    path.write_text(COOK)
    path.chmod(0)
    assert told(findings_for(nobody, COOK, "roles/other.yml")) == ["roles/cook.yml:1:1 unreadable-file"]


def test_a_file_name_that_is_no_id_is_a_finding(tmp_path: Path) -> None:
    assert told(findings_for(tmp_path, COOK, "roles/Head Cook.yml")) == ["roles/Head Cook.yml:1:1 invalid-id"]


def test_a_path_trick_in_a_name_is_no_id(tmp_path: Path) -> None:
    found = findings_for(tmp_path, COOK + "extends: ../../etc/passwd\n")
    assert told(found) == ["roles/cook.yml:4:10 invalid-id"]


def test_the_language_tag_no_is_norwegian(tmp_path: Path) -> None:
    text = "language: no\ntitle: {no: Kokk, en: Cook}\npurpose: Lager mat.\nduties: [{id: a, text: Koker.}]\n"
    found = findings_for(tmp_path, text)
    assert found == []


def test_a_handbook_without_settings_says_so(tmp_path: Path) -> None:
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "cook.yml").write_text(COOK)
    assert told(check_handbook(tmp_path).findings) == ["content/handbook.yml:1:1 missing-settings"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("true", True),
        ("True", "True"),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-7", -7),
        ("3.5", 3.5),
        ("011", "011"),
        ("1e3", "1e3"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        (".5", ".5"),
        ("2026-01-31", "2026-01-31"),
        ("'12'", "12"),
        ('"true"', "true"),
    ],
)
def test_scalars_surprise_nobody(written: str, meant: object) -> None:
    value, findings = read_yaml(f"a: {written}\n", "x.yml")
    assert (value, findings) == ({"a": meant}, [])
    assert type(value["a"]) is type(meant)


KEYS = st.text("abcdefgh", min_size=1, max_size=4)
TREES = st.recursive(
    st.text("xyz é中", max_size=6) | st.integers(-999, 999),
    lambda below: st.lists(below, min_size=1, max_size=3) | st.dictionaries(KEYS, below, min_size=1, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
def test_every_place_points_at_its_value(tree: dict[str, object]) -> None:
    text = json.dumps(tree, ensure_ascii=False, indent=2)
    value, findings = read_yaml(text, "x.yml")
    assert (value, findings) == (tree, [])
    lines = text.split("\n")

    def follow(node: object, path: tuple[str | int, ...]) -> None:
        place = locate(value, path)
        assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(node, ensure_ascii=False)[:1])
        if isinstance(node, str | int):
            shown = json.dumps(node, ensure_ascii=False)
            assert lines[place.line - 1][place.column - 1 : place.end_column - 1] == shown
        for key, below in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
            follow(below, (*path, key))

    assert isinstance(value, Mapping)
    follow(tree, ())


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    value, findings = read_yaml(text, "x.yml")
    assert value is not None or findings or text.strip() in ("", "~", "null") or "null" in text or "~" in text
