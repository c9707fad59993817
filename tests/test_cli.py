"""The command, as its user runs it."""

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from typer.main import get_command
from typer.testing import CliRunner

import rolebook.cli as rolebook_cli
from rolebook.checks import RULES
from rolebook.cli.common import Format
from rolebook.cli.register.options import States
from rolebook.diagnostics import Message
from rolebook.language import say, word_of
from rolebook.register import STATES
from tests.commands import rolebook
from tests.conftest import LANGUAGES, ROOT
from tests.messages import phrase, refused, says, sentence

PACKS = [sentence("pack-of", code=code, as_of="2026-11-22") for code in ("ES", "GB")]
UNDER = f"{sentence('packs', packs=', '.join(PACKS))}; {sentence('covered-unread', what='no')}\n"
CLEAN = f"{sentence('summary', errors=0, warnings=0)}\n{UNDER}"
ARTICLE = {
    "en": "Workers' Statute art. 58.3",
    "es": "art. 58.3 ET",
    "zh": "西班牙《劳动者法》第58.3条",
    "vi": "Luật Người lao động Tây Ban Nha, Điều 58.3",
    "ru": "ст. 58.3 Статута трудящихся Испании",
}
WRONG = phrase("unknown-role", hint="did-you-mean", id="head-cheff", suggestion="head-chef")


def broken(root: Path) -> Path:
    path = root / "roles" / "cook.yml"
    path.write_text(path.read_text("utf-8").replace("reports_to: head-chef", "reports_to: head-cheff"), "utf-8")
    return root


def test_every_family_of_commands_is_known_by_all_its_names() -> None:
    folder = Path(rolebook_cli.__file__).parent
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert set(rolebook_cli.FAMILIES) == modules - {"__init__", "common", "parts"}
    for module, names in rolebook_cli.FAMILIES.items():
        commands = import_module(f"rolebook.cli.{module}").commands
        found = [one.name for one in (*commands.registered_commands, *commands.registered_groups)]
        assert sorted(found) == sorted(names)


def test_a_clean_handbook_exits_0(firm_copy: Path) -> None:
    done = rolebook("check", firm_copy)
    assert (done.returncode, done.stdout, done.stderr) == (0, CLEAN, "")


def test_the_day_can_be_told(firm_copy: Path) -> None:
    later = json.loads(rolebook("check", firm_copy, "--today", "2027-06-01", "--format", "json").stdout)
    (stale,) = [one for one in later if one["code"] == "stale-pack" and one["arguments"]["place"]["en"] == "Spain"]
    assert (stale["severity"], stale["arguments"]["as_of"]) == ("warning", "2026-11-22")
    assert stale["arguments"]["review_by"] == "2027-05-31"
    assert "stale-pack" not in rolebook("check", firm_copy, "--today", "2026-12-31").stdout
    wrong = rolebook("check", firm_copy, "--today", "1.6.2027")
    assert (wrong.returncode, wrong.stderr) == (2, refused("no-day", value="1.6.2027"))


