"""Words, plurals, dates, numbers and durations in the five languages, and in one that has no words of ours."""

import re
import time
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
import yaml

from rolebook.language import Duration, language_for, length

DURATIONS = {
    "en": ("5 minutes", "1 hour", "10 days", "1 month", "2 years"),
    "es": ("5 minutos", "1 hora", "10 días", "1 mes", "2 años"),
    "zh": ("5分钟", "1小时", "10天", "1个月", "2年"),
    "vi": ("5 phút", "1 giờ", "10 ngày", "1 tháng", "2 năm"),
    "ru": ("5 минут", "1 час", "10 дней", "1 месяц", "2 года"),
}


@pytest.mark.parametrize("tag", DURATIONS)
def test_durations_are_told_in_words(tag: str) -> None:
    told = [language_for(tag).duration(Duration.parse(iso)) for iso in ("PT5M", "PT1H", "P10D", "P1M", "P2Y")]
    assert [words.replace("\u00a0", " ").replace(" ", "") for words in told] == [
        words.replace(" ", "") for words in DURATIONS[tag]
    ]


@pytest.mark.parametrize("iso", ["P", "PT", "1h", "P1.5D", "-P1D", "PT5S", "P1DT"])
def test_what_is_no_duration_is_refused(iso: str) -> None:
    with pytest.raises(ValueError, match=re.escape(iso)):
        Duration.parse(iso)


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("en", "January 31, 2027"),
        ("es", "31 de enero de 2027"),
        ("zh", "2027年1月31日"),
        ("vi", "31 tháng 01 năm 2027"),
        ("ru", "31 января 2027\u202fг."),
    ],
)
def test_dates_are_told_in_full(tag: str, told: str) -> None:
    assert language_for(tag).date(date(2027, 1, 31)).replace("\u202f", " ") == told.replace("\u202f", " ")


@pytest.mark.parametrize(("count", "told"), [(1, "1 год"), (3, "3 года"), (5, "5 лет"), (21, "21 год")])
def test_russian_years_have_their_plurals(count: int, told: str) -> None:
    assert language_for("ru").counted("years", count) == told


def test_shares_and_money_follow_the_language() -> None:
    assert language_for("en").percent(5) == "5%"
    assert language_for("es").percent(2.5).replace("\u00a0", " ") == "2,5 %"
    assert language_for("en").money(500, "EUR") == "EUR 500"


def test_a_regional_tag_has_its_parents_words_and_an_unknown_one_english_words() -> None:
    assert language_for("es-MX").word("section-duties") == language_for("es").word("section-duties")
    assert language_for("fr").word("section-duties") == language_for("en").word("section-duties")


def test_a_handbook_adds_a_language_of_its_own() -> None:
    own = {"name": "العربية", "direction": "rtl", "words": {"section-duties": "الواجبات"}}
    arabic = language_for("ar", own)
    assert (arabic.name, arabic.direction) == ("العربية", "rtl")
    assert arabic.word("section-duties") == "الواجبات"
    assert arabic.word("section-rights") == language_for("en").word("section-rights")


def test_a_subdivision_is_named_with_its_country() -> None:
    assert language_for("en").territory("CN-GD") == "China (GD)"
    assert language_for("zh").territory("CN") == "中国"


@pytest.mark.parametrize("tag", ["en", "es", "zh", "vi", "ru"])
def test_numbers_are_found_where_the_languages_data_says_and_nowhere_else(tag: str) -> None:
    quantities = language_for(tag).quantities
    hits, misses = quantities.examples
    assert len(hits) >= 4
    assert len(misses) >= 4
    for text, numbers in hits.items():
        assert sorted(quantities.digits(text) + quantities.spelled(text)) == sorted(numbers), text
    for text in misses:
        assert not quantities.digits(text) + quantities.spelled(text), text


