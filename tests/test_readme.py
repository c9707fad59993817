"""What the README shows works as it says."""

import re
from pathlib import Path

import pytest

from tests.commands import rolebook
from tests.conftest import ROOT
from tests.messages import says

README = (ROOT / "README.md").read_text("utf-8")
ACCEPTED = re.compile(r"(?<=^\$ rolebook translate accept\n).+$", re.MULTILINE)
CHECKED = re.compile(r"(?<=^\$ rolebook check\n).+?(?=\n\$ )", re.MULTILINE | re.DOTALL)


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """The handbook of the five-minute path, with the role that the README shows."""
    (line,) = re.findall(r"^rolebook (init .+)$", README, re.MULTILINE)
    assert rolebook(*line.split(), cwd=tmp_path).returncode == 0
    root = tmp_path / "my-handbook"
    assert rolebook("new", "role", "sales-manager", cwd=root).returncode == 0
    (role,) = re.findall(r"^```yaml\n(title: .+?)^```$", README, re.MULTILINE | re.DOTALL)
    (root / "roles" / "sales-manager.yml").write_text(role, "utf-8")
    return root


def test_the_role_it_shows_is_clean_and_published(handbook: Path) -> None:
    assert rolebook("translate", "accept", cwd=handbook).returncode == 0
    checked = rolebook("check", "--strict", cwd=handbook)
    assert checked.returncode == 0
    assert says(checked.stdout, "summary", errors=0, warnings=0)
    assert rolebook("build", cwd=handbook).returncode == 0
    assert "Gerente de ventas" in (handbook / "site" / "es" / "roles" / "sales-manager.html").read_text("utf-8")


def test_the_output_it_shows_is_what_the_commands_say(handbook: Path, request: pytest.FixtureRequest) -> None:
    """`make golden` writes what they say now into the README."""
    accepted = rolebook("translate", "accept", cwd=handbook).stdout.strip()
    path = handbook / "roles" / "sales-manager.yml"
    path.write_text(path.read_text("utf-8").replace("reports_to: team-lead", "reports_to: team-leed"), "utf-8")
    checked = rolebook("check", cwd=handbook).stdout.strip()
    assert "error[unknown-role]" in checked
    if request.config.getoption("--update-golden"):
        renewed = CHECKED.sub(lambda _: checked, ACCEPTED.sub(lambda _: accepted, README))
        (ROOT / "README.md").write_text(renewed, "utf-8")
        return
    assert ACCEPTED.findall(README) == [accepted]
    assert CHECKED.findall(README) == [checked]


@pytest.mark.parametrize("link", re.findall(r"\]\(((?!http)[^)#]+)", README))
def test_its_links_lead_somewhere(link: str) -> None:
    assert (ROOT / link).exists()
