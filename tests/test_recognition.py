"""Which part each line of a description is, in the shapes that documents of others have."""

from pathlib import Path

import pytest
import typst

from rolebook.exchange.documents import read_document
from rolebook.pipeline.importing.drafts import Reading, read_drafts
from rolebook.pipeline.importing.lexicon import lexicon_of
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import REQUIREMENTS


def reading(folder: Path, language: str, content: str | bytes, name: str = "text.txt") -> Reading:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    lexicon = lexicon_of(language)
    assert lexicon is not None
    return read_drafts(read_document(path, language), lexicon, "", {})


def parts(lines: tuple[Line, ...]) -> list[tuple[str, str]]:
    """The part of each line of content, with its first word."""
    return [
        ("requirements" if line.part in REQUIREMENTS else line.part, line.text.split()[0])
        for line in lines
        if line.use == "content"
    ]


CASES = {
    "a number beside the one that opened a part ends it": (
        "ru",
        (
            "Должностная инструкция\nКассир\nI. Общие положения\n1. Кассир должен знать:\n1.1. правила расчётов;\n"
            "1.2. виды платежей.\n2. Кассир подчиняется главному бухгалтеру.\nII. Обязанности\n1. Ведёт кассу."
        ),
        [
            ("", "Кассир"),
            ("requirements", "правила"),
            ("requirements", "виды"),
            ("reports-to", "Кассир"),
            ("duties", "Ведёт"),
        ],
    ),
    "a sentence whose items are numbered below it heads them": (
        "ru",
        (
            "Должностная инструкция\nКассир\n1. Общие положения\n1.1. Кассир руководствуется\n1.1.1. уставом;\n"
            "1.1.2. приказами.\n2. Права\nКассир вправе:\n2.1. Вносить предложения."
        ),
        [("", "Кассир"), ("legal-basis", "уставом;"), ("legal-basis", "приказами."), ("rights", "Вносить")],
    ),
    "a heading stands in brackets before its words": (
        "zh",
        "岗位说明书\n【岗位名称】出纳\n【上级】财务经理\n【做什么】\n1、收付现金。\n【不能做什么】\n1、不得坐支现金。",
        [("title", "出纳"), ("reports-to", "财务经理"), ("duties", "收付现金。"), ("prohibitions", "不得坐支现金。")],
    ),
    "a heading ends with a full stop in its line": (
        "ru",
        (
            "Кассир\nДолжностные обязанности. Принимает деньги и выдаёт чеки.\nТребования к квалификации.\n"
            "Среднее образование и стаж не менее года."
        ),
        [("", "Кассир"), ("duties", "Принимает"), ("requirements", "Среднее")],
    ),
    "words that head documents head a list of duties further down": (
        "vi",
        "Vị trí: Thu ngân\nMô tả công việc:\n- Thu tiền.\n- Lập báo cáo.\nYêu cầu bắt buộc:\n- Trung thực.",
        [("title", "Thu"), ("duties", "Thu"), ("duties", "Lập"), ("requirements", "Trung")],
    ),
    "what follows a description is no part of its lists": (
        "en",
        (
            "Job title: Cashier\nResponsibilities\n- Counts the money.\n- Closes the till.\nRequirements\n- Honest.\n"
            "Interested candidates send their papers to the office.\nThe office answers within a week."
        ),
        [
            ("title", "Cashier"),
            ("duties", "Counts"),
            ("duties", "Closes"),
            ("requirements", "Honest."),
            ("other", "Interested"),
            ("other", "The"),
        ],
    ),
    "a group of duties may share a word with another part": (
        "es",
        (
            "# Cajera\n\n## Funciones\n\n**Gestión de caja:**\n- Cobra a los clientes.\n\n**Gestión de riesgos:**\n"
            "- Avisa de billetes falsos.\n\n## Requisitos\n\nSe pide:\n- Bachillerato."
        ),
        [
            ("", "Cajera"),
            ("duties", "Cobra"),
            ("duties", "Avisa"),
            ("requirements", "Se"),
            ("requirements", "Bachillerato."),
        ],
    ),
    "lines of numbers and signs alone are no duties": (
        "en",
        "Job description\nCashier\nDuties\n1. Counts the money.\n2.\n.\n3. Closes the till.",
        [("", "Cashier"), ("duties", "Counts"), ("blank", "2."), ("blank", "."), ("duties", "Closes")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_line_comes_to_its_part(tmp_path: Path, case: str) -> None:
    language, text, expected = CASES[case]
    (one,) = reading(tmp_path, language, text).roles
    assert parts(one[0]) == expected


def test_an_unknown_heading_above_knowledge_and_years_is_doubtful_requirements(tmp_path: Path) -> None:
    text = (
        "Job title: Cashier\nDuties\n- Counts the money.\nWe'd love to hear from you if you bring\n"
        "- 3 years of experience.\n- Knowledge of tills.\nWe offer\n- A free lunch."
    )
    (one,) = reading(tmp_path, "en", text).roles
    found = [(line.part, bool(line.doubt)) for line in one[0] if line.use == "content"]
    assert found == [
        ("title", False),
        ("duties", False),
        ("requirements", True),
        ("requirements", True),
        ("benefits", False),
    ]


def test_several_posts_of_one_file_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    post = "任职要求：\n1、高中学历\n职位描述：\n1、{}\n薪资福利：\n五险一金\n"
    text = (
        "一、收银员\n"
        + post.format("收银")
        + "二、店长\n"
        + post.format("管理门店")
        + "三、保安\n"
        + post.format("巡逻")
    )
    roles = reading(tmp_path, "zh", text).roles
    assert [title.text for _, title in roles] == ["收银员", "店长", "保安"]
    assert [[line.text for line in lines if line.part == "duties" and line.use == "content"] for lines, _ in roles] == [
        ["收银"],
        ["管理门店"],
        ["巡逻"],
    ]


def test_the_name_of_a_file_says_that_a_bare_list_is_duties(tmp_path: Path) -> None:
    text = "1、保持收银台整洁。\n2、核对当日账目。\n3、锁好保险柜。"
    found = reading(tmp_path, "zh", text, "收银员工作职责.txt")
    ((lines, title),) = found.roles
    assert (found.kind, title.text) == ("role", "收银员")
    assert {(line.part, line.doubt) for line in lines} == {("duties", "file-name")}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            "Должностная инструкция\nглавного бухгалтера\nПрава\n1. Подписывает отчёты.\n2. Требует документы.",
            "Главный бухгалтер",
        ),
        ("Должностная инструкция\nпродавца-кассира\nПрава\n1. Выбирает смену.\n2. Просит замену.", "Продавец-кассир"),
        ("Должностная инструкция\nУборщица\nПрава\n1. Выбирает смену.\n2. Просит замену.", "Уборщица"),
    ],
)
def test_a_russian_title_comes_in_the_nominative(tmp_path: Path, text: str, title: str) -> None:
    ((_, found),) = reading(tmp_path, "ru", text).roles
    assert found.text == title


