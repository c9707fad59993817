"""The signs of each language: titles of rules, brackets, spaces that do not break; and counts in days or hours."""

import pytest
import yaml

from rolebook.language import Duration, language_for
from rolebook.language.typography import Typography
from rolebook.model.handbook import Handbook
from rolebook.model.words.text import Text
from rolebook.view.reader import Reader
from tests.conftest import ROOT

RULES = {
    "zh": "《信息安全管理规定》",
    "ru": "«Положение об информационной безопасности»",
    "vi": "Quy định an toàn thông tin",
}


def seen(handbook: Handbook, language: str, text: Text) -> str:
    """A text as its reader sees it, references by what they are called."""
    return "".join(str(getattr(run, "text", "")) for run in Reader(handbook, language).prose(text).runs)


@pytest.mark.parametrize("language", RULES)
def test_a_sentence_names_a_rule_with_the_marks_of_its_language(sample: Handbook, language: str) -> None:
    (ban,) = (one for one in sample.roles["sales-assistant"].prohibitions if "policy" in str(one.text.values["en"]))
    told = seen(sample, language, ban.text)
    assert RULES[language] in told
    assert (told.count("《") + told.count("«")) == (0 if language == "vi" else 1)


def test_a_declined_title_has_no_marks(sample: Handbook) -> None:
    dismissal = sample.roles["sales-assistant"].dismissal
    assert dismissal is not None
    assert dismissal.text is not None
    told = seen(sample, "ru", dismissal.text)
    assert "приведены в Правилах дисциплины труда" in told
    assert "«" not in told


@pytest.mark.parametrize(
    ("language", "text", "gaps"),
    [
        ("ru", "по ст. 81 и п. 5 ч. 1, 20 % и 5 т", ["ст. 81", "п. 5", "ч. 1", "20 %"]),
        ("es", "el art. 54.2 y un 3 % de la parte 2", ["art. 54.2", "3 %"]),
        ("ru", "в части 1 и тест. 81", []),
        ("en", "art. 54 and 20 %", []),
        ("zh", "第 81 条", []),
    ],
)
def test_an_abbreviation_stays_with_its_number(language: str, text: str, gaps: list[str]) -> None:
    told = language_for(language).typography.bound(text)
    assert told.replace("\u00a0", " ") == text
    assert told.count("\u00a0") == len(gaps)
    assert all(gap.replace(" ", "\u00a0") in told for gap in gaps)


def test_brackets_are_those_of_the_language() -> None:
    assert language_for("zh").typography.aside("第3条") == "（第3条）"
    assert language_for("es").typography.aside("art. 3") == " (art. 3)"


@pytest.mark.parametrize(
    ("language", "unit", "in_a_row", "told"),
    [
        ("en", "times", False, "4 times"),
        ("en", "days", True, "4 days in a row"),
        ("ru", "days", False, "всего 4 дня"),
        ("zh", "hours", True, "连续4小时"),
        ("vi", "days", False, "4 ngày cộng dồn"),
        ("es", "times", True, "4 veces seguidas"),
    ],
)
def test_repetition_is_counted_in_its_unit(language: str, unit: str, *, in_a_row: bool, told: str) -> None:
    assert language_for(language).repeated(4, unit, in_a_row=in_a_row) == told


@pytest.mark.parametrize(
    ("language", "span", "told"),
    [
        ("ru", "P1D", "1 рабочий день"),
        ("es", "P7D", "7 días hábiles"),
        ("zh", "P7D", "7个工作日"),
        ("en", "P2W", "2 weeks (working days)"),
    ],
)
def test_working_days_are_counted_as_such(language: str, span: str, told: str) -> None:
    assert language_for(language).working_time(Duration.parse(span)) == told


def test_absence_of_the_sample_is_counted_in_days() -> None:
    rules = yaml.load((ROOT / "policies" / "discipline.yml").read_text("utf-8"), yaml.CSafeLoader)
    (absence,) = (one for one in rules["offences"] if one["id"] == "prolonged-absence")
    windows = [*absence["counting"], *(window for one in absence["overrides"].values() for window in one["counting"])]
    assert len(windows) == 8
    assert all(window["unit"] == "days" for window in windows)


@pytest.mark.parametrize(
    "told",
    [
        {"signs": None, "title_marks": None, "unbroken": None},
        {"signs": [], "title_marks": ["a"], "unbroken": {"before": None}},
        {"signs": {"colon": 5}, "title_marks": "ab", "unbroken": 7},
    ],
)
def test_what_a_file_says_wrongly_is_passed_over(told: dict[str, object]) -> None:
    signs = Typography(told)
    assert (signs.title("Rules"), signs.aside("x"), signs.bound("art. 5")) == ("Rules", " (x)", "art. 5")


def test_a_title_with_marks_of_its_own_gets_no_second_ones() -> None:
    signs = Typography({"title_marks": ["«", "»"]})
    assert [signs.title(one) for one in ("Gastos", "Norma «Gastos»")] == ["«Gastos»", "Norma «Gastos»"]


@pytest.mark.parametrize(
    ("language", "text", "shown"),
    [
        ("zh", "按《[[policy:information-security]]》执行", "按《信息安全管理规定》执行"),
        ("zh", "按[[policy:information-security]]执行", "按《信息安全管理规定》执行"),
        ("es", "según la norma «[[policy:personal-data]]»", "según la norma «Datos personales»"),
        ("ru", "см. «[[policy:personal-data]]»", "см. «Положение о персональных данных»"),
        ("ru", "см. «Кодекс» и [[policy:personal-data]]", "см. «Кодекс» и «Положение о персональных данных»"),
    ],
)
def test_marks_that_a_text_has_around_a_title_are_not_set_twice(
    sample: Handbook, language: str, text: str, shown: str
) -> None:
    assert seen(sample, language, Text({language: text}, language)) == shown
