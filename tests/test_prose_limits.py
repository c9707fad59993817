"""Figures in prose beside those of the law: what goes beyond them is found, in words as in digits, and nothing else."""

import json
from pathlib import Path

import pytest

from rolebook.pipeline.check.check import check_handbook

SETTINGS = """\
language: {language}
languages: [{language}]
organisation: {{name: Example}}
entities: [{{id: one, name: Example One, jurisdiction: {place}}}]
"""
BEYOND = [
    ("ru", "RU", "Испытательный срок составляет шесть месяцев", "figure-probation", "P3M"),
    ("ru", "RU", "Заработная плата выплачивается один раз в месяц", "figure-pay-interval", "P16D"),
    ("ru", "RU", "Ежегодный отпуск составляет 24 календарных дня", "figure-annual-leave", "P28D"),
    ("es", "MX", "Suspensión sin goce de sueldo hasta por quince días", "figure-suspension", "P8D"),
    ("es", "MX", "El aguinaldo será de 10 días de salario", "figure-year-end-bonus", "P15D"),
    ("es", "ES", "Por una falta leve, suspensión de empleo y sueldo de hasta 90 días", "figure-suspension", "P60D"),
    ("vi", "VN", "Thời gian thử việc là sáu tháng", "figure-probation", "P60D"),
    ("vi", "VN", "Lương thử việc bằng 70% lương chính thức", "figure-probation-pay", "85"),
    ("zh", "CN", "试用期工资为转正工资的50%", "figure-probation-pay", "80"),
    ("zh", "CN", "试用期为十二个月", "figure-probation", "P6M"),
    ("en", "GB", "Staff have 12 days of annual leave", "figure-annual-leave", "P20D"),
    ("en", "GB", "Annual leave is 3 weeks", "figure-annual-leave", "P20D"),
    ("es", "ES", "Las vacaciones serán de 22 días naturales", "figure-annual-leave", "P22D"),
    ("vi", "VN", "Nghỉ hằng năm 14 ngày dương lịch", "figure-annual-leave", "P12D"),
    ("zh", "CN", "年休假为4个自然日", "figure-annual-leave", "P5D"),
    ("ru", "RU", "Причинённый ущерб работник возмещает в размере двух месячных заработков", "figure-liability", "P1M"),
    ("ru", "RU", "За недостачу взыскивается до трёх среднемесячных заработков", "figure-liability", "P1M"),
    ("ru", "RU", "По приказу работодателя удерживается сумма до 2 месячных окладов", "figure-recovery-order", "P1M"),
    ("ru", "RU", "Удержание не превышает 40 % заработной платы", "figure-deduction", "20"),
    ("vi", "VN", "Làm hỏng thiết bị thì bồi thường sáu tháng lương", "figure-liability", "P3M"),
    ("vi", "VN", "Mỗi tháng khấu trừ 50% tiền lương", "figure-deduction", "30"),
    ("zh", "CN", "每月从工资中扣除35%的工资", "figure-deduction", "20"),
    ("zh", "VN", "造成设备损坏的，赔偿四个月工资", "figure-liability", "P3M"),
    ("es", "MX", "Los desperfectos se pagan con hasta dos meses de salario", "figure-liability", "P1M"),
    ("es", "MX", "Se podrá descontar el 45 % del salario", "figure-deduction", "30"),
    ("en", "MX", "The employee makes good losses up to 6 weeks' wages", "figure-liability", "P1M"),
    ("en", "GB", "Cash shortfalls are taken back at 15% of the wages", "figure-shortage", "10"),
    ("es", "GB", "El faltante de caja se descuenta hasta el 30 % del salario", "figure-shortage", "10"),
]
WITHIN = [
    ("ru", "RU", "Испытательный срок составляет 3 месяца"),
    ("ru", "RU", "Заработная плата выплачивается два раза в месяц"),
    ("ru", "RU", "Отпуск согласуют за 14 дней до начала"),
    ("es", "MX", "Suspensión sin goce de sueldo hasta por ocho días"),
    ("es", "ES", "Las vacaciones se piden con 15 días de antelación"),
    ("vi", "VN", "Thời gian thử việc 60 ngày"),
    ("zh", "CN", "三年期合同的试用期为三个月"),
    ("en", "GB", "Staff have 28 days of annual leave"),
    ("en", "US", "Staff have 5 days of annual leave"),
    ("en", "GB", "Annual leave is 4 weeks"),
    ("es", "ES", "Las vacaciones serán de 30 días naturales"),
    ("ru", "RU", "Ежегодный отпуск составляет 20 рабочих дней"),
    ("ru", "RU", "Ущерб возмещается в пределах среднего месячного заработка"),
    ("ru", "RU", "Ущерб, причинённый умышленно, возмещается сверх двух месячных заработков"),
    ("ru", "RU", "Выходное пособие выплачивается в размере трёх месячных заработков"),
    ("ru", "RU", "Премия за снижение ущерба — два месячных оклада"),
    ("ru", "RU", "По приказу выплачивается премия в размере двух окладов"),
    ("ru", "RU", "Скидка 50 % на повреждённый товар"),
    ("vi", "VN", "Người gây thiệt hại bồi thường ba tháng lương"),
    ("vi", "VN", "Thưởng hai tháng lương cho người phát hiện thiệt hại"),
    ("vi", "VN", "Trợ cấp thôi việc bằng bốn tháng lương"),
    ("vi", "VN", "Công ty bồi thường sáu tháng lương nếu sa thải trái pháp luật"),
    ("zh", "CN", "年终奖为两个月工资"),
    ("zh", "VN", "解除劳动合同的，支付四个月工资的经济补偿"),
    ("zh", "CN", "竞业限制期间按月支付工资的30%"),
    ("zh", "CN", "损坏商品按50%折扣出售"),
    ("es", "MX", "La indemnización por despido es de tres meses de salario"),
    ("es", "MX", "Un bono de dos meses de salario a quien evite daños"),
    ("es", "MX", "Los artículos con desperfectos tienen un 50 % de descuento"),
    ("es", "MX", "Las pérdidas se pagan con hasta un mes de salario"),
    ("en", "GB", "Cash shortfalls are taken back at 10% of the wages"),
    ("en", "GB", "In a staff shortage overtime is paid at 150% of the wages"),
    ("en", "MX", "Severance is three months' pay"),
    ("en", "MX", "Insurance covers losses up to six months' wages"),
]


def limits(root: Path, language: str, place: str, words: str) -> list[tuple[str, str]]:
    clause = json.dumps(words, ensure_ascii=False)
    for path, text in {
        "content/handbook.yml": SETTINGS.format(language=language, place=place),
        "policies/rules.yml": "title: P\npurpose: P.\nsections:\n  - id: s\n    heading: H\n    clauses:\n"
        f"      - {{id: c, text: {clause}}}\n",
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    found = [one for one in check_handbook(root).findings if one.code == "limit-in-words"]
    assert all(one.location.line == 7 for one in found)
    return [(str(one.arguments["topic"]), str(one.arguments.get("limit") or one.arguments["share"])) for one in found]


@pytest.mark.parametrize(("language", "place", "words", "topic", "limit"), BEYOND)
def test_a_figure_beyond_the_law_is_found(  # noqa: PLR0917
    language: str, place: str, words: str, topic: str, limit: str, tmp_path: Path
) -> None:
    assert limits(tmp_path, language, place, words) == [(topic, limit)]


@pytest.mark.parametrize(("language", "place", "words"), WITHIN)
def test_a_figure_within_the_law_is_none(language: str, place: str, words: str, tmp_path: Path) -> None:
    assert limits(tmp_path, language, place, words) == []
