"""Mutation testing of checks, fingerprint, the cache's keys, signatures, scans and the register.

`python -m tests.attacks.mutants [MODULE…] [--most N] [--seed S]`: one thing of a module is changed, and the tests that
are about it must notice: first those that are seen to run the changed line, the quickest before the others, then all.
Ours, because mutmut and cosmic-ray write each mutant to disk, where an editable install is changed under everybody, and
start Python for it: seconds of imports each. Here a fork of a warm process compiles the changed module from memory.
"""

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import random
import signal
import sys
import tempfile
import time
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

import coverage
import hypothesis  # noqa: F401  imported before forks
import pydantic  # noqa: F401
import pytest
import yaml  # noqa: F401
from babel import Locale  # noqa: F401

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "generator" / "rolebook"
CHECKS = ("tests/test_cases.py", "tests/test_source_rules.py", "tests/test_comments.py", "tests/test_wording.py")
PRINTS = (
    "tests/test_recipe.py",
    "tests/test_fingerprint.py",
    "tests/test_releases.py",
    "tests/test_translations.py",
    "tests/test_cases.py",
)
WRITTEN = ("tests/test_as_written.py", "tests/test_source_rules.py", "tests/test_cases.py")
TABLES = ("tests/test_rosters.py",)
RETURNED = ("tests/test_translations.py", "tests/test_exchange.py", "tests/test_translate_command.py")
MODULES = {
    **{f"checks/{path.stem}": CHECKS for path in sorted((PACKAGE / "checks").glob("[a-z]*.py"))},
    "checks/signable": ("tests/test_signable.py",),
    "checks/lifecycle": (*CHECKS, "tests/test_releases.py"),
    **{
        f"source/{name}": WRITTEN
        for name in ("misreadings", "cut_text", "lookalikes", "merge_markers", "direction", "syntax_errors")
    },
    **dict.fromkeys(("model/reading/as_written", "model/reading/unquoted"), WRITTEN),
    "model/words/foreign_markup": ("tests/test_cases.py",),
    **{
        f"exchange/tables/{name}": TABLES
        for name in ("encodings", "lost_words", "number_format", "read", "separated", "workbook")
    },
    **{
        f"model/people/{name}": TABLES
        for name in ("days", "headings", "managers", "meanings", "roster", "signatories", "table")
    },
    "language/calendar_words": TABLES,
    **dict.fromkeys(("model/translation/lock", "exchange/po", "exchange/xlsx", "exchange/xliff"), RETURNED),
    **{
        f"pipeline/translate/{name}": RETURNED
        for name in ("accept", "delivery", "import_file", "judge", "lock_file", "page_files", "record", "splice")
    },
    **{
        f"pipeline/{name}": ("tests/test_cache_keys.py",)
        for name in ("running/keys", "reading/cached_models", "site/pages", "check/cached_findings")
    },
    **dict.fromkeys(("view/fingerprint", "model/words/canonical", "view/identity", "view/in_jurisdiction"), PRINTS),
}
_REGISTER = (
    *(f"tests/test_register_{name}.py" for name in ("strength", "employers", "kept", "doubt", "command", "review")),
    "tests/test_register.py",
    "tests/test_museum.py",
)
MODULES |= {
    **{
        f"sign/{name}": ("tests/test_signing_doubts.py", "tests/test_signing.py")
        for name in ("integrity", "verification", "container", "weakness", "rules", "reading", "changes", "trust")
    },
    "sign/settings": ("tests/attacks/test_signed.py", "tests/test_signing_doubts.py"),
    "sign/printed": ("tests/test_signing_editions.py",),
    "view/page_words": ("tests/test_page_words.py",),
    **dict.fromkeys(("scan/placing", "scan/geometry", "scan/symbols"), ("tests/test_scans_back.py",)),
    **dict.fromkeys(("scan/marks", "scan/likeness", "scan/leaning"), ("tests/test_scan_marks.py",)),
    **dict.fromkeys(("scan/pages", "scan/pictures"), ("tests/test_scanning.py", "tests/test_scans_back.py")),
    **{f"register/{path.stem}": ("tests/test_register.py",) for path in (PACKAGE / "register").glob("[a-z]*.py")},
    "register/proof": ("tests/test_register_strength.py", "tests/test_register.py"),
    "register/states": (
        "tests/test_register_strength.py",
        "tests/test_register_employers.py",
        "tests/test_register.py",
    ),
    **{
        f"pipeline/register/{path.stem}": _REGISTER
        for path in sorted((PACKAGE / "pipeline" / "register").glob("[a-z]*.py"))
    },
    "pipeline/register/issued_copies": ("tests/test_contact_sheet.py", "tests/test_museum.py", *_REGISTER[:2]),
    "pipeline/register/confirm": (
        "tests/test_register_strength.py",
        "tests/test_contact_sheet.py",
        "tests/test_register_review.py",
    ),
    "pipeline/register/contact_sheet": ("tests/test_contact_sheet.py",),
    "pipeline/register/mails": ("tests/test_register_mails.py",),
    "pipeline/register/scans": ("tests/test_register_review.py", "tests/test_contact_sheet.py"),
    "pipeline/register/signers": ("tests/test_register_signers.py",),
    "pipeline/register/backup": ("tests/test_register_kept.py",),
    "pipeline/register/erase": ("tests/test_register_kept.py", "tests/test_register_employers.py"),
    "pipeline/register/personal_places": ("tests/test_register_kept.py",),
    "pipeline/register/by_hand": ("tests/test_register_strength.py", "tests/test_register_employers.py"),
}
_OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Mult: ast.Add,
}
_PATIENCE = 300
_ALONE = ("-n0", "-p", "no:cacheprovider")


