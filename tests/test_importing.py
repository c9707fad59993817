"""`rolebook import`: words in are words out, numbers are those of the document, and bad files get one sentence."""

import json
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfminer.high_level import extract_text
from PIL import Image

from rolebook.diagnostics import UserError
from rolebook.exchange.documents import read_document
from rolebook.exchange.documents.blocks import Document, Where, leaves
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.importing.importing import import_documents
from rolebook.pipeline.importing.lexicon import lexicon_of
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.order import ImportedFile, ImportOrder, ImportRun
from rolebook.pipeline.importing.titles import title_of
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.print.order import Order
from rolebook.pipeline.print.run import print_papers
from rolebook.source import write_yaml
from tests.test_cli import rolebook
from tests.word_files import levels, paragraph, run, table, word_file, words_in_parts

LANGUAGES = ("en", "es", "zh", "vi", "ru")
_WORD = re.compile(r"[^\W_]+")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A fresh handbook in five languages."""
    folder = tmp_path / "handbook"
    init_handbook(folder, LANGUAGES, ("ES",))
    return folder


def put(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def imported(root: Path, *files: Path, **order: Any) -> ImportRun:
    return import_documents(root, ImportOrder(files, **order))


def fields(root: Path, path: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load((root / path).read_text("utf-8"), yaml.CSafeLoader)
    return data


def texts(items: list[dict[str, Any]]) -> list[str]:
    return [str(item.get("text") or item.get("heading")) for item in items]


def codes(one: ImportedFile) -> set[str]:
    return {finding.code for finding in one.findings}


def words_out(run_: ImportRun) -> Counter[str]:
    """Every word of the drafts, as the YAML has them, and of their leftovers."""
    found: Counter[str] = Counter()
    for one in run_.files:
        assert one.draft is not None
        found.update(_WORD.findall(write_yaml(one.draft.fields, {}).casefold()))
        for left in one.draft.leftovers:
            found.update(_WORD.findall(left.text.casefold()))
    return found


COOK = """Job description
Cook
Purpose: Keeps the kitchen running.
Reports to: Team lead
Duties:
1. Cooks the meals of the day.
2. Keeps the kitchen clean.
Requirements:
- Two diplomas are desirable.
- 3 years of experience in a kitchen.
- English B2
Rights:
- May refuse spoilt goods.
Shoe size: 40 to 46
Password of the till: 1234
"""


def test_a_text_becomes_a_role_with_its_fields_and_no_errors_of_its_own(root: Path) -> None:
    done = imported(root, put(root.parent, "cook.txt", COOK))
    (one,) = done.files
    assert (one.outcome, one.path) == ("written", "roles/imported/cook.yml")
    role = fields(root, one.path)
    assert (role["title"], role["purpose"], role["reports_to"]) == ("Cook", "Keeps the kitchen running.", "team-lead")
    assert texts(role["duties"]) == ["Cooks the meals of the day.", "Keeps the kitchen clean."]
    assert [(item["kind"], item.get("years"), item.get("level")) for item in role["requirements"]] == [
        ("education", None, None),
        ("experience", 3, None),
        ("language", None, "B2"),
    ]
    assert role["requirements"][0]["need"] == "preferred"
    assert texts(role["rights"])[0] == "May refuse spoilt goods."
    assert [(finding.code, finding.location.line) for finding in one.findings if finding.code == "unsure-line"] == [
        ("unsure-line", 14)
    ]
    assert [finding for finding in check_handbook(root).findings if finding.severity == "error"] == []


def test_a_password_is_kept_beside_the_handbook_and_in_no_file_of_it(root: Path) -> None:
    done = imported(root, put(root.parent, "cook.txt", COOK))
    assert "personal-words" in codes(done.files[0])
    inside = [path for path in root.rglob("*") if path.is_file() and b"1234" in path.read_bytes()]
    assert inside == []
    beside = root.parent / "handbook.rolebook/import"
    assert {path.name for path in beside.iterdir() if b"1234" in path.read_bytes()} == {"cook.json", "report.html"}
    assert (root.parent / "handbook.rolebook/.gitignore").read_text() == "*\n"


FORM = table(
    [
        ("岗位名称", "出纳", "所属部门", "财务部"),
        ("岗位职责", "1、负责现金收付\n2、登记日记账", "", ""),
        ("任职资格", "年龄：28-40岁\n性别：女\n三年以上工作经验", "", ""),
    ]
)


def test_a_form_of_two_columns_holds_two_roles_and_age_and_sex_reach_the_law_check(root: Path) -> None:
    other = table([("岗位名称", "会计"), ("岗位职责", "编制报表"), ("任职要求", "本科学历")])
    body = paragraph("岗 位 说 明 书") + FORM + paragraph("岗位说明书") + other
    done = imported(root, put(root.parent, "jobs.docx", word_file(body)))
    assert [one.path for one in done.files] == ["roles/imported/chu-na.yml", "roles/imported/hui-ji.yml"]
    role = fields(root, done.files[0].path)
    assert (role["language"], role["title"]) == ("zh", "出纳")
    assert texts(role["duties"]) == ["负责现金收付", "登记日记账"]
    assert [item["kind"] for item in role["requirements"]] == ["trait", "trait", "experience"]
    unlawful = [finding for finding in done.checked if finding.code == "unlawful-requirement"]
    assert {str(finding.arguments["found"])[:2] for finding in unlawful} == {"年龄", "性别"}


GENERAL = (
    ("ОБЩИЕ ПОЛОЖЕНИЯ", 0),
    ("На должность бухгалтера назначается лицо, имеющее высшее образование.", 1),
    ("Бухгалтер должен знать:", 1),
    ("налоговый кодекс;", 2),
    ("На время отсутствия бухгалтера его замещает кассир.", 1),
    ("ДОЛЖНОСТНЫЕ ОБЯЗАННОСТИ", 0),
    ("Ведёт учёт.", 1),
    ("ПРАВА", 0),
    ("Запрашивать документы.", 1),
)
RUSSIAN = levels(("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "%3)"))


def russian(extra: str = "") -> bytes:
    body = "".join(paragraph(text, level=level) for text, level in GENERAL)
    head = paragraph("ДОЛЖНОСТНАЯ ИНСТРУКЦИЯ") + paragraph("Бухгалтер")
    return word_file(head + body + extra, {"numbering": RUSSIAN})


def test_general_provisions_are_taken_apart_by_their_sentences_and_numbers(root: Path) -> None:
    done = imported(root, put(root.parent, "a.docx", russian()))
    role = fields(root, done.files[0].path)
    assert role["title"] == "Бухгалтер"
    assert role["deputising"] == GENERAL[4][0]
    assert texts(role["requirements"]) == [GENERAL[1][0], GENERAL[3][0]]
    assert (texts(role["duties"]), texts(role["rights"])) == (["Ведёт учёт."], ["Запрашивать документы."])


def numbers(data: bytes, folder: Path) -> list[str]:
    document = read_document(put(folder, "numbers.docx", data))
    return [block.number for block in leaves(document.blocks)]


def test_automatic_numbers_are_those_that_word_prints(tmp_path: Path) -> None:
    body = "".join(paragraph(text, level=level) for text, level in GENERAL)
    printed = numbers(word_file(body, {"numbering": RUSSIAN}), tmp_path)
    assert printed == ["1.", "1.1.", "1.2.", "а)", "1.3.", "2.", "2.1.", "3.", "3.1."]
    forms = levels(("upperRoman", "%1"), ("lowerLetter", "%2)"), ("chineseCounting", "（%3）"), ("bullet", "·"))
    body = "".join(paragraph("x", level=level) for level in (0, 1, 1, 2, 3, 0, 2))
    assert numbers(word_file(body, {"numbering": forms}), tmp_path) == ["I", "a)", "b)", "（一）", "", "II", "（一）"]


def test_two_lists_of_one_kind_count_on_unless_one_begins_anew(tmp_path: Path) -> None:
    first = levels(("decimal", "%1."))
    again = '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(paragraph("x", level=0, list_id=one) for one in (1, 2, 3, 3)) + paragraph("x", style="List")
    assert numbers(word_file(body, {"numbering": first + again + anew}), tmp_path) == ["1.", "2.", "5.", "6.", "7."]


def test_what_is_not_in_the_text_is_named_and_stays_out_of_the_role(root: Path) -> None:
    extra = (
        f"<w:p><w:del>{run('deletedword', tag='delText')}</w:del><w:ins>{run('Inserted words stay.')}</w:ins></w:p>"
        + paragraph(run("seen ") + run("hiddenword", "<w:vanish/>") + run("PAGE", tag="instrText"))
        + f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('boxword')}</w:txbxContent></w:pict></w:r></w:p>"
    )
    parts = {
        "header": paragraph("headerword"),
        "footer": paragraph("footerword"),
        "comments": f'<w:comment w:id="1">{paragraph("commentword")}</w:comment>',
        "numbering": RUSSIAN,
    }
    body = "".join(paragraph(text, level=level) for text, level in GENERAL)
    done = imported(root, put(root.parent, "a.docx", word_file(body + extra, parts)))
    (one,) = done.files
    assert one.draft is not None
    origins = {left.text.strip(): left.reason for left in one.draft.leftovers}
    expected = {"deleted", "hidden", "header", "footer", "comment", "text-box"}
    assert {origins[f"{word}word"] for word in ("deleted", "hidden", "header", "footer", "comment", "box")} == expected
    assert origins["PAGE"] == "field-code"
    assert {"unseen-words", "unaccepted-changes"} <= codes(one)
    text = (root / one.path).read_text("utf-8")
    assert "Inserted words stay." in text
    assert not re.search("(deleted|hidden|header|footer|comment|box)word", text)


PENALTIES = table(
    [("No.", "Violation", "First time", "Second time"), ("1", "Late for work", "Fine of 10", "Dismissal")]
)


def test_a_table_of_fines_comes_in_as_fines_for_the_law_check_to_refuse(root: Path) -> None:
    body = (
        paragraph("Disciplinary policy", style="H1")
        + paragraph("Purpose", style="H1")
        + paragraph("Says what follows.")
    )
    body += (
        paragraph("Conduct", style="H1")
        + paragraph("3.1. Come on time.")
        + paragraph("Penalties", style="H1")
        + PENALTIES
    )
    done = imported(root, put(root.parent, "policy.docx", word_file(body)))
    (one,) = done.files
    assert one.path == "policies/imported/discipline.yml"
    policy = fields(root, one.path)
    assert (policy["title"], policy["purpose"]) == ("Disciplinary policy", "Says what follows.")
    assert policy["sections"][0]["clauses"][0]["number"] == "3.1."
    (offence,) = policy["offences"]
    assert (offence["kind"], [(c["occurrence"], c["sanction"]) for c in offence["consequences"]]) == (
        "lateness",
        [(1, "fine"), (2, "dismissal")],
    )
    assert "forbidden-sanction" in {finding.code for finding in done.checked}


def test_reading_again_keeps_files_and_ids(root: Path) -> None:
    path = put(root.parent, "cook.txt", COOK)
    (one,) = imported(root, path).files
    before = (root / one.path).read_text("utf-8")
    assert [again.outcome for again in imported(root, path).files] == ["unchanged"]
    (root / one.path).write_text(before + "# mine\n", "utf-8")
    path.write_text(COOK.replace("Cooks the meals of the day", "Cooks the meals of every day"), "utf-8")
    (refused,) = imported(root, path).files
    assert (refused.outcome, "import-target-exists" in codes(refused)) == ("exists", True)
    assert (root / one.path).read_text("utf-8") == before + "# mine\n"
    (replaced,) = imported(root, path, replace=True).files
    assert replaced.outcome == "written"
    duties = fields(root, one.path)["duties"]
    assert texts(duties)[0] == "Cooks the meals of every day."
    assert [duty["id"] for duty in duties] == [duty["id"] for duty in yaml.safe_load(before)["duties"]]


def test_a_dry_run_writes_nothing(root: Path) -> None:
    before = sorted(root.parent.rglob("*"))
    path = put(root.parent, "cook.txt", COOK)
    assert [one.outcome for one in imported(root, path, dry_run=True).files] == ["would-be-written"]
    assert sorted(root.parent.rglob("*")) == sorted([*before, path])


def test_an_answered_question_about_a_heading_is_remembered(root: Path) -> None:
    put(root, "content/import/en.yml", "headings: {duties: [daily grind], purpose: [why we need you]}\n")
    text = "Job description\nCook\nWhy we need you:\nFeeds us.\nDaily grind:\n- Cooks.\n- Cleans.\n"
    (one,) = imported(root, put(root.parent, "cook.txt", text)).files
    role = fields(root, one.path)
    assert (role["purpose"], texts(role["duties"])) == ("Feeds us.", ["Cooks.", "Cleans."])
    assert [
        finding.code for finding in check_handbook(root).findings if "content/import" in finding.location.file
    ] == []


HTML = """<html><head><title>Cook</title><script>var lost = 1;</script></head><body><nav>Home</nav>
<h1>Cook</h1><h2>Purpose</h2><p>Feeds <b>us</b> all.</p><h2>Duties</h2><ul><li>Cooks.<ul><li>Soup.</li></ul></li>
<li>Cleans.</li></ul><h2>Requirements</h2><table><tr><td>Experience</td><td>2 years in a kitchen</td></tr>
</table></body></html>"""
MARKDOWN = "# Cook\n\n## Purpose\n\nFeeds us all.\n\n## Duties\n\n- Cooks.\n- Cleans.\n\n## Requirements\n\n- 2 years\n"
RTF = (
    r"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Times;}}\f0 "
    "Должностная инструкция\\par Повар\\par Обязанности:\\par 1. Готовит.\\par 2. Моет.\\par "
    "Права:\\par 1. Отказаться.\\par }"
)


RUSSIAN_TEXT = "Обязанности:\n1. Готовит.\n2. Моет.\nПрава:\n1. Отказаться.\n"
CHINESE_TEXT = "岗位职责：\n1、做饭。\n2、打扫。\n任职要求：\n1、经验。\n"
VIETNAMESE_TEXT = "Nhiệm vụ:\n- Nấu ăn.\n- Dọn bếp.\nYêu cầu:\n- Kinh nghiệm.\n"


@pytest.mark.parametrize(
    ("name", "content", "duties"),
    [
        ("cook.html", HTML.encode(), ["Cooks.", "Cleans."]),
        ("cook.docx", HTML.encode(), ["Cooks.", "Cleans."]),
        ("cook.md", MARKDOWN.encode(), ["Cooks.", "Cleans."]),
        ("cook.rtf", RTF.encode("cp1251"), ["Готовит.", "Моет."]),
        (
            "cook.txt",
            "Обязанности:\n1. Готовит.\n2. Моет.\nПрава:\n1. Отказаться.\n".encode("cp1251"),
            ["Готовит.", "Моет."],
        ),
        (
            "cook.csv",
            "岗位职责：\n1、做饭。\n2、打扫。\n任职要求：\n1、经验。\n".encode("gb18030"),
            ["做饭。", "打扫。"],
        ),
        (
            "cook",
            "Nhiệm vụ:\n- Nấu ăn.\n- Dọn bếp.\nYêu cầu:\n- Kinh nghiệm.\n".encode("utf-16"),
            ["Nấu ăn.", "Dọn bếp."],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_kind_of_a_file_is_told_by_its_bytes(root: Path, name: str, content: bytes, duties: list[str]) -> None:
    done = imported(root, put(root.parent / "in", name, content), kind="role")
    assert texts(fields(root, done.files[0].path)["duties"]) == duties


def test_each_row_of_a_table_is_a_role_and_its_columns_are_remembered(root: Path) -> None:
    text = 'Who;Grind;Boss\nCook;"Cooks.\nCleans.";Team lead\nWaiter;Serves.;Cook\n'
    path = put(root.parent, "posts.csv", text)
    (refused,) = imported(root, path).files
    assert [(finding.code, finding.hint) for finding in refused.findings] == [("no-description", "document-no-columns")]
    columns = {"who": "title", "grind": "duties", "boss": "reports-to"}
    assert [one.path for one in imported(root, path, columns=columns).files] == [
        "roles/imported/cook.yml",
        "roles/imported/waiter.yml",
    ]
    assert texts(fields(root, "roles/imported/cook.yml")["duties"]) == ["Cooks.", "Cleans."]
    assert fields(root, "roles/imported/waiter.yml")["reports_to"] == "cook"
    book = openpyxl.Workbook()
    for row in (("Who", "Grind", "Boss"), ("Baker", "Bakes.", "Cook")):
        book.active.append(row)
    book.save(root.parent / "posts.bin")
    assert [one.path for one in imported(root, root.parent / "posts.bin").files] == ["roles/imported/baker.yml"]


def test_hidden_words_of_rtf_are_named_and_stay_out(root: Path) -> None:
    text = RTF.replace("1. Готовит.", "1. Готовит.{\\v тайное}{\\deleted снято}")
    (one,) = imported(root, put(root.parent, "cook.rtf", text.encode("cp1251")), kind="role").files
    assert one.draft is not None
    assert {left.text: left.reason for left in one.draft.leftovers if left.reason in ("hidden", "deleted")} == {
        "тайное": "hidden",
        "снято": "deleted",
    }
    assert not re.search("тайное|снято", (root / one.path).read_text("utf-8"))


def test_letters_of_another_encoding_are_read_where_the_language_is_said(root: Path) -> None:
    text = "Обязанности:\n1. Готовит обеды для всех.\n2. Моет посуду.\nПрава:\n1. Отказаться от работы.\n"
    done = imported(root, put(root.parent, "cook.txt", text.encode("koi8-r")), language="ru", kind="role")
    assert texts(fields(root, done.files[0].path)["duties"])[0] == "Готовит обеды для всех."


def test_a_printed_description_comes_back_with_every_word_that_another_reader_finds(root: Path) -> None:
    order = Order(output=root.parent / "out", documents=("team-member",), languages=("en",), profile="draft")
    (path,) = print_papers(root, order).files
    done = imported(root, path, dry_run=True, language="en")
    (one,) = done.files
    assert one.draft is not None
    ours = fields(root, "roles/team-member.yml")
    duties = [duty["text"]["en"] for group in ours["duties"] for duty in group.get("items", [group])]
    came = texts_below(one.draft.fields["duties"])
    assert duties
    assert all(any(text.startswith(duty.partition("[[")[0]) for text in came) for duty in duties)
    there = Counter(_WORD.findall(extract_text(path).casefold()))
    assert there - words_out(done) == Counter()


def texts_below(items: list[dict[str, Any]]) -> list[str]:
    return [text for item in items for text in (*texts([item]), *texts_below(item.get("items", [])))]


def test_pages_without_words_are_a_scan(root: Path) -> None:
    path = root.parent / "scan.pdf"
    Image.new("1", (200, 300), 1).save(path, "PDF")
    (one,) = imported(root, path).files
    assert [(finding.arguments["reason"], finding.hint) for finding in one.findings] == [("scan", "document-scan")]


def bomb() -> bytes:
    body = paragraph("a" * 40_000_000)
    return word_file(body)


DEEP = "<w:sdt><w:sdtContent>" * 200 + paragraph("x") + "</w:sdtContent></w:sdt>" * 200
BAD = {
    "old-word": b"\xd0\xcf\x11\xe0" + b"\0" * 600,
    "encrypted-document": b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
    "empty-file": b" \r\n\0",
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
    "broken-document": b"PK\x03\x04" + b"\x07" * 300,
    "has-entities": word_file(paragraph("&e;"), prolog='<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "too-deep": ("<html><body>" + "<div>" * 5000 + "x" + "</div>" * 5000).encode(),
    "other-program": b"Duties\n" + bytes(range(1, 32)) * 40,
}


@pytest.mark.parametrize("reason", BAD)
def test_a_file_that_cannot_be_read_gets_one_sentence_and_stops_no_other(root: Path, reason: str) -> None:
    folder = root.parent / "in"
    put(folder, "a.docx", BAD[reason])
    put(folder, "b.txt", COOK)
    bad, good = sorted(imported(root, folder).files, key=lambda one: one.document)
    assert [(finding.code, finding.arguments["reason"]) for finding in bad.findings] == [
        ("unreadable-document", reason)
    ]
    assert (bad.outcome, good.outcome) == ("refused", "written")


@pytest.mark.parametrize("content", [bomb(), word_file(DEEP)], ids=["bomb", "deep"])
def test_a_file_that_is_made_to_fill_a_machine_is_refused(root: Path, content: bytes) -> None:
    (one,) = imported(root, put(root.parent, "a.docx", content)).files
    assert [finding.arguments["reason"] for finding in one.findings] == ["too-large"]


@pytest.mark.parametrize(
    "text",
    [
        "Salaries\nCook 1800\nWaiter 1500\n",
        "Question 1: what is soup?\na) liquid\nb) solid\n",
        "Call the plumber tomorrow.\n",
    ],
    ids=["pay", "quiz", "task"],
)
def test_a_document_that_describes_nothing_is_refused(root: Path, text: str) -> None:
    (one,) = imported(root, put(root.parent, "a.txt", text)).files
    assert (one.outcome, codes(one)) == ("refused", {"no-description"})
    assert not (root / "roles/imported").exists()


def test_a_language_and_a_folder_that_are_not_the_handbooks_are_wrong_use(root: Path) -> None:
    path = put(root.parent, "cook.txt", COOK)
    for order, code in (
        ({"language": "fr"}, "not-a-language"),
        ({"into": "../elsewhere"}, "import-into"),
        ({"into": "roles/../.."}, "import-into"),
    ):
        with pytest.raises(UserError) as refused:
            imported(root, path, **order)
        assert refused.value.code == code


WORDS = """cook duties: requirements purpose обязанности должен знать 职责 要求 trách nhiệm 年龄：28 *bold* {holder}
[[x]] # : - 1. а) • ООО «Ромашка» 3 years [a](b) `c` \\ yes null 2026-01-31 & | @ % ! tel: +7912345678 password: x"""
words = st.sampled_from(re.split(r"\s", WORDS))
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
pieces = st.one_of(
    lines.map(paragraph),
    lines.map(lambda text: paragraph(text, style="H1")),
    st.tuples(lines, st.integers(0, 2)).map(lambda one: paragraph(one[0], level=one[1])),
    lines.map(lambda text: paragraph(run(f"{text} ", "<w:b/>") + run(f" {text} ", "<w:vanish/>"))),
    lines.map(lambda text: f"<w:p><w:del>{run(f' {text} ', tag='delText')}</w:del>{run(f' {text}')}</w:p>"),
    st.lists(st.lists(lines, min_size=2, max_size=4), min_size=1, max_size=3).map(table),
    lines.map(lambda text: f"<w:p><w:r><w:pict><w:txbxContent>{paragraph(text)}</w:txbxContent></w:pict></w:r></w:p>"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(pieces, min_size=1, max_size=12), header=lines, kind=st.sampled_from(["role", "policy"]))
def test_every_word_of_a_word_file_is_in_the_file_or_on_the_leftovers(
    empty_root: Path, body: list[str], header: str, kind: str
) -> None:
    data = word_file("".join(body), {"header": paragraph(header), "numbering": RUSSIAN})
    done = imported(empty_root, put(empty_root.parent, "x.docx", data), kind=kind, language="en", dry_run=True)
    assert words_in_parts(data) - words_out(done) == Counter()


@pytest.fixture(scope="module")
def empty_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("words") / "handbook"
    init_handbook(folder, LANGUAGES, ("ES",))
    return folder


SOUND = [russian(), RTF.encode("cp1251"), HTML.encode()]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.integers(0, 3000),
    flip=st.integers(0, 3000),
    base=st.sampled_from([russian(), RTF.encode("cp1251"), HTML.encode()]),
)
def test_a_damaged_file_never_ends_in_a_traceback(empty_root: Path, cut: int, flip: int, base: bytes) -> None:
    data = bytearray(base[: max(len(base) - cut, 1)])
    data[flip % len(data)] ^= 0x55
    imported(empty_root, put(empty_root.parent, "x.bin", bytes(data)), dry_run=True)


