"""`rolebook init`: clean in every place and language we ship, and honest in a language that Rolebook does not speak."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rolebook.cli import application
from rolebook.diagnostics import Severity, UserError
from rolebook.language import known_languages
from rolebook.model.translation.text_addresses import strings_of
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.init.scaffold import SUBJECTS, init_handbook, new_policy, new_role, written_in

PACKS = sorted(path.stem for path in (Path(__file__).parent.parent / "generator/rolebook/jurisdictions").glob("*.yml"))
PLACES = [code for code in PACKS if code != "EU"]


def test_the_guard_sees_the_places() -> None:
    assert {"RU", "CN", "CN-GD", "VN", "ES", "MX", "GB", "US"} <= set(PLACES)


@pytest.mark.parametrize("place", [*PLACES, "NZ"])
def test_a_new_handbook_checks_clean_in_every_place_and_language(place: str, tmp_path: Path) -> None:
    init_handbook(tmp_path / "new", known_languages(), (place,))
    codes = {one.code for one in check_handbook(tmp_path / "new").findings}
    assert codes == {"no-pack" if place == "NZ" else "draft-pack"}


@pytest.mark.parametrize("language", known_languages())
def test_a_new_handbook_checks_clean_in_all_places_at_once(language: str, tmp_path: Path) -> None:
    init_handbook(tmp_path / "new", (language,), tuple(PLACES))
    assert {one.code for one in check_handbook(tmp_path / "new").findings} == {"draft-pack"}


@pytest.mark.parametrize("languages", [("de",), ("de", "fr"), ("de", "es"), ("es", "de")])
def test_no_words_of_one_language_stand_under_the_tag_of_another(languages: tuple[str, ...], tmp_path: Path) -> None:
    root = tmp_path / "new"
    init_handbook(root, languages, ("GB",))
    new_role(root, "cook")
    new_policy(root, "hygiene")
    report = check_handbook(root)
    assert report.handbook is not None
    assert not report.failed, report.findings
    written = set(written_in(languages))
    assert written == ({"es"} if "es" in languages else {"en"})
    assert {tag for placed in strings_of(report.handbook) for tag in placed.text.values} == written
    assert report.handbook.settings.languages == tuple(dict.fromkeys((*languages, *written)))
    for path in (root / "roles").glob("*.yml"):
        for line in path.read_text("utf-8").splitlines():
            lacking = ", ".join(tag for tag in languages if tag not in written)
            assert ("{" + languages[0] not in line and "{en:" not in line) or line.endswith(
                f"# translate into {lacking}"
            )


def test_the_command_says_which_language_it_wrote(tmp_path: Path) -> None:
    asked = ["--language", "de", "--jurisdiction", "ES"]
    done = CliRunner().invoke(application(), ["init", str(tmp_path / "new"), *asked])
    assert done.exit_code == 0
    assert "de" in done.stderr
    assert "en" in done.stderr
    clean = CliRunner().invoke(application(), ["init", str(tmp_path / "other"), "--language", "es", *asked[2:]])
    assert clean.stderr == ""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_policy_about_a_subject_has_blanks_that_the_check_names(tmp_path: Path, subject: str) -> None:
    root = tmp_path / "firm"
    init_handbook(root, known_languages(), ("ES", "CN", "VN", "RU", "GB"))
    path = new_policy(root, "ours", subject)
    found = [one for one in check_handbook(root).findings if one.location.file == "policies/ours.yml"]
    assert {one.code for one in found if one.severity is not Severity.INFO} <= {
        "blank-to-fill",
        "unconfirmed-translation",
    }
    assert sum(one.code == "blank-to-fill" for one in found) == 5 * len(known_languages())
    assert "@" not in path.read_text("utf-8")


def test_a_subject_that_there_is_not_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    root = tmp_path / "firm"
    init_handbook(root, ("en",), ("GB",))
    with pytest.raises(UserError) as error:
        new_policy(root, "ours", "weather")
    assert error.value.message.code == "unknown-subject"
    assert not (root / "policies" / "ours.yml").exists()
