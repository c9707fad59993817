"""Lines that no heading explains go where lines like them are, each marked; what contradicts its heading is marked."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolebook.pipeline.importing.likeness import Likeness, likeness_of
from tests.test_import_recognition import heading, lines_of
from tests.word_files import paragraph

HEADS = {
    "en": ("Job description: Glazier", "Between the panes"),
    "es": ("Descripción de puesto: Vidriero", "Entre cristales"),
    "zh": ("岗位说明书：玻璃安装工", "窗内窗外"),
    "vi": ("Bản mô tả công việc: Thợ lắp kính", "Chuyện bên khung cửa"),
    "ru": ("Должностная инструкция: стекольщик", "Между рамами"),
}
LINES = {
    "en": {
        "prohibitions": "You must never accept money or gifts from customers, and may not lend your keys to anyone.",
        "conditions": "Full time, 38 hours a week, Monday to Friday, with one Saturday a month.",
    },
    "es": {
        "prohibitions": "Prohibido aceptar dinero o regalos de los clientes.",
        "conditions": "Contrato indefinido, jornada completa, turno de mañana de lunes a viernes.",
    },
    "zh": {
        "conditions": "每周工作五天，每天八小时，法定节假日休息。",
        "liability": "因个人过失造成客户财产损失的，承担相应赔偿责任。",
    },
    "vi": {
        "conditions": "Làm việc 6 ngày/tuần, ca ngày từ 7 giờ đến 16 giờ, nghỉ chủ nhật.",
        "liability": "Chịu trách nhiệm bồi thường nếu làm vỡ, làm mất tài sản của khách hàng do lỗi của mình.",
    },
    "ru": {
        "conditions": "График сменный: два дня через два, смена двенадцать часов.",
        "liability": "За причинение материального ущерба — в пределах, установленных трудовым законодательством.",
    },
}  # fmt: skip
CONTRARY = {
    "en": ("Duties", "Secondary school certificate and at least two years' experience as a glazier."),
    "es": ("Funciones", "Título de bachiller y al menos dos años de experiencia como vidriero."),
    "zh": ("工作职责", "高中及以上学历，两年以上玻璃安装工作经验。"),
    "vi": ("Nhiệm vụ", "Tốt nghiệp trung cấp trở lên, có ít nhất 2 năm kinh nghiệm lắp kính."),
    "ru": ("Должностные обязанности", "Среднее профессиональное образование и стаж работы не менее двух лет."),
}
DUTY = {
    "en": "Measures openings and cuts panes to size.", "es": "Mide los huecos y corta los cristales a medida.",
    "zh": "测量门窗尺寸，按图切割玻璃。", "vi": "Đo khung cửa và cắt kính theo kích thước.",
    "ru": "Измеряет проемы и раскраивает стекло по размерам.",
}  # fmt: skip


@pytest.mark.parametrize("language", LINES)
def test_lines_under_words_that_nobody_knows_go_where_lines_like_them_are(tmp_path: Path, language: str) -> None:
    title, unknown = HEADS[language]
    body = [heading(title), heading(unknown), *map(paragraph, LINES[language].values())]
    found = lines_of(tmp_path, language, *body)
    for part, words in LINES[language].items():
        assert found[words][0] in (part, *({"hours"} if part == "conditions" else ())), words
        assert found[words][1], f"{words} is not marked"


@pytest.mark.parametrize("language", CONTRARY)
def test_a_line_of_another_part_among_others_is_moved_or_marked_and_its_neighbours_are_not(
    tmp_path: Path, language: str
) -> None:
    known, words = CONTRARY[language]
    body = [heading(HEADS[language][0]), heading(known), paragraph(DUTY[language]), paragraph(words)]
    found = lines_of(tmp_path, language, *body, paragraph(DUTY[language].replace(".", "!").replace("。", "！")))
    assert found[DUTY[language]] == ("duties", "")
    assert found[words][1] in ("likeness", "unlike"), found[words]


def test_a_line_is_read_by_the_lines_around_it() -> None:
    likeness = likeness_of("en")
    even = dict.fromkeys(likeness.parts, 1 / len(likeness.parts))
    duties = ["Cleans the machines after each shift.", "Records all deliveries in the log and checks the stock."]
    (alone,) = likeness.read(["Sews coats."], even, 0.7)
    among = likeness.read([duties[0], "Sews coats.", duties[1]], even, 0.7)[1]
    assert among["duties"] > max(alone["duties"], 0.5)


def test_a_language_without_examples_leaves_every_line_where_it_is() -> None:
    assert likeness_of("fr").parts == frozenset() or not likeness_of("fr").parts
    assert likeness_of("fr").read(["Nettoie les machines."], {}, 0.7) == [{}]


@given(
    st.lists(st.text(max_size=60), max_size=12),
    st.dictionaries(st.sampled_from(["duties", "rights", "career"]), st.lists(st.text(max_size=40), max_size=5)),
    st.floats(0, 1),
)
def test_shares_are_whole_whatever_is_read(lines: list[str], examples: dict[str, list[str]], staying: float) -> None:
    likeness = Likeness(examples, "en")
    even = dict.fromkeys(likeness.parts, 1 / max(1, len(likeness.parts)))
    for shares in likeness.read(lines, even, staying):
        assert set(shares) == set(likeness.parts)
        assert all(0 <= share <= 1 for share in shares.values())
        assert not shares or sum(shares.values()) == pytest.approx(1)