def test_the_command_says_what_it_did_and_json_holds_every_leftover(root: Path) -> None:
    path = put(root.parent, "cook.txt", COOK)
    done = rolebook("import", path, "--handbook", root, "--json", "--dry-run")
    (one,) = json.loads(done.stdout)["files"]
    assert (done.returncode, one["outcome"], one["path"]) == (0, "would-be-written", "roles/imported/cook.yml")
    assert {left["reason"] for left in one["leftovers"]} >= {"heading", "number", "secret"}


def test_reading_a_file_does_not_change_it(tmp_path: Path) -> None:
    path = put(tmp_path, "a.docx", russian())
    before = path.read_bytes()
    document = read_document(path)
    assert isinstance(document, Document)
    assert path.read_bytes() == before
    assert zipfile.is_zipfile(path)


@pytest.mark.parametrize(
    ("language", "head", "title"),
    [
        ("en", "Job Description: Warehouse Supervisor", "Warehouse Supervisor"),
        ("en", "Job description - Sales Manager", "Sales Manager"),
        ("en", "Job description: Team Lead", "Team Lead"),
        ("en", "Job description: Travel Agent", "Travel Agent"),
        ("en", "Job description: Requirements Engineer", "Requirements Engineer"),
        ("en", "Duties of a cook", "Cook"),
        ("en", "Sales manager duties", "Sales manager"),
        ("es", "Descripción de puesto: Jefe de equipo", "Jefe de equipo"),
        ("es", "Funciones del gerente de ventas", "Gerente de ventas"),
        ("ru", "Должностная инструкция: Руководитель отдела продаж", "Руководитель отдела продаж"),
        ("zh", "岗位说明书：销售主管", "销售主管"),
        ("vi", "Bản mô tả công việc: Trưởng nhóm kinh doanh", "Trưởng nhóm kinh doanh"),
    ],
)
def test_a_title_keeps_words_that_are_labels_elsewhere(language: str, head: str, title: str) -> None:
    lexicon = lexicon_of(language)
    assert lexicon is not None
    named = bool(lexicon.document_head(head)[0])
    line = Line(head, Where(), part="document" if named else "")
    assert title_of([line], lexicon, "", "").text == title


