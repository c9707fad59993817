"""The Python interface: its documentation runs as it is written, and two handbooks in one process do not meet."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import rolebook
from rolebook.api import UserError
from tests.conftest import FIRM, ROOT
from tests.test_site import MKDOCS

EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text("utf-8"), re.DOTALL)


def test_every_example_of_the_documentation_runs(firm_copy: Path) -> None:
    (firm_copy / "mkdocs.yml").write_text(MKDOCS, "utf-8")
    firm_copy = firm_copy.rename(firm_copy.with_name("handbook"))
    assert len(EXAMPLES) == 4
    for example in EXAMPLES:
        command = [sys.executable, "-c", example]
        done = subprocess.run(command, cwd=firm_copy.parent, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (example, done.stderr)
    assert (firm_copy.parent / "public" / "index.html").is_file()
    assert list((firm_copy.parent / "papers").glob("*.pdf"))


def test_the_interface_is_what_the_documentation_names() -> None:
    assert set(rolebook.__all__) - {"__version__"} <= {
        name for text in EXAMPLES for name in re.findall(r"rolebook\.(\w+)\(", text)
    }
    for name in rolebook.__all__:
        assert getattr(rolebook, name)


def test_the_package_loads_nothing_until_it_is_asked() -> None:
    probe = "import sys, rolebook; print(sorted(name for name in sys.modules if name.startswith('rolebook')))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['rolebook']"


def test_day_and_cache_of_a_call_are_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROLEBOOK_CACHE", str(tmp_path / "cache"))
    days = [date(2026, 12, 1), date(2046, 12, 1)] * 3

    def stale(day: date) -> int:
        report = rolebook.check(FIRM, today=day, workers=1, cache=False)
        return sum(finding.code == "stale-pack" for finding in report.findings)

    one_by_one = [stale(day) for day in days]
    assert one_by_one[0] == 0
    assert one_by_one[1] > 0
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(stale, days)) == one_by_one
    assert not (tmp_path / "cache").exists()


def test_two_handbooks_in_one_process_do_not_meet(firm_copy: Path) -> None:
    path = next((firm_copy / "roles").rglob("*.yml"))
    path.write_text(path.read_text("utf-8") + "\ntitle: [\n", "utf-8")
    with ThreadPoolExecutor(2) as pool:
        broken, sound = pool.map(lambda root: rolebook.check(root, cache=False), [firm_copy, FIRM])
    assert broken.failed
    assert not sound.failed
    with pytest.raises(UserError):
        rolebook.load(firm_copy)
    assert rolebook.load(FIRM).roles
