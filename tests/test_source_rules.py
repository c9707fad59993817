"""Six rules as sales departments really write them: each place has its verdict, and the sample's own rules pass.

The rules are those of the texts that docs/sources.md names, in short: late comers are dismissed (1), who refuses an
area is handed over (2), who lowers a price bears the consequences (3), disclosure (4) and private sales (5) lead up to
expulsion, outstanding work is rewarded (6). ✗ does not hold as written, △ holds only with what is missing, ✓ holds.
"""

import json
from pathlib import Path

import pytest

from rolebook.diagnostics import Severity
from rolebook.pipeline.check.check import check_handbook
from tests.conftest import ROOT

VERDICTS = {
    #      1    2    3    4    5    6
    "RU": "✗    △    ✗    △    △    ✓",
    "CN": "✗    △    ✗    △    △    ✓",
    "VN": "✗    △    ✗    ✓    △    ✓",
    "ES": "✗    △    ✗    ✓    ✓    ✓",
}
LANGUAGE = {"RU": "ru", "CN": "zh", "VN": "vi", "ES": "es"}
TEXTS = {
    "es": (
        "Quien llegue tarde o se marche antes será considerado responsable y despedido.",
        "Quien rechace la zona o la tarea se entregará a la administración.",
        "Quien baje el precio sin permiso asumirá las consecuencias.",
        "Quien revele los planes de la empresa se expone a sanciones, hasta la expulsión.",
        "Quien use el nombre o los viajes de la empresa para vender otra mercancía se expone hasta la expulsión.",
        "El rendimiento excepcional se premia.",
    ),
    "ru": (
        "Кто опаздывает или уходит раньше, привлекается к ответственности и увольняется.",
        "Отказавшийся от участка или задания передаётся администрации.",
        "Снизивший цену без разрешения сам несёт последствия.",
        "Разглашение планов компании наказуемо, вплоть до исключения.",
        "Продажа чужого товара от имени компании или в поездке наказуема, вплоть до исключения.",
        "Отличная работа поощряется.",
    ),
    "zh": (
        "迟到或早退的，追究责任并辞退。",
        "不服从区域或任务安排的，交由行政部门处理。",
        "未经许可降价的，后果自负。",
        "泄露公司计划的，直至开除。",
        "利用公司名义或出差销售他人商品的，直至开除。",
        "业绩突出的，给予奖励。",
    ),
    "vi": (
        "Người đi muộn, về sớm phải chịu trách nhiệm và bị sa thải.",
        "Người từ chối khu vực hoặc công việc thì chuyển phòng hành chính xử lý.",
        "Người hạ giá khi chưa được phép tự chịu hậu quả.",
        "Tiết lộ kế hoạch của công ty: đến mức khai trừ.",
        "Dùng tên hoặc chuyến công tác của công ty để bán hàng khác: đến mức khai trừ.",
        "Thành tích xuất sắc được thưởng.",
    ),
}
KINDS = ("lateness", "refusal", "damage", "secrets", "competition")
DISMISSED = (True, False, False, True, True)


def write(root: Path, code: str) -> list[range]:
    """The six rules as a handbook of one employer; the lines of each rule."""
    tag = LANGUAGE[code]
    entity = f"{{id: employer, name: E, jurisdiction: {code}}}"
    settings = f"language: {tag}\nlanguages: [{tag}]\norganisation: {{name: E}}\nentities: [{entity}]\n"
    lines, rules = ["title: R", "purpose: R.", "offences:"], []
    for number, (kind, text, dismissed) in enumerate(zip(KINDS, TEXTS[tag], DISMISSED, strict=False), 1):
        start = len(lines) + 1
        lines += [f"  - id: rule-{number}", f"    kind: {kind}", "    heading: R", "    severity: serious"]
        lines += [f"    text: {json.dumps(text, ensure_ascii=False)}"]
        lines += ["    consequences: [{occurrence: 1, sanction: dismissal}]"] if dismissed else []
        rules.append(range(start, len(lines) + 1))
    lines += ["rewards:", f"  - {{id: rule-6, text: {json.dumps(TEXTS[tag][5], ensure_ascii=False)}}}"]
    rules.append(range(len(lines), len(lines) + 1))
    for path, words in (("content/handbook.yml", settings), ("policies/discipline.yml", "\n".join(lines) + "\n")):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(words, "utf-8")
    return rules


@pytest.mark.parametrize("code", VERDICTS)
def test_the_rules_as_they_stand_have_their_verdicts(tmp_path: Path, code: str) -> None:
    rules = write(tmp_path, code)
    findings = [one for one in check_handbook(tmp_path).findings if one.location.file == "policies/discipline.yml"]
    found = []
    for lines in rules:
        weights = {one.severity for one in findings if one.location.line in lines}
        found.append("✗" if Severity.ERROR in weights else "△" if Severity.WARNING in weights else "✓")
    assert found == VERDICTS[code].split()


def test_the_sample_rewrites_them_so_that_nothing_is_left() -> None:
    findings = check_handbook(ROOT).findings
    assert [one for one in findings if one.severity in (Severity.ERROR, Severity.WARNING)] == []
    assert sum(one.code == "draft-pack" for one in findings) == 4
