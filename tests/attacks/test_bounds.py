"""What is made to exhaust a reader stays within bounds: open marks, packed nothing, rows that are not there."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rolebook.diagnostics import UserError
from rolebook.exchange.tables import read_table
from rolebook.model.release import read_release
from rolebook.pipeline.translate.delivery import read_delivery
from tests.attacks.bounds import bounded
from tests.attacks.targets import TARGETS, packed
from tests.conftest import EFFORT, FIRM

LONG = 64 * 1024
MARKS = [
    "[",
    "[[",
    "[[a",
    "[a](",
    "[a][",
    "![a](",
    "](",
    "](a",
    "*",
    "**",
    "*a",
    "**a**",
    "__a",
    "_a_",
    "`",
    "`a",
    "``",
    "{",
    "{x}",
    "\\",
    "\\*",
    "<",
    "<a",
    "&#1;",
    ">",
    "#",
    "|",
    "~~~",
    "```",
    "!",
    "*a ",
    "**a *b* ",
    "- ",
    "* * ",
    "1. ",
    "> - ",
    "a\n\n",
    "- a\n",
    "    - a\n",
    "|a|b|\n|-|-|\n",
    "[a]: b\n",
    "\n",
    "- a\n\n  ",
    "[a [b](c)](d) ",
    "[a](<",
    '[a](b "',
    "\t",
    "\x02klzzwxh:0000\x03",
    "á",
    "\u202e",
    "中 ",
]
YAML = {
    "control characters": "\x01",
    "allowances": "# rolebook: allow x because y\n",
    "allowances beside values": "- 1 # rolebook: allow x because y\n",
    "keys that come again": "a: 1\n",
    "anchors": "- &a b\n",
    "aliases": "- &a [b]\n- *a\n",
    "open lists": "[",
    "open maps": "{a: ",
    "questions": "? ",
    "empty items": "-\n",
    "quotes": '"',
    "block scalars": "- |\n a\n",
    "tags": "- !!python/object/apply:os.system [x]\n",
}


def long(unit: str, size: int = LONG) -> bytes:
    return (unit * (size // len(unit.encode()) + 1)).encode()[:size]


def ready(target: str) -> Callable[[bytes], None]:
    """The target, after what is loaded once."""
    attacked = TARGETS[target]
    attacked(b"\x00a: b\n")
    return attacked


@pytest.mark.parametrize("target", ["inline", "page"])
def test_no_run_of_marks_keeps_a_text_or_page_busy(target: str) -> None:
    attacked = ready(target)
    for mark in MARKS:
        bounded(attacked, long(mark))
    draw = random.Random(1)
    for _ in range(12 * EFFORT):
        unit = "".join(draw.choice(MARKS) for _ in range(draw.randint(2, 6)))
        bounded(attacked, long(unit, draw.choice((500, 5_000, 50_000))))


@pytest.mark.parametrize("kind", YAML)
def test_no_yaml_keeps_the_reader_busy(kind: str) -> None:
    for target, before in (("yaml", b""), ("handbook", b"\x00title: Cook\npurpose: Cooks.\n")):
        bounded(ready(target), before + long(YAML[kind], 128 * 1024))


def test_aliases_do_not_unfold() -> None:
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    bounded(ready("yaml"), laughs.encode())
    merged = "a: &a {b: 1}\nc: {<<: *a, <<: *a}\n"
    bounded(ready("handbook"), b"\x00" + merged.encode())


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def workbooks() -> Iterator[tuple[str, bytes]]:
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>person</t></is></c></row>'
    yield "a thousandth of what it unpacks to", packed(SHEET + cell * 1_000_000, level=9)
    yield "strings without end", packed(SHEET + cell, b"<sst>" + b"<si><t>a</t></si>" * 2_000_000, level=9)
    yield "a row that claims a number", packed(SHEET + b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>')
    yield "a row just at the end", packed(SHEET + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "other parts", packed(SHEET + cell, **{f"xl/media/{n}.bin": b"\0" * 10_000_000 for n in range(20)})
    yield "entities", packed(b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET + cell)
    yield "entities in UTF-16", packed(('\ufeff<!DOCTYPE x [<!ENTITY a "aaaa">]>' + SHEET.decode()).encode("utf-16-le"))
    yield "an outside entity", packed(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SHEET + b"&a;")
    yield (
        "numbers without end",
        packed(SHEET + b'<row r="1"><c r="A1"><v>1e999999</v></c><c r="B1"><v>nan</v></c></row>'),
    )
    yield "a date before all days", packed(SHEET + b'<row r="1"><c r="A1" t="d"><v>-999999</v></c></row>')


@pytest.mark.parametrize("book", [pytest.param(book, id=kind) for kind, book in workbooks()])
def test_no_workbook_unpacks_to_more_than_it_says(book: bytes, tmp_path: Path) -> None:
    assert len(book) < 5_000_000
    path = tmp_path / "a.xlsx"
    path.write_bytes(book)

    def roster(_: bytes) -> None:
        table, findings = read_table(path)
        assert table is not None or [one.code for one in findings] == ["broken-table"]

    bounded(roster, book)
    bounded(TARGETS["xlsx"], book)


def test_a_lying_container_is_no_workbook() -> None:
    """Sizes and places in the directory of a packed file may say anything."""
    whole = packed(SHEET)
    draw = random.Random(2)
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(draw.randint(1, 8)):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        bounded(TARGETS["xlsx"], bytes(broken))


XLIFF = '<xliff version="{}" trgLang="es"><file target-language="es"><unit id="a"><segment><source>{}'


@pytest.mark.parametrize(
    "inside",
    [
        "<a/>",
        "<pc>",
        '<cp hex="zz"/>',
        '<cp hex="D800"/>',
        '<cp hex="7FFFFFFFFFFF"/>',
        "&#65;",
        '<a b="c"/>',
        "<![CDATA[a]]>",
    ],
)
@pytest.mark.parametrize("version", ["1.2", "2.1"])
def test_no_xliff_keeps_the_reader_busy(version: str, inside: str) -> None:
    head = XLIFF.format(version, "").encode()
    end = b"</source></segment></unit></file></xliff>"
    for size in (30, 512 * 1024):
        body = long(inside, size // len(inside) * len(inside))
        closing = b"</pc>" * (len(body) // 4) if inside == "<pc>" else b""
        bounded(ready("xliff"), head + body + closing + end)


def test_no_po_or_roster_keeps_the_reader_busy() -> None:
    for unit in (
        'msgid "a"\nmsgstr "b"\n\n',
        "# a\n",
        '"a"\n',
        "#, fuzzy\n",
        "msgid_plural",
        '"\\',
        "#~ msgid\n",
        "a\n",
    ):
        bounded(ready("po"), long(unit, 256 * 1024))
    head = "person,name,language,entity,role\n"
    for unit in ("a,b,c,d,e\n", ",", ";", '"', '"a"', "\n", "\0", "a;b;c;", "=cmd|' /C calc'!A0,"):
        # Each of 26,000 short rows has five faults, and each fault is reported: the work is in line with the report.
        bounded(ready("roster"), head.encode() + long(unit, 256 * 1024), slower=3)


def test_a_release_may_be_nested_without_end_and_half_a_sign() -> None:
    for text in ("[" * 500_000, '{"a":' * 100_000, "1" * 500_000, json.dumps({"notation": 1, "kind": "\ud800"})):
        release, findings = read_release(text, "content/releases/role/cook/1.0.json")
        assert release is None
        assert [one.code for one in findings] == ["broken-release"]


def test_a_refused_file_says_why(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(packed(SHEET + b"\0" * 60_000_000, level=9))
    with pytest.raises(UserError, match="too-large"):
        read_delivery(path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert sum(one.file_size for one in archive.infolist()) > 100 * path.stat().st_size
    assert (FIRM / "content").is_dir()
