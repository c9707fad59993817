"""The site as plain files anywhere: at a root, in a sub-path, from a disk; private, light, and known to search engines
only where it is public."""

import gzip
import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, ViewportSize

from rolebook.model.handbook import Handbook
from tests.browser import DESKTOP, PHONE, served, visit
from tests.conftest import EFFORT
from tests.test_site import MKDOCS, run
from tests.test_site_reading import KINDS, LANGUAGES
from tests.test_site_search import ask

LONG_AND_SHORT = ("index", "roles/sales-manager", "policies/discipline", "my/sales-manager")
MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_a_visit_asks_nothing_of_another_host_and_breaks_no_policy(browser: Browser, address: str) -> None:
    asked: set[str] = set()
    with visit(browser) as page:
        page.context.route("**/*", lambda route: (asked.add(route.request.url), route.continue_()))
        for key in KINDS:
            page.goto(f"{address}zh/{key}.html")
        ask(page, "折扣")
        page.wait_for_load_state("networkidle")
    assert len(asked) > len(KINDS)
    assert {url[: len(address)] for url in asked if not url.startswith("data:")} == {address}


def test_the_policy_admits_nothing_inline_and_nothing_from_elsewhere(
    browser: Browser, address: str, site: Path
) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        policy = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', text)
        assert policy, path
        assert "default-src &#39;none&#39;" in policy[0]
        assert "unsafe-inline" not in policy[0]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)", text), path
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{address}en/index.html")
        page.evaluate("document.head.appendChild(document.createElement('script')).textContent = 'window.ran = 1'")
        assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("part", ["", "hr/handbook/"])
def test_the_site_works_in_any_path(browser: Browser, site: Path, tmp_path: Path, part: str) -> None:
    shutil.copytree(site, tmp_path / part, dirs_exist_ok=True)
    with served(tmp_path) as address, visit(browser, locale="es-MX") as page:
        page.goto(f"{address}{part}index.html")
        page.wait_for_url(f"{address}{part}es/index.html")
        page.locator(".sections a").first.click()
        found = ask(page, "descuentos")
        assert found[0][0] == f"{address}{part}es/policies/pricing-and-discounts.html"
        page.goto(found[0][1][0])
        assert page.locator("h1").inner_text()


def test_pages_opened_from_a_disk_are_whole_and_can_be_searched(browser: Browser, site: Path) -> None:
    with visit(browser) as page:
        page.goto((site / "vi" / "roles" / "sales-manager.html").as_uri())
        assert page.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "block"
        found = ask(page, "mat khau")
        assert (site / "vi" / "policies" / "information-security.html").as_uri() in [link for link, _ in found[:3]]


