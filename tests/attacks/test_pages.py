"""Nothing that is written into a handbook, asked of its search or told of a person does anything in a browser.

Everything is looked at under the shipped policy and with it switched off, which is what the escaping alone is worth.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from playwright.sync_api import Browser, Page

from tests.attacks.hostile import BETWEEN, Kind, hostile
from tests.attacks.payloads import payloads
from tests.browser import served
from tests.commands import rolebook

WATCH = """
window.hits = [];
window.hit = function () { window.hits.push(document.activeElement ? document.activeElement.outerHTML : "?"); };
window.alert = window.confirm = window.prompt = window.hit;
"""
FOUND = """() => {
  const bad = [];
  const allowed = new Set(("a abbr article aside b blockquote body br button caption circle code colgroup col dd "
    + "details del div dl dt em figure figcaption footer form g h1 h2 h3 h4 h5 h6 head header hr html i ins kbd label "
    + "li link input main mark meta meter nav ol option output p path pre rect script section select small span strong "
    + "summary sup svg style table tbody td text tfoot th thead time title tr tspan ul desc line polyline marker defs")
    .split(" "));
  for (const one of document.querySelectorAll("*")) {
    const name = one.localName, told = one.outerHTML.slice(0, 200);
    if (!allowed.has(name)) bad.push("element " + told);
    for (const attribute of one.attributes) {
      if (attribute.name.startsWith("on") || attribute.name === "data-hit") bad.push("attribute " + told);
      if (/^(href|src|xlink:href|action|formaction)$/.test(attribute.name)
          && /^[\\u0000-\\u0020]*(javascript|vbscript|data:(?!,$))/i.test(attribute.value)) bad.push("address " + told);
    }
    if (name === "script" && REPORT === false && !one.getAttribute("src")) bad.push("script " + told);
    if (name === "style" && REPORT === false) bad.push("style " + told);
    if (name === "meta" && one.httpEquiv && one.httpEquiv !== "Content-Security-Policy") bad.push("meta " + told);
    if (name === "link" && !/^(canonical|alternate|icon|stylesheet)$/.test(one.rel)) bad.push("link " + told);
  }
  return bad.concat(window.hits.map(one => "ran " + one));
}"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[Kind, set[str]]]:
    """The site of a handbook whose every text is hostile, released once and changed since."""
    root = tmp_path_factory.mktemp("hostile")
    given = hostile(root)
    run(
        "release",
        "--approver",
        payloads()[0],
        "--note",
        f"en={' '.join(payloads()[:60])}",
        "--translator",
        "en=<b>x",
        cwd=root,
    )
    for path in [*(root / "roles").rglob("*.yml"), *(root / "policies").glob("*.yml")]:
        told = json.loads(path.read_text("utf-8"))
        if "revision" in told:
            told |= {"revision": told["revision"] + ".1", "effective": "2027-06-01"}
            told["purpose"] = {"en": BETWEEN.join(payloads()[1:40:2]).replace("{", "{{").replace("}", "}}")}
            path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    settings = root / "mkdocs.yml"
    settings.write_text(
        re.sub(r"- rolebook:?", "- rolebook:\n      search: pagefind", settings.read_text("utf-8"), count=1)
    )
    run("build", "--audience", "managers", "--no-documents", cwd=root)
    return root, given


def run(*words: str, cwd: Path, code: int = 0) -> str:
    done = rolebook(*words, cwd=cwd)
    assert done.returncode == code, done.stderr[-3000:]
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def address(attacked: tuple[Path, dict[Kind, set[str]]]) -> Iterator[str]:
    with served(attacked[0] / "site") as found:
        yield found


def page_of(browser: Browser, *, policy: bool) -> Page:
    context = browser.new_context(bypass_csp=not policy)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("request", lambda sent: outside.append(sent.url) if "127.0.0.1" not in sent.url else None)
    return page


outside: list[str] = []


def look(page: Page, *, report: bool = False) -> list[str]:
    """What a payload made, or ran."""
    return list(page.evaluate(FOUND.replace("REPORT", str(report).lower())))


def test_there_are_many_payloads_in_every_kind_of_text(attacked: tuple[Path, dict[Kind, set[str]]]) -> None:
    assert len(payloads()) >= 150
    assert len(attacked[1]) >= 80
    assert all(len(given) >= 150 for given in attacked[1].values())


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_no_page_runs_or_holds_what_a_text_says(
    browser: Browser,
    address: str,
    attacked: tuple[Path, dict[Kind, set[str]]],
    policy: bool,  # noqa: FBT001
) -> None:
    site = attacked[0] / "site"
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    assert len(pages) > 60
    if policy:  # without it every page is looked at
        pages = pages[::3]
    page = page_of(browser, policy=policy)
    outside.clear()
    faults = []
    shown = ""
    for path in pages:
        page.goto(f"{address}{path}", wait_until="load")
        page.mouse.move(300, 300)
        for term in page.locator("a.term").all()[:1]:
            term.dispatch_event("mouseenter")
        faults += [f"{path}: {fault}" for fault in look(page)]
        shown += page.inner_text("body")
    page.context.close()
    assert faults == []
    assert outside == []
    assert shown.count("<script>hit()</script>") > 100
    assert shown.count("onerror=hit()") > 100


