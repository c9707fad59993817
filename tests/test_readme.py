"""What the README shows works as it says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def rolebook(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rolebook", *words], cwd=cwd, capture_output=True, text=True, check=False
    )


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """The handbook of the five-minute path, with the role that the README shows."""
    (line,) = re.findall(r"^rolebook (init .+)$", README, re.MULTILINE)
    assert rolebook(*line.split(), cwd=tmp_path).returncode == 0
    root = tmp_path / "my-handbook"
    assert rolebook("new", "role", "sales-manager", cwd=root).returncode == 0
    (role,) = re.findall(r"^```yaml\n(title: .+?)^```$", README, re.MULTILINE | re.DOTALL)
    (root / "roles" / "sales-manager.yml").write_text(role, "utf-8")
    (said,) = re.findall(r"^\$ rolebook translate accept\n(.+)$", README, re.MULTILINE)
    assert rolebook("translate", "accept", cwd=root).stdout.strip() == said
    return root


def test_the_role_it_shows_is_clean_and_published(handbook: Path) -> None:
    checked = rolebook("check", "--strict", cwd=handbook)
    assert checked.returncode == 0
    assert "\n0 error(s), 0 warning(s)\n" in checked.stdout
    assert rolebook("build", cwd=handbook).returncode == 0
    assert "Gerente de ventas" in (handbook / "site" / "es" / "roles" / "sales-manager.html").read_text("utf-8")


def test_the_finding_it_shows_is_what_the_check_says(handbook: Path) -> None:
    path = handbook / "roles" / "sales-manager.yml"
    path.write_text(path.read_text("utf-8").replace("reports_to: team-lead", "reports_to: team-leed"), "utf-8")
    (shown,) = re.findall(r"^\$ rolebook check\n(.+?)\n\$ ", README, re.MULTILINE | re.DOTALL)
    assert rolebook("check", cwd=handbook).stdout.strip() == shown


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!http)[^)#]+)", README))
def test_its_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
