"""The site as a reader's own: their employer's rules first, their role remembered, and the way around."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from rolebook.model.handbook import Handbook
from tests.browser import DESKTOP, PHONE, served, visit
from tests.commands import rolebook
from tests.conftest import LANGUAGES
from tests.edits import grown_firm

RULES = "policies/discipline.html"
SCREEN = PHONE["height"]
SHIFTS = """() => new Promise(done => new PerformanceObserver(list =>
  done(list.getEntries().reduce((sum, one) => sum + one.value, 0))).observe({type: "layout-shift", buffered: true})
  || setTimeout(() => done(0), 300))"""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", normalize("NFKC", text))  # fonts share glyphs: ⽤ is 用


def remembering(page: Page, **kept: str) -> None:
    """The device has remembered this."""
    page.add_init_script(
        "".join(f"localStorage.setItem('rolebook-{name}', '{value}');" for name, value in kept.items())
    )


def shown_for(page: Page) -> str:
    return page.locator(".employers summary b").inner_text()


def opened(page: Page) -> list[str]:
    """The places whose sanctions are open."""
    found = page.eval_on_selector_all(
        "details[data-employers] > summary > h3", "all => all.map(one => [one.id, one.closest('details').open])"
    )
    return [name for name, is_open in found if is_open]


def test_a_reader_chooses_an_employer_once(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        page.goto(f"{address}en/{RULES}")
        assert opened(page) == []
        everything = page.locator("#procedure ~ ol.entries").first.locator("> li").count()
        page.locator(".employers summary").click()
        page.locator("[data-employer=example-es]").click()
        assert opened(page) == ["sanctions-es"]
        assert "Spain" in shown_for(page)
        steps = page.locator("ol.entries").first.locator("> li")
        assert 0 < steps.filter(visible=True).count() < everything
        page.locator("ol.entries + .elsewhere").click()
        assert steps.filter(visible=True).count() == everything
        page.goto(f"{address}ru/policies/trade-secrets.html")
        assert page.locator("[data-employer=example-es]").get_attribute("aria-pressed") == "true"
        page.locator(".employers summary").click()
        page.locator("[data-employer='']").click()
        assert page.locator(".foreign").count() == 0
        page.goto(f"{address}en/{RULES}")
        assert opened(page) == []


def test_a_link_is_shown_for_the_employer_it_leads_to(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        remembering(page, employer="example-ru")
        page.goto(f"{address}en/{RULES}#es-harassment")
        assert opened(page) == ["sanctions-es"]
        assert "Spain" in shown_for(page)
        assert page.locator("#es-harassment").is_visible()
        page.goto(f"{address}en/{RULES}?employer=example-cn")
        assert opened(page) == ["sanctions-cn"]
        page.goto(f"{address}en/{RULES}?employer=nobody#law-ru")
        assert opened(page) == ["sanctions-ru"]
        assert page.locator("#law-ru ~ *, details:has(> summary > #law-ru) .table").first.is_visible()
        assert page.evaluate("localStorage.getItem('rolebook-employer')") == "example-ru"


def test_nothing_is_out_of_reach_without_scripts(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{address}es/{RULES}")
        assert page.locator(".employers").is_hidden()
        assert page.locator("[data-employers]:not(details)").filter(visible=False).count() == 0
        for place in ("ru", "cn", "vn", "es"):
            page.locator(f"#sanctions-{place}").click()
            assert page.locator(f"[id^='{place}-'] >> visible=true").count() > 0
        page.goto(f"{address}es/index.html")
        assert page.locator(".asked a").count() == 6
        assert page.locator(".mine").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_of_one_country_are_short_enough_for_a_phone(browser: Browser, address: str, language: str) -> None:
    for employer in ("example-es", "example-cn") if language == "ru" else ("example-es",):
        with visit(browser, viewport=PHONE) as page:
            remembering(page, employer=employer)
            page.goto(f"{address}{language}/{RULES}")
            height = "document.documentElement.scrollHeight"
            assert page.evaluate(height) <= 12 * SCREEN
            page.evaluate("document.documentElement.style.fontSize = '130%'")
            assert page.evaluate(height) <= 18 * SCREEN


def test_the_contents_name_countries_and_protection_comes_before_sanctions(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/{RULES}")
        told = page.locator(".contents a").all_inner_texts()
        assert {"Russia", "China", "Vietnam", "Spain"} <= set(told)
        order = [
            next(at for at, one in enumerate(told) if name in one) for name in ("Principles", "Procedure", "Spain")
        ]
        assert order == sorted(order)
        page.locator(".contents a[href='#procedure']").click()
        page.wait_for_function("() => document.querySelector('.contents [aria-current]')?.hash === '#procedure'")


def test_paper_has_the_chosen_employers_rules_or_all(browser: Browser, address: str) -> None:
    def printed(employer: str) -> str:
        with visit(browser) as page:
            remembering(page, employer=employer)
            page.goto(f"{address}en/{RULES}")
            return "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)

    own, whole = printed("example-es"), printed("")
    assert "Ejemplo Comercial S.L." in own
    assert "Workers' Statute art. 54" in own
    assert "Labour Contract Law art. 39" not in own
    assert "Workers' Statute art. 54" in whole
    assert "Labour Contract Law art. 39" in whole


def test_nothing_moves_while_a_page_appears(browser: Browser, address: str) -> None:
    for frame in (PHONE, DESKTOP):
        with visit(browser, viewport=frame) as page:
            role = '{"id":"sales-manager","title":"Sales manager","language":"en"}'
            remembering(page, employer="example-es", role=role)
            for target in ("en/index.html", f"en/{RULES}", "en/my/sales-manager.html", "ru/glossary.html"):
                page.goto(address + target)
                assert page.evaluate(SHIFTS) < 0.02, target  # a busy machine draws a header before all of it is read


def test_a_role_is_remembered_and_forgotten_at_one_press(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        page.goto(f"{address}en/my/sales-manager.html")
        page.locator(".remember").click()
        page.goto(f"{address}en/index.html")
        assert "Sales manager" in page.locator(".mine").inner_text()
        page.locator(".mine").click()
        page.wait_for_url("**/en/my/sales-manager.html")
        page.goto(f"{address}zh/index.html")
        assert page.locator(".mine").get_attribute("href") == "my/sales-manager.html"
        page.locator(".forget").click()
        assert page.evaluate("localStorage.getItem('rolebook-role')") is None
        page.reload()
        assert page.locator(".mine").get_attribute("href") == "my/index.html"


def test_ticks_are_kept_on_the_device_and_say_that_they_sign_nothing(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        page.goto(f"{address}en/my/sales-manager.html")
        boxes = page.locator(".tick input")
        assert boxes.count() == page.locator("tr[id^='sign-']").count() > 3
        boxes.nth(1).check()
        page.reload()
        assert [boxes.nth(at).is_checked() for at in range(3)] == [False, True, False]
        page.goto(f"{address}en/my/sales-assistant.html")
        assert not any(boxes.nth(at).is_checked() for at in range(boxes.count()))


def test_a_post_is_found_in_the_folded_chart(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        page.goto(f"{address}es/organisation.html")
        assert page.locator("#_post-sales-assistant").is_hidden()
        page.locator("[data-unfold='1']").click()
        assert page.locator("#_post-sales-assistant").is_visible()
        page.locator("[data-unfold='']").click()
        page.locator(".find input").fill("asistente de ventas")
        assert page.locator("#_post-sales-assistant.met").is_visible()
        page.locator(".find input").press("Enter")
        assert page.evaluate("document.activeElement.closest('.met') !== null")
    with visit(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{address}es/roles/sales-representative.html")
        assert page.locator(".near .here").is_visible()
        assert page.locator(".near a").count() >= 3
        assert page.locator(".near").evaluate("one => one.scrollWidth <= one.clientWidth")


def test_a_question_names_page_clause_revision_and_language(browser: Browser, address: str, sample: Handbook) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}ru/policies/discipline.html#appeal")
        link = page.locator(".question")
        link.evaluate("one => one.addEventListener('click', event => event.preventDefault())")
        link.evaluate("one => one.click()")
        mail = unquote(link.get_attribute("href") or "")
    assert mail.startswith("mailto:hr@example.com?subject=")
    assert "/ru/policies/discipline.html#appeal" in mail
    assert sample.discipline
    assert f" · {sample.discipline.revision} · ru" in mail


def test_the_first_page_lists_no_posts_and_leads_to_them(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}vi/index.html")
        assert page.locator("main a[href^='roles/']:not([href*='#'])").count() <= 4
        counts = page.locator(".units > li")
        assert counts.count() == 6
        assert "13" in counts.nth(1).inner_text()
        assert page.locator("main form.search").is_visible()
        assert page.locator(".calls a[href^='mailto:']").count() >= 3
        page.locator(".asked a[href$='#lost']").click()
        page.wait_for_url("**/information-security.html#lost")
        assert page.locator(".crumbs a").count() == 2
        assert page.locator(".branches [aria-current=page]").count() == 1
        page.locator(".sequence .next").click()
        page.wait_for_url(lambda found: "information-security" not in found)


def test_a_long_list_is_narrowed_by_words_without_their_accents(browser: Browser, address: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        page.goto(f"{address}es/glossary.html")
        terms = page.locator(".glossary > div")
        every = terms.count()
        assert every > 20
        page.locator(".narrow input").fill("CREDITO")
        assert 0 < terms.filter(visible=True).count() < every
        page.locator(".narrow input").fill("")
        assert terms.filter(visible=True).count() == every


@pytest.fixture(scope="module")
def kitchens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site of the small firm, whose HR is reached differently at each of two employers, with a home of its own."""
    root = grown_firm(tmp_path_factory.mktemp("own") / "firm")
    settings = root / "content" / "handbook.yml"
    contacts = (
        "contacts: [{id: es, mail: es@example.com, entities: [kitchen-es]}, "
        "{id: gb, mail: gb@example.com, entities: [kitchen-gb]}]}"
    )
    office = "name: {en: Human resources, es: Recursos humanos}"
    head = "  - {id: head, kind: head-of-entity, name: Head, contacts: [{id: all, mail: head@example.com}]}\n"
    text = settings.read_text("utf-8").replace(f"{office}}}\n", f"{office}, {contacts}\n{head}")
    text = text.replace("language: en\n", "language: en\nhome: {questions: [{id: roles, text: Who does what?}]}\n", 1)
    settings.write_text(text, "utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: x\ndocs_dir: content\ntheme: {name: rolebook}\nplugins: [rolebook]\n", "utf-8"
    )
    (root / "templates").mkdir()
    (root / "templates" / "home.md.j2").write_text("# {{ title | md }} {: #_title }\n\n<p>own</p>\n", "utf-8")
    built = rolebook("build", "--no-documents", "--output", "own", cwd=root)
    assert built.returncode == 0, built.stderr
    shutil.rmtree(root / "templates")
    assert rolebook("build", "--no-documents", cwd=root).returncode == 0
    shutil.move(root / "own", root / "site" / "own")
    with served(root / "site") as found:
        yield found


