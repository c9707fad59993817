"""Search as readers use it: by the box in the header, in Chromium, with both engines, from a server and from a disk."""

import json
import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from rolebook.pipeline.site.search import Engine, write_search
from rolebook.render.search import Passage, Searchable
from tests.browser import served, visit
from tests.conftest import LANGUAGES

HERE = Path(__file__).parent
Queries = dict[str, str]
QUERIES: dict[str, Queries] = yaml.safe_load((HERE / "search_queries.yml").read_text("utf-8"))
OTHERS: dict[str, Queries] = yaml.safe_load((HERE / "recall" / "search_queries.yml").read_text("utf-8"))
EVERYDAY = yaml.safe_load((HERE / "recall" / "everyday_queries.yml").read_text("utf-8"))
STAFF = yaml.safe_load((HERE / "recall" / "staff_questions.yml").read_text("utf-8"))
STRANGERS = yaml.safe_load((HERE / "recall" / "strangers_questions.yml").read_text("utf-8"))


def searchable(site: Path, language: str) -> list[Searchable]:
    """The pages of a built site, as its small index has them."""
    script = (site / "search" / f"{language}.js").read_text("utf-8").splitlines()[0]
    rows = json.loads(script.removeprefix("rolebookPages(").removesuffix(");"))
    return [
        Searchable(key, kind, title, tuple(Passage(*one) for one in passages)) for key, kind, title, passages in rows
    ]


