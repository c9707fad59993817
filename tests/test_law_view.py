"""The same disciplinary rule in different places: each with its own sanctions, terms, limits, steps and standing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.model.law.merge import pack_for
from rolebook.pipeline.check.check import check_handbook
from rolebook.view import Reader, fingerprint, identities_of, policy_view, standing
from rolebook.view.tree import Entries, Facts, Paragraph, Section, Table


def said(section: Section) -> Iterator[str]:
    """Every bare word of a section, in order."""
    for block in section.blocks:
        match block:
            case Table(columns, rows):
                yield from columns
                yield from (text(prose) for row in rows for cell in row.cells for prose in cell)
            case Facts(facts):
                yield from (one for fact in facts for one in (fact.label, *map(text, fact.prose)))
            case Entries(items):
                yield from (text(item.heading) for item in items if item.heading)
            case Paragraph(prose):
                yield text(prose)
    for below in section.sections:
        yield from said(below)


def text(prose: object) -> str:
    return "".join(getattr(run, "text", "") for run in prose.runs)  # type: ignore[attr-defined]


def place(sample: Handbook, code: str, language: str, *, own: bool = False) -> str:
    """What the reader of a place, or of all places, is told about one."""
    entity = next(one for one in sample.settings.entities if one.jurisdiction == code)
    assert sample.discipline
    view = policy_view(sample.discipline, Reader(sample, language, entity if own else None))
    below = (one for section in view.sections for one in section.sections)
    part = next(one for one in below if one.id == f"sanctions-{code.lower()}")
    return " | ".join(said(part))


@pytest.mark.parametrize(
    ("code", "language", "words"),
    [
        ("RU", "ru", ("Замечание", "Увольнение по соответствующим основаниям (п. 5 ч. 1 ст. 81 ТК РФ)", "1 год")),
        ("RU", "ru", ("максимум 1 месяц (ч. 3 ст. 193 ТК РФ)", "минимум 2 рабочих дня", "Объявление приказа")),
        ("CN", "zh", ("书面警告", "依法解除劳动合同", "《劳动合同法》第39条第2项", "依规章制度")),
        (
            "VN",
            "vi",
            ("Kéo dài thời hạn nâng lương", "tối đa 6 tháng", "3 năm", "khoản 3 Điều 124 Bộ luật Lao động 2019"),
        ),
        ("ES", "es", ("Suspensión de empleo y sueldo", "según el convenio colectivo", "art. 60.2 ET")),
        ("ES", "ru", ("Дисциплинарное увольнение (ст. 54.2.a Статута трудящихся Испании)",)),
    ],
)
def test_a_place_has_its_sanctions_terms_limits_and_steps(
    sample: Handbook, code: str, language: str, words: tuple[str, ...]
) -> None:
    told = place(sample, code, language)
    for one in words:
        assert one in told, told


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Law as of November 22, 2026. Not legally reviewed. This is not legal advice."),
        ("es", "Sin revisión jurídica. No es asesoramiento jurídico."),
        ("zh", "未经法律审核。 本内容不构成法律意见。"),
        ("vi", "Chưa được xem xét về pháp lý. Đây không phải là tư vấn pháp lý."),
        ("ru", "Юридически не проверено. Это не юридическая консультация."),
    ],
)
def test_readers_are_told_what_it_is_worth_but_not_on_what_they_sign(
    sample: Handbook, language: str, words: str
) -> None:
    assert words in place(sample, "RU", language, own=False)
    assert words not in place(sample, "RU", language, own=True)


def test_a_reviewed_pack_names_who_reviewed_it(firm_copy: Path) -> None:
    (firm_copy / "content" / "jurisdictions").mkdir()
    own = firm_copy / "content" / "jurisdictions" / "ES.yml"
    own.write_text("status: lawyer-reviewed\nreviewed_by: Counsel of the company\n", "utf-8")
    handbook = check_handbook(firm_copy).handbook
    assert handbook
    pack = pack_for(handbook, "ES")
    assert pack
    assert "Reviewed by Counsel of the company. This is not legal advice." in standing(language_for("en"), pack)
    assert "Revisado por Counsel of the company." in standing(language_for("es"), pack)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("NZ", "The law of this place was not looked at."),
        ("US-TX", "only that of the whole country (United States) was looked at. Law as of "),
        ("FR", "only that of the European Union was looked at, not the country's own. Law as of "),
    ],
)
def test_a_place_without_a_pack_of_its_own_says_what_was_looked_at(firm_copy: Path, place: str, words: str) -> None:
    settings = firm_copy / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8").replace("jurisdiction: GB", f"jurisdiction: {place}"), "utf-8")
    handbook = check_handbook(firm_copy).handbook
    assert handbook
    assert handbook.discipline
    view = policy_view(handbook.discipline, Reader(handbook, "en"))
    told = [one for section in view.sections for below in section.sections for one in said(below)]
    assert sum(words in one for one in told) == 1


def test_a_pack_changes_what_is_shown_and_no_fingerprint(firm: Handbook, firm_copy: Path) -> None:
    (firm_copy / "content" / "jurisdictions").mkdir()
    own = firm_copy / "content" / "jurisdictions" / "ES.yml"
    own.write_text("sanctions: [{id: reprimand, standing: permitted, term: {en: telling-off}}]\n", "utf-8")
    changed = check_handbook(firm_copy).handbook
    assert changed
    shown = []
    prints = []
    for handbook in (firm, changed):
        assert handbook.discipline
        entity = handbook.entities["kitchen-es"]
        view = policy_view(handbook.discipline, Reader(handbook, "en", entity))
        shown.append([one for section in view.sections for one in said(section)])
        identity = next(one for one in identities_of(handbook, handbook.discipline, "en") if one.entity == "kitchen-es")
        prints.append(fingerprint(handbook, handbook.discipline, identity))
    assert shown[0] != shown[1]
    assert "Telling-off" in shown[1]
    assert prints[0] == prints[1]


def degree(sample: Handbook, breach: str, language: str, code: str | None) -> str:
    """How grave a breach is called on the paper of a place, or on the page of all."""
    entities = sample.settings.entities
    entity = next((one for one in entities if one.jurisdiction == code), None)
    assert sample.discipline
    view = policy_view(sample.discipline, Reader(sample, language, entity))
    entries = [block for section in view.sections for block in section.blocks if isinstance(block, Entries)]
    return next(item.marks[0] for block in entries for item in block.items if item.id == breach)


@pytest.mark.parametrize(
    ("breach", "language", "on_page", "in_spain", "in_china"),
    [
        ("unauthorised-absence", "en", "medium", "serious", "medium"),
        ("unauthorised-absence", "es", "intermedia", "grave", "intermedia"),
        ("harassment", "en", "major", "very serious", "major"),
        ("harassment", "zh", "重大", "严重", "重大"),
        ("lateness", "ru", "малозначительный", "малозначительный", "малозначительный"),
    ],
)
def test_a_degree_has_the_words_of_the_place_and_none_that_are_another_places_law(  # noqa: PLR0917
    sample: Handbook, breach: str, language: str, on_page: str, in_spain: str, in_china: str
) -> None:
    assert degree(sample, breach, language, None) == on_page
    assert degree(sample, breach, language, "ES") == in_spain
    assert degree(sample, breach, language, "CN") == in_china
