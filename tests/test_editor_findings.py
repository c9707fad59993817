"""What waits, as the editor shows it: what repeats is one line that opens, and languages have their names."""

import re
import time
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rolebook.diagnostics import Diagnostic, Message, Severity
from rolebook.diagnostics.diagnostic import Location
from rolebook.language import phrasebook
from rolebook.language.editor_words import editor_words
from rolebook.model.translation.lock import lock_text
from rolebook.pipeline.check.check import check_handbook
from rolebook.store.cache import VARIABLE
from tests.browser import PHONE, visit
from tests.conftest import LANGUAGES
from tests.editors import Client, running

POST = """\
title: {{en: Post {n}, es: Puesto {n}}}
purpose: {{en: Does work {n}.}}
reports_to: head-chef
department: kitchen
duties: [{{id: do, text: {{en: Carries {n} boxes.}}}}]
revision: "1"
"""
UNSAID = 9


def checked(client: Client, path: str = "/") -> str:
    """A screen once the check is done."""
    while "data-checking" in (page := client.get(path)):
        time.sleep(0.05)
    return page


def replaced(found: list[Diagnostic]) -> Diagnostic:
    """A finding that names the languages of several."""
    tags = dict.fromkeys(tag for one in found for tag in str(one.arguments["languages"]).split(", "))
    assert len(tags) > 1
    return replace(found[0], arguments={"languages": ", ".join(tags)})


@pytest.fixture
def unsaid(root: Path) -> Path:
    """Posts without a word of Spanish: one warning for each text."""
    for number in range(40, 40 + UNSAID):
        (root / "roles" / f"post-{number}.yml").write_text(POST.format(n=number), "utf-8")
    (root / "content" / "translations.lock").write_text(lock_text([]), "utf-8")
    return root


def test_what_repeats_is_one_line_with_a_count_that_opens(unsaid: Path) -> None:
    found = [one for one in check_handbook(unsaid).findings if one.code == "missing-translation"]
    assert len(found) >= 2 * UNSAID
    with running(unsaid) as editor:
        page = checked(Client(editor))
        (fold,) = re.findall(r'<details id="fold-missing-translation.*?</details>', page, re.S)
    words = editor_words("en")
    assert words.screen("count", count=len(found)) in fold.partition("</summary>")[0]
    assert fold.count("<li>") == min(len(found), 50)
    assert "/edit/role/" in fold
    advice = words.screen("hint-translate")
    assert editor_words("en").phrase(replaced(found)).message in unescape(
        re.sub("<.*?>", "", fold.partition("</summary>")[0])
    )
    outside = page.replace(fold, "")
    assert outside.count(advice) == len({one.code for one in check_handbook(unsaid).findings} & TRANSLATED)
    assert "no words in" not in re.sub(r"<.*?>", "", outside)


TRANSLATED = {"missing-translation", "unconfirmed-translation", "stale-translation"}


def test_the_same_fault_in_several_documents_is_one_line_and_another_one_is_its_own(root: Path) -> None:
    for number, name in enumerate(("nobody", "nobody", "nowhere", "nobody", "nobody")):
        text = POST.format(n=number).replace("head-chef", name)
        (root / "roles" / f"stray-{number}.yml").write_text(text, "utf-8")
    with running(root) as editor:
        page = checked(Client(editor))
        folds = re.findall(r'<details id="fold-unknown-role.*?</details>', page, re.S)
        (root / "roles" / "stray-4.yml").unlink()
        fewer = checked(Client(editor))
    assert len(folds) == 1
    assert folds[0].count('<a href="/edit/role/stray-') == 4
    assert "stray-2" in page.replace(folds[0], "")
    assert "fold-unknown-role" not in fewer
    assert fewer.count('<a href="/edit/role/stray-') == 4


def test_a_fold_opens_by_keyboard_and_stays_open_while_findings_come_in(unsaid: Path, browser: Browser) -> None:
    with running(unsaid) as editor, visit(browser, viewport=PHONE) as page:
        page.goto(editor.opening())
        fold = page.locator("[id^=fold-missing-translation]")
        expect(fold).to_have_count(1, timeout=20_000)
        expect(page.locator("[data-checking]")).to_have_count(0, timeout=20_000)
        expect(fold.locator("a").first).to_be_hidden()
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(fold.locator("a").first).to_be_visible()
        page.evaluate("""() => {
          const told = document.documentElement.outerHTML.replaceAll("in all", "IN ALL");
          const page = new DOMParser().parseFromString(told, "text/html");
          for (const one of page.querySelectorAll("details")) one.removeAttribute("open");
          takeLive(page);
        }""")
        expect(page.get_by_text("IN ALL").first).to_be_visible()
        expect(fold.locator("a").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_same_first_page_comes_again_before_the_check_is_done(
    unsaid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    with running(unsaid) as editor:
        before = checked(Client(editor))
    with running(unsaid) as editor:
        early = Client(editor).get("/")
    folds = [re.findall(r'<details id="fold-.*?</details>', page, re.S) for page in (before, early)]
    assert folds[0] == folds[1] != []


def test_languages_have_the_names_that_stand_beside_the_fields() -> None:
    finding = Diagnostic(Location("x"), "stale-translation", Severity.WARNING, {"language": "es", "source": "zh-Hant"})
    for tag in LANGUAGES:
        words = editor_words(tag)
        said = words.phrase(finding).message
        assert words.language("es") in said
        assert words.language("zh-Hant") in said
        assert "`" not in said
        assert "`es`" in phrasebook(tag)(finding).message
    asked = Message("not-a-language", tag="no", languages="en, fr, xx-q")
    assert [one in editor_words("en").say(asked) for one in ("Norsk", "English", "`no`")] == [True, False, False]
    assert "xx-q" in editor_words("en").say(asked)
    asked = Message("not-a-language", tag="no", languages="en, fr, ar")
    assert "English, Français, العربية" in editor_words("ru").say(asked)
    counted = Message("register-assigned", people=1, new=1, changed=0, language=3, renewed=0, kept=0, withdrawn=0)
    assert "3" in editor_words("es").say(counted)


def test_no_message_of_the_editor_shows_a_tag(root: Path) -> None:
    with running(root, "es") as editor:
        status, _, page = Client(editor).post(
            "/translate", place="role/nobody/title", lang="es", words="x", base="", source=""
        )
    assert status == 400
    assert "Español" in unescape(page)
    assert "<code>es</code>" not in page
