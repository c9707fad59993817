"""The house stands: imports go down, heavy libraries have one owner, modules and functions stay small."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "rolebook"

# From the top down. Parts of one line do not import one another, except the parts of `rolebook` itself.
LAYERS = (
    {"__main__", "__init__"},
    {"cli", "api"},
    {"web"},
    {"mkdocs_plugin"},
    {"pipeline"},
    {"checks", "render", "exchange", "register", "scan", "sign"},
    {"view"},
    {"model"},
    {"language"},
    {"source"},
    {"store"},
    {"diagnostics", "pdf", "pictures"},
    {"theme"},
)

# Which rooms of a layer a room may use; "" is what lies in the layer's own folder. A room that is not named here uses
# none. Rooms that use each other have no circle of modules (below).
ROOMS = {
    "pipeline": {
        "running": set(),
        "reading": {"running"},
        "check": {"reading", "running"},
        "translate": {"reading"},
        "release": {"check", "reading"},
        "law": {"reading"},
        "sign": {"reading"},
        "print": {"check", "running"},
        "register": {"check", "print", "reading", "running", "sign"},
        "report": {"check", "register"},
        "site": {"check", "print", "running"},
        "init": {"reading", "translate"},
        "importing": {"check", "print", "reading", "translate"},
        "edit": {"check", "init", "reading", "translate"},
        "desk": {"check", "edit", "importing", "law", "print", "reading", "register", "release"},
    },
    "model": {
        "words": set(),
        "": {"words", "law", "translation"},
        "law": {"", "words"},
        "people": {"", "words"},
        "translation": {"", "words"},
        "reading": {"", "words", "law", "translation"},
    },
    "view": {"": set(), "copies": {""}, "paper": {""}},
    "render": {"": {"paper"}, "paper": {""}, "word": {""}},
    "cli": {"": {"register"}, "register": {""}},
}

OWNERS = {
    "anyascii": {"language/sounds"},
    "PIL": {"pdf/pages", "pictures", "scan"},
    "babel": {"language"},
    "defusedxml": {"exchange/xml"},
    "distributed": {"pipeline/print/cluster"},
    "docx": {"render/word"},
    "docxtpl": {"render/word"},
    "fontTools": {"render/paper/fonts"},
    "jinja2": {
        "render/editor",
        "render/environment",
        "render/site",
        "render/staff_pages",
        "mkdocs_plugin/plugin",
        "mkdocs_plugin/preview",
    },
    "markdown": {
        "model/words/nested_lists",
        "model/words/page_text",
        "model/words/parser",
        "render/handwritten",
    },
    "markupsafe": {"render"},
    "mkdocs": {"mkdocs_plugin"},
    "asn1crypto": {"sign"},
    "cryptography": {"sign/container", "sign/credentials"},
    "lxml": {"exchange/documents/web_page"},
    "markdown_it": {"exchange/documents/markdown_text"},
    "openpyxl": {"exchange"},
    "polib": {"exchange/po"},
    "pi_heif": {"scan"},
    "pikepdf": {"sign"},
    "pyhanko": {"sign"},
    "pyhanko_certvalidator": {"sign"},
    "portalocker": {"store/system"},
    "psutil": {"store/system"},
    "rapidfuzz": {"pipeline/translate/suggestions"},
    "py_svg_hush": {"pictures/drawing"},
    "pydantic": {"model", "pipeline/check/schema"},
    "pydantic_core": {"model"},
    "pypdfium2": {"pdf"},
    "snowballstemmer": {"language/stems"},
    "sqlite3": {"register"},
    "starlette": {"web"},
    "watchdog": {"mkdocs_plugin/watching"},
    "striprtf": {"exchange/documents/rich_text"},
    "rich": {"diagnostics/text", "cli/common"},
    "typer": {"cli"},
    "uvicorn": {"web/serve"},
    "typst": {"render/paper"},
    "yaml": {"source/yaml_reader"},
    "zxingcpp": {"render/paper/symbols", "scan"},
}

MAX_LINES, MAX_FUNCTION_LINES = 320, 45


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).with_suffix("").as_posix()
        yield name, ast.parse(path.read_text("utf-8"))


@cache
def imports(tree: ast.Module) -> tuple[str, ...]:
    """Every imported module, type-checking and late imports included."""
    return tuple(_imports(tree))


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from {_module_of(str(node.module), alias.name) for alias in node.names}


def _module_of(package: str, name: str) -> str:
    """The module that `from package import name` loads: `name` itself may be one."""
    path = PACKAGE.parent / package.replace(".", "/") / name
    return f"{package}.{name}" if path.with_suffix(".py").is_file() or path.is_dir() else package


def room_of(module: str) -> tuple[str, str]:
    """Layer and room of a module given as `layer/room/name`; a module in the layer's folder has the room ''."""
    layer, *rest = module.split("/")
    in_room = len(rest) > 1 or (len(rest) == 1 and (PACKAGE / layer / rest[0]).is_dir())
    return layer, rest[0] if in_room else ""


