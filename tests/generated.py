"""What is generated: pages of checks and commands, JSON Schemas, the package's copy of the format reference.

`python -m tests.generated` (or `make docs`) writes it; `test_docs.py` fails when it is not current.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from typer.main import get_command

from rolebook.checks import FAMILIES, RULES, documentation, explain
from rolebook.cli import FAMILIES as COMMANDS
from rolebook.cli import application
from rolebook.model.law.merge import known_packs
from rolebook.pipeline.check.schema import schemas
from rolebook.pipeline.law.describe import describe_law
from rolebook.store import write_text

ROOT = Path(__file__).parent.parent
ABOUT = """\
# Commands

`rolebook COMMAND --help` shows the same on the terminal. Options that most commands share:

* `--handbook FOLDER`: the handbook; by default the one around the current folder.
* `--messages L`: the language of messages; by default that of the variable `ROLEBOOK_MESSAGES`, else English.
* `--today DAY`: judge as of this day, such as 2027-01-31.

Exit codes: 0 clean · 1 a finding of severity error, or something asked for that was not done · 2 wrong use.
"""
SHARED = ("--handbook", "--messages", "--today", "--help")


@cache
def generated() -> dict[str, str]:
    """Path from the root to text."""
    pages = {f"docs/checks/{family.__name__.rpartition('.')[2]}.md": documentation(family) for family in FAMILIES}
    pages["docs/commands.md"] = commands_page()
    pages |= {f"docs/law/{code}.md": law_page(code) for code in known_packs()}
    pages["generator/rolebook/pipeline/check/format.md"] = (ROOT / "docs/format.md").read_text("utf-8")
    told = {code: {"severity": RULES[code].severity, "text": explain(code)} for code in sorted(RULES)}
    explained = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    pages["generator/rolebook/pipeline/check/explanations.json"] = explained
    return pages | {f"docs/schema/{kind}.json": text for kind, text in schemas().items()}


def law_page(code: str) -> str:
    """What Rolebook knows of the law of a place, as `rolebook law` says it, as a page."""
    title, *lines = describe_law(code, Path("/"), "en")
    told = [f"## {line.removesuffix(':')}\n" if line.endswith(":") else line.strip() for line in lines]
    return "\n".join((f"# {title}\n", *told)) + "\n"


def commands_page() -> str:
    """Every command with what it does, its arguments and options, from the command line itself."""
    commands: Any = get_command(application())
    names = [name for family in COMMANDS.values() for name in family]
    sections = [section for name in names for section in _sections((name,), commands.commands[name])]
    return "\n".join((ABOUT, *sections))


def _sections(words: tuple[str, ...], command: Any) -> Iterator[str]:
    below = getattr(command, "commands", None)
    if below:
        for name, one in below.items():
            yield from _sections((*words, name), one)
        return
    yield f"## rolebook {' '.join(words)}\n\n{_paragraphs(command.help)}\n"
    rows = [row for param in command.params if (row := _row(param))]
    if rows:
        yield "\n".join(("| argument or option | meaning |", "|---|---|", *rows, ""))


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _row(param: Any) -> str:
    if param.param_type_name == "argument":
        name = param.metavar or param.name.upper()
        return f"| `{name}` | {param.help or ''} |".replace("``", "`")
    if param.hidden or set(SHARED) & set(param.opts):
        return ""
    choices = "\\|".join(getattr(param.type, "choices", ()))
    takes = "" if param.is_flag else f" {choices or ('L' if param.name == 'language' else 'VALUE')}"
    return f"| `{'`, `'.join((*param.opts, *param.secondary_opts))}`{takes} | {param.help or ''} |"


if __name__ == "__main__":
    for path, text in generated().items():
        write_text(ROOT / path, text)
