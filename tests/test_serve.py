"""`rolebook serve`: whoever writes sees a change at once, and the last sound pages while a save is faulty."""

import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from rolebook.pipeline.check.check import check_handbook
from tests.browser import visit
from tests.commands import preview, rolebook
from tests.conftest import EFFORT
from tests.edits import EDITS, PLAIN, files, grown_firm
from tests.messages import phrase, says, sentence
from tests.previews import previewing

PATIENCE = 60
MKDOCS = "site_name: Kitchen\ndocs_dir: content\ntheme: {name: rolebook}\nplugins: [rolebook]\n"


@dataclass
class Serving:
    root: Path
    address: str
    told: Path

    def page(self) -> str:
        try:
            with urlopen(f"{self.address}/en/roles/post-0.html", timeout=PATIENCE) as answer:  # noqa: S310
                return str(answer.read().decode())
        except (URLError, ConnectionError):
            return ""

    def say(self, old: str, new: str) -> None:
        path = self.root / "roles" / "post-0.yml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


def waits_for(seen: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not (found := seen()) and time.monotonic() < end:
        time.sleep(0.1)
    return found


@pytest.fixture
def broken() -> bool:
    """Whether the handbook has an error before it is served."""
    return False


@pytest.fixture
def serving(tmp_path: Path, broken: bool) -> Iterator[Serving]:  # noqa: FBT001  a fixture
    root = grown_firm(tmp_path / "handbook")
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    assert rolebook("release", "post-0", "--approver", "office:hr", cwd=root).returncode == 0
    if broken:
        (root / "roles" / "post-0.yml").write_text("title: [", "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with (tmp_path / "told").open("wb") as told:
        command = [sys.executable, "-m", "rolebook", "serve", str(root), "--language", "en", "--address", address]
        process = subprocess.Popen(command, stdout=told, stderr=told)
    try:
        yield Serving(root, f"http://{address}", tmp_path / "told")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_a_change_is_shown_and_a_faulty_save_keeps_the_last_pages(serving: Serving) -> None:
    assert waits_for(lambda: serving.address in serving.told.read_text("utf-8"))
    assert "<h1" in serving.page(), "an address is told once it answers"
    serving.say("en: Post 0", "en: Keeper of People")
    assert waits_for(lambda: "Keeper of People" in serving.page()), "whoever writes sees a draft of what was released"
    assert "warning[changed-without-revision]" in serving.told.read_text("utf-8")
    serving.say("en: Keeper of People", "en: Keeper of Posts, English: Keeper")
    assert waits_for(lambda: "invalid-language" in serving.told.read_text("utf-8"))
    assert waits_for(lambda: "the pages are those from before" in serving.told.read_text("utf-8"))
    why = phrase("invalid-language", tag="English").message
    assert waits_for(lambda: f"error[invalid-language]: {why}" in serving.page())
    assert "Keeper of People" in serving.page()
    serving.say(", English: Keeper", "")
    assert waits_for(lambda: "Keeper of Posts" in serving.page())
    assert "invalid-language" not in serving.page()
    assert "the pages are new again" in serving.told.read_text("utf-8")
    assert not list((serving.root / "build" / "docs").rglob("*.md"))


def test_an_open_page_is_loaded_again_by_itself(serving: Serving, browser: Browser) -> None:
    assert waits_for(lambda: serving.address in serving.told.read_text("utf-8"))
    with visit(browser) as page:
        page.goto(f"{serving.address}/en/roles/post-0.html")
        serving.say("en: Post 0", "en: Keeper of People")
        page.locator("h1", has_text="Keeper of People").wait_for(timeout=PATIENCE * 1000)


def test_neither_a_faulty_template_nor_configuration_ends_it(serving: Serving) -> None:
    """And a warning that was told is not told of each save."""
    templates = serving.root / "templates"
    templates.mkdir()
    (templates / "role.md.j2").write_text("# {{ title | md }} {: #_title }\n\n<p>own</p>\n", "utf-8")
    assert waits_for(lambda: serving.address in serving.told.read_text("utf-8"))
    assert "<p>own</p>" in serving.page()
    (templates / "role.md.j2").write_text("{% if %}", "utf-8")
    why = sentence("template-failed", reason="role.md.j2")
    assert waits_for(lambda: why in serving.page())
    assert "<p>own</p>" in serving.page()
    shutil.rmtree(templates)
    serving.say("en: Post 0", "en: Keeper of People")
    assert waits_for(lambda: "Keeper of People" in serving.page())
    assert 'class="notice"' not in serving.page()
    configuration = serving.root / "mkdocs.yml"
    sound = configuration.read_text("utf-8")
    configuration.write_text(f"{sound}bad: [\n", "utf-8")
    assert waits_for(lambda: "error parsing the configuration file" in serving.told.read_text("utf-8"))
    assert "Keeper of People" in serving.page()
    configuration.write_text(sound, "utf-8")
    serving.say("en: Keeper of People", "en: Keeper of Posts")
    assert waits_for(lambda: "Keeper of Posts" in serving.page())
    told = serving.told.read_text("utf-8")
    assert "Traceback" not in told
    assert told.count("warning[changed-without-revision]") == 1


@pytest.mark.parametrize("broken", [True])
def test_what_is_broken_at_the_start_is_awaited(serving: Serving) -> None:
    assert waits_for(lambda: "waiting until it is mended" in serving.told.read_text("utf-8"))
    assert "error[yaml-syntax]" in serving.told.read_text("utf-8")
    (serving.root / "roles" / "post-0.yml").write_text(PLAIN.format(n=0), "utf-8")
    assert waits_for(lambda: serving.address in serving.told.read_text("utf-8"))
    assert "<h1" in serving.page()


@pytest.mark.parametrize("words", [("build",), ("serve", "--language", "en")])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bad: [", "error parsing the configuration"),
        (None, "does not exist"),
        ("site_name: x\ndocs_dir: nowhere\nplugins: [rolebook]\n", "docs_dir"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_told_in_one_line(
    words: tuple[str, ...], text: str | None, told: str, tmp_path: Path
) -> None:
    root = grown_firm(tmp_path / "firm")
    if text:
        (root / "mkdocs.yml").write_text(text, "utf-8")
    done = rolebook(*words, cwd=root)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert says(line, "unusable-configuration", file="mkdocs.yml")
    assert told in line


@pytest.mark.parametrize("address", ["127.0.0.1:22222222", "nowhere"])
def test_an_address_that_cannot_be_had_is_told_in_one_line(address: str, tmp_path: Path) -> None:
    root = grown_firm(tmp_path / "firm")
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    done = rolebook("serve", root, "--address", address)
    assert done.returncode == 2
    assert says(done.stderr.splitlines()[-1], "serve-failed", address=address)
    assert "Traceback" not in done.stderr


def tree(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def anew(root: Path, site: Path) -> dict[str, bytes]:
    shutil.rmtree(site, ignore_errors=True)
    assert preview(root, site).returncode == 0
    return tree(site)


@settings(
    max_examples=3 * EFFORT,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 2**32)), min_size=2, max_size=6))
def test_after_any_saves_the_preview_is_what_a_new_one_shows(edits: list[tuple[object, int]]) -> None:
    """Pages that stood from the build before say what they would say now; a faulty save leaves no trace."""
    with TemporaryDirectory() as folder:
        root, site = grown_firm(Path(folder) / "firm"), Path(folder) / "site"
        (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
        save = previewing(root, site, dirty=True)
        save()
        for edit, seed in edits:
            before = {path: path.read_bytes() for path in files(root)}
            edit(random.Random(seed), root)  # type: ignore[operator]
            save()
            if check_handbook(root).failed:
                for path in set(files(root)) - set(before):
                    path.unlink()
                for path, content in before.items():
                    path.write_bytes(content)
                save()
            assert tree(site) == anew(root, Path(folder) / "clean")


def test_a_save_writes_the_pages_that_it_changes(tmp_path: Path) -> None:
    """And those of a role that is gone are gone, with what lists it written anew."""
    root, site = grown_firm(tmp_path / "firm"), tmp_path / "site"
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    save = previewing(root, site, dirty=True)
    save()

    def changed() -> set[str]:
        before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
        save()
        now = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
        return {path.relative_to(site).as_posix() for path in {**before, **now} if before.get(path) != now.get(path)}

    assert changed() == {"404.html"}, "MkDocs makes that one of its own accord"
    role = root / "roles" / "cook.yml"
    role.write_text(role.read_text("utf-8").replace("Limpia los fogones", "Friega los fogones"), "utf-8")
    assert changed() == {"404.html", "es/roles/cook.html", "no/roles/cook.html"}
    (root / "roles" / "post-0.yml").unlink()
    gone = changed()
    assert {"en/roles/post-0.html", "en/roles/index.html", "en/organisation.html"} <= gone
    assert not (site / "en" / "roles" / "post-0.html").exists()
    settings = root / "content" / "handbook.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("en: Corner Kitchen,", "en: Kitchen at the Corner,"), "utf-8"
    )
    assert {path.relative_to(site).as_posix() for path in site.rglob("en/**/*.html")} <= changed(), (
        "all are framed by it"
    )


@pytest.mark.parametrize("others", ["hooks: [own.py]", "theme: {name: rolebook, custom_dir: own}", "theme: mkdocs"])
def test_beside_somebody_elses_theme_or_hook_no_page_stands(others: str, tmp_path: Path) -> None:
    root, site = grown_firm(tmp_path / "firm"), tmp_path / "site"
    (root / "own").mkdir()
    (root / "own.py").write_text("def on_page_markdown(markdown, **_):\n    return markdown\n", "utf-8")
    plain = MKDOCS.replace("theme: {name: rolebook}\n", "") if "theme" in others else MKDOCS
    (root / "mkdocs.yml").write_text(f"{plain}{others}\n", "utf-8")
    save = previewing(root, site, dirty=True)
    save()
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}
    save()
    assert [path for path, time in before.items() if path.stat().st_mtime_ns == time] == []


def test_a_theme_folder_that_goes_leaves_no_file_behind(tmp_path: Path) -> None:
    root, site = grown_firm(tmp_path / "firm"), tmp_path / "site"
    style = root / "own" / "css" / "rolebook.css"
    style.parent.mkdir(parents=True)
    style.write_text("main { color: red }", "utf-8")
    own = MKDOCS.replace("{name: rolebook}", "{name: rolebook, custom_dir: own}")
    (root / "mkdocs.yml").write_text(own, "utf-8")
    save = previewing(root, site, dirty=True)
    save()
    assert (site / "css" / "rolebook.css").read_text("utf-8") == "main { color: red }"
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    save()
    assert tree(site) == anew(root, tmp_path / "clean")


def test_after_a_build_that_failed_half_way_everything_is_made_again(tmp_path: Path) -> None:
    root, site = grown_firm(tmp_path / "firm"), tmp_path / "site"
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    save = previewing(root, site, dirty=True)
    save()
    in_the_way = site / "es" / "roles" / "cook.html"
    in_the_way.unlink()
    in_the_way.mkdir()
    role = root / "roles" / "cook.yml"
    role.write_text(role.read_text("utf-8").replace("Limpia los fogones", "Friega los fogones"), "utf-8")
    with pytest.raises(IsADirectoryError):
        save()
    in_the_way.rmdir()
    save()
    assert tree(site) == anew(root, tmp_path / "clean")


def test_pages_that_plain_mkdocs_left_are_not_shown(tmp_path: Path) -> None:
    root, site = grown_firm(tmp_path / "firm"), tmp_path / "site"
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "-q"], cwd=root, capture_output=True, check=True)
    (root / "roles" / "post-0.yml").unlink()
    previewing(root, site, dirty=True)()
    assert (root / "build" / "docs" / "staff" / "en" / "roles" / "post-0.md").is_file()
    assert not (site / "en" / "roles" / "post-0.html").exists()


def test_a_page_with_markdown_of_its_own_follows_what_it_leads_to(tmp_path: Path) -> None:
    root, site = grown_firm(tmp_path / "firm"), tmp_path / "site"
    (root / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    (root / "templates").mkdir()
    (root / "templates" / "role.md.j2").write_text("# {{ title | md }} {: #_title }\n\nSee [it](post-0.md).\n", "utf-8")
    save = previewing(root, site, dirty=True)
    save()
    page = site / "en" / "roles" / "cook.html"
    assert 'href="post-0.html"' in page.read_text("utf-8")
    (root / "roles" / "post-0.yml").unlink()
    save()
    assert tree(site) == anew(root, tmp_path / "clean")
    assert 'href="post-0.md"' in page.read_text("utf-8")