def layer_of(part: str) -> int:
    return next(index for index, parts in enumerate(LAYERS) if part in parts)


MODULES = dict(modules())


def test_the_guard_sees_the_package() -> None:
    assert len(MODULES) >= 50
    assert {name.split("/")[0] for name in MODULES} == set().union(*LAYERS)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_down(name: str) -> None:
    part = name.partition("/")[0]
    for imported in imports(MODULES[name]):
        if not imported.startswith("rolebook."):
            continue
        target = imported.split(".")[1]
        if target in {"__version__", part}:
            continue
        assert layer_of(target) > layer_of(part), f"{name} imports {imported}"


@pytest.mark.parametrize("layer", ROOMS)
def test_rooms_use_only_the_rooms_they_need(layer: str) -> None:
    used: dict[str, set[str]] = {}
    for name, tree in MODULES.items():
        if not name.startswith(f"{layer}/"):
            continue
        room = room_of(name)[1]
        used.setdefault(room, set())
        for imported in imports(tree):
            target = imported.removeprefix("rolebook.").replace(".", "/")
            if imported.startswith(f"rolebook.{layer}.") and room_of(target)[1] != room:
                used[room].add(room_of(target)[1])
    if "" not in ROOMS[layer]:
        assert not used.pop("", set())
    assert used == ROOMS[layer]


def test_every_library_has_an_owner() -> None:
    ours = {found.split(".")[0] for tree in MODULES.values() for found in imports(tree)}
    assert ours - sys.stdlib_module_names - {"rolebook"} == OWNERS.keys() - {"sqlite3"}


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_one_owner(library: str) -> None:
    users = {name for name, tree in MODULES.items() if any(found.split(".")[0] == library for found in imports(tree))}
    assert users, f"nobody uses {library}"
    owned = {user for user in users if any(user == owner or user.startswith(f"{owner}/") for owner in OWNERS[library])}
    assert users == owned


def test_there_are_no_import_circles() -> None:
    graph = {
        f"rolebook.{name.replace('/', '.').removesuffix('.__init__')}": set(imports(tree))
        for name, tree in MODULES.items()
    }
    edges = sum(len(targets & graph.keys()) for targets in graph.values())
    assert edges > 100
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, f"circle: {' > '.join((*above, module))}"
        if module not in done:
            for target in graph[module] & graph.keys():
                if not module.startswith(f"{target}."):
                    visit(target, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("name", MODULES)
def test_modules_and_functions_are_small(name: str) -> None:
    tree = MODULES[name]
    assert len((PACKAGE / f"{name}.py").read_text("utf-8").splitlines()) <= MAX_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            first = node.body[0].lineno if name.startswith("cli/") else node.lineno  # options are a list, not logic
            assert (node.end_lineno or 0) - first < MAX_FUNCTION_LINES, f"{name}: {node.name}"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(MODULES[name])


_CLOCKS = {"now", "today", "utcnow", "fromtimestamp", "localtime", "gmtime", "time"}


def test_only_the_clock_reads_the_machines_clock() -> None:
    def reads(node: ast.AST) -> bool:
        """`datetime.now()`, `date.today()`, `time.time()` and the like."""
        call = node.func if isinstance(node, ast.Call) else None
        of = call.value if isinstance(call, ast.Attribute) else None
        return (
            isinstance(call, ast.Attribute)
            and call.attr in _CLOCKS
            and isinstance(of, ast.Name)
            and (of.id in {"datetime", "date", "time"})
        )

    users = {name for name, tree in MODULES.items() if any(map(reads, ast.walk(tree)))}
    assert users == {"source/clock"}


VAGUE = {"told", "found", "kept", "made", "said", "one"}
# `Signer.said` is a name in stored papers, `one_per_breach` a field of the format.
FROZEN = {"said": "view/paper/paper", "one_per_breach": "model/law/pack"}


@pytest.mark.parametrize("name", MODULES)
def test_no_name_of_a_module_or_class_is_vague(name: str) -> None:
    """Names outside functions are nouns and verbs of the field."""
    for declared in _declared(MODULES[name].body):
        words = set(re.split("_", re.sub("(?<=[a-z])(?=[A-Z])", "_", declared).lower()))
        assert not words & VAGUE or FROZEN.get(declared) == name, declared


def _declared(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id
        if isinstance(node, ast.ClassDef):
            yield from _declared(node.body)
