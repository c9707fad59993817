"""What the lines of a document become that no heading names, by the tables, sentences and lists that they stand in."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from rolebook.exchange.documents import read_document
from rolebook.pipeline.importing.draft import Doubt
from rolebook.pipeline.importing.drafts import read_drafts
from rolebook.pipeline.importing.lexicon import lexicon_of
from rolebook.pipeline.init.scaffold import init_handbook
from tests.test_importing import imported, put, texts
from tests.word_files import paragraph, run, table, word_file

COUNTRIES = {"en": "GB", "es": "ES", "zh": "CN", "vi": "VN", "ru": "RU"}


def role(folder: Path, language: str, *body: str) -> tuple[dict[str, Any], dict[str, Doubt], str]:
    """The role that a Word file becomes, its doubts by the words that they are about, and its leftovers as one text."""
    root = folder / "handbook"
    init_handbook(root, (language,), (COUNTRIES[language],))
    done = imported(root, put(folder, "post.docx", word_file("".join(body))), language=language)
    (one,) = done.files
    assert one.draft is not None
    doubts = {doubt.words: doubt for doubt in one.draft.doubts.values()}
    left = " | ".join(f"{one.reason}: {one.text}" for one in one.draft.leftovers)
    return yaml.safe_load((root / one.path).read_text("utf-8")), doubts, left


def heading(words: str) -> str:
    return paragraph(words, style="H1")


def test_rows_of_a_table_below_a_heading_are_items_with_their_figures(tmp_path: Path) -> None:
    rows = [
        ["No.", "What we count", "Goal", "When"],
        ["1", "Parcels sent", "400", "a day"],
        ["2", "Returns", "3 %", ""],
    ]
    tasks = [["#", "Activity", "How often"], ["1", "Packs parcels", "daily"], ["2", "Sweeps the hall", "weekly"]]
    fields, _, left = role(
        tmp_path,
        "en",
        heading("Job description: Packer"),
        heading("Duties"),
        table(tasks),
        heading("Key performance indicators"),
        table(rows),
    )
    assert texts(fields["duties"]) == ["Packs parcels (daily)", "Sweeps the hall (weekly)"]
    assert texts(fields["indicators"]) == ["Parcels sent: 400; a day", "Returns: 3 %"]
    assert "heading: What we count" in left
    assert "number: 2" in left


def test_a_grid_of_criteria_has_values_in_every_column(tmp_path: Path) -> None:
    grid = [
        ["Criteria", "Essential", "Desirable", "How assessed"],
        ["Education", "Secondary school", "A course in floristry of the chamber of trade", "C"],
        ["Experience", "Two years in a shop", "Looking after an apprentice in her first year", "C / I"],
        ["", "Handling of spring orders", "", "I"],
    ]
    fields, _, _ = role(
        tmp_path,
        "en",
        heading("Job description: Florist"),
        heading("Duties"),
        paragraph("Binds wreaths."),
        heading("Person specification"),
        table(grid),
    )
    kinds = {one["text"]: one["kind"] for one in fields["requirements"]}
    assert kinds["A course in floristry of the chamber of trade"] == "education"
    assert kinds["Looking after an apprentice in her first year"] == "experience"
    assert kinds["Handling of spring orders"] == "experience"


def test_a_table_whose_first_row_names_parts_is_read_by_columns(tmp_path: Path) -> None:
    columns = [["Formación académica", "Experiencia"], ["Bachillerato técnico", "Seis meses en taller"]]
    fields, _, _ = role(
        tmp_path,
        "es",
        heading("Descripción de puesto: Soldador"),
        heading("Funciones"),
        paragraph("Soldar las piezas."),
        heading("Requisitos"),
        table(columns),
    )
    assert {one["text"]: one["kind"] for one in fields["requirements"]} == {
        "Bachillerato técnico": "education",
        "Seis meses en taller": "experience",
    }


@pytest.mark.parametrize(
    ("language", "head", "row"),
    [
        ("vi", ("Mô tả công việc: Thủ kho", "Nhiệm vụ", "Quan hệ công việc"), "Nội bộ: Phòng Mua hàng"),
        ("zh", ("岗位说明书：库管员", "岗位职责", "工作关系"), "公司外：运输公司"),
    ],
)
def test_an_unknown_label_in_a_list_stays_with_its_value(
    tmp_path: Path, language: str, head: tuple[str, str, str], row: str
) -> None:
    title, duties, relations = map(heading, head)
    cells = re.split("[:：]", row)
    fields, _, _ = role(tmp_path, language, title, duties, paragraph("清点 Kho."), relations, table([cells, cells]))
    assert "".join(texts(fields["relations"])[0].split()) == "".join(row.split())


GENERAL = {
    "en": (
        ("Job description: Ferryman", "General provisions", "Duties"),
        {
            "The ferryman works under the harbour master.": "reports-to",
            "The post belongs to the river section.": "department",
            "While the ferryman is on sick leave, a deckhand steers.": "deputies",
            "He or she must be acquainted with the signals.": "knowledge",
            "The ferryman shall not carry more than twelve persons.": "prohibitions",
            "The post was made in a dry year.": "general",
        },
    ),
    "es": (
        ("Descripción de puesto: Barquero", "Disposiciones generales", "Funciones"),
        {
            "Dependerá jerárquicamente del capitán del puerto.": "reports-to",
            "El puesto se encuadra en la sección fluvial.": "department",
            "En su ausencia lo sustituirá un marinero.": "deputies",
            "Será nombrado por la dirección.": "appointment",
            "No deberá llevar a más de doce personas.": "prohibitions",
            "Responderá de los remos perdidos.": "liability",
        },
    ),
    "zh": (
        ("岗位说明书：船工", "总则", "岗位职责"),
        {
            "船工接受码头主管的领导。": "reports-to",
            "本岗位编制在航运组。": "department",
            "休假期间由水手代班。": "deputies",
            "船工须掌握信号知识。": "knowledge",
            "超载的，给予船工警告处分。": "liability",
        },
    ),
    "vi": (
        ("Mô tả công việc: Lái đò", "Quy định chung", "Nhiệm vụ"),
        {
            "Lái đò chịu sự điều hành của trưởng bến.": "reports-to",
            "Vị trí này thuộc biên chế đội đường sông.": "department",
            "Khi lái đò nghỉ phép, thuỷ thủ làm thay.": "deputies",
            "Lái đò cần nắm các tín hiệu.": "knowledge",
            "Tuyệt đối không chở quá tải.": "prohibitions",
        },
    ),
    "ru": (
        ("Должностная инструкция: Паромщик", "Общие положения", "Должностные обязанности"),
        {
            "Паромщик находится в непосредственном подчинении начальника пристани.": "reports-to",
            "Паромщику подчиняются двое матросов.": "subordinates",
            "Должность входит в состав речной службы.": "department",
            "В случае болезни и иного отсутствия паромщика переправу ведёт матрос.": "deputies",
            "Паромщик должен твёрдо знать сигналы.": "knowledge",
            "Паромщику не разрешается брать больше двенадцати человек.": "prohibitions",
        },
    ),
}


@pytest.mark.parametrize("language", GENERAL)
def test_a_sentence_of_general_provisions_goes_where_its_words_say(tmp_path: Path, language: str) -> None:
    (title, general, duties), wanted = GENERAL[language]
    lexicon = lexicon_of(language)
    assert lexicon is not None
    body = [heading(title), heading(general), *map(paragraph, wanted), heading(duties), paragraph("Kho 船.")]
    document = read_document(put(tmp_path, "ferry.docx", word_file("".join(body))), language)
    ((lines, _),) = read_drafts(document, lexicon, "role", {}).roles
    assert {line.text: line.part for line in lines if line.text in wanted} == wanted


def lines_of(folder: Path, language: str, *body: str) -> dict[str, tuple[str, str]]:
    """The part and the doubt of each line of a Word file by its words."""
    lexicon = lexicon_of(language)
    assert lexicon is not None
    document = read_document(put(folder, "post.docx", word_file("".join(body))), language)
    ((lines, _),) = read_drafts(document, lexicon, "role", {}).roles
    return {line.text: (line.part, line.doubt) for line in lines if line.use == "content"}


@pytest.mark.parametrize(
    ("language", "title", "head", "item"),
    [
        ("en", "Job description: Tailor", "What the measurements of a good tailor are", "Suits without a fitting"),
        ("es", "Descripción de puesto: Sastre", "¿Qué tareas le esperan?", "Coser trajes"),
        ("zh", "岗位说明书：裁缝", "入职需要些什么", "会用缝纫机"),
        ("vi", "Mô tả công việc: Thợ may", "Những gì bị cấm ở xưởng", "Hút thuốc cạnh vải"),
        ("ru", "Должностная инструкция: Портной", "Какие обязанности вас ждут у нас", "Шить костюмы"),
    ],
)
def test_the_stems_of_an_unknown_heading_say_what_is_below_and_all_of_it_is_doubtful(
    tmp_path: Path, language: str, title: str, head: str, item: str
) -> None:
    part = {"en": "indicators", "zh": "requirements", "vi": "prohibitions"}.get(language, "duties")
    found = lines_of(tmp_path, language, heading(title), heading(head), paragraph(item), paragraph(f"{item} 2"))
    assert found[item] == (part, "heading")
    assert found[f"{item} 2"] == (part, "heading")


@pytest.mark.parametrize(
    ("language", "title", "head"),
    [
        ("en", "Job description: Tailor", "Core duties of the post"),
        ("es", "Descripción de puesto: Sastre", "Otras tareas del empleo"),
        ("zh", "岗位说明书：裁缝", "本岗位具体职责"),
        ("ru", "Должностная инструкция: Портной", "Прочие обязанности сотрудника"),
    ],
)
def test_words_around_a_known_heading_leave_it_known(tmp_path: Path, language: str, title: str, head: str) -> None:
    found = lines_of(tmp_path, language, heading(title), heading(head), paragraph("Шьёт 裁 cose."))
    assert found["Шьёт 裁 cose."] == ("duties", "")


def bold(words: str) -> str:
    return paragraph(run(words, "<w:b/>"))


def test_numbers_of_another_form_are_within_the_part(tmp_path: Path) -> None:
    body = [
        "三、岗位职责",
        "（一）环境卫生",
        "1.打扫车间。",
        "（二）技能传授",
        "1.带领学徒。",
        "四、任职资格",
        "1.高中学历。",
    ]
    found = lines_of(
        tmp_path, "zh", heading("岗位说明书：裁缝"), *(bold(one) if "." not in one else paragraph(one) for one in body)
    )
    assert found["打扫车间。"][0] == found["带领学徒。"][0] == "duties"
    assert found["高中学历。"][0] == "requirements"


CONTRARY = {
    "en": (
        ("Job description: Tailor", "Duties"),
        ("Is liable for lost keys.", "Is answerable for burns."),
        "liability",
    ),
    "es": (
        ("Descripción de puesto: Sastre", "Funciones"),
        ("Responderá de las agujas.", "Será sancionado si falta."),
        "liability",
    ),
    "zh": (("岗位说明书：裁缝", "岗位职责"), ("有权拒绝加班。", "有权查看账目。"), "rights"),
    "ru": (
        ("Должностная инструкция: Портной", "Обязанности"),
        ("Вправе отказать клиенту.", "Имеет право на скидку."),
        "rights",
    ),
}


@pytest.mark.parametrize("language", CONTRARY)
def test_lines_that_all_say_something_else_than_their_heading_go_there_with_doubts(
    tmp_path: Path, language: str
) -> None:
    heads, items, part = CONTRARY[language]
    found = lines_of(tmp_path, language, *map(heading, heads), *map(paragraph, items))
    assert [found[item] for item in items] == [(part, "heading")] * 2


def test_one_line_that_contradicts_its_part_is_doubtful_or_moved(tmp_path: Path) -> None:
    body = [
        heading("Job description: Tailor"),
        heading("Duties"),
        paragraph("Sews coats."),
        paragraph("Presses seams."),
    ]
    body += [paragraph("Must not smoke near cloth."), heading("Requirements"), paragraph("A steady hand.")]
    found = lines_of(tmp_path, "en", *body, paragraph("Visitors may not enter the workshop."))
    assert found["Sews coats."] == ("duties", "")
    assert found["Must not smoke near cloth."] == ("duties", "cue")
    assert found["A steady hand."][0] == "requirements"
    assert found["Visitors may not enter the workshop."] == ("prohibitions", "cue")


def test_figures_below_an_unknown_heading_are_indicators_and_verbs_are_duties(tmp_path: Path) -> None:
    body = [heading("Job description: Tailor"), heading("Purpose"), paragraph("Clothes for the town.")]
    body += [heading("A morning at the table"), paragraph("Cuts the cloth."), paragraph("Carries bales upstairs.")]
    body += [
        heading("The yearly talk"),
        paragraph("No more than 2 % waste"),
        paragraph("Nine out of ten suits in time"),
    ]
    found = lines_of(tmp_path, "en", *body)
    assert found["Carries bales upstairs."] == ("duties", "heading")
    assert found["Nine out of ten suits in time"] == ("indicators", "heading")


@pytest.mark.parametrize(
    ("language", "body", "title"),
    [
        ("ru", ["Акционерное общество «Игла»", "Должностная инструкция старшего мастера"], "Старший мастер"),
        ("vi", ["Mô tả công việc: Chuyên viên Tuyển dụng"], "Chuyên viên Tuyển dụng"),
        ("es", ["Hospital de la Costa, S.A.", "Descripción de puesto", "Auxiliar de cocina"], "Auxiliar de cocina"),
    ],
)
def test_the_title_is_the_posts_and_not_the_employers(
    tmp_path: Path, language: str, body: list[str], title: str
) -> None:
    duties = {"ru": "Обязанности", "vi": "Nhiệm vụ", "es": "Funciones"}[language]
    fields, _, _ = role(tmp_path, language, *map(bold, body), heading(duties), paragraph("Kho."))
    assert fields["title"] == title


def test_a_number_of_people_is_no_superior(tmp_path: Path) -> None:
    body = ["Mô tả công việc: Tổ trưởng", "Thông tin chung", "Quản lý trực tiếp: 7 thợ may"]
    assert lines_of(tmp_path, "vi", *map(bold, body))["7 thợ may"] == ("subordinates", "cue")


def test_a_policy_has_its_own_title_and_terms_from_a_table(tmp_path: Path) -> None:
    root = tmp_path / "handbook"
    init_handbook(root, ("en",), ("GB",))
    terms = [["Word", "What we mean"], ["Quay", "Where boats lie by night."], ["Berth", "The place of one boat."]]
    body = paragraph("Harbour Company Ltd") + paragraph("Mooring policy") + heading("Purpose")
    body += paragraph("Boats lie safely.") + heading("Definitions") + table(terms)
    body += (
        paragraph("A mole means a wall of stones.")
        + heading("Ropes")
        + paragraph("Ropes are dry.")
        + paragraph("Ropes are coiled.")
    )
    (one,) = imported(root, put(tmp_path, "rules.docx", word_file(body)), kind="policy").files
    policy = yaml.safe_load((root / one.path).read_text("utf-8"))
    assert policy["title"] == "Mooring policy"
    assert [(each["term"], each["text"]) for each in policy["definitions"]] == [
        ("Quay", "Where boats lie by night."),
        ("Berth", "The place of one boat."),
        ("A mole", "means a wall of stones."),
    ]


@pytest.mark.parametrize(
    ("language", "head", "line", "term"),
    [
        ("en", "2. Definitions", "2.1 “Quay” means the place where boats lie by night.", "Quay"),
        ("es", "2. Definiciones", "2.1 «Muelle»: lugar donde los barcos pasan la noche.", "Muelle"),
        ("zh", "二、定义", "2.1“码头”是指船舶夜间停靠的地方。", "码头"),
        ("vi", "2. Định nghĩa", "2.1 “Bến” là nơi tàu đậu ban đêm.", "Bến"),
        ("ru", "2. Термины", "2.1. «Причал» означает место ночной стоянки судов.", "Причал"),
    ],
)
def test_a_term_in_quotation_marks_stands_behind_its_number(
    tmp_path: Path, language: str, head: str, line: str, term: str
) -> None:
    root = tmp_path / "handbook"
    init_handbook(root, (language,), (COUNTRIES[language],))
    titles = {"en": "Mooring policy", "es": "Política de amarre", "zh": "停泊管理制度", "vi": "Quy định neo đậu"}
    body = heading(titles.get(language, "Положение о швартовке")) + heading(head) + paragraph(line)
    (one,) = imported(root, put(tmp_path, "rules.docx", word_file(body)), kind="policy", language=language).files
    policy = yaml.safe_load((root / one.path).read_text("utf-8"))
    assert [each["term"] for each in policy["definitions"]] == [term]


def items(*several: str) -> str:
    return "".join(paragraph(f"{number}. {one}") for number, one in enumerate(several, 1))


def test_lists_above_every_known_heading_are_read_by_their_lines(tmp_path: Path) -> None:
    fields, doubts, _ = role(
        tmp_path,
        "en",
        heading("Job description: Baker"),
        paragraph("Reports to: Head baker"),
        heading("Your day with us"),
        items("Mix the dough by four.", "Bake the first loaves.", "Wash the tins."),
        heading("You bring along"),
        items("A diploma in baking.", "Two years of experience in a bakery."),
    )
    assert texts(fields["duties"]) == ["Mix the dough by four.", "Bake the first loaves.", "Wash the tins."]
    assert texts(fields["requirements"]) == ["A diploma in baking.", "Two years of experience in a bakery."]
    assert doubts


def test_duties_by_topic_keep_the_topic_above_them(tmp_path: Path) -> None:
    fields, _, _ = role(
        tmp_path,
        "en",
        heading("Job description: Ranger"),
        heading("Duties"),
        items("Check the paths.", "Repair the signs."),
        heading("Wild animals"),
        items("Count the deer each spring.", "Report every injured animal."),
    )
    said = str(fields["duties"])
    assert "Wild animals" in said
    assert "Count the deer each spring." in said
    assert "sections" not in fields


def test_words_with_a_colon_below_a_known_heading_open_its_list(tmp_path: Path) -> None:
    fields, _, _ = role(
        tmp_path,
        "ru",
        heading("Должностная инструкция егеря"),
        heading("Должностные обязанности"),
        heading("Егерь:"),
        items("Обходит лес каждое утро.", "Ведёт книгу наблюдений."),
    )
    assert texts(fields["duties"]) == ["Обходит лес каждое утро.", "Ведёт книгу наблюдений."]


@pytest.mark.parametrize(
    ("language", "parts", "unknown", "lines"),
    [
        ("en", ("Job description: Gardener", "Ledger number: G-7", "Duties", "Sweeps the paths."), "A day among us",
         ["Early shift in summer, late shift in winter.", "A warm meal and overalls are free of charge."]),
        ("es", ("Descripción de puesto: Jardinero", "Clave interna: J-7", "Funciones", "Barrer los caminos."),
         "Así vivimos el día", ["Dos turnos rotativos.", "Comedor gratuito y uniforme de invierno."]),
        ("zh", ("岗位说明书", "台账编号：Y-7", "岗位职责", "清扫园区道路。"), "日子怎么过",
         ["两班轮班，每周休息一天。", "提供宿舍和工作餐补贴。"]),
        ("vi", ("Bản mô tả công việc", "Ký hiệu nội bộ: V-7", "Nhiệm vụ", "Quét đường đi."), "Một ngày ở đây",
         ["Hai ca mỗi ngày, nghỉ chủ nhật.", "Có phụ cấp xăng xe và cơm trưa."]),
        ("ru", ("Должностная инструкция садовника", "Учётный шифр: С-7", "Должностные обязанности", "Подметает."),
         "Как проходит день", ["Две смены, график два через два.", "Спецодежда и питание бесплатно."]),
    ],
)  # fmt: skip
def test_words_that_no_list_has_are_read_by_what_stands_with_them(
    tmp_path: Path, language: str, parts: tuple[str, str, str, str], unknown: str, lines: list[str]
) -> None:
    """A label by its stems, a list under an unknown heading by its words; both are marked as doubtful."""
    title, label, duties, sweeps = parts
    body = (heading(title), paragraph(label), heading(duties), paragraph(sweeps), heading(unknown))
    fields, doubts, _ = role(tmp_path, language, *body, *map(paragraph, lines))
    assert fields["code"].endswith("-7")
    sections = {section["heading"]: section for section in fields["sections"]}
    assert sections[unknown]["after"] == "conditions"
    assert texts(sections[unknown]["clauses"]) == lines
    assert set(lines) <= set(doubts)


def test_qualities_and_contacts_under_unknown_headings_get_their_fields(tmp_path: Path) -> None:
    fields, doubts, _ = role(
        tmp_path,
        "en",
        heading("Job description: Gardener"),
        heading("Duties"),
        paragraph("Waters the beds."),
        heading("The sort of human we enjoy"),
        paragraph("Patient with plants and people"),
        paragraph("Never short of good humour and cheerful on wet days"),
        heading("Whose faces you see"),
        paragraph("Suppliers of seed, and the parks committee"),
        heading("A word on frost"),
        paragraph("The glasshouse is heated."),
    )
    assert {one["kind"] for one in fields["requirements"]} == {"trait"}
    assert texts(fields["relations"]) == ["Suppliers of seed, and the parks committee"]
    assert "Patient with plants and people" in doubts
    assert [section["heading"] for section in fields["sections"]] == ["A word on frost"]


@pytest.mark.parametrize(
    ("rows", "preferred"),
    [
        ([["What we ask", "E", "D"], ["A licence to drive", "✓", ""], ["A course in pruning", "", "✓"]],
         "A course in pruning"),
        ([["Criterion", "E/D", "Tested by"], ["Two winters outdoors", "E", "Talk"], ["Some Welsh", "D", "Talk"]],
         "Some Welsh (Talk)"),
        ([["", "Essential", "Desirable"], ["Skills", "Reads a plan", "Draws a plan"],
          ["Education", "School leaving", "A diploma"]], "Draws a plan"),
        ([["Criterion", "Weight"], ["Lifts twenty kilograms", "Essential"], ["Owns a bicycle", "Desirable"]],
         "Owns a bicycle"),
    ],
)  # fmt: skip
def test_a_grid_says_what_is_only_preferred(tmp_path: Path, rows: list[list[str]], preferred: str) -> None:
    fields, _, left = role(
        tmp_path,
        "en",
        heading("Job description: Gardener"),
        heading("Duties"),
        paragraph("Waters the beds."),
        heading("Person specification"),
        table(rows),
    )
    needs = {one["text"]: one.get("need", "") for one in fields["requirements"]}
    assert needs[preferred] == "preferred"
    assert "" in needs.values()
    assert "missing" not in left


@pytest.mark.parametrize(
    ("language", "parts", "needed", "wished"),
    [
        ("es", ("Descripción de puesto: Jardinero", "Funciones", "Regar."), ("Indispensables", "Sabe podar."),
         ("Deseables", "Sabe injertar.")),
        ("ru", ("Должностная инструкция садовника", "Должностные обязанности", "Поливает."),
         ("Требования", "Умеет стричь."), ("Желательно", "Умеет прививать.")),
        ("zh", ("岗位说明书", "岗位职责", "浇水。"), ("任职要求", "会修剪。"), ("优先条件", "会嫁接。")),
    ],
)  # fmt: skip
def test_what_stands_under_a_heading_of_wishes_is_preferred(
    tmp_path: Path, language: str, parts: tuple[str, str, str], needed: tuple[str, str], wished: tuple[str, str]
) -> None:
    title, duties, does = parts
    lists = [part for words, line in (needed, wished) for part in (heading(words), paragraph(line))]
    fields, _, _ = role(tmp_path, language, heading(title), heading(duties), paragraph(does), *lists)
    needs = {one["text"]: one.get("need") for one in fields["requirements"]}
    assert needs == {needed[1]: None, wished[1]: "preferred"}


def test_duties_with_their_measures_are_read_by_columns(tmp_path: Path) -> None:
    rows = [["Công việc được giao", "Tiêu chí hoàn thành tốt"], ["Tưới cây", "Không cây nào chết khô"],
            ["Cắt cỏ", "Cỏ cao dưới 5 cm"]]  # fmt: skip
    fields, _, _ = role(
        tmp_path, "vi", heading("Bản mô tả công việc: Thợ làm vườn"), heading("Nhiệm vụ và cách đo"), table(rows)
    )
    assert texts(fields["duties"]) == ["Tưới cây", "Cắt cỏ"]
    assert texts(fields["indicators"]) == ["Không cây nào chết khô", "Cỏ cao dưới 5 cm"]


def test_responsible_for_is_people_in_a_form_and_duties_above_a_list(tmp_path: Path) -> None:
    rows = [["Responsible to", "Head gardener"], ["Responsible for", "Two apprentices"]]
    fields, _, _ = role(
        tmp_path, "en", heading("Job description: Gardener"), table(rows), heading("Duties"), paragraph("Waters beds.")
    )
    assert fields["dimensions"]["text"] == "Two apprentices"
    assert texts(fields["duties"]) == ["Waters beds."]


def test_a_document_shows_how_its_headings_look(tmp_path: Path) -> None:
    """Bold lines that come again and again are headings, even where none of their words is known."""
    bold = [paragraph(run(words, "<w:b/>")) for words in ("Gardener", "Duties", "The frost", "The bees")]
    fields, _, _ = role(
        tmp_path,
        "en",
        bold[0],
        paragraph("Benefits: tea and a coat."),
        bold[1],
        paragraph("Waters the beds."),
        paragraph("Prunes the roses."),
        paragraph("Rakes the paths."),
        bold[2],
        paragraph("The glasshouse stays at ten degrees."),
        bold[3],
        paragraph("The hives stand behind the wall."),
    )
    assert fields["title"] == "Gardener"
    assert texts(fields["employment"]["benefits"]) == ["tea and a coat."]
    assert [section["heading"] for section in fields["sections"]][-2:] == ["The frost", "The bees"]


def test_a_title_is_the_whole_post_and_not_the_word_that_sentences_use(tmp_path: Path) -> None:
    fields, _, _ = role(
        tmp_path,
        "ru",
        heading("Должностная инструкция садовника по уходу за розарием"),
        heading("Общие положения"),
        paragraph("Садовник подчиняется директору парка."),
        paragraph("Садовник имеет право на отпуск."),
        heading("Должностные обязанности"),
        paragraph("Поливает."),
    )
    assert fields["title"] == "Садовник по уходу за розарием"


@pytest.mark.parametrize(
    ("words", "is_left"),
    [
        ("Wi-Fi password: Rose2026!", True),
        ("The password is gard3ner", True),
        ("Passwords have at least 12 characters and change every 180 days.", False),
        ("Passwords: at least 12 characters, with letters and digits.", False),
        ("The PIN code of the alarm is 4711", True),
    ],
)
def test_rules_about_passwords_come_in_and_passwords_stay_out(tmp_path: Path, words: str, *, is_left: bool) -> None:
    fields, _, left = role(
        tmp_path, "en", heading("Job description: Gardener"), heading("Duties"), paragraph("Waters."), paragraph(words)
    )
    assert (f"secret: {words}" in left) is is_left
    assert (words in texts(fields["duties"])) is not is_left


def post(folder: Path, language: str, *body: str) -> dict[str, Any]:
    """The fields of a role that begins with a title and a line of duties."""
    heads = {"en": ("Job description: Gardener", "Duties", "Waters the beds."),
             "vi": ("Bản mô tả công việc: Thợ làm vườn", "Nhiệm vụ", "Tưới cây.")}  # fmt: skip
    title, duties, does = heads[language]
    return role(folder, language, heading(title), heading(duties), paragraph(does), *body)[0]


def test_a_number_that_ends_in_nought_is_of_the_level_above(tmp_path: Path) -> None:
    lines = ["1.0 Duties", "1.1 Waters the beds.", "1.2 Rakes the paths.", "2.0 Prohibitions", "2.1 No open fires."]
    fields, _, _ = role(tmp_path, "en", heading("Job description: Gardener"), *map(paragraph, lines))
    assert texts(fields["duties"]) == ["Waters the beds.", "Rakes the paths."]
    assert texts(fields["prohibitions"]) == ["No open fires."]


def test_a_form_may_count_its_rows(tmp_path: Path) -> None:
    rows = [["STT", "Mục", "Chi tiết"], ["1", "Chức danh", "Thợ làm vườn"], ["2", "Nhiệm vụ", "Tưới cây\nCắt cỏ"],
            ["3", "Quyền hạn", "Nghỉ khi có bão"], ["4", "Yêu cầu", "Biết dùng máy cắt cỏ"]]  # fmt: skip
    fields, _, left = role(tmp_path, "vi", heading("Bản mô tả công việc"), table(rows))
    assert fields["title"] == "Thợ làm vườn"
    assert texts(fields["duties"]) == ["Tưới cây", "Cắt cỏ"]
    assert texts(fields["requirements"]) == ["Biết dùng máy cắt cỏ"]
    assert "number: 4" in left


def test_a_table_of_measures_says_so_itself(tmp_path: Path) -> None:
    rows = [
        ["Measure", "Target", "Seen"],
        ["Beds without weeds", "90 %", "weekly"],
        ["Dead saplings", "under 5", "May"],
    ]
    fields = post(tmp_path, "en", heading("When we are content"), table(rows))
    assert texts(fields["indicators"]) == ["Beds without weeds: 90 %; weekly", "Dead saplings: under 5; May"]


def test_topics_stand_beside_duties_and_their_measures(tmp_path: Path) -> None:
    rows = [["Nhóm nhiệm vụ", "Công việc cụ thể", "Tiêu chí"], ["Vườn", "Tưới cây mỗi sáng", "Đất ẩm 5 cm"],
            ["Kho", "Lau dụng cụ", "Không gỉ"]]  # fmt: skip
    fields, _, _ = role(
        tmp_path, "vi", heading("Bản mô tả công việc: Thợ làm vườn"), heading("Công việc và tiêu chí"), table(rows)
    )
    assert [group["heading"] for group in fields["duties"]] == ["Vườn", "Kho"]
    assert texts(fields["indicators"]) == ["Đất ẩm 5 cm", "Không gỉ"]


def test_numbers_that_count_on_past_items_of_another_form_are_headings(tmp_path: Path) -> None:
    lines = ["一、花匠应当做好以下职责：", "（一）浇花。", "（二）扫路。", "二、任职要求", "（一）会修剪。",
             "三、花房温度", "花房保持十度。"]  # fmt: skip
    fields, _, _ = role(tmp_path, "zh", heading("岗位说明书"), paragraph("岗位：花匠"), *map(paragraph, lines))
    assert texts(fields["duties"]) == ["浇花。", "扫路。"]
    assert fields["sections"][-1]["heading"] == "花房温度"


def test_sentences_after_a_code_are_no_code(tmp_path: Path) -> None:
    lines = [
        "Code: G-7",
        "1. The gardener reports to the head gardener.",
        "2. The gardener is hired by the parks office.",
    ]
    duties = (heading("Duties"), paragraph("Waters."))
    fields, _, _ = role(tmp_path, "en", heading("Job description: Gardener"), *map(paragraph, lines), *duties)
    assert fields["code"] == "G-7"
    assert {section.get("after") for section in fields["sections"]} == {"purpose", "appointment"}


def test_a_ladder_of_points_stays_a_table_and_names_no_breach(tmp_path: Path) -> None:
    steps = [["Points", "What follows"], ["3", "Verbal warning"], ["6", "Written warning"], ["9", "Dismissal"]]
    rows = [["Breach", "First time", "Second time"], ["Late three times", "Warning", "Final warning"],
            ["Smoking in the shed", "Final warning", "Dismissal"]]  # fmt: skip
    root = tmp_path / "handbook"
    init_handbook(root, ("en",), ("GB",))
    body = [heading("Disciplinary Policy"), paragraph("Rules of the garden."), heading("Steps"), table(steps),
            heading("Breaches"), table(rows)]  # fmt: skip
    done = imported(root, put(tmp_path, "discipline.docx", word_file("".join(body))), language="en")
    fields = yaml.safe_load((root / done.files[0].path).read_text("utf-8"))
    headings = [offence["heading"] for offence in fields.get("offences", [])]
    assert headings in ([], ["Late three times", "Smoking in the shed"])
    tables = [block["table"] for section in fields["sections"] for block in section.get("blocks", [])]
    assert any("Verbal warning" in str(one) for one in tables)


def test_broad_headings_leave_each_requirement_its_kind(tmp_path: Path) -> None:
    lines = ["A diploma in horticulture.", "Two years' experience in a nursery.", "Handles a scythe."]
    fields = post(tmp_path, "en", heading("Knowledge, skills and abilities"), *map(paragraph, lines))
    assert [one["kind"] for one in fields["requirements"]] == ["education", "experience", "skill"]


def test_the_first_column_may_name_a_part_for_several_rows(tmp_path: Path) -> None:
    rows = [
        ["基本情况", "岗位", "花匠"],
        ["", "所属部门", "园艺部"],
        ["工作任务", "花房", "每天浇花"],
        ["", "道路", "每周扫路"],
    ]
    fields, _, _ = role(tmp_path, "zh", heading("岗位说明书"), table(rows))
    assert fields["title"] == "花匠"
    assert "每天浇花" in str(fields["duties"])
    assert "每周扫路" in str(fields["duties"])


def test_topics_below_the_heading_of_duties_are_groups(tmp_path: Path) -> None:
    bold = "<w:b/>"
    fields, _, _ = role(
        tmp_path,
        "en",
        paragraph(run("Job description: Gardener", bold)),
        paragraph(run("Main duties", bold)),
        paragraph(run("Glasshouse", bold)),
        *(paragraph(f"- {words}") for words in ("To water the beds.", "To air the house.")),
        paragraph(run("Orchard", bold)),
        *(paragraph(f"- {words}") for words in ("To prune the trees.", "Keeping the fence whole.")),
        paragraph(run("Requirements", bold)),
        paragraph("A diploma."),
    )
    assert [group["heading"] for group in fields["duties"]] == ["Glasshouse", "Orchard"]


def policy(folder: Path, language: str, *body: str) -> dict[str, Any]:
    root = folder / "handbook"
    init_handbook(root, (language,), (COUNTRIES[language],))
    done = imported(root, put(folder, "rules.docx", word_file("".join(body))), language=language, kind="policy")
    (one,) = done.files
    return yaml.safe_load((root / one.path).read_text("utf-8"))


def test_a_policy_is_named_by_its_first_table_and_not_by_a_heading_below(tmp_path: Path) -> None:
    fields = policy(
        tmp_path,
        "en",
        table([["Parks Department 3", "WATERING POLICY"], ["Number: 7", "Valid from May"]]),
        heading("Purpose"),
        paragraph("Plants want water."),
        heading("What this policy says about hoses"),
        paragraph("Hoses are rolled up after work."),
    )
    assert fields["title"] == "WATERING POLICY"
    assert fields["purpose"] == "Plants want water."


def test_a_regulation_says_below_what_it_is_about(tmp_path: Path) -> None:
    parts = [
        heading("ПОЛОЖЕНИЕ"),
        heading("о поливе оранжереи"),
        heading("1. Общие положения"),
        paragraph("Поливают все."),
    ]
    assert policy(tmp_path, "ru", *parts)["title"] == "ПОЛОЖЕНИЕ о поливе оранжереи"


@pytest.mark.parametrize(
    ("language", "opening", "terms"),
    [
        ("es", "Artículo 2. Para los efectos de este reglamento se entiende por:",
         ["a) Riego: el agua que se da a las plantas.", "b) Sequía: tres días sin lluvia."]),
        ("zh", "第二条 本制度所称下列用语的含义：", ["（一）浇水：给植物水。", "（二）干旱：三天没有雨。"]),
    ],
)  # fmt: skip
def test_a_sentence_may_introduce_the_terms(tmp_path: Path, language: str, opening: str, terms: list[str]) -> None:
    heads = {"es": ("Reglamento de riego", "Disposiciones generales", "Artículo 1. Se riega a diario."),
             "zh": ("浇水管理制度", "总则", "第一条 每天浇水。")}  # fmt: skip
    title, chapter, first = heads[language]
    body = [heading(title), heading(chapter), *map(paragraph, (first, opening, *terms))]
    assert len(policy(tmp_path, language, *body)["definitions"]) == len(terms)


def test_words_above_the_title_that_may_be_a_part_head_the_document(tmp_path: Path) -> None:
    bold = "<w:b/>"
    fields, _, _ = role(
        tmp_path,
        "en",
        paragraph(run("Parks Department 3", bold)),
        paragraph(run("Role description", bold)),
        paragraph("Head Gardener (Glasshouses)"),
        paragraph(run("Overall purpose", bold)),
        paragraph("To keep the glasshouses green."),
        paragraph(run("Main duties", bold)),
        paragraph("Waters the beds."),
    )
    assert fields["title"] == "Head Gardener (Glasshouses)"
    assert fields["purpose"] == "To keep the glasshouses green."


def test_two_labels_in_a_row_are_a_form_even_in_a_short_table(tmp_path: Path) -> None:
    rows = [["Cargo", "Jardinero", "Cód.", "J-7"], ["Línea de mando", "Jefe de parque", "Sede", "Parque 3"]]
    body = (heading("Hoja de puesto"), table(rows), heading("Funciones"))
    lines = map(paragraph, ("Regar las plantas.", "Cortar el césped.", "Barrer los caminos."))
    fields, _, _ = role(tmp_path, "es", *body, *lines)
    assert (fields["title"], fields["code"]) == ("Jardinero", "J-7")
    assert fields["conditions"]["workplace"] == "Parque 3"


def test_a_heading_about_something_of_the_role_is_not_its_purpose(tmp_path: Path) -> None:
    fields = post(tmp_path, "en", heading("Purpose"), paragraph("Green parks."), heading("Seasons of the role"),
                  paragraph("Frost rules the winter."))  # fmt: skip
    assert fields["purpose"] == "Green parks."
    assert fields["sections"][-1]["heading"] == "Seasons of the role"


def test_a_time_of_day_is_no_label(tmp_path: Path) -> None:
    fields = post(tmp_path, "en", heading("Hours"), paragraph("Tuesday to Sunday, 10:30 to 18:30"))
    assert fields["conditions"]["hours"] == "Tuesday to Sunday, 10:30 to 18:30"


def test_results_are_duties_where_nothing_else_says_what_somebody_does(tmp_path: Path) -> None:
    rows = [["Зона", "Содержание"], ["Клумбы", "Поливает их каждый день"], ["Дорожки", "Подметает их в пятницу"],
            ["Изгородь", "Проверяет её в марте"]]  # fmt: skip
    body = (heading("Профиль должности: садовник"), heading("Области результата"), table(rows))
    fields, _, _ = role(tmp_path, "ru", *body, heading("Требования"), paragraph("Среднее образование."))
    assert any("Поливает их каждый день" in text for text in texts(fields["duties"]))


def test_two_requirements_side_by_side_are_two(tmp_path: Path) -> None:
    rows = [["A diploma in horticulture", "Two years' experience outdoors"],
            ["Familiar with local plants", "A licence to drive a tractor"]]  # fmt: skip
    fields = post(tmp_path, "en", heading("Requirements"), table(rows))
    assert len(fields["requirements"]) == 4


def test_a_duty_that_names_papers_to_hand_in_is_no_end_of_the_description(tmp_path: Path) -> None:
    rows = ["Lập danh mục hồ sơ và nộp hồ sơ vào lưu trữ.", "Trực điện thoại của văn phòng."]
    body = [heading("Bản mô tả công việc: Văn thư"), heading("Nhiệm vụ"), *map(paragraph, rows)]
    found = lines_of(tmp_path, "vi", *body)
    assert [found[row][0] for row in rows] == ["duties", "duties"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Essential", "Desirable", "Qualifications", "A diploma in baking", "Experience", "Two years of baking"),
        ),
        (
            "es",
            ("Imprescindible", "Deseable", "Formación", "Diploma de panadería", "Experiencia", "Dos años de panadero"),
        ),
        ("ru", ("Обязательно", "Желательно", "Образование", "Диплом пекаря", "Опыт работы", "Два года работы пекарем")),
    ],
)
def test_a_grid_of_ticks_goes_on_below_rows_that_head_it(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    needed, preferred, first, diploma, second, years = words
    titles = {
        "en": "Job description: Baker",
        "es": "Descripción de puesto: Panadero",
        "ru": "Должностная инструкция пекаря",
    }
    grid = table([["", needed, preferred], [first], [diploma, "✓", ""], [second], [years, "", "✓"]])
    fields, _, left = role(tmp_path, language, heading(titles[language]), grid)
    assert [(one["text"], one["kind"], one.get("need", "")) for one in fields["requirements"]] == [
        (diploma, "education", ""),
        (years, "experience", "preferred"),
    ]
    assert f"heading: {first}" in left
