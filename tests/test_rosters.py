"""Rosters as HR systems and spreadsheets export them: each is read as it is shown, or refused with its cause."""

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from rolebook.checks.engine import RULES
from rolebook.diagnostics import Diagnostic, Severity, UserError
from rolebook.exchange.tables import read_table
from rolebook.language import language_for, phrasebook
from rolebook.model.handbook import Handbook
from rolebook.model.people.roster import RosterRows
from rolebook.model.people.signatories import read_signatories
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import PrintRun, print_papers
from rolebook.pipeline.reading.handbook import require_handbook
from tests.conftest import LANGUAGES

HEAD = ("person", "name", "language", "entity", "role", "start")
ONE = ("0007", "José Núñez", "es", "employer-es", "team-member", "2027-02-01")
TWO = ("0008", "Employee 002", "en", "employer-gb", "team-lead", "2027-02-03")
PLAIN = {
    "0007": ("José Núñez", "employer-es", "team-member", date(2027, 2, 1)),
    "0008": ("Employee 002", "employer-gb", "team-lead", date(2027, 2, 3)),
}
RU = ("0009", "Иванова Мария Петровна", "ru", "employer-ru", "team-member", "01.02.2027")
ZH = ("0010", "王小明", "zh", "employer-cn", "team-member", "2027/2/1")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Handbook:
    """A fresh handbook in five languages with seven employers."""
    root = tmp_path_factory.mktemp("fresh") / "hb"
    init_handbook(root, ("en", "es", "zh", "vi", "ru"), ("ES", "GB", "CN", "VN", "RU", "US", "MX"))
    return require_handbook(root)


def separated(rows: Iterable[Iterable[str]], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join(f'"{one}"' if separator in one else one for one in row) + end for row in rows)


def workbook(
    change: Callable[[Worksheet], object] | None = None,
    rows: Iterable[Iterable[Any]] = (HEAD, ONE, TWO),
    *,
    iso_dates: bool = False,
) -> bytes:
    book = openpyxl.Workbook(iso_dates=iso_dates)
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with other bytes in a part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            after.writestr(name, content)
    return out.getvalue()


def numbers(sheet: Worksheet) -> None:
    for row, value in ((2, 7), (3, 8)):
        sheet.cell(row, 1, value).number_format = "0000"


def days(sheet: Worksheet) -> None:
    sheet["F2"], sheet["F3"] = datetime(2027, 2, 1), date(2027, 2, 3)
    sheet["F2"].number_format = "dd/mm/yyyy"


def hidden_row(sheet: Worksheet) -> None:
    sheet.append(["0099", "Employee 099", "en", "employer-gb", "team-lead"])
    sheet.row_dimensions[4].hidden = True


def hidden_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    archive = sheet.parent.create_sheet("Archive", 0)
    archive.append(["nothing", "of", "use"])
    archive.sheet_state = "hidden"


def hidden_column(sheet: Worksheet) -> None:
    sheet["G1"], sheet["G2"] = "manager", "0008"
    sheet.column_dimensions["G"].hidden = True


SAME = ("0011", "Employee 003", "en", "", "", "2027-02-03")
UPPER = ("person", "name", "language", "Work", "", "")
LOWER = ("", "", "", "entity", "role", "start")


def merged(sheet: Worksheet) -> None:
    """Two people at one employer in one role, each written once."""
    sheet.merge_cells("E2:E3")
    sheet.merge_cells("D2:D3")


def two_heads(sheet: Worksheet) -> None:
    """A heading above three columns, and the others over both rows."""
    for column in "ABC":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("D1:F1")


def framed(sheet: Worksheet) -> None:
    """A name that a format completes: the cell holds `Núñez` and shows `José Núñez`."""
    sheet["B2"] = "Núñez"
    sheet["B2"].number_format = '"José "@'


