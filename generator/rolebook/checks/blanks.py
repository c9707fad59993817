"""Blanks that somebody was to fill in: lines of underscores or dots, `XX`, `【待填】`, `[insert the date]`."""

import re
from collections.abc import Callable, Iterator

from rolebook.checks.readings import readings_of
from rolebook.diagnostics import Diagnostic, Rule, Severity
from rolebook.model.handbook import Handbook

BLANK_TO_FILL = Rule("blank-to-fill", Severity.WARNING)
RULES = (BLANK_TO_FILL,)

_TO_FILL = "待填|待定|待补充?|填写|请填|insert|fill in|tbd|tbc|to be (?:defined|completed|confirmed)|name of|"
_TO_FILL += "indicar|completar|rellenar|por definir|insertar|указать|вписать|заполнить|впишите|điền|ghi rõ|bổ sung"
_MEASURED = "pence|pounds|dollars|euros?|cents|per ?cent|percent|hours?|days?|weeks?|months?|years?|miles|employees|"
_MEASURED += "people|horas?|días?|semanas?|meses|años?|pesos|personas|por ciento|час|дн|день|недел|месяц|лет|год|"
_MEASURED += "процент|руб|человек|triệu|nghìn|đồng|tháng|ngày|năm|giờ|người|phần trăm"
_BLANK = re.compile(
    rf"[_＿]{{3,}}|[_＿]{{2,}}[.,:/][_＿]{{2,}}|[€$£₽] ?[_＿]+|"
    rf"\.{{5,}}|…{{2,}}|[?？]{{3,}}|(?<![^\W\u3400-\u9fff])[XxХх]{{2,}}(?=[万元%年月日个名天小周人])|"
    rf"(?<![\w])(?:[XХ]{{2,}}|[xх]{{3,}})(?= ?(?:[%€$£₽]|USD|EUR|VND|RUB|MXN|GBP|{_MEASURED}))|[€$£₽] ?[XХxх]{{2,}}|"
    rf"[【\[（(][ \u00a0\u3000]{{2,}}[】\]）)]|"
    rf"[【\[<《（(] ?(?:{_TO_FILL})[^】\]>》）)]{{0,40}}[】\]>》）)]",
    re.IGNORECASE,
)


def blanks(handbook: Handbook) -> Iterator[Diagnostic]:
    """The first blank of each text."""
    for reading in readings_of(handbook):
        if match := _BLANK.search(reading.words):
            yield BLANK_TO_FILL.at(reading.at, found=match[0])


CHECKS: tuple[Callable[[Handbook], Iterator[Diagnostic]], ...] = (blanks,)