def test_steps_under_a_procedure_are_a_process_and_links_between_documents_are_references(root: Path) -> None:
    leave = """# Leave policy

## Purpose

Says how leave is asked for; see the [travel rules](travel%20rules.md) and [the law](https://law.example/).

## Procedure

1. Ask your manager.
2. Wait for the answer.

## Rules

Nobody works in the leave.
"""
    travel = (
        "# Travel policy\n\n## Purpose\n\nSays how staff travel.\n\n## Rules\n\n1. Book early.\n2. Keep the receipts.\n"
    )
    folder = root.parent / "policies"
    put(folder, "leave.md", leave)
    put(folder, "travel rules.md", travel)
    done = imported(root, folder)
    policies = {one.path.rpartition("/")[2]: fields(root, one.path) for one in done.files}
    policy = policies["leave-policy.yml"]
    assert policy["purpose"].count("[[policy:travel-policy|travel rules]]") == 1
    assert "law.example" not in policy["purpose"]
    (process,) = policy["process"]
    assert process["heading"] == "Procedure"
    assert texts(process["steps"]) == ["Ask your manager.", "Wait for the answer."]
    assert [section["heading"] for section in policy["sections"]] == ["Rules"]
    assert texts(policies["travel-policy.yml"]["sections"][0]["clauses"]) == ["Book early.", "Keep the receipts."]
    assert [finding for finding in check_handbook(root).findings if finding.severity == "error"] == []