def open_document() -> bytes:
    """A package as LibreOffice saves an OpenDocument table."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", "<office:document-content/>")
    return out.getvalue()


def notes(sheet: Worksheet) -> None:
    sheet["H2"] = "ask again"


def uncounted(sheet: Worksheet) -> None:
    sheet["B2"] = '="José "&"Núñez"'


COUNTED = (
    replaced(workbook(uncounted), "xl/worksheets/sheet1.xml", b"<v></v>", "<v>José Núñez</v>".encode())
    if b"<v></v>" in zipfile.ZipFile(io.BytesIO(workbook(uncounted))).read("xl/worksheets/sheet1.xml")
    else replaced(workbook(uncounted), "xl/worksheets/sheet1.xml", b"<v />", "<v>José Núñez</v>".encode())
)
COUNTED = replaced(COUNTED, "xl/worksheets/sheet1.xml", b'<c r="B2"><f>', b'<c r="B2" t="str"><f>')
UNCOUNTED = replaced(COUNTED, "xl/worksheets/sheet1.xml", "<v>José Núñez</v>".encode(), b"")


@dataclass(frozen=True)
class Export:
    """A file, and what is to come of it: the ids of its people, and the codes that are told."""

    kind: str
    name: str
    data: bytes
    people: tuple[str, ...] = ("0007", "0008")
    codes: tuple[str, ...] = ()


def in_language(tag: str) -> str:
    own = language_for(tag).columns
    return separated([[own[name][0] if own[name] else name for name in HEAD], ONE, TWO])


PLAIN_TEXT = separated([HEAD, ONE, TWO])
READ_COLUMNS = ("column-read-as",) * 6
EXPORTS = (
    Export("a system's CSV UTF-8", "a.csv", PLAIN_TEXT.encode()),
    Export("Excel CSV UTF-8", "a.csv", b"\xef\xbb\xbf" + separated([HEAD, ONE, TWO], ";").encode()),
    Export("Excel Unicode text", "a.txt", separated([HEAD, ONE, TWO], "\t").encode("utf-16")),
    Export("UTF-16 without a mark", "a.txt", separated([HEAD, ONE, TWO], "\t").encode("utf-16-le")),
    Export("UTF-16, big end first", "a.csv", b"\xfe\xff" + PLAIN_TEXT.encode("utf-16-be")),
    Export("Excel CSV in Spain", "a.csv", separated([HEAD, ONE, TWO], ";").encode("cp1252"), codes=("table-encoding",)),
    Export(
        "Excel CSV in Russia",
        "a.csv",
        separated([HEAD, RU], ";").encode("cp1251"),
        ("0009",),
        ("table-encoding", "read-as"),
    ),
    Export(
        "Excel or WPS CSV in China",
        "a.csv",
        separated([HEAD, ZH]).encode("gb18030"),
        ("0010",),
        ("table-encoding", "read-as"),
    ),
    Export("Google Sheets CSV", "a.csv", separated([HEAD, ONE, TWO], end="\n").encode()),
    Export(
        "LibreOffice CSV, all quoted",
        "a.csv",
        PLAIN_TEXT.replace(",", '","').replace("\r\n", '"\n"').rstrip('"').join(('"', "")).encode(),
    ),
    Export("with sep=", "a.csv", b"sep=;\r\n" + separated([HEAD, ONE, TWO], ";").encode()),
    Export("with sep= behind a mark", "a.csv", b"\xef\xbb\xbfsep=\t\r\n" + separated([HEAD, ONE, TWO], "\t").encode()),
    Export("bars", "a.csv", separated([HEAD, ONE, TWO], "|").encode()),
    Export(
        "a title above",
        "a.csv",
        b"Employees; May; page, 1\r\n\r\n" + separated([HEAD, ONE, TWO]).encode(),
        codes=("title-line",),
    ),
    *(Export(f"headings in {tag}", "a.csv", in_language(tag).encode(), codes=READ_COLUMNS) for tag in LANGUAGES),
    Export(
        "headings with case and marks",
        "a.csv",
        PLAIN_TEXT.replace("person,name", "PERSON *,Name:").encode(),
    ),
    Export(
        "one column more",
        "a.csv",
        separated([(*HEAD, "shoe size"), (*ONE, "42"), TWO]).encode(),
        codes=("unknown-column",),
    ),
    Export("old Mac line ends", "a.csv", separated([HEAD, ONE, TWO], end="\r").encode()),
    Export("XLSX", "a.xlsx", workbook()),
    Export("XLSM", "a.xlsm", workbook()),
    Export("XLSX named CSV", "a.csv", workbook()),
    Export("ids as numbers", "a.xlsx", workbook(numbers)),
    Export("days", "a.xlsx", workbook(days)),
    Export("a formula with its result", "a.xlsx", COUNTED),
    Export("a formula without", "a.xlsx", UNCOUNTED, ("0008",), ("unreadable-cell",)),
    Export(
        "an error value",
        "a.xlsx",
        workbook(lambda sheet: sheet.__setitem__("B2", "#N/A")),
        ("0008",),
        ("unreadable-cell",),
    ),
    Export(
        "formulas in CSV",
        "a.csv",
        separated([HEAD, ('="0007"', *ONE[1:]), (TWO[0], '="Employee "&"002"', *TWO[2:])], ";").encode(),
        ("0007",),
        ("unreadable-cell",),
    ),
    Export("merged over rows", "a.xlsx", workbook(merged, (HEAD, ONE, SAME)), ("0007", "0011"), ("merged-cell",) * 2),
    Export(
        "two rows of headings, merged",
        "a.xlsx",
        workbook(two_heads, (UPPER, LOWER, ONE, TWO)),
        codes=("merged-cell", "merged-cell", "merged-cell"),
    ),
    Export("two rows of headings", "a.csv", separated([UPPER, LOWER, ONE, TWO]).encode()),
    Export(
        "headings in two languages",
        "a.csv",
        (in_language("en").splitlines()[0] + "\r\n" + in_language("ru")).encode(),
        codes=READ_COLUMNS,
    ),
    Export("days as ISO 8601 writes them", "a.xlsx", workbook(days, iso_dates=True)),
    Export(
        "a row that is an error alone",
        "a.xlsx",
        workbook(lambda sheet: sheet.append(["#N/A"])),
        codes=("unreadable-cell", "missing-cell", "missing-cell", "missing-cell", "missing-cell"),
    ),
    Export("a hidden row", "a.xlsx", workbook(hidden_row), codes=("hidden-row",)),
    Export("a hidden first sheet", "a.xlsx", workbook(hidden_sheet), codes=("hidden-sheet",)),
    Export("a hidden column", "a.xlsx", workbook(hidden_column), codes=("hidden-column",)),
    Export("a name that its format completes", "a.xlsx", workbook(framed)),
    Export(
        "LibreOffice CSV in Spain",
        "a.csv",
        '"person";"name";"language";"entity";"role";"start"\n'
        '0007;"José Núñez";"es";"employer-es";"team-member";01/02/2027\n'
        '0008;"#DIV/0!";"en";"employer-gb";"team-lead";03/02/2027\n'.encode(),
        ("0007",),
        ("unreadable-cell", "read-as", "read-as"),
    ),
    Export(
        "LibreOffice CSV in an encoding without the letters",
        "a.csv",
        b"person;name;language;entity;role;start\n0009;??????? ????? ????????;ru;employer-ru;team-member;01.02.2027\n",
        (),
        ("unreadable-cell", "read-as"),
    ),
    Export("LibreOffice ODS", "a.ods", open_document(), (), ("broken-table",)),
    Export(
        "UTF-8 read as Windows-1252 and saved again",
        "a.csv",
        separated([HEAD, ONE, TWO]).encode().decode("cp1252").encode(),
        ("0008",),
        ("unreadable-cell",),
    ),
    Export("notes beside", "a.xlsx", workbook(notes), codes=("unknown-column",)),
    Export(
        "a wrong size",
        "a.xlsx",
        replaced(workbook(), "xl/worksheets/sheet1.xml", b'<dimension ref="A1:F3"', b'<dimension ref="A1"'),
    ),
    Export(
        "a stray quote",
        "a.csv",
        (PLAIN_TEXT + '0009,"Employee "One" 003",en,employer-gb,team-lead,\r\n').encode(),
        codes=("broken-row",),
    ),
    Export("a quote never closed", "a.csv", PLAIN_TEXT.replace("José", '"José').encode(), ("0008",), ("broken-row",)),
    Export(
        "a separator too many",
        "a.csv",
        (PLAIN_TEXT + "0009,Employee 003,en,employer-gb,team-lead,,North\r\n").encode(),
        codes=("surplus-cell",),
    ),
    Export("an old workbook", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, (), ("broken-table",)),
    Export("a password", "a.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), (), ("broken-table",)),
    Export("a web page", "a.xls", b"<html><table><tr><td>person</td></tr></table></html>", (), ("broken-table",)),
    Export("XML of 2003", "a.xls", b'<?xml version="1.0"?><Workbook/>', (), ("broken-table",)),
    Export("nothing", "a.csv", b"\r\n", (), ("broken-table",)),
    Export(
        "an encoding in doubt",
        "a.csv",
        separated([HEAD, ("0007", "Łukasz Żółć", *ONE[2:])]).encode("cp1250"),
        (),
        ("broken-table",),
    ),
    Export(
        "strict XLSX",
        "a.xlsx",
        replaced(
            workbook(),
            "xl/workbook.xml",
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (),
        ("broken-table",),
    ),
    Export("damaged", "a.xlsx", workbook()[:-400], (), ("broken-table",)),
)


def read(
    handbook: Handbook, path: Path, data: bytes | str, columns: tuple[str, ...] = ()
) -> tuple[RosterRows | None, list[Diagnostic]]:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    table, findings = read_table(path)
    rows = RosterRows(table, handbook, columns) if table else None
    return rows, [*findings, *(rows.findings if rows else ())]


@pytest.mark.parametrize("export", [pytest.param(one, id=one.kind) for one in EXPORTS])
def test_an_export_is_read_as_it_is_shown_or_refused_with_its_cause(
    fresh: Handbook, tmp_path: Path, export: Export
) -> None:
    rows, findings = read(fresh, tmp_path / export.name, export.data)
    assert sorted(one.code for one in findings) == sorted(export.codes)
    people = rows.people() if rows else {}
    assert tuple(people) == export.people
    for name in PLAIN.keys() & people.keys():
        one = people[name]
        assert (one.name, one.entity, one.roles[0], one.start) == PLAIN[name]
    for tag in LANGUAGES:
        for one in findings:
            assert phrasebook(tag)(one).message


def test_there_are_forty_of_them() -> None:
    assert len({one.kind for one in EXPORTS}) == len(EXPORTS) >= 40


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0 old", "old-workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected-workbook"),
        (b"\xef\xbb\xbf<HTML>", "web-page"),
        (b"", "empty-file"),
        (open_document(), "other-program"),
        (b"%PDF-1.7", "other-program"),
        (b"{\\rtf1 words}", "other-program"),
        ("person,name\n1,Łukasz Żółć\n".encode("cp1250"), "unknown-encoding"),
        ("person,name\n1,Γιώργος\n".encode("cp1253"), "unknown-encoding"),
        (b"PK\x03\x04 nothing", "no-workbook"),
    ],
)
def test_the_cause_is_the_true_one(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    table, (finding,) = read_table(tmp_path / "a.csv")
    assert table is None
    assert (finding.code, finding.arguments["reason"]) == ("broken-table", reason)


def test_a_file_without_end_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "a.csv").open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    table, (finding,) = read_table(tmp_path / "a.csv")
    assert table is None
    assert (finding.code, finding.arguments["reason"]) == ("broken-table", "too-large")


def test_a_cell_without_end_is_refused_and_a_stray_sign_makes_no_other_encoding(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("person,name\n1," + "a" * 140_000, "utf-8")
    table, (finding,) = read_table(tmp_path / "a.csv")
    assert table is not None
    assert (len(table.rows), finding.code, finding.location.line) == (1, "broken-row", 2)
    (tmp_path / "b.csv").write_bytes(b"person,name\n\x00E1,Ann\nE2,Bob\n")
    table, _ = read_table(tmp_path / "b.csv")
    assert table is not None
    assert table.rows[2] == ["E2", "Bob"]


@pytest.mark.parametrize("words", ["Нет", "и", "Ёлкина", "ИВАНОВ-ПЕТРОВ", "№ 5 «Салют»"])
def test_cyrillic_of_windows_is_read(tmp_path: Path, words: str) -> None:
    (tmp_path / "a.csv").write_bytes(f"name;язык\n{words};русский\n".encode("cp1251"))
    table, (finding,) = read_table(tmp_path / "a.csv")
    assert table is not None
    assert (table.rows[1][0], finding.arguments["encoding"]) == (words, "Windows-1251")


def told(findings: list[Diagnostic], *, notes: bool = False) -> list[tuple[int, int, str]]:
    return [
        (one.location.line, one.location.column, one.code)
        for one in findings
        if notes or one.severity is not Severity.INFO
    ]


WIDE = "person,name,language,entity,role,manager,start,end\n"


@pytest.mark.parametrize(
    ("rows", "expected", "people"),
    [
        ("E001,A B,es,employer-es,team-member,P99,,\n", [(2, 6, "unknown-manager")], ""),
        (
            "E001,A B,es,employer-es,team-member,E0O2,,\nE002,C D,es,employer-es,team-lead,,,\n",
            [(2, 6, "unknown-manager")],
            "E002",
        ),
        (
            "E001,A B,es,employer-es,team-member,e002,,\nE002,C D,es,employer-es,team-lead,,,\n",
            [(2, 6, "unknown-manager")],
            "E002",
        ),
        (
            "E001,A B,es,employer-es,team-member,Carla Doee,,\nE002,Carla Doe,es,employer-es,team-lead,,,\n",
            [(2, 6, "similar-manager")],
            "E001 E002",
        ),
        (
            "E001,A B,es,employer-es,team-member,E002,,\nE002,C D,es,employer-es,team-lead,,,\n",
            [],
            "E001 E002",
        ),
        (
            "E001,A B,es,employer-es,team-member,Somebody Else,,\nE002,Carla Doe,es,employer-es,team-lead,,,\n",
            [],
            "E001 E002",
        ),
        (
            "E001,A B,es,employer-es,team-member,E003,,\nE003,C D,es,employer-es,team-member,,,\n",
            [(2, 6, "manager-of-another-post")],
            "E001 E003",
        ),
        (
            "E001,A B,es,employer-es,team-member,C D,,\nE003,C D,es,employer-es,team-member,,,\n",
            [(2, 6, "manager-of-another-post")],
            "E001 E003",
        ),
        ("E001,A B,es,employer-es,team-member,,2027-02-02,2027-02-01\n", [(2, 8, "unusable-cell")], ""),
        ("E001,A B,es,employer-es,team-member,,2027-02-01,2027-02-01\n", [], "E001"),
        (
            "E001,A B,es,employer-es,team-member,,,\ne001,C D,es,employer-es,team-member,,,\n",
            [(3, 1, "ids-differ-in-case")],
            "",
        ),
        (
            "E001,A B,es,employer-es,team-member,,,\nE001,C D,es,employer-es,team-member,,,\n",
            [(3, 1, "repeated-person")],
            "",
        ),
        ("E001,A B,es,employer-es,team-member,,31/02/2027,\n", [(2, 7, "unusable-cell")], ""),
        ("E001,A B,en,employer-us,team-member,,31/01/2027,\n", [(2, 7, "unusable-cell")], ""),
        ("E001,A B,es,employer-es,team-member,,01/02/27,\n", [(2, 7, "unusable-cell")], ""),
        ("E001,A B,es,employer-es,team-member,,46054,\n", [(2, 7, "unusable-cell")], ""),
        ("E001,A B,es,employer-es,team-membre,,,\n", [(2, 5, "unknown-in-roster")], ""),
    ],
)
def test_faults_of_rows_are_told_at_row_and_column(
    fresh: Handbook, tmp_path: Path, rows: str, expected: list[tuple[int, int, str]], people: str
) -> None:
    read_rows, findings = read(fresh, tmp_path / "a.csv", WIDE + rows)
    assert told(findings) == expected
    assert read_rows is not None
    assert list(read_rows.people()) == people.split()


@pytest.mark.parametrize(
    ("entity", "day", "meant"),
    [
        ("employer-es", "01/02/2027", date(2027, 2, 1)),
        ("employer-us", "01/02/2027", date(2027, 1, 2)),
        ("employer-gb", "1/2/2027", date(2027, 2, 1)),
        ("employer-ru", "01.02.2027", date(2027, 2, 1)),
        ("employer-ru", "01.02.2027 г.", date(2027, 2, 1)),
        ("employer-vn", "1/2/2027", date(2027, 2, 1)),
        ("employer-cn", "2027/2/1", date(2027, 2, 1)),
        ("employer-cn", "2027年2月1日", date(2027, 2, 1)),
        ("employer-mx", "01-02-2027 09:30", date(2027, 2, 1)),
        ("employer-es", "2027-02-01T00:00:00Z", date(2027, 2, 1)),
        ("employer-gb", "01-Feb-2027", date(2027, 2, 1)),
        ("employer-us", "February 1st, 2027", date(2027, 2, 1)),
        ("employer-us", "Mon, 01 Feb 2027 09:30:00 GMT", date(2027, 2, 1)),
        ("employer-es", "1-feb-2027", date(2027, 2, 1)),
        ("employer-es", "lunes, 1 de febrero de 2027", date(2027, 2, 1)),
        ("employer-mx", "mar, 2 de set. de 2026", None),
        ("employer-mx", "mié, 2 de set. de 2026", date(2026, 9, 2)),
        ("employer-ru", "1 февр. 2027", date(2027, 2, 1)),
        ("employer-ru", "01.фев.2027", date(2027, 2, 1)),
        ("employer-ru", "1 мая 2027 года", date(2027, 5, 1)),
        ("employer-cn", "2027年2月1日星期一", date(2027, 2, 1)),
        ("employer-cn", "2027年2月1日星期二", None),
        ("employer-vn", "Ngày 01 tháng 02 năm 2027", date(2027, 2, 1)),
        ("employer-vn", "Thứ Hai, 01 Tháng Hai, 2027", date(2027, 2, 1)),
        ("employer-vn", "01/Thg2/2027", date(2027, 2, 1)),
        ("employer-us", "2027-Feb-01", date(2027, 2, 1)),
        ("employer-es", "20270201", date(2027, 2, 1)),
        ("employer-es", "01022027", None),
        ("employer-es", "01\u201102\u20112027", date(2027, 2, 1)),
        ("employer-es", "31-feb-2027", None),
        ("employer-gb", "01-Feb-27", None),
        ("employer-gb", "1 Foo 2027", None),
    ],
)
def test_days_are_read_in_the_form_of_the_country_and_the_reading_is_shown(
    fresh: Handbook, tmp_path: Path, entity: str, day: str, meant: date | None
) -> None:
    rows, findings = read(fresh, tmp_path / "a.csv", f'{WIDE}E001,A B,en,{entity},team-member,,"{day}",\n')
    assert rows is not None
    if meant is None:
        assert told(findings) == [(2, 7, "unusable-cell")]
        return
    assert rows.people()["E001"].start == meant
    shown = [one.arguments["read"] for one in findings if one.code == "read-as"]
    assert shown == ([] if day.startswith("2027-02-01") else [meant.isoformat()])


def test_titles_names_and_other_case_are_taken_beside_ids_and_shown(fresh: Handbook, tmp_path: Path) -> None:
    title = fresh.roles["team-member"].title.values["es"]
    text = (
        f"{WIDE}E001,A B,es-ES,EMPLOYER-ES,{title.upper()},,,\nE002,C D,español,Employer-ES,Team-Lead,,,\n"
        "E003,E F,es,Example employer,team-lead,,,\n"
    )
    rows, findings = read(fresh, tmp_path / "a.csv", text)
    assert rows is not None
    people = rows.people()
    assert {(one.language, one.entity) for one in people.values()} == {("es", "employer-es")}
    assert [one.roles for one in people.values()] == [("team-member",), ("team-lead",)]
    assert told(findings) == [(4, 4, "several-meanings")]
    read_as = {one.arguments["value"]: one.arguments["read"] for one in findings if one.code == "read-as"}
    assert read_as[title.upper()] == "team-member"
    assert read_as["español"] == read_as["es-ES"] == "es"


@pytest.mark.parametrize(
    "cell",
    [
        "team-member;team-lead",
        "team-member；Team lead",
        "团队成员、团队主管",
        "team-member, team-lead",
        "team-member\nteam-lead",
    ],
)
def test_several_roles_are_told_apart_by_the_signs_that_people_type(fresh: Handbook, tmp_path: Path, cell: str) -> None:
    rows, findings = read(fresh, tmp_path / "a.csv", f'{WIDE}E001,A B,es,employer-es,"{cell}",,,\n')
    assert rows is not None
    assert told(findings) == []
    assert rows.people()["E001"].roles == ("team-member", "team-lead")


def test_words_between_commas_that_are_no_roles_stay_one(fresh: Handbook, tmp_path: Path) -> None:
    _, findings = read(fresh, tmp_path / "a.csv", f'{WIDE}E001,A B,es,employer-es,"team-member, boss",,,\n')
    (fault,) = (one for one in findings if one.code == "unknown-in-roster")
    assert fault.arguments["value"] == "team-member, boss"


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("e1@example.com", False),
        ("x@пример.example", False),
        ("no address", True),
        ("a@b@example.com", True),
        ("a@b", True),
    ],
)
def test_an_address_that_no_mail_can_be_sent_to_is_told_and_the_person_taken(
    fresh: Handbook, tmp_path: Path, address: str, *, warned: bool
) -> None:
    rows, findings = read(fresh, tmp_path / "a.csv", separated([(*HEAD, "email"), (*ONE, address)]))
    assert rows is not None
    assert told(findings) == ([(2, 7, "unusable-cell")] if warned else [])
    assert list(rows.people()) == ["0007"]


def test_a_table_without_our_headings_is_refused_where_its_first_row_is(fresh: Handbook, tmp_path: Path) -> None:
    _, findings = read(fresh, tmp_path / "a.csv", "\n\nshoe,size\nred,42\n")
    missing = [(line, code) for line, _, code in told(findings) if code == "missing-column"]
    assert missing == [(3, "missing-column")] * 5


def test_a_title_above_the_headings_is_told_by_its_words(fresh: Handbook, tmp_path: Path) -> None:
    rows = f",,Staff of the year\n{WIDE}E001,Employee 001,es,employer-es,team-member,,,\n"
    _, findings = read(fresh, tmp_path / "a.csv", rows)
    (title,) = [one for one in findings if one.code == "title-line"]
    assert (title.location.line, title.arguments["words"]) == (1, "Staff of the year")


def test_a_row_with_words_of_headings_is_no_second_head(fresh: Handbook, tmp_path: Path) -> None:
    _, findings = read(fresh, tmp_path / "a.csv", f"{WIDE}E001,Manager,es,employer-es,team-lead,,,\n")
    assert told(findings) == []


def test_a_legal_name_is_its_employers(firm: Handbook, tmp_path: Path) -> None:
    text = f"{WIDE}E001,A B,es,Corner Kitchen S.L.,cook,,,\nE002,C D,en,corner  kitchen ltd,head-chef,,,\n"
    rows, findings = read(firm, tmp_path / "a.csv", text)
    assert rows is not None
    assert [one.entity for one in rows.people().values()] == ["kitchen-es", "kitchen-gb"]
    assert told(findings) == []


def test_columns_can_be_named_either_way_and_in_a_row_that_is_no_known_head(fresh: Handbook, tmp_path: Path) -> None:
    text = separated([("A", "B", "C", "D", "E", "F"), ONE])
    named = ("A=person", "B=name", "language=C", "D=entity", "E = role", "F=start")
    rows, findings = read(fresh, tmp_path / "a.csv", text, named)
    assert rows is not None
    assert list(rows.people()) == ["0007"]
    assert [one.code for one in findings] == ["column-read-as"] * 6
    for wrong in ("A=persn", "Z=person", "person"):
        with pytest.raises(UserError) as refused:
            read(fresh, tmp_path / "a.csv", text, (wrong,))
        assert refused.value.code in ("register-no-column", "register-no-mapping")


def test_two_equal_headings_are_a_fault_and_a_surer_one_goes_before(fresh: Handbook, tmp_path: Path) -> None:
    rows, findings = read(fresh, tmp_path / "a.csv", separated([(*HEAD, "name"), (*ONE, "B")]))
    assert (told(findings), rows and rows.people()) == ([(1, 7, "repeated-column")], {})
    rows, findings = read(fresh, tmp_path / "a.csv", separated([("Employee number", *HEAD[1:], "ID"), (*ONE, "77")]))
    assert rows is not None
    assert list(rows.people()) == ["0007"]
    assert told(findings) == [(1, 7, "unknown-column")]


def test_a_row_of_signatories_may_end_before_its_last_column(fresh: Handbook, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("post,name,entity\noffice:head-of-entity,Employee 001\n", "utf-8")
    table, _ = read_table(tmp_path / "s.csv")
    assert table is not None
    signers, findings = read_signatories(table, fresh)
    assert ([one.name for one in signers], told(findings)) == (["Employee 001"], [])


@pytest.mark.parametrize(
    ("rows", "expected", "names"),
    [
        ("office:hr-office,A B,\n", [], ["A B"]),
        ("hr-office,A B,Employer-ES\n", [], ["A B"]),
        ("Human Resources,A B,\n", [], ["A B"]),
        ("office:hr-ofice,A B,\n", [(2, 1, "unknown-in-roster")], []),
        ("office:hr-office,A B,employer-xx\n", [(2, 3, "unknown-in-roster")], []),
        ("role:team-lead,A B,\n", [(2, 1, "idle-signatory")], ["A B"]),
        ("office:hr-office,A B,\noffice:hr-office,C D,\n", [(3, 1, "repeated-signatory")], []),
        ("office:hr-office,A B,\noffice:hr-office,C D,employer-es\n", [], ["A B", "C D"]),
        ("office:hr-office,,\n", [(2, 1, "missing-cell")], []),
    ],
)
def test_signatories_that_match_nothing_are_told(
    fresh: Handbook, tmp_path: Path, rows: str, expected: list[tuple[int, int, str]], names: list[str]
) -> None:
    (tmp_path / "s.csv").write_text("post,name,entity\n" + rows, "utf-8")
    table, _ = read_table(tmp_path / "s.csv")
    assert table is not None
    signers, findings = read_signatories(table, fresh)
    assert told(findings) == expected
    assert [one.name for one in signers] == names


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (7, "0000", "0007"),
        (7, "General", "7"),
        (37.5, "General", "37.5"),
        (0.1 + 0.2, "General", "0.3"),
        (37.456, "0.00", "37.46"),
        (2.5, "0", "3"),
        (37.5, "0.##", "37.5"),
        (37, "0.##", "37."),
        (123456789, "000-000-000", "123-456-789"),
        (42, '"E"0000', "E0042"),
        (1234567, "#,##0", "1,234,567"),
        (0.25, "0%", "25%"),
        (0.255, "0.0%", "25.5%"),
        (0.5, '0.0" %"', "0.5 %"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"none"', "none"),
        (0, "0;(0)", "0"),
        (5, '[Red]0" h"', "5 h"),
        (40, "[$€-2] 0", "€ 40"),
        (-7, "0000", "-0007"),
        (True, "General", "TRUE"),
        (12345678901234, "General", "12345678901234"),
        (1234567890123456789, "General", None),
        (7, "0.00E+00", "7.00E+00"),
        (123456, "0E+0", "1E+5"),
        (-0.00012, "0.0E-00", "-1.2E-04"),
        (7, '"Mr "@', "7"),
        ("Smith", '"Mr "@', "Mr Smith"),
        ("Smith", '0;-0;0;@" jr."', "Smith jr."),
        ("Smith", "0.00", "Smith"),
        ("Smith", ";;;", None),
        (0.5, "# ?/?", "1/2"),
        (37.5, "# ??/??", "37 1/2"),
        (40, "# ?/?", "40"),
        (0, "# ?/?", "0"),
        (0.3333, "# ?/?", "1/3"),
        (37.456, "# ??/??", "37 31/68"),
        (0.5, "# ?/4", "2/4"),
        (-1.25, "# ?/?", "-1 1/4"),
        (-0.01, "# ?/?", "0"),
        (1.5, "?/?", "3/2"),
        (37.5, "0 0/0", "37 1/2"),
        (7, "[>5]0;00", None),
        (time(8, 30), "hh:mm", "08:30"),
        (time(8, 30), "h:mm", "8:30"),
        (timedelta(hours=37, minutes=30), "[h]:mm", "37:30"),
        (time(8, 30), "h:mm AM/PM", "8:30 AM"),
        (time(0, 5), "[$-409]hh:mm AM/PM;@", "12:05 AM"),
        (time(12), "h:mm AM/PM", "12:00 PM"),
        (time(23, 59, 8), "h:mm:ss AM/PM", "11:59:08 PM"),
        (time(8, 30), 'h"h"mm', None),
        (datetime(2027, 2, 1), "dd/mm/yy", "2027-02-01"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(tmp_path: Path, value: Any, code: str, shown: str | None) -> None:
    def put(sheet: Worksheet) -> None:
        sheet["B2"] = value
        sheet["B2"].number_format = code

    (tmp_path / "a.xlsx").write_bytes(workbook(put))
    table, findings = read_table(tmp_path / "a.xlsx")
    assert table is not None
    assert (table.rows[1][1] or None, findings) == (shown, [])
    assert ((1, 1) in table.unreadable) == (shown is None and not isinstance(value, str))


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        *(
            (one, "error-value")
            for one in ("#N/A", "#REF!", "#¡VALOR!", "#¿NOMBRE?", "#ССЫЛКА!", "#Н/Д", "#####", "Err:502")
        ),
        *(
            (one, "garbled")
            for one in (
                "?????",
                "?? ??",
                "Jos\ufffd",
                "Jos? N??ez",
                "JosÃ© NÃºÃ±ez",
                "Ð\x98Ð²Ð°Ð½",
                "РњР°СЂРёСЏ",
                "çŽ‹",
                "StraÃ\x9fe",
                "Oâ\x80\x99Neil",
            )
        ),
        *((one, "") for one in ("#2", "Núñez", "Иванов", "王", "Who?", "№ 5", "C#", "Ñandú", "Вёшки", "What? No")),
        *((one, "") for one in ("https://x.example/hoja?id=é", "mailto:a@b.example?subject=é", "(ficha.php?ver=sí)")),
    ],
)
def test_a_cell_whose_words_are_lost_is_named(tmp_path: Path, cell: str, reason: str) -> None:
    (tmp_path / "a.csv").write_text(f"person,name\n1,{cell}\n", "utf-8")
    table, _ = read_table(tmp_path / "a.csv")
    assert table is not None
    assert table.unreadable == ({(1, 1): reason} if reason else {})


CODES = st.sampled_from(
    [
        "General",
        "0000",
        "0",
        "0.00",
        "#,##0",
        "@",
        '"N"000',
        "0%",
        "h:mm",
        "yyyy-mm-dd",
        "[h]:mm",
        "0.0E+0",
        "# ?/?",
        "[Red]-0",
        "0;;",
    ]
)
VALUES = st.one_of(
    st.integers(-(10**17), 10**17),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.times(),
    st.text("aé王я=+-@#'\" ;,", min_size=1, max_size=8),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(VALUES, CODES), min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_cell_is_read_or_named(tmp_path: Path, cells: list[list[tuple[Any, str]]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row, line in enumerate(cells, 1):
        for column, (value, code) in enumerate(line, 1):
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            cell.number_format = code
    book.save(tmp_path / "a.xlsx")
    table, _ = read_table(tmp_path / "a.xlsx")
    assert table is not None
    by_line = dict(zip(table.lines, range(len(table.lines)), strict=True))
    for row, line in enumerate(cells, 1):
        for column, (value, code) in enumerate(line):
            at = by_line.get(row)
            told_there = "" if at is None or column >= len(table.rows[at]) else table.rows[at][column]
            unread = at is not None and (at, column) in table.unreadable
            if isinstance(value, str):
                assert told_there == value or not value.strip()
            elif not (code in ("0;;", "[Red]-0", "#,##0") and not told_there):
                assert unread or told_there
            if (
                isinstance(value, int)
                and not isinstance(value, bool)
                and abs(value) < 10**11
                and code in ("General", "@")
            ):
                assert told_there == str(value)


HB = "person,name,language,entity,role\n"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    init_handbook(tmp_path / "shop", ("en", "es"), ("ES", "GB"))
    return tmp_path / "shop"


def printed(root: Path, text: str, *documents: str, **wanted: Any) -> PrintRun:
    (root.parent / "people.csv").write_text(text, "utf-8")
    return print_papers(
        root,
        Order(
            output=root.parent / "out",
            documents=documents,
            roster=root.parent / "people.csv",
            profile="draft",
            word=True,
            **wanted,
        ),
    )


def test_a_person_alone_is_spoken_of_alone_and_a_faulty_one_is_no_success(shop: Path) -> None:
    rows = (
        f"{HB}E001,A B,es,employer-es,team-member\nE002,C D,es,employer-es,team-membr\nE003,,es,employer-es,team-lead\n"
    )
    alone = printed(shop, rows, people=("E001",))
    assert (alone.report.findings, len(alone.files)) == ([], 1)
    faulty = printed(shop, rows, people=("E002",))
    assert (told(faulty.report.findings), faulty.files, faulty.report.failed) == (
        [(3, 5, "unknown-in-roster")],
        [],
        True,
    )
    both = printed(shop, rows, people=("E001", "E003"))
    assert (told(both.report.findings), len(both.files)) == ([(4, 1, "missing-cell")], 1)
    with pytest.raises(UserError) as refused:
        printed(shop, rows, people=("E01",))
    assert refused.value.code == "near-person"


def test_a_document_that_is_nobodys_is_refused_for_the_person_asked_for(shop: Path) -> None:
    done = printed(shop, f"{HB}E001,A B,es,employer-es,team-member\n", "team-lead", people=("E001",))
    assert [finding.code for one in done.refused for finding in one.findings] == ["nothing-for-person"]


def test_a_role_that_does_not_apply_at_the_employer_is_told(shop: Path) -> None:
    path = shop / "roles/team-lead.yml"
    path.write_text(path.read_text("utf-8") + "entities: [employer-es]\n", "utf-8")
    done = printed(shop, f"{HB}E001,A B,en,employer-gb,team-lead\nE002,C D,es,employer-es,team-lead\n")
    assert (told(done.report.findings), len(done.files)) == ([(2, 5, "role-elsewhere")], 1)


def test_every_code_of_the_tables_is_known_to_the_engine() -> None:
    assert {"hidden-row", "read-as", "unknown-manager", "idle-signatory"} <= RULES.keys()