@pytest.mark.parametrize("engine", ["pagefind", "small"])
@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_no_search_runs_what_is_asked_or_found(browser: Browser, address: str, engine: str, policy: bool) -> None:  # noqa: FBT001
    page = page_of(browser, policy=policy)
    if engine == "small":
        page.add_init_script(
            "document.addEventListener('DOMContentLoaded', () => document.documentElement.dataset.search = 'small')"
        )
    page.goto(f"{address}en/index.html")
    answered = 0
    for query in ["script hit", *payloads()[:: 60 if policy else 90], "<img src=x onerror=hit() data-hit>zzzz"]:
        wanted = re.sub(r"[\r\n]", "", query).strip()
        page.locator("form.search input").fill(wanted)
        page.wait_for_function("query => document.querySelector('.found').dataset.query === query", arg=wanted)
        answered += page.locator(".found-page").count()
        assert look(page) == [], query
    assert answered > 20
    page.context.close()


PEOPLE = "person,name,email,language,entity,role\n"


@pytest.fixture(scope="module")
def registered(attacked: tuple[Path, dict[Kind, set[str]]]) -> Path:
    root = attacked[0]
    entity = json.loads((root / "content" / "handbook.yml").read_text("utf-8"))["entities"][0]["id"]
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    plain = [payload for payload in payloads()[:100] if not payload.lstrip().startswith("=")]  # others are refused
    for number, payload in enumerate([*plain, "+cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-1+1"]):
        writer.writerow((f"e{number}", re.sub(r"[\n\t]", " ", payload), "a@b.example", "en", entity, "sales-manager"))
    (root / "people.csv").write_text(PEOPLE + rows.getvalue(), "utf-8")
    run("release", "--approver", "office:hr", cwd=root)
    run("register", "assign", "people.csv", "--today", "2026-01-01", cwd=root)
    return root


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "no policy"])
def test_the_report_shows_what_people_are_called(browser: Browser, registered: Path, policy: bool) -> None:  # noqa: FBT001
    run("report", "--output", "report.html", cwd=registered)
    page = page_of(browser, policy=policy)
    page.goto((registered / "report.html").as_uri())
    for head in page.locator("th button, th").all()[:6]:
        head.click()
    assert look(page, report=True) == []
    assert "<script>hit()</script>" in page.inner_text("body")
    page.context.close()


def test_no_cell_of_a_table_is_a_formula(registered: Path) -> None:
    told = run("register", "status", "--each", "--format", "csv", cwd=registered)
    rows = list(csv.reader(io.StringIO(told)))
    assert any("cmd|" in cell for row in rows for cell in row)
    assert [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-[^-\d ]|-\d+[^\d.-]", cell)] == []


def test_a_document_holds_no_field_or_link_of_a_text(attacked: tuple[Path, dict[Kind, set[str]]]) -> None:
    root = attacked[0]
    roles = ("sales-manager", "sales-process")
    for arguments in (("--format", "docx"), ("--profile", "draft"), ()):
        done = rolebook("print", *roles, *arguments, cwd=root)
        assert "Traceback" not in done.stderr
        refused = set(re.findall(r"error\[([^]]*)\]", done.stderr))
        # nobody signs words that are over one another; a draft shows them
        assert refused == ({"words-out-of-place"} if done.returncode and not arguments else set()), done.stderr[-2000:]
    for path in (root / "documents").glob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            whole = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        text = whole["word/document.xml"]
        assert "hit()" in text
        codes = re.findall(r"<w:instrText[^>]*>(.*?)</w:instrText>", " ".join(whole.values())) + re.findall(
            r'w:instr="([^"]*)"', text
        )
        assert not [code for code in codes if "hit" in code or "evil" in code]
        targets = re.findall(
            r'Target="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]*)"',
            " ".join(whole.values()),
        )
        assert not [one for one in targets if re.match(r"(?i)\s*(javascript|vbscript|data|file):", "".join(one))]
        assert not [name for name in whole if "vba" in name or "activeX" in name or "embeddings" in name]
    pdfs = list((root / "documents").glob("*.pdf"))
    assert pdfs
    for path in pdfs:
        with pikepdf.open(path) as pdf:
            assert [
                str(one) for one in _acts(pdf) if re.match(r"(?i)\s*(javascript|vbscript|data|file):", str(one))
            ] == []


def _acts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Addresses of a PDF's links; whatever else a PDF could do fails the test."""
    assert "/OpenAction" not in pdf.Root
    assert "/AA" not in pdf.Root
    for page in pdf.pages:
        for note in page.get("/Annots", []):
            assert "/AA" not in note
            action = note.get("/A")
            if action is not None:
                assert action.S in ("/URI", "/GoTo"), action.S
                if action.S == "/URI":
                    yield action.URI
