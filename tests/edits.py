"""Edits of a handbook as people make them, and as nobody should: the material of the tests of the cache."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from rolebook.source import read_yaml
from tests.conftest import FIRM

FOLDERS = ("content", "roles", "policies")
WORDS = (
    "seven days",
    "3 daily",
    "[[role:cook]]",
    "[[rota]]",
    "{entity}",
    "young",
    "QBR",
    "as needed",
    "**b**",
)
VARIANT = """\
extends: head-chef
title: {en: Night chef, es: Chef de noche}
revision: "1"
add: {duties: [{id: night, text: {en: Cooks at night., es: Cocina de noche.}}]}
replace: {duties: [{id: taste, text: {en: Tastes at night., es: Prueba de noche.}}]}
"""
PLAIN = """\
title: {{en: Post {n}, es: Puesto {n}}}
purpose: {{en: Does work {n}., es: Hace el trabajo {n}.}}
reports_to: head-chef
department: kitchen
duties: [{{id: do, text: {{en: "Does 2 things, with [[role:cook]]."}}}}]
revision: "1"
"""


def grown_firm(root: Path) -> Path:
    """The small firm with a variant, more roles and a lock."""
    shutil.copytree(FIRM, root, ignore=shutil.ignore_patterns("build", "site"))
    (root / "roles" / "night-chef.yml").write_text(VARIANT, "utf-8")
    for number in range(3):
        (root / "roles" / f"post-{number}.yml").write_text(PLAIN.format(n=number), "utf-8")
    return root


def files(root: Path) -> list[Path]:
    return sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.*") if path.is_file())


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, str):
        yield path
    below = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in below:
        yield from leaves(value, (*path, key))


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def _tree(draw: random.Random, root: Path, folders: tuple[str, ...] = FOLDERS) -> tuple[Path, Any]:
    several = [path for path in files(root) if path.suffix == ".yml" and path.parent.name in folders]
    while several:
        path = several.pop(draw.randrange(len(several)))
        tree, _ = read_yaml(path.read_text("utf-8"), path.name)
        if tree:
            return path, tree
    return root / "content" / "handbook.yml", {"language": "en"}


def _write(path: Path, tree: Any) -> None:
    path.write_text(json.dumps(tree, ensure_ascii=False, indent=1), "utf-8")


def say_otherwise(draw: random.Random, root: Path) -> None:
    """Words of one text, in one language."""
    path, tree = _tree(draw, root)
    texts = [one for one in leaves(tree) if one[-1] in ("en", "es", "text", "purpose")]
    if texts:
        chosen = draw.choice(texts)
        at(tree, chosen[:-1])[chosen[-1]] = f"{at(tree, chosen)} {draw.choice(WORDS)}"
        _write(path, tree)


def exchange_values(draw: random.Random, root: Path) -> None:
    """A value for another of the same key: titles, superiors, departments, ids, visibilities."""
    (path, tree), (_, other) = _tree(draw, root), _tree(draw, root)
    chosen = draw.choice([*leaves(tree)])
    same = [at(other, one) for one in leaves(other) if one[-1] == chosen[-1]]
    if same:
        at(tree, chosen[:-1])[chosen[-1]] = draw.choice(same)
        _write(path, tree)


def set_field(draw: random.Random, root: Path) -> None:
    """A field of a role: its title, who sees it, what it was called, whom it reports to."""
    path, tree = _tree(draw, root, ("roles",))
    fields = {
        "title": {"en": f"Title {draw.randrange(9)}", "es": "Título"},
        "visibility": draw.choice(["public", "staff", "managers"]),
        "formerly": [f"old-{draw.randrange(3)}"],
        "forms": {"en": {"plural": "many"}},
        "territory": {"en": f"North {draw.randrange(9)}"},
        "review": "2020-01-01",
        "grade": "7",
        "field_visibility": {"duties": "managers"},
        "jurisdictions": ["ES"],
        "reports_to": draw.choice(["head-chef", "cook", "post-0", "nobody"]),
        "policies": ["hygiene"],
    }
    name = draw.choice(sorted(fields))
    tree[name] = fields[name]
    _write(path, tree)


def drop_part(draw: random.Random, root: Path) -> None:
    """Any key or element."""
    path, tree = _tree(draw, root)
    if below := [*leaves(tree)]:
        chosen = draw.choice(below)[: draw.randint(1, 3)]
        del at(tree, chosen[:-1])[chosen[-1]]
        _write(path, tree)


def add_role(draw: random.Random, root: Path) -> None:
    """Another file, perhaps in a folder of its own."""
    name = draw.choice(["post-7", "sub/post-8", "cook-2"])
    path = root / "roles" / f"{name}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(draw.choice([PLAIN.format(n=draw.randrange(9)), VARIANT]), "utf-8")


def remove_file(draw: random.Random, root: Path) -> None:
    draw.choice(files(root)).unlink()


def rename_file(draw: random.Random, root: Path) -> None:
    path = draw.choice(files(root))
    path.rename(path.with_name(f"other-{draw.randrange(3)}{path.suffix}"))


def edit_page(draw: random.Random, root: Path) -> None:
    """A hand-written page, or another language of it."""
    path = root / "content" / "pages" / draw.choice(["en", "es"]) / draw.choice(["welcome.md", "more.md"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: T{draw.randrange(9)}\n---\nSee [[role:cook]] and [[rota]].\n", "utf-8")


def edit_lock(draw: random.Random, root: Path) -> None:
    """Confirmations: of a role's inside, of a title, of an earlier source."""
    path = root / "content" / "translations.lock"
    place = draw.choice(["role/cook/title", "role/cook/duties/clean", "policy/hygiene/title", "role/head-chef/purpose"])
    told = path.read_text("utf-8") if path.is_file() else ""
    mark = f"{draw.randrange(16**8):020x}"
    kept = "".join(f"{line}\n" for line in told.splitlines() if not line.startswith(place))
    path.write_text(f"{kept}{place} es {mark} {mark} reviewed\n", "utf-8")


def own_template(draw: random.Random, root: Path) -> None:
    """A template of the handbook's own, which shows more than ours; or none any more."""
    path = root / "templates" / draw.choice(["role.md.j2", "guide.md.j2"])
    path.parent.mkdir(exist_ok=True)
    if path.is_file():
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
        return
    shown = "{% for one in roles %}{{ one.duties | length }} {{ one.purpose.values | string | md }}{% endfor %}"
    path.write_text(f"# {{{{ title | md }}}} {{: #_title }}\n\n<p>{draw.randrange(9)} {shown}</p>\n", "utf-8")


def break_syntax(draw: random.Random, root: Path) -> None:
    path = draw.choice(files(root))
    path.write_text(path.read_text("utf-8")[: -draw.randint(1, 40)], "utf-8")


def comment(draw: random.Random, root: Path) -> None:
    """Lines move; an allowance comes or goes."""
    path = draw.choice(files(root))
    said = draw.choice(["# moved", "# rolebook: allow weak-word because of a test"])
    path.write_text(f"{said}\n{path.read_text('utf-8')}", "utf-8")


EDITS: tuple[Callable[[random.Random, Path], None], ...] = (
    say_otherwise,
    say_otherwise,
    exchange_values,
    set_field,
    set_field,
    drop_part,
    add_role,
    remove_file,
    rename_file,
    edit_page,
    edit_lock,
    own_template,
    break_syntax,
    comment,
)
