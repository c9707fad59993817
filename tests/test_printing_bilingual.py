"""Papers in two languages carry every word and fact that their fingerprints cover, wherever they are for."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolebook.model.handbook import Handbook
from rolebook.pdf import page_texts
from rolebook.pipeline.print.typeset import make_copy
from rolebook.view.fingerprint import counted_texts
from rolebook.view.in_jurisdiction import in_place
from rolebook.view.page_words import missing_words
from tests.conftest import LANGUAGES
from tests.papers import jobs, strings, without_spaces


def absent(handbook: Handbook, folder: Path, place: str, name: str, languages: tuple[str, str]) -> list[str]:
    """Words and facts that the fingerprints cover and the pages do not show."""
    one, two = languages
    wanted = {"languages": (one,), "jurisdictions": (place,), "bilingual": two}
    (job,) = jobs(handbook, folder, name, **wanted)
    pages = list(page_texts(make_copy(job).temporary.read_bytes()))
    document = in_place({**handbook.policies, **handbook.roles}[name], place)
    found = [word for tag in languages for word in missing_words(counted_texts(document), tag, pages)]
    told, text = json.loads(job.paper), without_spaces("".join(pages))
    facts = [piece for paper in (told, told["other"]) for piece in strings([*paper["position"], *paper["facts"]])]
    return found + [fact for fact in facts if without_spaces(fact) not in text]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_word_and_fact_is_on_the_pages(
    sample: Handbook, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    entity = data.draw(st.sampled_from(sample.settings.entities))
    one, two = data.draw(st.permutations(LANGUAGES))[:2]
    documents = [*sample.roles.values(), *sample.policies.values()]
    name = data.draw(st.sampled_from(sorted(one.id for one in documents if entity in sample.entities_of(one))))
    folder = tmp_path_factory.mktemp("paper")
    assert absent(sample, folder, entity.jurisdiction, name, (one, two)) == []


@pytest.mark.parametrize(("place", "language"), [("CN", "zh"), ("RU", "ru")])
def test_a_role_keeps_the_facts_of_its_post(sample: Handbook, tmp_path: Path, place: str, language: str) -> None:
    assert absent(sample, tmp_path, place, "sales-representative", (language, "en")) == []