@pytest.fixture(scope="module")
def large(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is made of a large handbook."""
    folder = tmp_path_factory.mktemp("large") / "site"
    shutil.copytree(site, folder)
    write_search(folder, Engine.PAGEFIND, {language: searchable(site, language) for language in LANGUAGES}, {})
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        path.write_text(text.replace('data-search="small"', 'data-search="pagefind"'), "utf-8")
    return folder


@pytest.fixture(scope="module")
def addresses(address: str, large: Path) -> Iterator[dict[str, str]]:
    with served(large) as large_address:
        yield {"pagefind": large_address, "small": address}


def ask(page: Page, query: str) -> list[tuple[str, list[str]]]:
    """What the box finds: the address of each page, and those of its clauses."""
    page.locator("form.search input").fill(query)
    page.evaluate(
        """async query => {
          const panel = document.querySelector(".found"), list = panel.querySelector(".found-list");
          while (panel.dataset.query !== query || list.ariaBusy === "true") await new Promise(go => setTimeout(go, 10));
        }""",
        query.strip(),
    )
    found = page.eval_on_selector_all(
        ".found-page", "all => all.map(one => [...one.querySelectorAll('a')].map(a => a.href))"
    )
    return [(links[0], links[1:]) for links in found]


def hit(found: list[tuple[str, list[str]]], base: str, expected: str) -> bool:
    """Whether the page is there, and the clause with it."""
    key, _, clause = expected.partition("#")
    page = f"{base}{key}.html"
    return any(link == page and (not clause or f"{page}#{clause}" in clauses) for link, clauses in found)


ALL_AT_ONCE = """async queries => {
  const form = document.querySelector("form.search"), root = document.documentElement.dataset.root;
  const script = path => new Promise((done, failed) => document.head.appendChild(
    Object.assign(document.createElement("script"), { src: root + path, onload: done, onerror: failed })));
  await script("js/search-running.js");
  const { lang, dataset } = document.documentElement, weights = JSON.parse(form.dataset.words).weights;
  const ask = await window.rolebookSearch.open({ root, language: lang, kind: dataset.search, weights, script });
  const found = [];
  for (const query of queries) {
    const { found: pages, answered } = await ask(query.trim(), "", 3);
    found.push([pages.map(page => [page.key, page.passages.map(passage => passage.anchor)]), answered]);
  }
  return found;
}"""


@dataclass(frozen=True)
class Answer:
    """The first three pages for a query, with their clauses, and whether the search takes them for an answer."""

    found: list[tuple[str, list[str]]]
    answered: bool


def answers(browser: Browser, address: str, engine: str, queries: Iterable[str]) -> dict[str, Answer]:
    """The answer to each query; the engine is asked in the page, without the box around it."""
    asked = list(dict.fromkeys(queries))
    with visit(browser) as page:
        page.goto(f"{address}index.html")
        assert page.get_attribute("html", "data-search") == engine
        found = page.evaluate(ALL_AT_ONCE, asked)
    return {
        query: Answer(
            [(f"{address}{key}.html", [f"{address}{key}.html#{one}" for one in all_]) for key, all_ in pages], sure
        )
        for query, (pages, sure) in zip(asked, found, strict=True)
    }


def staff(language: str, kind: str) -> Queries:
    return {query: pages for half in STAFF.values() for query, pages in half[language][kind].items()}


def missed(found: dict[str, Answer], address: str, queries: Queries) -> list[tuple[str, str, Answer]]:
    return [
        (query, expected, found[query])
        for query, expected in queries.items()
        if not any(hit(found[query].found, address, one) for one in expected.split(" or "))
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_and_staff_find_what_they_ask(browser: Browser, addresses: dict[str, str], language: str) -> None:
    """Our own questions and those of people who had not seen the index, in one visit; what has no answer is said to."""
    address = f"{addresses['small']}{language}/"
    everyday = {row[language]: " or ".join(row["at"]) for row in EVERYDAY}
    unanswered = [query for half in STAFF.values() for query in half[language]["unanswered"]]
    tables = (
        (QUERIES[language], 20, 0.04),
        (OTHERS[language], 80, 0.2),
        (everyday, 30, 0.13),
        (staff(language, "answered"), 24, 0.15),
        (staff(language, "misspelt"), 8, 0.15),
    )
    queries = [query for table, _, _ in tables for query in table]
    found = answers(browser, address, "small", [*queries, *unanswered])
    for table, least, share in tables:
        assert len(table) >= least
        wrong = missed(found, address, table)
        assert len(wrong) <= share * len(table), wrong
    denied = [query for query in queries if not found[query].answered]
    assert len(denied) <= 0.04 * len(queries), denied
    assert sum(not found[one].answered for one in unanswered) >= 5, [one for one in unanswered if found[one].answered]


@pytest.mark.parametrize("language", LANGUAGES)
def test_strangers_find_the_page(browser: Browser, addresses: dict[str, str], language: str) -> None:
    """Their own words, of which many say a thing by no word that the handbook has; only the page is asked for."""
    address, asked = f"{addresses['small']}{language}/", STRANGERS[language]
    pages = {
        kind: {query: " or ".join(place.partition("#")[0] for place in at.split(" or ")) for query, at in table.items()}
        for kind, table in asked.items()
        if kind != "unanswered"
    }
    queries = [*pages["answered"], *pages["misspelt"]]
    found = answers(browser, address, "small", [*queries, *asked["unanswered"]])
    assert len(wrong := missed(found, address, pages["answered"])) <= 0.25 * len(pages["answered"]), wrong
    assert len(wrong := missed(found, address, pages["misspelt"])) <= 3, wrong
    assert len(denied := [query for query in queries if not found[query].answered]) <= 0.2 * len(queries), denied
    assert sum(not found[query].answered for query in asked["unanswered"]) >= 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_pagefind_finds_them_in_large_handbooks(browser: Browser, addresses: dict[str, str], language: str) -> None:
    """Every sixth of the questions: it reads a part of the index for each."""
    address = f"{addresses['pagefind']}{language}/"
    tables = (QUERIES[language], OTHERS[language], staff(language, "answered"))
    queries = dict([one for table in tables for one in table.items()][::6])
    wrong = missed(answers(browser, address, "pagefind", queries), address, queries)
    assert len(wrong) <= 0.2 * len(queries), wrong


SLIPS = """async words => {
  const script = path => new Promise((done, failed) => document.head.appendChild(
    Object.assign(document.createElement("script"), { src: "../" + path, onload: done, onerror: failed })));
  const ask = await window.rolebookSearch.open({
    root: "../", language: document.documentElement.lang, weights: {}, script });
  const keys = async word => (await ask(word, "", 3)).found.map(page => page.key);
  const found = [];
  for (const [word, slip] of words) found.push([await keys(word), await keys(slip)]);
  return found;
}"""


def slip(word: str, chance: random.Random) -> str:
    """The word as somebody mistypes it: a letter left out, doubled, or turned around with the next one."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


@pytest.mark.parametrize("language", ["en", "es", "ru"])
def test_a_slip_of_the_keyboard_finds_what_the_word_finds(
    browser: Browser, address: str, site: Path, language: str
) -> None:
    chance = random.Random(7)
    text = " ".join(one.text for page in searchable(site, language) for one in page.passages).lower().split()
    words = chance.sample(sorted({word for word in text if word.isalpha() and len(word) >= 6}), 160)
    pairs = [(word, slip(word, chance)) for word in words]
    with visit(browser) as page:
        page.goto(f"{address}{language}/index.html")
        page.add_script_tag(url="../js/search-running.js")
        found = page.evaluate(SLIPS, pairs)
    same = [bool(right) and right[0] in wrong for right, wrong in found]
    assert sum(same) >= 0.85 * len(same), [pair for pair, fits in zip(pairs, same, strict=True) if not fits]


def test_other_words_for_the_same_are_found(browser: Browser, addresses: dict[str, str]) -> None:
    with visit(browser) as page:
        for language, query, key in (
            ("en", "time off", "policies/sales-department-rules"),
            ("en", "holidays", "policies/sales-department-rules"),
            ("es", "multa", "policies/discipline"),
            ("ru", "штраф", "policies/discipline"),
            ("vi", "phạt tiền", "policies/discipline"),
            ("zh", "请假", "policies/sales-department-rules"),
            ("en", "ＰＡＳＳＷＯＲＤＳ", "policies/information-security"),  # as a Chinese keyboard writes it
            ("zh", "蜜码", "policies/information-security"),  # another sign of the same sound
            ("zh", "password", "policies/information-security"),
            ("ru", "gfhjkm", "policies/information-security"),  # пароль on a Latin keyboard
            ("en", "зфыыцщкв", "policies/information-security"),  # password on a Russian one
            ("vi", "mat khẫu", "policies/information-security"),
        ):
            for address in addresses.values() if query.isascii() else [addresses["small"]]:
                page.goto(f"{address}{language}/index.html")
                assert f"{address}{language}/{key}.html" in [link for link, _ in ask(page, query)[:3]], query


def test_a_first_search_takes_four_requests_in_a_worker_and_a_second_none(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        page.goto(f"{address}ru/index.html", wait_until="networkidle")
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url.removeprefix(address)))
        assert ask(page, "пароль")
        assert sorted(sent) == ["js/search-engine.js", "js/search-running.js", "js/search-words.js", "search/ru.js"]
        assert [worker.url for worker in page.workers] == [f"{address}js/search-running.js"]
        assert page.evaluate("typeof window.rolebookSearch") == "undefined"  # nothing of it runs beside the page
        assert ask(page, "отпуск")
        assert len(sent) == 4