def test_hr_of_the_readers_own_employer_is_asked(browser: Browser, kitchens: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        page.goto(f"{kitchens}en/index.html")
        mails = page.locator("footer a[href^='mailto:']:not(.question)")
        assert mails.filter(visible=True).all_inner_texts() == ["es@example.com", "gb@example.com"]
        page.goto(f"{kitchens}en/index.html?employer=kitchen-gb")
        assert mails.filter(visible=True).all_inner_texts() == ["gb@example.com"]
        calls = page.locator(".calls")
        assert "es@example.com" not in calls.inner_text()
        page.locator(".calls + .elsewhere").click()
        assert "es@example.com" in calls.inner_text()
        page.locator("form.search input").fill("zeppelin")
        page.wait_for_selector(".found-ask a")
        assert page.locator(".found-ask a").get_attribute("href") == "mailto:gb@example.com"


def test_an_address_may_not_name_an_employer_that_there_is_not(browser: Browser, kitchens: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        for wrong in ("constructor", "to-string", "nobody"):
            page.goto(f"{kitchens}en/policies/discipline.html?employer={wrong}")
            assert page.locator(".foreign, .others").count() == 0, wrong
        page.goto(f"{kitchens}en/policies/discipline.html?employer=kitchen-es")
        page.locator(".languages summary").click()
        page.locator(".languages a[hreflang=es]").click()
        page.wait_for_url("**/es/policies/discipline.html?employer=kitchen-es*")
        assert "S.L." in shown_for(page)


def test_a_role_that_this_handbook_does_not_have_is_not_led_to(browser: Browser, kitchens: str) -> None:
    with visit(browser, viewport=PHONE) as page:
        for kept in ('{"id": "gone", "title": "Gone", "language": "en"}', "{}", "no JSON"):
            remembering(page, role=kept)
            page.goto(f"{kitchens}en/index.html")
            assert page.locator(".mine").get_attribute("href") == "my/index.html", kept
            assert page.locator(".forget").is_hidden()


def test_a_home_of_ones_own_keeps_the_search(browser: Browser, kitchens: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{kitchens}en/index.html")
        assert page.locator("form.search").count() == 1
        assert page.locator("#_asked-roles, #roles").count() == 2
        page.goto(f"{kitchens}own/en/index.html")
        assert page.locator("header form.search").count() == 1


def test_what_was_opened_is_on_paper(browser: Browser, address: str) -> None:
    with visit(browser, viewport=DESKTOP) as page:
        page.goto(f"{address}en/{RULES}?employer=example-es")
        page.locator("details:has(> summary > #sanctions-ru) > summary").click()
        page.locator("ol.entries + .elsewhere").first.click()
        hidden = page.locator("ol.entries .foreign").first.inner_text().split("\n")[0][:30]
        printed = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    assert "Labour Code art. 192" in printed
    assert hidden in " ".join(printed.split())


def test_the_chart_to_take_along_leads_to_the_pages_online(site: Path) -> None:
    links = re.findall(r'href="([^"]+)"', (site / "en" / "organisation.svg").read_text("utf-8"))
    assert links
    assert all(link.startswith("https://handbook.example/en/roles/") for link in links)


def test_the_chart_is_printed_by_unit_or_on_one_large_sheet(browser: Browser, address: str) -> None:
    for language in ("en", "ru"):
        with visit(browser, viewport=DESKTOP) as page:
            page.goto(f"{address}{language}/organisation.html")
            page.evaluate("window.print = () => {}")
            titles = page.eval_on_selector_all(".org .box > a", "all => all.map(one => one.textContent)")
            units = page.locator(".org > li > details > ul > li:has(> details) > .box > a").all_inner_texts()
            other = page.locator("#_employers").inner_text()
            printed = {}
            for way in ("units", "sheet"):
                page.locator(f"[data-print={way}]").click()
                printed[way] = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
                page.evaluate("dispatchEvent(new Event('afterprint'))")
                assert page.evaluate("document.documentElement.dataset.chart") is None
        [sheet] = printed["sheet"]
        assert [round(side / 72 * 25.4) for side in (sheet.mediabox.width, sheet.mediabox.height)] == [420, 297]
        told = [squeezed(one.extract_text()) for one in printed["units"]]
        assert len(told) > len(units) > 0
        for unit, text in zip(units, told[1:], strict=False):
            assert text.startswith(squeezed(unit)), language
        for text in (squeezed(sheet.extract_text()), "".join(told)):
            assert not [title for title in titles if squeezed(title) not in text]
            assert squeezed(other) not in text