def test_the_epoch_is_the_day_where_none_is_told(firm_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1830000000")  # 2027-12-28
    assert "stale-pack" in rolebook("check", firm_copy).stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    wrong = rolebook("check", firm_copy)
    assert (wrong.returncode, wrong.stderr) == (2, refused("no-epoch", value="soon"))


def test_findings_cite_the_law_in_the_language_asked_for(firm_copy: Path) -> None:
    path = firm_copy / "policies" / "discipline.yml"
    path.write_text(path.read_text("utf-8").replace("sanction: unpaid-suspension", "sanction: fine"), "utf-8")
    told = {tag: rolebook("check", firm_copy, "--messages", tag).stdout for tag in LANGUAGES}
    assert all("lawful" not in words and "ES" in words.splitlines()[-1] for words in told.values())
    (row,) = json.loads(rolebook("check", firm_copy, "--format", "json").stdout)
    assert row["code"] == "forbidden-sanction"
    assert row["arguments"]["place"]["en"] == "Spain"
    assert row["arguments"]["article"] == ARTICLE
    assert all(ARTICLE[tag] in words.splitlines()[0] for tag, words in told.items())


def test_the_sample_handbook_is_clean() -> None:
    assert rolebook("check", "--strict", ROOT).returncode == 0


def test_findings_exit_1_and_say_what_where_and_what_to_do(firm_copy: Path) -> None:
    done = rolebook("check", broken(firm_copy))
    assert done.returncode == 1
    assert done.stdout == (
        f"roles/cook.yml:4:13: error[unknown-role]: {WRONG.message}\n    hint: {WRONG.hint}\n"
        f"{sentence('summary', errors=1, warnings=0)}\n{UNDER}"
    )


@pytest.mark.parametrize("language", ["es", "zh", "vi", "ru"])
def test_findings_are_told_in_the_language_asked_for(firm_copy: Path, language: str) -> None:
    english = rolebook("check", broken(firm_copy)).stdout
    told = rolebook("check", firm_copy, "--messages", language).stdout
    assert told.startswith(f"roles/cook.yml:4:13: {word_of('weight-error', language)}[unknown-role]: ")
    assert f"    {word_of('weight-hint', language)}: " in told
    assert "`head-chef`" in told
    assert told.splitlines()[0] != english.splitlines()[0]


def test_json_has_every_part_of_a_finding(firm_copy: Path) -> None:
    (finding,) = json.loads(rolebook("check", broken(firm_copy), "--format", "json").stdout)
    assert finding == {
        "file": "roles/cook.yml",
        "line": 4,
        "column": 13,
        "severity": "error",
        "code": "unknown-role",
        "message": WRONG.message,
        "hint": WRONG.hint,
        "arguments": {"id": "head-cheff", "suggestion": "head-chef"},
    }


def test_github_annotations_escape_their_separators(firm_copy: Path) -> None:
    done = rolebook("check", broken(firm_copy), "--format", "github")
    assert done.stdout == (
        f"::error file=roles/cook.yml,line=4,col=13,title=unknown-role::{WRONG.message}%0Ahint: {WRONG.hint}\n"
    )


def test_sarif_points_at_the_region(firm_copy: Path) -> None:
    log = json.loads(rolebook("check", broken(firm_copy), "--format", "sarif").stdout)
    jsonschema.validate(log, SARIF)
    (result,) = log["runs"][0]["results"]
    assert result["ruleId"] == "unknown-role"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "roles/cook.yml"}
    assert place["region"] == {"startLine": 4, "startColumn": 13, "endLine": 4, "endColumn": 23}


SARIF = {  # what code scanners need of SARIF 2.1.0
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {"properties": {"driver": {"required": ["name", "rules"]}}, "required": ["driver"]},
                    "results": {"items": {"required": ["ruleId", "level", "message", "locations"]}},
                },
            }
        },
    },
}


def test_only_shows_one_code(firm_copy: Path) -> None:
    broken(firm_copy)
    assert rolebook("check", firm_copy, "--only", "unknown-term").returncode == 0
    assert rolebook("check", firm_copy, "--only", "unknown-role").returncode == 1


def test_severities_are_configuration(firm_copy: Path) -> None:
    settings = broken(firm_copy) / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8").replace("draft-pack: off", "unknown-role: warning"), "utf-8")
    assert rolebook("check", firm_copy).returncode == 0
    assert rolebook("check", firm_copy, "--strict").returncode == 1


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["check", "--only", "unknown-roles"],
            Message("misspelt-code", code="unknown-roles", suggestion="unknown-role"),
        ),
        (["explain", "nothing"], Message("unknown-code", code="nothing")),
        (["schema", "menu"], Message("unknown-kind", kind="menu")),
        (["new", "role", "Head Chef"], Message("invalid-id", id="Head Chef")),
        (["new", "role", "cook"], Message("file-exists", file="roles/cook.yml")),
        (["build", "--language", "xx"], Message("not-a-language", tag="xx")),
        (["build", "--output", "roles"], Message("output-outside", folder="roles")),
        (["check", "nowhere"], Message("no-folder", folder="nowhere")),
        (["check", "--messages", "xx"], Message("no-messages", tag="xx")),
        (["build", "--output", "/proc/none/site"], Message("no-write", file="/proc/none")),
    ],
)
def test_wrong_use_exits_2_with_one_line(firm_copy: Path, words: list[str], why: Message) -> None:
    (firm_copy / "mkdocs.yml").write_text("site_name: x\ntheme: {name: rolebook}\nplugins: [rolebook]\n")
    (firm_copy / "docs").mkdir()
    done = rolebook(*words, cwd=firm_copy)
    assert done.returncode == 2
    assert says(done.stderr.replace(f"{firm_copy}/", ""), why)
    assert len(done.stderr.splitlines()) == 1


