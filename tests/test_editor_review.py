"""Suggestions from confirmed strings, words left, and review by somebody else."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from rolebook.model.translation.units import State, Translations
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.translate.suggestions import Memory, words_left
from rolebook.source import read_yaml
from tests.editors import Client, Running, running
from tests.edits import grown_firm

PLACE = "role/head-chef/territory"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = grown_firm(tmp_path / "firm")
    for name, words in (
        ("head-chef", "The whole house and its garden."),
        ("post-0", "The whole house and the garden."),
    ):
        path = root / "roles" / f"{name}.yml"
        path.write_text(f"{path.read_text('utf-8')}territory: {{en: {words}}}\n", "utf-8")
    return root


@pytest.fixture
def editor(root: Path) -> Iterator[Running]:
    with running(root) as editor:
        yield editor


def form_of(page: str, place: str) -> dict[str, str]:
    """The hidden fields of a string in the queue."""
    (form,) = [one for one in page.split("<form") if f'value="{place}"' in one]
    fields = dict(re.findall(r'name="(place|lang|source_language|source|base)" value="([^"]*)"', form))
    return {name: unescape(value) for name, value in fields.items()}


def state_of(root: Path, place: str) -> State:
    handbook = check_handbook(root).handbook
    assert handbook is not None
    return next(one.state for one in Translations(handbook).units("es") if one.place == place)


def test_a_suggestion_is_unconfirmed_when_taken(editor: Running, root: Path) -> None:
    client = Client(editor)
    told = form_of(client.get("/translate?lang=es"), PLACE)
    assert client.post("/translate", **told, words="Toda la casa y su jardín.", do="confirm")[0] == 303
    page = client.get("/translate?lang=es")
    (form,) = [one for one in page.split("<form") if 'value="role/post-0/territory"' in one]
    (suggested,) = re.findall('name="take" value="([^"]*)"', form)
    assert unescape(suggested) == "Toda la casa y su jardín."
    assert client.post("/translate", **form_of(page, "role/post-0/territory"), words="", take=suggested)[0] == 303
    tree, _ = read_yaml((root / "roles" / "post-0.yml").read_text("utf-8"), "x")
    assert tree["territory"]["es"] == "Toda la casa y su jardín."
    assert state_of(root, "role/post-0/territory") is State.UNCONFIRMED
    assert state_of(root, PLACE) is State.TRANSLATED


def test_only_somebody_else_reviews_and_only_what_was_read(editor: Running, root: Path) -> None:
    writer, reader = Client(editor, "writer"), Client(editor, "reader")
    told = form_of(writer.get("/translate?lang=es"), PLACE)
    words = "Toda la casa y su jardín."
    writer.post("/translate", **told, words=words, do="confirm")
    told = form_of(writer.get("/translate?lang=es&show=review"), PLACE)
    assert writer.post("/translate", **told, words=words, do="review")[0] == 400
    assert reader.post("/translate", **told, words="Otra cosa.", do="review")[0] == 400
    assert reader.post("/translate", **{**told, "source": "Something else."}, words=words, do="review")[0] == 409
    assert state_of(root, PLACE) is State.TRANSLATED
    assert reader.post("/translate", **told, words=words, do="review")[0] == 303
    assert state_of(root, PLACE) is State.REVIEWED
    assert f'value="{PLACE}"' not in reader.get("/translate?lang=es&show=review")


def test_who_added_an_item_does_not_review_its_text(editor: Running) -> None:
    writer, reader = Client(editor, "writer"), Client(editor, "reader")
    fields = {"document": "role/head-chef", "at": "duties", "model": "0", "order": '["planning", "taste"]'}
    repeated = [("shown", "en"), ("shown", "es")]
    assert writer.send_form("/insert", repeated, **fields, v__text__en="Buys fish.", v__text__es="Compra.") == 303
    place = "role/head-chef/duties/buys-fish"
    told = form_of(reader.get("/translate?lang=es"), place)
    assert reader.post("/translate", **told, words="Compra.", do="confirm")[0] == 303
    told = form_of(reader.get("/translate?lang=es&show=review"), place)
    for client in (writer, reader):
        assert client.post("/translate", **told, words="Compra.", do="review")[0] == 400
    third = Client(editor, "third")
    assert third.post("/translate", **told, words="Compra.", do="review")[0] == 303


def test_words_left_are_new_similar_or_repeated(root: Path) -> None:
    handbook = check_handbook(root).handbook
    assert handbook is not None
    units = list(Translations(handbook).units("es"))
    left = words_left(units, Memory(units))
    waiting = [one for one in units if one.state in ("missing", "unconfirmed", "stale")]
    assert left.new + left.similar + left.repeated == sum(len(re.findall(r"\w+", one.source)) for one in waiting)
    assert left.repeated > 0, "the three posts say the same"


def test_who_confirms_an_empty_box_is_told_beside_it(editor: Running, root: Path) -> None:
    client = Client(editor)
    page = client.get("/translate?lang=es")
    forms = re.findall(r'<form method="post" action="/translate".*?</form>', page, re.DOTALL)
    one = next(form for form in forms if "state-" in form)
    told = {name: unescape(value) for name, value in re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', one)}
    before = {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()}
    del told["csrf"]
    for do in ("save", "confirm", "review"):
        status, _, text = client.post("/translate", **told, do=do, words="  ", show="review" if do == "review" else "")
        assert status == 400
        if do == "review":
            continue  # another queue, which has other strings
        forms = re.findall(r'<form method="post" action="/translate".*?</form>', text, re.DOTALL)
        (hinted,) = [form for form in forms if 'role="alert"' in form]
        assert f'name="place" value="{told["place"]}"' in hinted
        assert "Write the text in Español here" in hinted
        assert hinted.index("<textarea") < hinted.index('role="alert"') < hinted.index('class="actions"')
        assert 'aria-invalid="true"' in hinted
    assert {path: path.read_bytes() for path in root.rglob("*.*") if path.is_file()} == before


def test_a_confirmation_is_taken_back_whatever_others_confirmed_since(editor: Running, root: Path) -> None:
    mine, other = Client(editor, "mine"), Client(editor, "other")
    words = "Toda la casa y su jardín."
    told = form_of(mine.get("/translate?lang=es"), PLACE)
    lock = root / "content" / "translations.lock"
    mine.post("/translate", **told, words=words, do="save")
    told = form_of(mine.get("/translate?lang=es"), PLACE)
    before = lock.read_text("utf-8") if lock.is_file() else ""
    assert mine.post("/translate", **told, words=words, do="confirm")[0] == 303
    second = "role/post-0/territory"
    told = form_of(other.get("/translate?lang=es"), second)
    assert other.post("/translate", **told, words="Todo.", do="confirm")[0] == 303
    assert mine.post("/undo", id="all")[0] == 303
    after = lock.read_text("utf-8")
    assert f"{second} es " in after
    assert [line for line in after.splitlines() if line.startswith(f"{PLACE} ")] == [
        line for line in before.splitlines() if line.startswith(f"{PLACE} ")
    ]


def test_what_somebody_confirmed_anew_stays_and_the_rest_is_taken_back(editor: Running, root: Path) -> None:
    writer, mine, other = (Client(editor, name) for name in ("writer", "mine", "other"))
    words = "Toda la casa y su jardín."
    told = form_of(mine.get("/translate?lang=es"), PLACE)
    assert writer.post("/translate", **told, words=words, do="save")[0] == 303
    told = form_of(mine.get("/translate?lang=es"), PLACE)
    assert mine.post("/translate", **told, words=words, do="confirm")[0] == 303
    told = form_of(other.get("/translate?lang=es&show=review"), PLACE)
    assert other.post("/translate", **told, words=words, do="review")[0] == 303
    save = {"document": "role/head-chef", "at": "", "shown": "en"}
    assert mine.post("/save", **save, v__title__en="Mine", b__title__en="Head chef")[0] == 303
    status, _, page = mine.post("/undo", id="all")
    assert status == 409
    assert "Not everything could be taken back." in page
    assert "Head chef" in (root / "roles" / "head-chef.yml").read_text("utf-8")
    assert state_of(root, PLACE) is State.REVIEWED


def test_the_queue_says_where_a_string_is_what_changed_in_its_source_and_who_confirmed_it(
    editor: Running, root: Path
) -> None:
    writer, reader = Client(editor, "writer"), Client(editor, "reader")
    path = root / "roles" / "head-chef.yml"
    tree, _ = read_yaml(path.read_text("utf-8"), "x")
    duty = next(one["id"] for one in tree["duties"] if "text" in one)
    place, said = (
        f"role/head-chef/duties/{duty}",
        next(one["text"]["en"] for one in tree["duties"] if one["id"] == duty),
    )
    told = form_of(writer.get("/translate?lang=es"), PLACE)
    words = "Toda la casa y su jardín."
    assert writer.post("/translate", **told, words=words, do="confirm")[0] == 303
    shown = reader.get("/translate?lang=es&show=review")
    assert "confirmed by writer, " in shown
    for new in ("The whole house, its garden and the yard.", "The whole house, its garden and its yard."):
        now = read_yaml(path.read_text("utf-8"), "x")[0]["territory"]["en"]
        fields = {"document": "role/head-chef", "at": "", "shown": "en", "b__territory__en": now}
        assert writer.post("/save", **fields, v__territory__en=new)[0] == 303
    (form,) = [one for one in writer.get("/translate?lang=es").split("<form") if f'value="{PLACE}"' in one]
    changed = re.sub("<[^>]+>", "", form[form.index('class="diff"') :].partition("</p>")[0])
    assert "Changed since the translation was confirmed" in changed
    assert "<ins>" in form
    assert re.search(r"<del>[^<]*garden", form) or "garden" in changed
    assert 'href="/edit/role/head-chef?at=&amp;lang=es#f-territory"' in form
    if f'value="{place}"' in (queue := writer.get("/translate?lang=es")):
        (other,) = [one for one in queue.split("<form") if f'value="{place}"' in one]
        assert f"Duties › {said[:20]}" in unescape(re.sub("<[^>]+>", "", other))
        assert 'class="diff"' not in other


def test_a_source_that_changed_outside_is_not_guessed(editor: Running, root: Path) -> None:
    client = Client(editor)
    told = form_of(client.get("/translate?lang=es"), PLACE)
    client.post("/translate", **told, words="Toda la casa y su jardín.", do="confirm")
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("The whole house and its garden.", "The garden alone."), "utf-8")
    (form,) = [one for one in client.get("/translate?lang=es").split("<form") if f'value="{PLACE}"' in one]
    assert "the source changed" in form
    assert 'class="diff"' not in form