def test_results_are_of_the_pages_own_language(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        for language in LANGUAGES:
            page.goto(f"{address}{language}/index.html")
            found = ask(page, "180")
            assert found
            assert {link.removeprefix(address).partition("/")[0] for link, _ in found} == {language}


def test_a_query_is_shown_as_text(browser: Browser, address: str) -> None:
    with visit(browser) as page:
        page.goto(f"{address}en/index.html")
        assert ask(page, "<img/zzqx>") == []
        assert "<img/zzqx>" in page.locator(".told").inner_text()


def test_the_chooser_follows_the_browser_and_the_readers_own_choice(browser: Browser, address: str) -> None:
    with visit(browser, locale="ru-RU") as page:
        page.goto(address)
        page.wait_for_url("**/ru/index.html")
        page.locator(".languages summary").click()
        page.locator(".languages a[hreflang=vi]").click()
        page.goto(address)
        page.wait_for_url("**/vi/index.html")
        page.goto("about:blank")
        page.goto(f"{address}#choose")
        assert page.locator("a[hreflang]").count() == len(LANGUAGES)
    with visit(browser, locale="fr-FR") as page:
        page.goto(address)
        page.locator("a[hreflang=zh]").click()
        page.wait_for_url("**/zh/index.html")


def test_the_map_lists_every_page_with_its_translations(site: Path, sample: Handbook) -> None:
    urls = ET.fromstring((site / "sitemap.xml").read_bytes()).findall("s:url", MAPS)  # noqa: S314
    places = {url.findtext("s:loc", namespaces=MAPS) for url in urls}
    pages = [path.relative_to(site).as_posix() for tag in LANGUAGES for path in (site / tag).rglob("*.html")]
    assert places == {f"https://handbook.example/{page}" for page in pages if not page.endswith("404.html")}
    assert all(
        [link.get("hreflang") for link in url.findall("x:link", MAPS)] == list(sample.settings.languages)
        for url in urls
    )


def test_every_language_has_its_page_for_lost_addresses(site: Path, sample: Handbook) -> None:
    for language in LANGUAGES:
        page = BeautifulSoup((site / language / "404.html").read_text("utf-8"), "html.parser")
        assert page.html is not None
        assert page.html["lang"] == language
        assert page.find("a", class_="brand")["href"] == f"/{language}/index.html"  # type: ignore[index]
    whole = BeautifulSoup((site / "404.html").read_text("utf-8"), "html.parser")
    assert [part["lang"] for part in whole.find_all("section")] == list(sample.settings.languages)


class _Lost(SimpleHTTPRequestHandler):
    """A server that sends the page for lost addresses, as docs/site.md has nginx do it."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        part = re.match(r"/hr/handbook/[a-z]{2}/", self.path)
        page = Path(self.directory) / (part[0] if part else "/hr/handbook/").strip("/") / "404.html"
        content = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("lost", ["nothing.html", "a/b/c/d.html", "es/roles/gone.html", "es/a/b/c/"])
def test_a_lost_address_in_a_sub_path_has_a_page_that_leads_back(
    browser: Browser, firm_copy: Path, tmp_path: Path, lost: str
) -> None:
    (firm_copy / "mkdocs.yml").write_text(f"{MKDOCS}site_url: https://intranet.example/hr/handbook\n")
    assert run("rolebook", "build", "--no-documents", cwd=firm_copy).returncode == 0
    shutil.copytree(firm_copy / "site", tmp_path / "web" / "hr" / "handbook")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Lost, directory=str(tmp_path / "web")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/hr/handbook/"
    try:
        with browser.new_context() as context:
            page = context.new_page()
            answer = page.goto(address + lost, wait_until="networkidle")
            assert answer is not None
            assert answer.status == 404
            sheets = "[...document.styleSheets].map(one => [new URL(one.href).pathname, one.cssRules.length])"
            assert all(path.startswith("/hr/handbook/css/") and rules for path, rules in page.evaluate(sheets))
            assert page.evaluate("getComputedStyle(document.querySelector('.bar')).position") == "sticky"
            assert page.locator("form.search").is_visible(), "scripts run"
            links = set(page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)"))
            pages = [link for link in links if link.startswith("http") and "#" not in link]
            assert len(pages) > 5
            assert {context.request.get(link).status for link in pages} == {200}
            page.locator("main a").first.click()
            page.wait_for_url(re.compile(r"/hr/handbook/[a-z]{2}/index\.html$"))
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("audience", ["public", "staff"])
def test_only_public_pages_may_be_listed(firm_copy: Path, audience: str) -> None:
    plugin = f"plugins: [{{rolebook: {{audience: {audience}}}}}]"
    (firm_copy / "mkdocs.yml").write_text(MKDOCS.replace("plugins: [rolebook]", plugin))
    assert run("rolebook", "build", "--no-documents", cwd=firm_copy).returncode == 0
    for path in (firm_copy / "site").rglob("*.html"):
        hidden = '<meta name="robots" content="noindex">' in path.read_text("utf-8")
        assert hidden == (audience == "staff" or path.name == "404.html"), path


def test_the_search_holds_nothing_that_the_pages_do_not(site: Path) -> None:
    for language in LANGUAGES:
        words = set()
        for path in (site / language).rglob("*.html"):
            words |= set(re.findall(r"\w+", BeautifulSoup(path.read_text("utf-8"), "html.parser").get_text(" ")))
        script = (site / "search" / f"{language}.js").read_text("utf-8").splitlines()[0]
        strange = {word for word in re.findall(r"\w+", script) if word not in words and not word.isascii()}
        assert not {word for word in strange if not any(word in longer or longer in word for longer in words)}


def test_a_role_page_is_light(browser: Browser, address: str, site: Path) -> None:
    for language in LANGUAGES:
        loaded: set[str] = set()
        with visit(browser) as page:
            page.on("request", lambda sent, found=loaded: found.add(sent.url))
            page.goto(f"{address}{language}/roles/sales-manager.html", wait_until="networkidle")
        files = [site / url.removeprefix(address) for url in loaded if url.startswith(address)]
        assert len(files) >= 5
        assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 60_000


MOVES = """
    window.seen = {shift: 0, largest: 0};
    new PerformanceObserver(list => list.getEntries().forEach(one => { window.seen.shift += one.value; }))
      .observe({type: "layout-shift", buffered: true});
    new PerformanceObserver(list => list.getEntries().forEach(one => { window.seen.largest = one.startTime; }))
      .observe({type: "largest-contentful-paint", buffered: true});"""


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_a_page_arrives_in_pieces(browser: Browser, site: Path, viewport: ViewportSize) -> None:
    with served(site, in_pieces=True) as address, visit(browser, viewport=viewport) as page:
        page.add_init_script(MOVES)
        for language in ("vi", "en") if viewport == PHONE else ("vi",):
            for key in LONG_AND_SHORT:
                page.goto(f"{address}{language}/{key}.html", wait_until="networkidle")
                assert page.evaluate("window.seen.shift") < 0.01, (language, key)


def test_a_page_is_soon_there_and_stays_where_it_is_on_a_slow_phone(browser: Browser, address: str) -> None:
    slow = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 90_000}
    with visit(browser, viewport=PHONE) as page:
        page.add_init_script(MOVES)
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.send("Network.emulateNetworkConditions", slow)
        devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
        for language in LANGUAGES:
            for key in LONG_AND_SHORT if language == "ru" or EFFORT > 1 else ("policies/discipline",):
                page.goto(f"{address}{language}/{key}.html", wait_until="networkidle")
                page.wait_for_function("() => window.seen.largest > 0")
                seen = page.evaluate("window.seen")
                assert seen["shift"] < 0.02, (language, key)
                assert seen["largest"] < 4000, (language, key)