FORM = """
#set page(width: 400pt, height: 500pt, margin: 40pt, header: [Careers portal page],
  footer: context counter(page).display())
= Cashier
#grid(columns: (120pt, 1fr), row-gutter: 14pt,
  [*Job Title*], [Cashier],
  [*Position Summary*], [Takes the money of customers, gives them their change and closes the till in the evening.],
  [*Required Knowledge, Skills and Abilities*], [Reads and counts well and stays calm.],
  [*Typical Duties*], [- Counts the money.
  - Closes the till.],
)
#pagebreak()
#grid(columns: (120pt, 1fr), row-gutter: 14pt, [*Reports to*], [Store manager], [*Location*], [Main street])
"""


def test_a_printed_form_keeps_labels_beside_their_values(tmp_path: Path) -> None:
    (tmp_path / "form.typ").write_text(FORM, "utf-8")
    found = reading(tmp_path, "en", typst.compile(str(tmp_path / "form.typ")), "form.pdf")
    ((lines, title),) = found.roles
    assert title.text == "Cashier"
    assert [(line.part, line.text.split()[0]) for line in lines if line.use == "content" and line.part] == [
        ("title", "Cashier"),
        ("purpose", "Takes"),
        ("knowledge", "Reads"),
        ("duties", "Counts"),
        ("duties", "Closes"),
        ("reports-to", "Store"),
        ("workplace", "Main"),
    ]
    assert {block.origin for block in found.document.blocks if "portal" in block.text} == {"header"}


def test_two_columns_of_a_page_are_read_one_after_the_other(tmp_path: Path) -> None:
    words = "words that fill the whole line of a column and go on in the next line of it until they end"
    text = f"#set page(width: 500pt, height: 300pt)\n#columns(2)[Left {words}.\n#colbreak()\nRight {words}.]"
    (tmp_path / "columns.typ").write_text(text, "utf-8")
    (tmp_path / "columns.pdf").write_bytes(typst.compile(str(tmp_path / "columns.typ")))
    blocks = read_document(tmp_path / "columns.pdf", "en").blocks
    assert [block.text for block in blocks] == [f"Left {words}.", f"Right {words}."]


def test_numbered_rules_of_a_policy_are_clauses_and_not_its_purpose(tmp_path: Path) -> None:
    hours = "第一章 工作时间\n第一条 每天工作八小时。\n第二条 每周休息两天。\n"
    text = f"考勤制度\n为了维护工作秩序，制定本制度。\n{hours}第二章 请假\n1、病假须有证明。"
    found = reading(tmp_path, "zh", text)
    ((lines, title),) = found.roles
    assert (found.kind, title.text) == ("policy", "考勤制度")
    assert [(line.use, line.number) for line in lines if line.part == "section"] == [
        ("label", "第一章"),
        ("content", "第一条"),
        ("content", "第二条"),
        ("label", "第二章"),
        ("content", "1、"),
    ]


def test_a_line_of_unseen_signs_alone_is_no_line(tmp_path: Path) -> None:
    text = "Job title: Cashier\nDuties\n- Counts.\n\u200b\n\u00ad\n- Closes."
    ((lines, _),) = reading(tmp_path, "en", text).roles
    assert parts(lines) == [("title", "Cashier"), ("duties", "Counts."), ("duties", "Closes.")]