def test_wrong_use_is_told_in_the_language_asked_for(firm_copy: Path) -> None:
    done = rolebook("check", "nowhere", "--messages", "es", cwd=firm_copy)
    assert (done.returncode, done.stderr) == (2, f"rolebook: {say(Message('no-folder', folder='nowhere'), 'es')}\n")
    assert done.stderr != refused("no-folder", folder="nowhere")


def test_outside_a_handbook_it_says_how_to_make_one(tmp_path: Path) -> None:
    done = rolebook("check", cwd=tmp_path)
    assert done.returncode == 2
    assert says(done.stderr, "no-handbook", folder=str(tmp_path))


def test_the_help_names_every_state_of_an_assignment() -> None:
    named = get_args(States)[1].help.removeprefix("Only these: ").removesuffix("; repeatable.")
    assert named.split(", ") == list(STATES)


LOADED = """
import sys
from rolebook.cli import main
sys.argv = ["rolebook", *sys.argv[1:]]
try:
    main()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""
SLOW = {"pydantic", "yaml", "jinja2", "markdown", "babel", "sqlite3", "openpyxl", "pikepdf", "PIL", "pyhanko", "typst"}


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        *([name, "--help"] for names in rolebook_cli.FAMILIES.values() for name in names),
        ["explain", "unknown-role"],
    ],
    ids=" ".join,
)
def test_what_only_shows_text_loads_little(words: list[str]) -> None:
    command = [sys.executable, "-c", LOADED, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    loaded = set(done.stderr.split())
    assert "rolebook.cli" in loaded
    assert loaded & SLOW == set()
    assert len(loaded) < 350
    families = {one for one in loaded if one.startswith("rolebook.cli.")} - {
        "rolebook.cli.common",
        "rolebook.cli.parts",
    }
    assert bool(families) == (words != ["--version"])


@pytest.mark.parametrize("form", [one for one in Format if one is not Format.TEXT])
def test_findings_have_every_form_that_can_be_asked_for(form: Format, firm_copy: Path) -> None:
    (firm_copy / "roles" / "cook.yml").write_text("title: [", "utf-8")
    done = rolebook("check", "--format", form, cwd=firm_copy)
    assert (done.returncode, done.stderr) == (1, "")
    assert "cook.yml" in done.stdout


def test_explain_without_a_code_lists_every_code_in_a_line() -> None:
    lines = rolebook("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RULES)
    for line in lines:
        code, severity, meaning = line.split(maxsplit=2)
        assert severity == str(RULES[code].severity)
        assert 15 < len(meaning) < 240, line


def test_explain_shows_a_bad_and_a_good_example() -> None:
    text = rolebook("explain", "unknown-role").stdout
    assert text.startswith("## unknown-role\n")
    assert "reports_to: chef" in text
    assert "reports_to: head-chef" in text


def test_every_command_has_help_with_an_example() -> None:
    runner, application = CliRunner(), rolebook_cli.application()
    waiting = [(name,) for name in subcommands(get_command(application))]
    assert {("check",), ("build",), ("init",), ("translate",)} <= set(waiting)
    for words in waiting:
        command = get_command(application)
        for word in words:
            command = subcommands(command)[word]
        below = subcommands(command)
        waiting += [(*words, name) for name in below]
        shown = runner.invoke(application, [*words, "--help"])
        assert shown.exit_code == 0, words
        assert below or "Example: " in shown.output, words
    assert ("translate", "review") in waiting


def subcommands(command: Any) -> dict[str, Any]:
    """The commands below a group; none below a command."""
    return getattr(command, "commands", {})


def test_help_is_shown_by_the_command_itself() -> None:
    shown = rolebook("translate", "--help")
    assert shown.returncode == 0
    assert re.findall(r"^  (\w+)  ", shown.stdout.partition("Commands:")[2], re.MULTILINE)


@pytest.mark.parametrize("languages", [("en", "es"), ("zh", "vi"), ("ru", "en"), ("fr", "de"), ("es-MX", "ar")])
def test_init_checks_clean_and_builds(tmp_path: Path, languages: tuple[str, str]) -> None:
    root = tmp_path / "handbook"
    asked = [word for tag in languages for word in ("--language", tag)]
    assert rolebook("init", root, *asked, "--jurisdiction", "ES").returncode == 0
    checked = rolebook("check", "--strict", root)
    assert checked.returncode == 0
    assert re.findall(r"(\w+)\[(.+?)\]", checked.stdout) == [("info", "draft-pack")]
    bill = sentence("packs-clean", packs=PACKS[0])
    assert checked.stdout.endswith(f"\n{sentence('summary', errors=0, warnings=0)}\n{bill}\n")
    built = rolebook("build", "--no-documents", root)
    assert built.returncode == 0, built.stderr
    for tag in languages:
        assert f'<html lang="{tag}"' in (root / "site" / tag / "roles" / "team-lead.html").read_text("utf-8")


def test_init_leaves_a_folder_in_use_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = rolebook("init", tmp_path, "--language", "en", "--jurisdiction", "ES")
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("kind", ["role", "policy"])
def test_what_new_writes_checks_clean(firm_copy: Path, kind: str) -> None:
    assert rolebook("new", kind, "dish-washer", cwd=firm_copy).returncode == 0
    assert rolebook("check", firm_copy).returncode == 0


def test_schema_shows_and_writes(tmp_path: Path) -> None:
    shown = rolebook("schema", "role").stdout
    assert rolebook("schema", "--output", tmp_path).returncode == 0
    assert (tmp_path / "role.json").read_text("utf-8") == shown
    assert json.loads(shown)["$schema"].endswith("2020-12/schema")


def test_of_a_file_the_findings_in_it_are_told(firm_copy: Path) -> None:
    """The whole handbook is checked: what a file refers to lies elsewhere."""
    broken(firm_copy)
    path = firm_copy / "roles" / "head-chef.yml"
    path.write_text(path.read_text("utf-8").replace("purpose:", "reports_to: nobody\npurpose:", 1), "utf-8")
    done = rolebook("check", "roles/cook.yml", cwd=firm_copy)
    assert done.returncode == 1
    assert {line.partition(":")[0] for line in done.stdout.splitlines() if ": error[" in line} == {"roles/cook.yml"}
    assert "unknown-role" in done.stdout
    assert rolebook("check", "content/glossary.yml", cwd=firm_copy).returncode == 0
    (firm_copy / "roles" / "link.YML").symlink_to(__file__)
    done = rolebook("check", "roles/link.YML", cwd=firm_copy)
    assert (done.returncode, done.stderr) == (1, ""), "a link out of the handbook is a finding where it stands"
    assert done.stdout.startswith("roles/link.YML:1:1: error[")
    (firm_copy / "roles" / "link.YML").unlink()
    (firm_copy / "notes.yml").write_text("a: b\n", "utf-8")
    done = rolebook("check", "notes.yml", cwd=firm_copy)
    assert (done.returncode, done.stdout) == (2, "")
    assert says(done.stderr, "not-checked", file="notes.yml")


@pytest.mark.parametrize(
    ("field", "shown"), [("need", "required"), ("gives", "relations"), ("reports_to", "reports_to")]
)
def test_explain_shows_fields_of_items_too(field: str, shown: str) -> None:
    done = rolebook("explain", field)
    assert done.returncode == 0
    assert f"{field}" in done.stdout
    assert shown in done.stdout