def changes(node: ast.AST) -> Iterator[tuple[str, str, object]]:
    """What may be changed of a node: its attribute, what is told of it, and the new value."""
    match node:
        case ast.Compare(ops=[op, *rest]) if type(op) in _OPPOSITES:
            yield "ops", f"{type(op).__name__} to its opposite", [_OPPOSITES[type(op)](), *rest]
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in _OPPOSITES:
            yield "op", f"{type(op).__name__} to its opposite", _OPPOSITES[type(op)]()
        case ast.If(test=test) | ast.IfExp(test=test):
            yield "test", "condition turned", ast.UnaryOp(ast.Not(), test)
        case ast.comprehension(ifs=[_, *_]):
            yield "ifs", "condition dropped", node.ifs[1:]
        case ast.Constant(value=bool() as value):
            yield "value", f"{value} turned", not value
        case ast.Constant(value=int() as value):
            yield "value", f"{value} and one", value + 1
        case ast.Return(value=ast.expr()):
            yield "value", "nothing returned", ast.Constant(None)
        case ast.Expr(value=ast.Yield(value=ast.expr()) | ast.YieldFrom()):
            yield "value", "nothing yielded", ast.Constant(None)
        case ast.Call(func=ast.Name(id="digest" | "whole_key"), args=parts):
            yield from (("args", f"part {n + 1} left out", parts[:n] + parts[n + 1 :]) for n in range(len(parts)))


def mutants(tree: ast.Module) -> list[tuple[int, int, str]]:
    """All mutants: which node in walking order, which of its changes, and where with what is told."""
    found = []
    for number, node in enumerate(ast.walk(tree)):
        for which, (_, told, _) in enumerate(changes(node)):
            line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 0)
            found.append((number, which, f"{line}: {told}"))
    return found


def mutated(tree: ast.Module, number: int, which: int) -> ast.Module:
    """The module with one thing changed."""
    changed = copy.deepcopy(tree)
    node = next(node for place, node in enumerate(ast.walk(changed)) if place == number)
    attribute, _, value = list(changes(node))[which]
    setattr(node, attribute, value)
    return ast.fix_missing_locations(changed)


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module to whoever imports it."""

    def __init__(self, name: str, tree: ast.Module, path: Path) -> None:
        self._name, self._tree, self._path = name, tree, path

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)  # type: ignore[arg-type]

    def exec_module(self, module: types.ModuleType) -> None:
        exec(compile(self._tree, str(self._path), "exec"), module.__dict__)  # noqa: S102


class _Timed:
    """Notes which test runs, for the coverage of its lines, and how long it took."""

    def __init__(self, seen: coverage.Coverage) -> None:
        self._seen, self.seconds = seen, dict[str, float]()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        begun = time.perf_counter()
        self._seen.switch_context(item.nodeid)
        yield
        self._seen.switch_context("")
        self.seconds[item.nodeid] = time.perf_counter() - begun


Lines = dict[str, dict[int, tuple[str, ...]]]


def lines_of(tests: Sequence[str]) -> Lines:
    """Which of the tests run each line of each module, the quickest first; modules as in `MODULES`."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "seen"
        child = os.fork()
        if not child:
            _quietly()
            seen = coverage.Coverage(data_file=None, source=[str(PACKAGE)], config_file=False)
            timed = _Timed(seen)
            seen.start()
            code = int(pytest.main(["-q", *_ALONE, *tests], plugins=[timed]))
            seen.stop()
            data = seen.get_data()
            ran = {path: data.contexts_by_lineno(path) for path in data.measured_files()}
            told.write_text(json.dumps([ran, timed.seconds]), "utf-8")
            os._exit(code)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0, "the tests fail as it is"
        ran, seconds = json.loads(told.read_text("utf-8"))
    return {
        Path(path).relative_to(PACKAGE).with_suffix("").as_posix(): {
            int(line): tuple(sorted(filter(None, ids), key=lambda one: seconds.get(one, 0.0)))
            for line, ids in lines.items()
        }
        for path, lines in ran.items()
    }


def _quietly() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.environ["ROLEBOOK_CACHE"] = "off"


def survives(name: str, tree: ast.Module, tests: Sequence[str]) -> bool:
    """Whether the tests notice nothing, in a fork."""
    child = os.fork()
    if not child:
        _quietly()
        signal.alarm(_PATIENCE)
        sys.meta_path.insert(0, _Changed(f"rolebook.{name.replace('/', '.')}", tree, PACKAGE / f"{name}.py"))
        os._exit(int(pytest.main(["-x", "-q", *_ALONE, *tests])))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def main() -> None:
    """Tells every survivor as it is found, and how many there were."""
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*", default=[*MODULES])
    parser.add_argument("--most", type=int, default=0, help="of each module, by lot")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.chdir(ROOT)
    draw, tried, left, seen = random.Random(options.seed), 0, 0, dict[Sequence[str], Lines]()
    for name in options.modules:
        tree = ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"))
        tests = MODULES[name]
        ran = (seen.get(tests) or seen.setdefault(tests, lines_of(tests))).get(name, {})
        assert ran or not survives(name, ast.parse("raise SystemExit(1)"), tests), "the tests do not see the module"
        chosen = mutants(tree)
        if options.most and len(chosen) > options.most:
            chosen = sorted(draw.sample(chosen, options.most))
        for number, which, told in chosen:
            tried += 1
            changed, near = mutated(tree, number, which), ran.get(int(told.partition(":")[0]))
            if (not near or survives(name, changed, near)) and survives(name, changed, tests):
                left += 1
                sys.stdout.write(f"{name}.py:{told}\n")
                sys.stdout.flush()
        sys.stdout.write(f"# {name}: {len(chosen)} tried; so far {tried} tried, {left} left\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
