"""Jurisdiction packs: whole, cited in every language, merged layer by layer, overridden by a handbook."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

from rolebook.model.base import Part, walk
from rolebook.model.handbook import Handbook
from rolebook.model.law.citation import cited
from rolebook.model.law.cited import Cited
from rolebook.model.law.merge import citations, is_verified, known_packs, pack_for
from rolebook.model.law.pack import Pack
from rolebook.model.law.printed_form import ViewPart
from rolebook.model.policy import Sanction
from rolebook.model.words.text import Text
from rolebook.pipeline.check.check import check_handbook
from tests.conftest import LANGUAGES

PLACES = ("RU", "CN", "VN", "ES", "MX", "GB", "US")


@pytest.fixture
def pack(firm: Handbook, code: str) -> Pack:
    found = pack_for(firm, code)
    assert found is not None
    return found


def texts(part: Part) -> Iterator[Text]:
    for one in walk(part):
        yield from (value for _, value in one if isinstance(value, Text))


def test_all_packs_are_there() -> None:
    assert set(known_packs()) >= {*PLACES, "EU", "CN-GD"}


@pytest.mark.parametrize("code", known_packs())
def test_a_pack_speaks_every_language(pack: Pack) -> None:
    said = list(texts(pack))
    assert len(said) > 5
    assert [text for text in said if set(text.values) != set(LANGUAGES)] == []


@pytest.mark.parametrize("code", known_packs())
def test_every_rule_cites_a_source_of_the_pack(pack: Pack) -> None:
    rules: list[Any] = [part for part in walk(pack) if getattr(part, "article", None)]
    assert rules
    for rule in rules:
        told = citations(pack, rule)
        assert set(told) == set(LANGUAGES), rule
        assert not any(set("[]{}") & set(words) for words in told.values()), told


@pytest.mark.parametrize("code", PLACES)
def test_a_place_says_when_it_was_checked_and_by_whom(pack: Pack) -> None:
    assert pack.as_of
    assert pack.review_by
    assert pack.as_of < pack.review_by
    assert (pack.status, pack.reviewed_by) == ("draft", None)


@pytest.mark.parametrize("code", PLACES)
def test_a_place_has_a_word_on_every_sanction_its_list_could_hold(pack: Pack) -> None:
    known = {rule.id for rule in pack.sanctions}
    if pack.sanction_model.list == "closed":
        assert known == set(get_args(Sanction))
    assert {"dismissal", "fine", "wage-deduction", "leave-reduction"} <= known


BEHIND = {"behaviours", "employment", "outcomes", "pay"}
"""What no place has a customary section for: papers print it behind the sections of the place."""


@pytest.mark.parametrize("code", PLACES)
def test_a_printed_role_loses_nothing(pack: Pack) -> None:
    shown = [field for section in pack.document.sections for field in section.fields]
    assert len(shown) == len(set(shown))
    assert set(get_args(ViewPart)) - set(shown) == BEHIND
    assert set(pack.document.formulas) == {"contract-annex", "employer-act", "information"}


def test_a_citation_leaves_out_what_is_not_given() -> None:
    template = "art. {article}[, part {part}][, item {item}] LC"
    assert cited(template, "lc 81/1/6a") == "art. 81, part 1, item 6a LC"
    assert cited(template, "lc 39//2") == "art. 39, item 2 LC"
    assert cited(template, "lc 192") == "art. 192 LC"


def test_layers_merge_by_id_and_the_nearer_wins(firm: Handbook) -> None:
    spain, union = pack_for(firm, "ES"), pack_for(firm, "EU")
    assert spain
    assert union
    articles = {one.id: one.article for one in spain.protected}
    assert articles["pay-history"] == "pay-transparency 5/2"
    assert articles["age"] == "et 17.1"
    assert {one.id: one.article for one in union.protected}["age"] != "et 17.1"
    assert spain.source("pay-transparency")


def test_a_subdivision_rests_on_its_country(firm: Handbook) -> None:
    guangdong, zhejiang = pack_for(firm, "CN-GD"), pack_for(firm, "CN-ZJ")
    assert guangdong
    assert zhejiang
    assert guangdong.id == "CN-GD"
    fine = guangdong.sanction("fine")
    assert fine
    assert fine.article == "gd-supervision 51"
    assert guangdong.document.layout == "table"
    assert zhejiang.id == "CN"


def test_a_member_state_without_a_pack_has_the_unions_and_others_have_none(firm: Handbook) -> None:
    germany = pack_for(firm, "DE")
    assert germany
    assert germany.id == "EU"
    assert pack_for(firm, "AR") is None


def test_what_was_not_read_at_its_source_is_unverified(firm: Handbook) -> None:
    union = pack_for(firm, "EU")
    assert union
    weights = {one.id: is_verified(union, one) for one in union.protected}
    assert weights["age"] is False
    assert weights["sex"] is True
    assert is_verified(union, Cited(verified=False)) is False


def own(root: Path, code: str, text: str) -> None:
    (root / "content" / "jurisdictions").mkdir(exist_ok=True)
    (root / "content" / "jurisdictions" / f"{code}.yml").write_text(text, "utf-8")


def test_a_handbook_overrides_one_rule_and_adds_a_place(firm_copy: Path) -> None:
    own(
        firm_copy,
        "ES",
        "document: {paper: Letter}\nlimits: [{id: impose-minor, kind: impose-from-discovery, value: P5D}]",
    )
    own(firm_copy, "AR", "extends: [MX]\nname: Argentina\nstatus: lawyer-reviewed\nreviewed_by: Counsel")
    handbook = check_handbook(firm_copy).handbook
    assert handbook
    spain, argentina = pack_for(handbook, "ES"), pack_for(handbook, "AR")
    assert spain
    assert argentina
    assert (spain.document.paper, spain.document.layout) == ("Letter", "profile")
    assert {one.id: one.value.iso for one in spain.limits} | {"impose-minor": "P5D"} == {
        one.id: one.value.iso for one in spain.limits
    }
    assert len(spain.limits) > 3
    assert argentina.status == "lawyer-reviewed"
    assert argentina.document.layout == "profile"


def test_packs_that_rest_on_one_another_in_a_circle_end(firm_copy: Path) -> None:
    own(firm_copy, "AR", "extends: [UY]")
    own(firm_copy, "UY", "extends: [AR]")
    handbook = check_handbook(firm_copy).handbook
    assert handbook
    assert pack_for(handbook, "AR")


def test_faults_of_an_own_pack_are_told_at_their_place(firm_copy: Path) -> None:
    own(
        firm_copy,
        "ES",
        "sanctions:\n  - {id: fine, standing: allowed}\n  - {id: dismissal, standing: forbidden, article: 58}\n",
    )
    own(firm_copy, "Spain", "name: Spain\n")
    found = {
        (one.location.file, one.location.line, one.location.column, one.code)
        for one in check_handbook(firm_copy).findings
    }
    assert ("content/jurisdictions/ES.yml", 2, 26, "unknown-value") in found
    assert ("content/jurisdictions/ES.yml", 3, 51, "wrong-type") in found
    assert ("content/jurisdictions/Spain.yml", 1, 1, "invalid-jurisdiction") in found
