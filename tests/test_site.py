"""The site as MkDocs builds it from the sample handbook and from the small firm."""

import json
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlparse

import pytest
from bs4 import BeautifulSoup

from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.render import render_site
from tests.commands import mkdocs, rolebook
from tests.conftest import FIRM, LANGUAGES
from tests.messages import phrase
from tests.test_visibility import handbook, write

MKDOCS = "site_name: Kitchen\ndocs_dir: content\nsite_dir: site\ntheme: {name: rolebook}\nplugins: [rolebook]\n"


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program, *others = words
    if program == "properdocs":
        return subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True, check=False)
    return {"mkdocs": mkdocs, "rolebook": rolebook}[program](*others, cwd=cwd)


@pytest.fixture
def kitchen(firm_copy: Path) -> Path:
    (firm_copy / "mkdocs.yml").write_text(MKDOCS)
    return firm_copy


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert found
    return found


def soup(path: Path) -> BeautifulSoup:
    """A page as a tree, to read and not to change: many tests look at the same pages."""
    return _tree(path.read_text("utf-8"))


@lru_cache(maxsize=600)
def _tree(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


def test_every_role_and_policy_has_a_page_in_every_language(site: Path, sample: Handbook) -> None:
    assert len(sample.roles) >= 12
    assert len(sample.policies) >= 8
    for language in LANGUAGES:
        for key in [f"roles/{name}" for name in sample.roles] + [f"policies/{name}" for name in sample.policies]:
            page = soup(site / language / f"{key}.html")
            assert page.html is not None
            assert page.html["lang"] == language
            assert len(page.find_all("h1")) == 1


def test_no_link_is_broken(site: Path) -> None:
    ids = {path: {tag["id"] for tag in soup(path).find_all(id=True)} for path in pages(site)}
    checked = 0
    for path in pages(site):
        for tag in soup(path).find_all(href=True):
            target = urlparse(urljoin(path.as_uri(), tag["href"]))
            if target.scheme != "file" or path.name == "404.html":
                continue
            reached = Path(unquote(target.path))
            assert reached.is_file(), f"{path}: {tag['href']}"
            if target.fragment and reached in ids:
                assert unquote(target.fragment) in ids[reached], f"{path}: {tag['href']}"
            checked += 1
    assert checked > 5_000


def test_ids_are_the_same_in_every_language_and_single_on_a_page(site: Path) -> None:
    for path in pages(site):
        found = [tag["id"] for tag in soup(path).find_all(id=True)]
        assert len(found) == len(set(found)), path
    for page in (site / "en").rglob("*.html"):
        other = site / "zh" / page.relative_to(site / "en")
        ids, other_ids = ([tag["id"] for tag in soup(path).find_all(id=True)] for path in (page, other))
        assert ids == other_ids


def test_pages_name_their_translations(site: Path) -> None:
    page = soup(site / "es" / "roles" / "sales-manager.html")
    alternates = {tag["hreflang"]: tag["href"] for tag in page.find_all("link", rel="alternate", hreflang=True)}
    assert alternates == {
        **{tag: f"https://handbook.example/{tag}/roles/sales-manager.html" for tag in LANGUAGES},
        "x-default": "https://handbook.example/en/roles/sales-manager.html",
    }


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    for path in pages(site):
        page = soup(path)
        sources = [tag.get("src") or tag.get("href") for tag in page.find_all(["script", "img", "iframe", "source"])]
        sources += [tag["href"] for tag in page.find_all("link", rel="stylesheet")]
        assert not [source for source in sources if source and urlparse(source).scheme]
    for path in site.rglob("*.css"):
        assert "url(" not in path.read_text("utf-8")


def test_no_placeholder_or_reference_is_left_over(site: Path) -> None:
    for path in pages(site):
        text = soup(path).get_text()
        assert not re.search(r"\[\[|\]\]|\{[a-z]+\}|&#\d+;", text), path


def test_no_markup_of_ours_is_shown_as_text(site: Path) -> None:
    found = {path.name: path.read_text("utf-8").count("&lt;") for path in pages(site)}
    assert not {name: count for name, count in found.items() if count}


def test_every_string_of_the_sample_is_there_in_every_language(site: Path) -> None:
    assert not [path for path in pages(site) if soup(path).find(class_="notice")]


def test_the_chart_has_every_role_as_a_link_and_as_text(site: Path, sample: Handbook) -> None:
    page = soup(site / "ru" / "organisation.html")
    tree, drawn = page.find(class_="tree"), (site / "ru" / "organisation.svg").read_text("utf-8")
    assert tree is not None
    assert len(tree.select("li > .box > a")) == drawn.count("<a ") == len(sample.roles)
    assert tree.select_one("summary").get_text().startswith(str(len(sample.roles) - 1))


def test_managers_matters_are_not_on_the_staff_site(site: Path, sample: Handbook) -> None:
    questions = [question.text.values["en"] for one in sample.library.values() for question in one.questions]
    authority = [one.text.values["en"] for role in sample.roles.values() for one in role.authority]
    assert questions
    assert authority
    text = "".join(soup(path).get_text() for path in (site / "en").rglob("*.html"))
    assert not [words for words in questions + authority if words in text]


def test_a_form_of_a_title_is_used_where_a_text_asks_for_it(kitchen: Path) -> None:
    role = kitchen / "roles" / "cook.yml"
    right = "rights: [{id: ask, text: 'Consulta a la [[role:head-chef:feminine]].'}]\n"
    role.write_text(role.read_text("utf-8") + right, "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    assert "jefa de cocina" in soup(kitchen / "site" / "es" / "roles" / "cook.html").get_text()


def test_a_text_in_another_language_says_so(kitchen: Path) -> None:
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    page = soup(kitchen / "site" / "no" / "roles" / "head-chef.html")
    notice = page.find(class_="notice")
    assert notice is not None
    link = notice.find("a")
    assert link is not None
    assert link["hreflang"] == "en"
    assert page.find("span", lang="en") is not None


def test_hand_written_pages_keep_tables_and_show_html_as_text(kitchen: Path) -> None:
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    page = soup(kitchen / "site" / "en" / "guide" / "welcome.html")
    written = page.find(class_="written")
    assert written is not None
    assert written.find("b") is None
    assert "<b>Not bold.</b>" in written.get_text()
    assert written.find("table") is not None
    assert {tag["href"] for tag in written.find_all("a")} == {
        "../roles/head-chef.html",
        "../policies/hygiene.html#hands",
        "../glossary.html#rota",
    }


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a {{: onclick=alert(1) }}",
    "\n# not a heading",
    "1. not a list",
    "``` not code",
    "&lt;b&gt; stays",
    "| a | b |",
    "![x](https://evil.example/x.png)",
    "</li></ul><script>alert(1)</script>",
    "***",
    "<!-- not a comment -->",
    "    indented",
    "> quoted",
    "a\\*b\\\\c",
]


def test_hostile_text_is_shown_as_it_is(kitchen: Path) -> None:
    duties = [{"id": f"d{index}", "text": text} for index, text in enumerate(HOSTILE)]
    role = {"title": "<b>Chef</b> & `co` *x", "purpose": "Cooks.", "duties": duties}
    (kitchen / "roles" / "hostile.yml").write_text(json.dumps(role), "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    page = soup(kitchen / "site" / "en" / "roles" / "hostile.html")
    main = page.find("main")
    assert main is not None
    assert not main.find_all(["script", "img", "pre", "blockquote"])
    assert not [tag for tag in main.find_all() if any(name.startswith("on") for name in tag.attrs)]
    heading = main.find("h1")
    assert heading is not None
    assert heading.get_text() == "<b>Chef</b> & co *x"
    for index, text in enumerate(HOSTILE):
        item = main.find(id=f"d{index}")
        assert item is not None
        shown = " ".join(text.replace("\\*", "*").replace("\\\\", "\\").replace("{{", "{").replace("}}", "}").split())
        assert shown in " ".join(item.get_text().split()), text


def test_mkdocs_and_its_fork_build_strictly(kitchen: Path) -> None:
    for command in ("mkdocs", "properdocs"):
        done = run(command, "build", "--strict", "-f", "mkdocs.yml", "-d", f"site-{command}", cwd=kitchen)
        assert done.returncode == 0, done.stderr
    one, other = kitchen / "site-mkdocs", kitchen / "site-properdocs"
    names = [path.relative_to(one) for path in pages(one)]
    assert names == [path.relative_to(other) for path in pages(other)]
    assert all((one / name).read_text("utf-8") == (other / name).read_text("utf-8") for name in names)


def test_a_broken_link_between_roles_fails_every_build_and_keeps_the_last_site(kitchen: Path) -> None:
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    before = {path: path.read_bytes() for path in (kitchen / "site").rglob("*") if path.is_file()}
    role = kitchen / "roles" / "head-chef.yml"
    role.write_text(role.read_text("utf-8").replace("[[role:cook]]", "[[role:waiter]]"), "utf-8")
    done = run("rolebook", "build", "--no-documents", cwd=kitchen)
    assert done.returncode == 1
    assert "roles/head-chef.yml:15:" in done.stderr
    assert f"error[unknown-role]: {phrase('unknown-role', id='waiter').message}\n" in done.stderr
    assert run("mkdocs", "build", "--strict", cwd=kitchen).returncode != 0
    assert {path: path.read_bytes() for path in (kitchen / "site").rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in kitchen.iterdir() if path.name.startswith(".")) == []


def test_a_second_build_touches_only_what_changed(kitchen: Path) -> None:
    docs = kitchen / "build" / "docs" / "staff"
    assert run("mkdocs", "build", cwd=kitchen).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in docs.rglob("*.md")}
    role = kitchen / "roles" / "cook.yml"
    role.write_text(role.read_text("utf-8").replace("Limpia los fogones", "Friega los fogones"), "utf-8")
    assert run("mkdocs", "build", cwd=kitchen).returncode == 0
    changed = {path.relative_to(docs).as_posix() for path, time in before.items() if path.stat().st_mtime_ns != time}
    assert changed == {"es/roles/cook.md", "no/roles/cook.md"}  # Norwegian falls back to the file's language


def test_a_page_that_is_as_it_was_stays_the_same_file(kitchen: Path, tmp_path: Path) -> None:
    """And of everything else a new one is made, with the rights of a new file: the site is what a clean build makes."""
    site = kitchen / "site"
    english = site / "en" / "roles"
    build = ("rolebook", "build", "--no-documents")
    assert run(*build, cwd=kitchen).returncode == 0
    before = {path: path.stat().st_ino for path in pages(site)}
    edited, guarded, led_away = english / "cook.html", english / "head-chef.html", english / "index.html"
    edited.write_bytes(edited.read_bytes().replace(b"<h1", b"<h2", 1))
    guarded.chmod(guarded.stat().st_mode ^ 0o040)
    outside = tmp_path / "outside.html"
    led_away.rename(outside)
    led_away.symlink_to(outside)
    role = kitchen / "roles" / "cook.yml"
    role.write_text(role.read_text("utf-8").replace("Limpia los fogones", "Friega los fogones"), "utf-8")
    assert run(*build, cwd=kitchen).returncode == 0
    anew = {path for path, number in before.items() if path.lstat().st_ino != number}
    assert {edited, guarded, led_away, site / "es" / "roles" / "cook.html"} <= anew
    assert site / "en" / "index.html" not in anew
    assert len(anew) < len(before) / 2
    assert run(*build, "--output", "clean", cwd=kitchen).returncode == 0
    for path in pages(site):
        clean = kitchen / "clean" / path.relative_to(site)
        assert path.read_bytes() == clean.read_bytes()
        assert path.lstat().st_mode == clean.lstat().st_mode


def test_the_same_handbook_makes_the_same_docs_tree_anywhere(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        root = tmp_path / name
        shutil.copytree(FIRM, root)
        (root / "mkdocs.yml").write_text(MKDOCS)
        assert run("mkdocs", "build", cwd=root).returncode == 0
        docs = root / "build" / "docs" / "staff"
        trees.append({path.relative_to(docs): path.read_bytes() for path in docs.rglob("*.md")})
    assert trees[0] == trees[1]


def test_the_frame_of_a_page_escapes_what_it_says(kitchen: Path) -> None:
    """The theme, too: title, brand and footer come from content."""
    settings = kitchen / "content" / "handbook.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("en: Corner Kitchen,", 'en: "<script>x()</script>",'), "utf-8"
    )
    role = {"title": "</title><script>y()</script>", "purpose": "Cooks.", "duties": [{"id": "cook", "text": "Cooks."}]}
    (kitchen / "roles" / "hostile.yml").write_text(json.dumps(role), "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    for path in pages(kitchen / "site"):
        scripts = [tag.get("src") for tag in soup(path).find_all("script")]
        assert None not in scripts, path


def test_every_page_tells_search_engines_how_it_begins(site: Path) -> None:
    """In its own language, and nothing that the page does not show; only pages that say nothing have none."""
    silent = []
    for path in pages(site):
        page = soup(path)
        told = page.find("meta", {"name": "description"})
        if told is None:
            silent.append(path.name)
            continue
        words = str(told["content"])
        assert 8 <= len(words) <= 160, path
        assert path.name == "index.html" or same(words.removesuffix("…")) in same(page.main.get_text()), path
    assert silent == ["404.html"] * (len(LANGUAGES) + 1)


def same(text: str) -> str:
    return "".join(text.split())


def test_the_description_of_a_page_is_cut_at_a_word_escaped_and_of_its_language(kitchen: Path) -> None:
    duty = [{"id": "cook", "text": {"en": "Cooks.", "no": "Koker."}}]
    told = '"><script>x()</script> & ' + "cooks, washes, " * 20
    hostile = {"title": {"en": "A", "no": "A"}, "purpose": {"en": told}, "duties": duty}
    (kitchen / "roles" / "hostile.yml").write_text(json.dumps(hostile), "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    shown = soup(kitchen / "site" / "en" / "roles" / "hostile.html").find("meta", {"name": "description"})
    assert shown is not None
    assert shown["content"] == '"><script>x()</script> & ' + "cooks, washes, " * 8 + "cooks, washes…"
    assert soup(kitchen / "site" / "no" / "roles" / "hostile.html").find("meta", {"name": "description"}) is None


def test_a_folder_that_is_not_ours_is_left_alone(kitchen: Path) -> None:
    mine = kitchen / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    done = run("rolebook", "build", "--output", "mine", cwd=kitchen)
    assert done.returncode == 2
    assert (mine / "thesis.txt").read_text() == "years of work"
    assert [path.name for path in kitchen.iterdir() if path.name.startswith(".mine")] == []


def test_hostile_links_in_hand_written_pages_lead_nowhere(kitchen: Path) -> None:
    page = kitchen / "content" / "pages" / "en" / "welcome.md"
    links = ["[a](javascript:alert(1))", "[b][x]", "[c](data:text/html,x)", "![d](https://evil.example/x.png)"]
    text = "---\ntitle: Welcome\n---\n\n" + "\n\n".join(links) + "\n\n[x]: javascript&#58;alert(1)\n"
    page.write_text(text, "utf-8")
    checked = run("rolebook", "check", cwd=kitchen)
    assert checked.stdout.count("unsafe-link") == 3
    settings = kitchen / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8").replace("draft-pack: off", "unsafe-link: info"), "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    written = soup(kitchen / "site" / "en" / "guide" / "welcome.html").find(class_="written")
    assert written is not None
    assert not written.find_all(["img", "script"])
    assert [tag.get("href") for tag in written.find_all("a")] == [None, None, None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_excerpts_of_search_lead_to_their_place_and_part_what_stands_apart(site: Path, language: str) -> None:
    told = (site / "search" / f"{language}.js").read_text("utf-8").splitlines()[0]
    index = json.loads(told.removeprefix("rolebookPages(").removesuffix(");"))
    texts = {}
    for key, _, _, passages in index:
        ids = {tag["id"] for tag in soup(site / language / f"{key}.html").find_all(id=True)}
        assert {anchor for anchor, _ in passages if anchor} <= ids, key
        texts |= {(key, anchor): text for anchor, text in passages}
    duty = soup(site / language / "roles" / "hr-manager.html").find(id="recruit")
    assert duty is not None
    marks = [mark.get_text() for mark in duty.select(".mark")]
    assert 2 <= len(marks) <= 3
    label, value = duty.dt, duty.dd
    assert label is not None
    assert value is not None
    shown = f"{' · '.join(marks)} · {label.get_text()}: {value.get_text()}"
    assert texts["roles/hr-manager", "recruit"].endswith(f" · {shown}")


def test_a_hook_changes_every_page_of_every_build(kitchen: Path) -> None:
    """Pages of the last site are neither taken over nor written to."""
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    hook = "def on_post_page(output, **_):\n    return output and output + '<!-- {} -->'\n"
    (kitchen / "mkdocs.yml").write_text(f"{MKDOCS}hooks: [own.py]\n")
    for banner in ("one", "one", "two"):
        (kitchen / "own.py").write_text(hook.format(banner))
        done = run("rolebook", "build", "--no-documents", cwd=kitchen)
        assert done.returncode == 0, done.stderr
        shown = {path.read_text("utf-8")[-25:] for path in pages(kitchen / "site") if path.parent != kitchen / "site"}
        assert {text.partition("</html>")[2] for text in shown} == {f"<!-- {banner} -->"}


def test_a_page_leads_to_its_file_where_the_handbook_says_where_that_is_changed(kitchen: Path) -> None:
    settings = kitchen / "content" / "handbook.yml"
    told = settings.read_text("utf-8")
    settings.write_text(f'edit_url: "https://git.example/hr/edit/main/{{path}}?plain=1"\n{told}', "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    led = {}
    for path in pages(kitchen / "site"):
        links = soup(path).select("footer a.suggest")
        led[path.relative_to(kitchen / "site").as_posix()] = links[0]["href"] if links else None
    named = {
        page: re.fullmatch(r"https://git\.example/hr/edit/main/(.+)\?plain=1", str(to))
        for page, to in led.items()
        if to
    }
    assert all(found and (kitchen / found[1]).is_file() for found in named.values())
    files = {page: found[1] for page, found in named.items() if found}
    assert files["en/index.html"] == "content/handbook.yml"
    assert files["es/roles/cook.html"] == files["en/my/cook.html"] == "roles/cook.yml"
    assert files["en/glossary.html"] == "content/glossary.yml"
    assert {files[page] for page in files if page.startswith("es/policies/") and "index" not in page} == {
        path.relative_to(kitchen).as_posix() for path in (kitchen / "policies").glob("*.yml")
    }
    assert {led[page] for page in ("en/news.html", "en/roles/index.html", "404.html", "index.html")} == {None}
    settings.write_text(told, "utf-8")
    assert run("rolebook", "build", "--no-documents", cwd=kitchen).returncode == 0
    assert not [path for path in pages(kitchen / "site") if soup(path).select("a.suggest")]


@pytest.mark.parametrize(
    "address", ["https://git.example/hr/", "https://{path}/x", "javascript:alert('{path}')", "https://x.example/{file}"]
)
def test_an_address_to_change_pages_at_names_a_host_and_the_path(kitchen: Path, address: str) -> None:
    settings = kitchen / "content" / "handbook.yml"
    settings.write_text(f"edit_url: {json.dumps(address)}\n{settings.read_text('utf-8')}", "utf-8")
    found = [one for one in check_handbook(kitchen).findings if one.location.line == 1]
    assert [(one.code, one.location.file) for one in found] == [("wrong-format", "content/handbook.yml")]


def test_approvals_are_bars_and_service_levels_are_times_beside_their_words(site: Path) -> None:
    for language in LANGUAGES:
        table = soup(site / language / "policies" / "pricing-and-discounts.html").select_one("table:has(meter)")
        assert table is not None
        cells = [cell for cell in table.select("tbody td") if cell.meter]
        assert [cell.meter["value"] for cell in cells if cell.meter] == ["0.03", "0.05", "0.1", "0.15", "0.25", "1.0"]
        assert [re.findall(r"\d+", cell.get_text()) for cell in cells] == [
            ["3"],
            ["5"],
            ["10"],
            ["15"],
            ["25"],
            ["100"],
        ]
        times = soup(site / language / "roles" / "sales-representative.html").select("dd > time")
        assert {str(one["datetime"]) for one in times} == {"PT1H", "PT5M"}
        assert all(re.search(r"[15]", one.get_text()) for one in times)


@pytest.mark.parametrize(
    ("limits", "bars"),
    [
        ([{"amount": 500.0, "currency": "GBP"}, {"amount": 2000.0, "currency": "GBP"}, None], ["0.25", "1.0"]),
        ([{"amount": 500.0, "currency": "GBP"}, {"amount": 2000.0, "currency": "EUR"}, None], []),
        ([{"percent": 5}, {"amount": 2000.0, "currency": "EUR"}, None], []),
        ([{"percent": 5}, None, None], []),
        ([{"percent": 0}, {"percent": 0}, None], []),
    ],
)
def test_only_limits_that_can_be_compared_have_bars(
    tmp_path: Path, limits: list[dict[str, object] | None], bars: list[str]
) -> None:
    root = handbook(tmp_path, {})
    rules = json.loads((root / "policies" / "rules.yml").read_text("utf-8"))
    rows = [
        {"id": f"row-{at}", "text": "Orders", "approver": "role:chief"} | ({"up_to": limit} if limit else {})
        for at, limit in enumerate(limits)
    ]
    write(root, "policies/rules.yml", {**rules, "approvals": [{"id": "who", "heading": "Who", "rows": rows}]})
    found = check_handbook(root).handbook
    assert found is not None
    page = next(one.text for one in render_site(found) if one.path == "en/policies/rules.md")
    assert re.findall(r'<meter class="share" value="([^"]+)" aria-hidden="true">', page) == bars
    assert page.count("Orders") == 3
