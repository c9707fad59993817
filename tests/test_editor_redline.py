"""The form of a release: what changed in whole phrases and titles, what is behind, and faults beside their fields."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from rolebook.language.editor_words import editor_words
from rolebook.pipeline.desk.outside import those_to_ask
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.place_words import place_in_words, shortened
from rolebook.pipeline.edit.workspace import Snapshot
from rolebook.pipeline.translate.accept import accept
from rolebook.view.changes import passages_between, phrases_between
from tests.editors import Client, running

FORM = {"document": "role/head-chef", "change": "substantive", "approver": "", "approver_other": "Employee 001"}


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with running(root) as editor:
        yield Client(editor)


def told(old: str, new: str) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[one.act].format(one.text) for one in phrases_between(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Calls as soon as possible.", "Calls within one hour.", "Calls [-as soon as possible-][+within one hour+]."),
        ("Reports within 2 days.", "Reports within 3 days.", "Reports within [-2-][+3+] days."),
        ("Pays 2 of 3 bills.", "Pays 4 of 5 bills.", "Pays [-2 of 3-][+4 of 5+] bills."),
        ("Avisa lo antes posible.", "Avisa en una hora.", "Avisa [-lo antes posible-][+en una hora+]."),
        ("Сообщает в тот же день.", "Сообщает за один час.", "Сообщает [-в тот же день-][+за один час+]."),
        ("Báo cáo sớm nhất có thể.", "Báo cáo trong một giờ.", "Báo cáo [-sớm nhất có thể-][+trong một giờ+]."),
        ("请尽快向经理报告。", "请一小时内向主管报告。", "请[-尽快向经理-][+一小时内向主管+]报告。"),
        ("Reads it. Signs it.", "Writes it. Sends it.", "[-Reads-][+Writes+] it. [-Signs-][+Sends+] it."),
        ("看合同。签合同。", "写合同。寄合同。", "[-看-][+写+]合同。[-签-][+寄+]合同。"),
        ("A long sentence with the old end.", "The long sentence with the new end.", None),
        ("", "New.", "[+New.+]"),
        ("Old.", "", "[-Old.-]"),
        ("The same.", "The same.", "The same."),
    ],
)
def test_changes_are_shown_as_phrases(old: str, new: str, shown: str | None) -> None:
    found = list(phrases_between(old, new))
    assert "".join(one.text for one in found if one.act != "added") == old
    assert "".join(one.text for one in found if one.act != "removed") == new
    assert len(found) <= len(list(passages_between(old, new)))
    if shown is not None:
        assert told(old, new) == shown
    else:
        assert " long sentence with the " in {one.text for one in found if one.act == "same"}, "far apart stays apart"


def test_places_are_titles_and_no_word_is_cut(root: Path) -> None:
    path = root / "roles" / "post-0.yml"
    long = "Supervises direct sales to the dealers of all provinces and whoever sells for them abroad"
    path.write_text(
        path.read_text("utf-8")
        + "sections: [{id: more, heading: {en: More}, blocks: [{type: list, items: [{en: First}]}]}]\n",
        "utf-8",
    )
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"Does \d+ things[^\"}]*", long, text, count=1), "utf-8")
    snapshot, document = Snapshot(root), DocumentId("role", "post-0")
    shown = place_in_words(snapshot, document, "duties/do/text", editor_words("en"))
    assert shown.startswith("Duties › Supervises direct sales")
    assert shown.endswith("…")
    assert long.startswith(shown.removeprefix("Duties › ").rstrip("…"))
    assert long[len(shown.removeprefix("Duties › ").rstrip("…"))] == " "
    assert place_in_words(snapshot, document, "sections/more/blocks/0/items", editor_words("en")).startswith(
        "Sections › More"
    )
    assert place_in_words(snapshot, document, "duties/gone/text", editor_words("ru")).startswith("Обязанности")
    assert place_in_words(snapshot, document, "purpose", editor_words("en")) == "Purpose"
    assert shortened("字" * 80) == "字" * 60 + "…"


def test_a_language_that_is_behind_is_named_before_with_a_link(client: Client, root: Path) -> None:
    accept(root, (), ("en", "es"), "translated")
    assert 'href="/translate?lang=es"' not in note(client.get("/redline/role/head-chef"))
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("Head chef", "Chief of the kitchen", 1), "utf-8")
    page = client.get("/redline/role/head-chef")
    behind = note(page)
    assert re.search(r'<a href="/translate\?lang=es">Español</a>: texts to translate or confirm: 1', behind)
    assert "lang=en" not in behind
    assert client.post("/release", **FORM, revision="7.0", note="")[0] == 303, "all the same"


def note(page: str) -> str:
    """What the form says before it is sent."""
    form = page[page.index('id="release"') :]
    return form.partition("<label")[0]


@pytest.mark.parametrize(
    ("written", "field", "said"),
    [
        ({"approver_other": ""}, "approver", "nobody approves"),
        ({"effective": "2026-12-20", "revision": "7.1"}, "effective", "20 December 2026"),
        ({"revision": "7.0"}, "revision", "released already"),
        ({"revision": "7.1", "change": "editorial", "effective": "2026-12-28"}, "change", "more than wording"),
    ],
)
def test_a_refusal_stands_beside_its_field(
    client: Client, root: Path, written: dict[str, str], field: str, said: str
) -> None:
    accept(root, (), ("en", "es"), "translated")
    assert client.post("/release", **FORM, revision="7.0", effective="2026-12-20", note="")[0] == 303
    path = root / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("Head chef", "Chief of 3 kitchens", 1), "utf-8")
    status, _, page = client.post("/release", **FORM | {"revision": "7.2", "note": ""} | written)
    assert status == 400
    wrong = re.findall(r'<p class="wrong" id="w-(\w+)">(.*?)</p><label for="(\w+)"', page, re.S)
    assert [(name, label) for name, _, label in wrong] == [(field, field)]
    assert said in unescape(wrong[0][1]).replace("\u00a0", " ")
    assert not re.search(r"\d{4}-\d\d-\d\d", wrong[0][1])
    tag = re.findall(rf'<(?:input|select) id="{field}"[^>]*>', page)[0]
    assert all(one in tag for one in ('aria-invalid="true"', f'aria-describedby="w-{field}"', "autofocus"))
    assert f'href="#{field}"' in page[page.index('role="alert"') :]


def test_nobody_is_offered_twice_by_one_name(root: Path) -> None:
    path = root / "content" / "handbook.yml"
    council = "name: {en: Works council}, kind: union"
    more = f"bodies: [{{id: first, {council}}}, {{id: second, {council}}}]\n"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    titles = [title for _, title in those_to_ask(Snapshot(root).handbook, "en")]
    assert len(titles) == len(set(titles)) >= 2
