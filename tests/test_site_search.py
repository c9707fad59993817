"""Search as readers use it: by the box in the header, in Chromium, with both engines, from a server and from a disk."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.browser import served, visit
from tests.conftest import LANGUAGES

Queries = dict[str, dict[str, str]]
QUERIES: Queries = yaml.safe_load(Path(__file__).with_name("search_queries.yml").read_text("utf-8"))
OTHERS: Queries = yaml.safe_load((Path(__file__).parent / "recall" / "search_queries.yml").read_text("utf-8"))
EVERYDAY = yaml.safe_load((Path(__file__).parent / "recall" / "everyday_queries.yml").read_text("utf-8"))
ENGINES = ("pagefind", "small")


@pytest.fixture(scope="module")
def small(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is made where Pagefind is missing."""
    folder = tmp_path_factory.mktemp("small") / "site"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("pagefind"))
    for path in folder.rglob("*.html"):
        text = path.read_text("utf-8")
        path.write_text(text.replace('data-search="pagefind"', 'data-search="small"'), "utf-8")
    return folder


@pytest.fixture(scope="module")
def addresses(address: str, small: Path) -> Iterator[dict[str, str]]:
    with served(small) as small_address:
        yield {"pagefind": address, "small": small_address}


def ask(page: Page, query: str) -> list[tuple[str, list[str]]]:
    """What the box finds: the address of each page, and those of its clauses."""
    page.locator("form.search input").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_function("query => document.querySelector('.found').dataset.query === query", arg=query.strip())
    found = page.eval_on_selector_all(
        ".found li", "all => all.map(one => [...one.querySelectorAll('a')].map(a => a.href))"
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
  await script("js/search-engine.js");
  const engine = await window.rolebookEngine(document.documentElement.dataset.search, {
    root, language: document.documentElement.lang, weights: JSON.parse(form.dataset.words).weights, script });
  const found = [];
  for (const query of queries) {
    const pages = await engine.search(query.trim());
    found.push(pages.slice(0, 3).map(page => [page.key, page.passages.map(passage => passage.anchor)]));
  }
  return found;
}"""


Found = list[tuple[str, list[str]]]


def answers(browser: Browser, address: str, engine: str, queries: Iterable[str]) -> dict[str, Found]:
    """The first three pages for each query, with their clauses.

    The engine is asked without the box around it, which asks twice for each query and draws what it finds.
    """
    asked = list(dict.fromkeys(queries))
    with visit(browser) as page:
        page.goto(f"{address}index.html")
        assert page.get_attribute("html", "data-search") == engine
        found = page.evaluate(ALL_AT_ONCE, asked)
    return {
        query: [(f"{address}{key}.html", [f"{address}{key}.html#{one}" for one in anchors]) for key, anchors in pages]
        for query, pages in zip(asked, found, strict=True)
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_readers_and_staff_find_what_they_ask(
    browser: Browser, addresses: dict[str, str], engine: str, language: str
) -> None:
    """Our own questions, those of somebody who had not seen the index, and everyday concerns, in one visit."""
    address = f"{addresses[engine]}{language}/"
    everyday = {row[language]: " or ".join(row["at"]) for row in EVERYDAY}
    tables = ((QUERIES[language], 20, 0.0), (OTHERS[language], 80, 0.16), (everyday, 30, 0.17))
    found = answers(browser, address, engine, [query for queries, _, _ in tables for query in queries])
    for queries, least, share in tables:
        assert len(queries) >= least
        missed = [
            (query, expected, found[query])
            for query, expected in queries.items()
            if not any(hit(found[query], address, one) for one in expected.split(" or "))
        ]
        assert len(missed) <= share * len(queries), json.dumps(missed, ensure_ascii=False, indent=1)


def test_a_complaint_leads_to_complaints_before_appeals_and_an_illness_to_absence(
    browser: Browser, addresses: dict[str, str]
) -> None:
    wanted = {
        "complaint": ("roles/after-sales-coordinator#register-complaints",),
        "complain": ("policies/discipline#appeal", "policies/trade-secrets#authorities"),
        "sick": ("policies/discipline#vn-blocked", "policies/sales-department-rules#absence"),
    }
    with visit(browser) as page:
        for address in addresses.values():
            page.goto(f"{address}en/index.html")
            for query, expected in wanted.items():
                found = ask(page, query)
                assert hit(found[:1], f"{address}en/", expected[0]), (query, found[:3])
                assert all(hit(found[:4], f"{address}en/", one) for one in expected), (query, found[:4])


def test_other_words_for_the_same_are_found(browser: Browser, addresses: dict[str, str]) -> None:
    with visit(browser) as page:
        for language, query, key in (
            ("en", "time off", "policies/sales-department-rules"),
            ("es", "multa", "policies/discipline"),
            ("ru", "штраф", "policies/discipline"),
            ("vi", "phạt tiền", "policies/discipline"),
            ("zh", "请假", "policies/sales-department-rules"),
        ):
            for address in addresses.values():
                page.goto(f"{address}{language}/index.html")
                assert f"{address}{language}/{key}.html" in [link for link, _ in ask(page, query)[:3]], query


def test_the_box_says_how_many_it_found_and_where_there_may_be_more(
    browser: Browser, addresses: dict[str, str]
) -> None:
    with visit(browser) as page:
        for address in addresses.values():
            page.goto(f"{address}en/index.html")
            counts = {}
            for query in ("sales", "harassment", "conflict of interest", "passwords"):
                counts[query] = len(ask(page, query))
                more = "+" if counts[query] == 10 else ""
                assert page.inner_text(".found .told") == f"Results: {counts[query]}{more}"
            assert counts["sales"] == 10
            assert 0 < min(counts.values()) < 10
