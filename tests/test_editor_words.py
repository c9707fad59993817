"""What sanctions and places are called, and the words of the site: said otherwise in a form, in any language."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from rolebook.language import language_for
from rolebook.model.law.merge import facts_digest, pack_for
from rolebook.pipeline.check.check import check_handbook
from rolebook.source import read_yaml
from tests.editors import Client, Running
from tests.test_edit_door import contents


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def tree(root: Path, path: str) -> Any:
    return read_yaml((root / path).read_text("utf-8"), path)[0]


def place_of(root: Path) -> str:
    return str(tree(root, "content/handbook.yml")["entities"][0]["jurisdiction"])


def shown(page: str, name: str) -> str:
    """What a form shows for a name and language."""
    return unescape(re.findall(rf'name="v:{re.escape(name)}"[^>]*>\n([^<]*)</textarea>', page)[0])


def submit(client: Client, address: str, name: str, words: str, **more: str) -> tuple[int, dict[str, str], str]:
    page = client.get(f"{address}?{'&'.join(f'{key}={one}' for key, one in more.items())}")
    told = {f"v__{name}": words, f"b__{name}": shown(page, name.replace("__", ":")), **more}
    return client.post(address, **told)


def test_a_sanction_has_another_name_in_one_language_of_a_place(client: Client, root: Path) -> None:
    place = place_of(root)
    handbook = check_handbook(root).handbook
    assert handbook is not None
    before = pack_for(handbook, place)
    assert before is not None
    files = contents(root)
    rule = next(one for one in before.sanctions if one.term and "es" in one.term.values)
    status, headers, _ = submit(client, "/law-words", f"sanctions.{rule.id}__es", "Cese «fulminante»", place=place)
    assert (status, headers["location"].partition("told=")[2]) == (303, "saved")
    own = tree(root, f"content/jurisdictions/{place}.yml")
    assert own == {"terms": {"sanctions": [{"id": rule.id, "term": {"es": "Cese «fulminante»"}}]}}
    report = check_handbook(root)
    assert report.handbook is not None
    after = pack_for(report.handbook, place)
    assert after is not None
    term = after.sanction(rule.id)
    assert term
    assert term.term
    assert rule.term
    assert term.term.values == {**rule.term.values, "es": "Cese «fulminante»"}
    assert term.model_copy(update={"term": rule.term}) == rule  # no fact is another
    page = client.get(f"/law-words?place={place}&lang=es")
    assert f"Español: {rule.term.values['es']}" in unescape(page)
    submit(client, "/law-words", f"sanctions.{rule.id}__es", "", place=place)
    assert facts_digest(pack_for(check_handbook(root).handbook, place)) == facts_digest(before)  # type: ignore[arg-type]
    assert client.post("/undo", id="all")[0] == 303
    assert contents(root) == files


def test_names_of_places_degrees_and_grounds_go_into_the_file_that_is_there(client: Client, root: Path) -> None:
    place = place_of(root)
    path = root / "content" / "jurisdictions" / f"{place}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("# ours\nreviewed_by: Nobody  # yet\n", "utf-8")
    page = client.get(f"/law-words?place={place}&lang=en")
    ground = re.findall(r'name="v:grounds\.([a-z-]+):en"', page)[0]
    fields = {f"b__{name}__en": shown(page, f"{name}:en") for name in ("name", "severities.gross", f"grounds.{ground}")}
    told = {name.replace("b__", "v__", 1): f"Our {number}" for number, name in enumerate(fields)}
    assert client.post("/law-words", place=place, **fields, **told)[0] == 303
    own = tree(root, f"content/jurisdictions/{place}.yml")
    assert path.read_text("utf-8").startswith("# ours\nreviewed_by: Nobody  # yet\n")
    assert own["name"]["en"] == "Our 0"
    assert len(own["name"]) > 2  # the other languages' names come along
    assert own["terms"] == {
        "severities": [{"id": "gross", "term": {"en": "Our 1"}}],
        "grounds": [{"id": ground, "term": {"en": "Our 2"}}],
    }
    pack = pack_for(check_handbook(root).handbook, place)  # type: ignore[arg-type]
    assert pack
    assert pack.severity("gross").values["en"] == "Our 1"
    found = [one.term.values["en"] for rule in pack.sanctions for one in rule.grounds if one.id == ground]
    assert set(found) == {"Our 2"}


def test_who_changes_a_word_that_somebody_changed_is_asked(client: Client, root: Path) -> None:
    place = place_of(root)
    field = "severities.gross__es"
    page = client.get(f"/law-words?place={place}&lang=es")
    seen = shown(page, "severities.gross:es")
    assert submit(client, "/law-words", field, "Lo suyo", place=place)[0] == 303
    before = contents(root)
    status, _, text = client.post("/law-words", place=place, **{f"v__{field}": "Lo mío", f"b__{field}": seen})
    assert status == 409
    assert "Lo suyo" in text
    assert "Lo mío" in text
    assert contents(root) == before


def test_a_word_of_the_site_is_found_and_said_otherwise(client: Client, root: Path) -> None:
    files = contents(root)
    page = client.get("/interface-words?q=Verbal+reminder&lang=en")
    assert shown(page, "sanction-verbal-reminder:en") == "Verbal reminder"
    assert "sanction-dismissal" not in page
    assert submit(client, "/interface-words", "sanction-dismissal__es", "Cese", topic="sanction", lang="es")[0] == 303
    own = tree(root, "content/languages/es.yml")
    assert own == {"name": "Español", "words": {"sanction-dismissal": "Cese"}}
    handbook = check_handbook(root).handbook
    assert handbook is not None
    assert language_for("es", handbook.languages["es"]).word("sanction-dismissal") == "Cese"
    listed = client.get("/interface-words?topic=own&lang=es")
    assert shown(listed, "sanction-dismissal:es") == "Cese"
    assert len(re.findall('name="v:', listed)) <= 2
    assert "sanction-dismissal" not in re.sub(r'"[^"]*"', "", listed)  # no key is read
    assert submit(client, "/interface-words", "sanction-dismissal__es", "", topic="sanction", lang="es")[0] == 303
    assert not tree(root, "content/languages/es.yml").get("words")
    assert client.post("/undo", id="all")[0] == 303
    assert contents(root) == files


def test_a_word_that_is_counted_keeps_its_other_forms(client: Client, root: Path) -> None:
    brought = language_for("es").forms("times")
    page = client.get("/interface-words?q=veces&lang=es")
    name = next(iter(re.findall(r'name="v:(times\.other):es"', page)))
    assert client.post("/interface-words", lang="es", **{
        f"v__{name}__es": "{count} ocasiones", f"b__{name}__es": shown(page, f"{name}:es"),
    })[0] == 303  # fmt: skip
    assert tree(root, "content/languages/es.yml")["words"]["times"] == {**brought, "other": "{count} ocasiones"}


def test_what_nothing_fills_in_is_refused_on_the_page_with_what_was_typed(client: Client, root: Path) -> None:
    before = contents(root)
    page = client.get("/interface-words?q=veces&lang=es")
    seen = shown(page, "times.other:es")
    told = urlencode(
        {"csrf": client.csrf, "lang": "es", "v:times.other:es": "{n} <ocasiones>", "b:times.other:es": seen}
    )
    came = f"{client.editor.base}/interface-words?q=veces&lang=es"
    status, _, text = client.send("POST", "/interface-words", told.encode(), Referer=came)
    assert status == 400
    assert shown(text, "times.other:es") == "{n} <ocasiones>"
    assert 'role="alert"' in text
    assert "{count}" in text
    assert "data-unsaved" in text
    assert contents(root) == before


def test_words_that_a_file_has_and_cannot_have_are_named(client: Client, root: Path) -> None:
    path = root / "content" / "languages" / "es.yml"
    path.parent.mkdir()
    path.write_text("name: Español\nwords:\n  sanction-fine: Multa {x}\n  nothing: Nada\n", "utf-8")
    page = client.get("/interface-words?topic=sanction&lang=es")
    assert re.search(r'id="e-sanction-fine"[^>]*><ul class="findings">', page)
    assert "nothing" in re.findall(r'id="live-findings".*?</div>', page, re.DOTALL)[0]
    assert client.send("GET", "/edit/language/es")[1]["location"] == "/interface-words?lang=es&topic=own"


def test_places_and_words_are_known_ones_alone(client: Client, root: Path) -> None:
    before = contents(root)
    for place in ("ZZ", "../ES", "", "ES\0"):
        assert client.send("GET", f"/law-words?place={place.replace(chr(0), '%00')}")[0] == 404
        assert client.post("/law-words", place=place, v__name__en="X", b__name__en="")[0] == 404
    place = place_of(root)
    for name in ("sanctions.nothing", "../x", "terms", "grounds.", "reviewed_by"):
        assert client.post("/law-words", place=place, **{f"v__{name}__en": "X", f"b__{name}__en": ""})[0] == 303
        assert client.post("/interface-words", **{f"v__{name}__en": "X", f"b__{name}__en": ""})[0] == 303
    assert client.post("/interface-words", **{"v__sanction-fine__xx": "X", "b__sanction-fine__xx": ""})[0] == 303
    assert contents(root) == before


def test_the_table_of_sanctions_leads_to_each_step_and_to_the_words(client: Client, root: Path) -> None:
    page = client.get("/edit/policy/discipline")
    place = place_of(root)
    assert f'href="/law-words?place={place}&amp;lang=' in page
    assert 'href="/interface-words?topic=sanction' in page
    step = re.findall(r'href="(/edit/policy/discipline\?at=offences/[a-z-]+/consequences/0[^"]*)"', page)[0]
    form = client.get(unescape(step))
    assert 'name="v:text:es"' in form
    assert 'name="v:sanction"' in form