def test_from_a_disk_a_newer_question_ends_an_older_one(browser: Browser, site: Path) -> None:
    with visit(browser) as page:
        page.goto((site / "en" / "index.html").as_uri())
        assert ask(page, "lost my phone")
        older, newer = page.evaluate(
            """async () => {
              const script = async () => {}, rows = [];
              window.rolebookSearch.Index.prototype.search = function* () {
                for (const end = performance.now() + 100; performance.now() < end;) yield;
                return { pages: [], asked: {}, answered: false };
              };
              const ask = await new Promise(go => {
                const load = path => {
                  if (path.startsWith("search/")) { rolebookPages([]); rolebookWords({}); }
                  return script();
                };
                window.rolebookSearch.open({ root: "", language: "en", weights: {}, script: load }).then(go);
              });
              const older = ask("late", "", 3), newer = ask("lateness", "", 3);
              return [await older, (await newer).answered];
            }"""
        )
        assert older is None
        assert newer is False


def test_enter_opens_the_first_result_and_going_back_finds_the_question_again(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        page.goto(f"{address}en/index.html")
        page.locator("form.search input").fill("password rules")
        page.keyboard.press("Enter")  # before there can be an answer
        page.wait_for_url(f"{address}en/policies/information-security.html*")
        page.go_back()
        page.wait_for_url(f"{address}en/index.html?q=password+rules")
        expect(page.locator("form.search input")).to_have_value("password rules")
        expect(page.locator(".found-page").first).to_be_visible()
        page.keyboard.press("/")
        page.keyboard.press("Escape")
        expect(page.locator(".found")).to_be_hidden()
        assert page.url == f"{address}en/index.html"


def test_the_box_is_a_combobox_whose_arrows_reach_every_result(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        page.goto(f"{address}es/index.html")
        expect(page.locator(".search-key")).to_have_text("/")
        page.keyboard.press("/")
        box = page.get_by_role("combobox")
        expect(box).to_be_focused()
        expect(box).to_have_attribute("aria-expanded", "false")
        assert ask(page, "ventas")
        expect(box).to_have_attribute("aria-expanded", "true")
        listed = page.locator(f"#{box.get_attribute('aria-controls')}")
        expect(listed).to_have_role("listbox")
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        active = listed.get_by_role("option").nth(1)
        expect(active).to_have_attribute("aria-selected", "true")
        assert box.get_attribute("aria-activedescendant") == active.get_attribute("id")
        where = active.get_attribute("href")
        assert where is not None
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{where.removeprefix('../')}")


def test_all_results_can_be_reached_and_narrowed_to_a_kind(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        page.goto(f"{address}en/index.html")
        assert len(ask(page, "sales")) == 10
        every, *kinds = (
            int(words.rpartition(" ")[2]) for words in page.locator(".found-kinds button").all_inner_texts()
        )
        assert page.inner_text(".told").endswith(f" {every}")
        page.locator("form.search input").focus()
        for _ in range(2):
            page.keyboard.press("ArrowDown")
        chosen = page.locator(".found [aria-selected=true]").get_attribute("href")
        page.locator(".found-more").click()
        expect(page.locator(".found-page")).to_have_count(every)
        expect(page.locator(".found [aria-selected=true]")).to_have_attribute("href", str(chosen))
        assert sum(kinds) <= every
        page.locator('.found-kinds [data-kind="role"]').click()
        expect(page.locator('.found-kinds [data-kind="role"]')).to_have_attribute("aria-pressed", "true")
        expect(page.locator('.found-page a[href*="/policies/"]')).to_have_count(0)
        assert page.locator('.found-page a[href*="/roles/"]').count() > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_nothing_answers_is_said_with_the_nearest_and_whom_to_ask(
    browser: Browser, address: str, language: str
) -> None:
    query = {"en": "notice period", "es": "teletrabajo", "zh": "在家办公", "vi": "làm việc tại nhà", "ru": "удалёнка"}[
        language
    ]
    with visit(browser) as page:
        page.goto(f"{address}{language}/index.html")
        nearest = ask(page, query)
        assert 1 <= len(nearest) <= 3
        expect(page.locator(".told")).to_contain_text(query)
        expect(page.locator(".found-ask a")).to_have_attribute("href", "mailto:hr@example.com")
        page.keyboard.press("Enter")  # what is no answer is not opened
        page.wait_for_timeout(100)
        assert page.url.startswith(f"{address}{language}/index.html")