@pytest.mark.parametrize(
    ("tag", "text", "number"),
    [
        ("en", "1,234.50", Decimal("1234.5")),
        ("es", "1.234,50", Decimal("1234.5")),
        ("es", "2.0", Decimal(2)),
        ("es-MX", "1,234.5", Decimal("1234.5")),
        ("ru", "1 234,5", Decimal("1234.5")),
        ("zh", "1,234万", Decimal(12_340_000)),
        ("en", "9:00", Decimal(9)),
        ("en", "9:30", "9:30"),
        ("en", "3.2.1", "3.2.1"),
        ("ar", "١٬٢٣٤٫٥", Decimal("1234.5")),
    ],
)
def test_a_number_in_digits_is_the_same_however_a_language_writes_it(
    tag: str, text: str, number: Decimal | str
) -> None:
    assert list(language_for(tag).quantities.digits(text)) == [number]


@pytest.mark.parametrize("tag", ["en", "es", "zh", "vi", "ru"])
@pytest.mark.parametrize("text", ["1" * 50_000, "1," * 25_000, "1 234 " * 9_000, "two " * 12_000, "两" * 50_000])
def test_no_text_makes_the_search_for_numbers_slow(tag: str, text: str) -> None:
    quantities = language_for(tag).quantities
    began = time.process_time()
    quantities.digits(text), quantities.spelled(text), quantities.loose(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("text", "count"),
    [("Plans the team's week.", 4), ("计划每周工作。", 6), ("Lập kế hoạch – 2 tuần", 5), ("用CRM系统", 4), ("", 0)],
)
def test_length_is_counted_in_words_and_in_signs(text: str, count: int) -> None:
    assert length(text) == count


def test_russian_has_one_word_for_the_handbook() -> None:
    """Readers of the sample know it as сборник; справочник beside it would be another thing."""
    folder = files("rolebook.language")
    texts = [(folder / part / "ru.yml").read_text("utf-8") for part in ("data", "messages")]
    assert all("сборник" in text and "правочник" not in text for text in texts)


def test_a_region_has_the_words_that_it_writes_otherwise_and_no_others() -> None:
    british = language_for("en")
    folder = files("rolebook.language")
    regions = sorted(one.name.removesuffix(".yml") for one in (folder / "regions").iterdir())
    assert regions == ["en-US", "es-MX"]
    for region in regions:
        words = yaml.safe_load((folder / "regions" / f"{region}.yml").read_text("utf-8"))["words"]
        data = yaml.safe_load((folder / "data" / f"{region[:2]}.yml").read_text("utf-8"))["words"]
        assert len(words) > 5
        for key, word in words.items():
            assert word != data[key], key
            assert re.findall(r"{.*?}", word) == re.findall(r"{.*?}", data[key]), key
    american = language_for("en-US")
    assert (american.word("site-chart"), american.word("site-home")) == (
        "Organization chart",
        british.word("site-home"),
    )
    assert [language_for(tag).word("site-chart") for tag in ("en", "en-GB", "en-AU")] == ["Organisation chart"] * 3
    assert language_for("en-US", {"words": {"site-chart": "Our chart"}}).word("site-chart") == "Our chart"
    spelt = re.compile(r"(?i)(organis|behaviour|deputis|acknowledgement|colour|authoris|labour|centre\b|programme)")
    data = yaml.safe_load((folder / "data" / "en.yml").read_text("utf-8"))["words"]
    told = {key: american.word(key) for key, word in data.items() if isinstance(word, str) and "{" not in word}
    assert not {key: word for key, word in told.items() if spelt.search(word)}


def test_mexican_papers_speak_of_wages_and_rescission() -> None:
    spanish, mexican, other = (language_for(tag) for tag in ("es", "es-MX", "es-AR"))
    assert mexican.word("sanction-dismissal") == "Rescisión sin responsabilidad para el patrón"
    assert other.word("sanction-dismissal") == spanish.word("sanction-dismissal") == "Despido"
    spelt = re.compile(r"(?i)(convenio colectivo|empleo y sueldo|móvil|portátil|ordenador|plantilla|retribución)")
    keys = yaml.safe_load((files("rolebook.language") / "data" / "es.yml").read_text("utf-8"))["words"]
    told = {key: mexican.word(key) for key, word in keys.items() if isinstance(word, str) and "{" not in word}
    assert not {key: word for key, word in told.items() if spelt.search(word)}


def test_a_tag_of_several_languages_is_given_its_country() -> None:
    assert language_for("no").with_country == "no-NO"
    assert [language_for(tag).with_country for tag in ("en", "zh", "es-MX")] == ["en-US", "zh-CN", "es-MX"]
