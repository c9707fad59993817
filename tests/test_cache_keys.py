"""Of all that findings and pages follow from, each is changed alone: a run that remembers notices it.

`python -m tests.attacks.mutants pipeline/running/keys pipeline/reading/cached_models pipeline/site/pages` takes the
parts out of the keys, one after another, and runs these tests. `docs/mutation.md` lists what they notice.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import pytest

from rolebook.diagnostics import Diagnostic, Location, Rule, Severity
from rolebook.diagnostics.record import as_record
from rolebook.model.handbook import Handbook
from rolebook.model.policy import Policy
from rolebook.model.reading.read_part import PartReading, read_part
from rolebook.model.variant import RoleFile
from rolebook.pipeline.check import cached_findings
from rolebook.pipeline.check.cached_report import findings_of
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.print import run
from rolebook.pipeline.reading import cached_models
from rolebook.pipeline.reading.cached_models import Readings
from rolebook.pipeline.running import keys, program
from rolebook.pipeline.site import make_documents, pages
from rolebook.pipeline.site.build import docs_of
from rolebook.pipeline.site.make_documents import make_blanks
from rolebook.pipeline.site.offered_documents import OfferedDocuments
from rolebook.render.papers import OfferedPaper
from rolebook.source import SourceFile, today
from rolebook.source.clock import EPOCH
from rolebook.store.cache import VARIABLE, Cache
from tests.conftest import TODAY
from tests.edits import grown_firm

Edit = Callable[[Path], object]
MARK = "0" * 20
OWN = "# {{ title | md }} {: #_title }\n\n<p>Before</p>\n"
ALL_DUTIES = "# {{ title | md }} {: #_title }\n{% for one in roles %}{{ one.duties | string | md }}{% endfor %}\n"
PACK = """\
name: {en: Spain, es: España}
as_of: 2026-11-01
sanctions: [{id: reprimand, standing: conditional, term: {en: the sack}}]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A handbook, a cache of its own, and a cook who is found to have been looked at, by whom and when."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    local, made = cached_findings.local_findings, pages._make

    def found(handbook: Handbook, checks: Sequence[Any]) -> list[Diagnostic]:
        told = Rule("weak-word", Severity.WARNING).at(Location("roles/cook.yml"), word=f"{program.program()} {today()}")
        own = [told] if "role/cook" in (handbook.focus or ()) else []
        return [*local(handbook, checks), *own]

    def signed(pieces: Sequence[Any]) -> list[bytes]:
        return [one.replace(b"<p>", f"<p>{program.program()} {today()} ".encode()) for one in made(pieces)]

    monkeypatch.setattr(cached_findings, "local_findings", found)
    monkeypatch.setattr(pages, "_make", signed)
    return grown_firm(tmp_path / "firm")


def everything(root: Path, papers: tuple[OfferedPaper, ...] | None = None) -> dict[str, Any]:
    """Findings and pages, by the ways that they are kept."""
    blanks = OfferedDocuments(root, papers) if papers is not None else None
    for path in (path for paper in papers or () for path in paper.files):
        (root / Path(path).name).touch()
    docs = docs_of(root, check_handbook(root), audience="managers", blanks=blanks)
    told = [as_record(one) for one in docs.report.findings]
    return {"report": [as_record(one) for one in findings_of(root).findings], "findings": told, **docs.files}


def written(path: str, content: str) -> Edit:
    """A file that is there from the beginning."""

    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")

    return write


def said(path: str, before: str, after: str) -> Edit:
    """Other words in a file."""

    def edit(root: Path) -> None:
        text = (root / path).read_text("utf-8")
        assert before in text
        (root / path).write_text(text.replace(before, after), "utf-8")

    return edit


def nothing(_: Path) -> None:
    """No preparation."""


CHANGES: dict[str, tuple[Edit, Edit, str]] = {
    "a template of the handbook's own": (
        written("templates/role.md.j2", OWN),
        said("templates/role.md.j2", "Before", "After"),
        "en/roles/cook.md",
    ),
    "which template it is": (
        written("templates/role.md.j2", OWN),
        lambda root: (root / "templates/role.md.j2").rename(root / "templates/policy.md.j2"),
        "en/policies/hygiene.md",
    ),
    "what such a template may show": (
        written("templates/role.md.j2", ALL_DUTIES),
        said("roles/head-chef.yml", "Tastes every dish", "Tastes each dish"),
        "en/roles/post-0.md",
    ),
    "a role's inside": (nothing, said("roles/cook.yml", "the stove", "the oven"), "en/roles/cook.md"),
    "the file of a parent": (
        nothing,
        said("roles/head-chef.yml", "Asks who is away", "Asks who is ill"),
        "en/roles/night-chef.md",
    ),
    "the outline of another role": (
        nothing,
        said("roles/cook.yml", "en: Cook,", "en: Line cook,"),
        "en/roles/head-chef.md",
    ),
    "a line of the lock, of a role's inside": (
        written("content/translations.lock", f"role/cook/title en {MARK} {MARK} reviewed\n# none\n"),
        said("content/translations.lock", "# none", f"# none\nrole/head-chef/purpose es {MARK} {MARK} reviewed"),
        "es/roles/head-chef.md",
    ),
    "a line of the lock, of a parent's inside": (
        written("content/translations.lock", f"role/cook/title en {MARK} {MARK} reviewed\n# none\n"),
        said("content/translations.lock", "# none", f"# none\nrole/head-chef/purpose es {MARK} {MARK} reviewed"),
        "es/roles/night-chef.md",
    ),
    "a line of the lock, of a title": (
        written("content/translations.lock", f"role/cook/title en {MARK} {MARK} reviewed\n# none\n"),
        said("content/translations.lock", "# none", f"policy/hygiene/title es {MARK} {MARK} reviewed"),
        "es/policies/hygiene.md",
    ),
    "words of a language": (
        written("content/languages/es.yml", "name: Español\nwords: {section-duties: Tareas}\n"),
        said("content/languages/es.yml", "Tareas", "Labores"),
        "es/roles/cook.md",
    ),
    "a pack": (
        written("content/jurisdictions/ES.yml", PACK),
        said("content/jurisdictions/ES.yml", "sack", "boot"),
        "en/policies/discipline.md",
    ),
    "the settings": (
        nothing,
        said("content/handbook.yml", "Corner Kitchen Ltd", "Other Kitchen Ltd"),
        "en/policies/hygiene.md",
    ),
    "a policy": (nothing, said("policies/hygiene.yml", "en: Hygiene", "en: Cleanliness"), "en/roles/cook.md"),
    "a competency": (nothing, said("content/competencies.yml", "Knife work", "Knives"), "en/roles/head-chef.md"),
    "a term": (nothing, said("content/glossary.yml", "works when", "works today"), "en/roles/head-chef.md"),
    "a file that cannot be read": (
        nothing,
        lambda root: (root / "roles/post-0.yml").write_bytes(b"title: \xff\n"),
        "report",
    ),
    "where it cannot be read": (
        lambda root: (root / "roles/post-0.yml").write_bytes(b"title: \xff\n"),
        lambda root: (root / "roles/post-0.yml").write_bytes(b"\n\ntitle: \xff\n"),
        "report",
    ),
    "where a file lies": (
        lambda root: (root / "roles/sub").mkdir(),
        lambda root: (root / "roles/post-2.yml").rename(root / "roles/sub/post-2.yml"),
        "report",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_run_that_remembers_notices(change: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare, edit, told = CHANGES[change]
    prepare(root)
    before = everything(root)
    assert everything(root) == before
    edit(root)
    remembered = everything(root)
    monkeypatch.setenv(VARIABLE, "off")
    clean = everything(root)
    assert clean[told] != before[told], "the change makes no difference"
    assert remembered == clean


@pytest.mark.parametrize("change", ["day", "program"])
def test_the_next_day_and_another_program_use_nothing_of_before(
    change: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(root)
    if change == "day":
        monkeypatch.setenv(EPOCH, str(int(TODAY.timestamp()) + 24 * 3600))
    else:
        for module in (keys, program, cached_models):
            monkeypatch.setattr(module, "program", lambda: "another")
    remembered = everything(root)
    monkeypatch.setenv(VARIABLE, "off")
    clean = everything(root)
    assert remembered == clean
    assert {name for name in clean if clean[name] != before[name]} >= {"report", "findings", "en/roles/cook.md"}


HYGIENE = OfferedPaper("policy", "hygiene", "kitchen-es", "en", pdf="documents/hygiene.kitchen-es.en.pdf")
COOK = OfferedPaper("role", "cook", "kitchen-es", "en", pdf="documents/cook.kitchen-es.en.pdf")
REFUSED = (Rule("unsettled-translation").at(Location("roles/cook.yml"), place="purpose", language="es", state="stale"),)
PAPERS: dict[str, tuple[tuple[OfferedPaper, ...] | None, tuple[OfferedPaper, ...], str]] = {
    "that documents were made": (None, (), "en/roles/cook.md"),
    "a role's document": ((), (COOK,), "en/roles/cook.md"),
    "its Word file": ((COOK,), (replace(COOK, docx="documents/cook.kitchen-es.en.docx"),), "en/roles/cook.md"),
    "that it is refused": ((COOK,), (replace(COOK, pdf="", findings=REFUSED),), "en/roles/cook.md"),
    "the document of a policy": ((), (HYGIENE,), "en/policies/hygiene.md"),
    "that of a policy that a role is bound by": ((COOK,), (COOK, HYGIENE), "en/my/cook.md"),
}


@pytest.mark.parametrize("change", PAPERS)
def test_pages_follow_the_documents_on_offer(change: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, told = PAPERS[change]
    before, remembered = everything(root, first), everything(root, second)
    monkeypatch.setenv(VARIABLE, "off")
    clean = everything(root, second)
    assert clean[told] != before[told], sorted(name for name in clean if clean[name] != before.get(name))
    assert remembered == clean


TEXT = """\
title: Hygiene
purpose: Safe food.
sections: [{id: hands, heading: Hands, clauses: [{id: wash, kind: obligation, text: Wash.}]}]
nonsense: 1
"""
PLAIN = SourceFile("policies/hygiene.yml", TEXT)
READINGS: dict[str, tuple[Any, ...]] = {
    "the path": (replace(PLAIN, path="policies/sub/hygiene.yml"), Policy, "hygiene", "en"),
    "the text": (replace(PLAIN, text=TEXT.replace("Safe", "Good")), Policy, "hygiene", "en"),
    "the model": (PLAIN, RoleFile, "hygiene", "en"),
    "the id": (PLAIN, Policy, "cleanliness", "en"),
    "the language": (PLAIN, Policy, "hygiene", "es"),
}


@pytest.mark.parametrize("other", READINGS)
def test_a_reading_is_of_a_path_a_text_a_model_an_id_and_a_language(other: str, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = Readings([], cache.bundle("readings"))
    first(PLAIN, Policy, "hygiene", "en")
    first.keep()
    assert read_part(*READINGS[other]) != read_part(PLAIN, Policy, "hygiene", "en")
    assert Readings([], cache.bundle("readings"))(*READINGS[other]) == read_part(*READINGS[other])


def test_a_reading_is_of_one_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache")
    with monkeypatch.context() as patched:
        patched.setattr(cached_models, "program", lambda: "an earlier one")
        patched.setattr(cached_models, "read_part", lambda *_: PartReading(None))
        earlier = Readings([], cache.bundle("readings"))
        assert earlier(PLAIN, Policy, "hygiene", "en").part is None
        earlier.keep()
    assert Readings([], cache.bundle("readings"))(PLAIN, Policy, "hygiene", "en").part is not None


def test_a_program_is_its_files_their_places_what_it_is_built_on_and_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = set[str]()

    def is_another() -> bool:
        found = program.program.__wrapped__()
        is_new = found not in known
        known.add(found)
        assert program.program.__wrapped__() == found
        return is_new

    assert is_another()
    copy = tmp_path / "rolebook"
    shutil.copytree(str(resources.files("rolebook")), copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(resources, "files", lambda _: copy)
    assert not is_another()
    for path in ("checks/law.py", "render/templates/role.md.j2", "jurisdictions/ES.yml", "language/data/es.yml"):
        (copy / path).write_bytes((copy / path).read_bytes() + b"\n")
        assert is_another(), path
    (copy / "wording/es.yml").rename(copy / "wording/pt.yml")
    assert is_another()
    (copy / "checks/__pycache__").mkdir()
    (copy / "checks/__pycache__/law.pyc").write_bytes(os.urandom(9))
    assert not is_another()
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == "jinja2" else version(name))
    assert is_another()
    monkeypatch.setattr("sys.version", "another")
    assert is_another()


@pytest.mark.parametrize("other", ["program", "template"])
def test_blank_documents_outlive_neither_the_program_nor_the_templates_that_made_them(
    other: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (root / "roles").glob("[np]*.yml"):
        path.unlink()
    written("templates/letter.txt", "first")(root)
    monkeypatch.setattr(make_documents, "workers", lambda: 1)

    def marked() -> set[bool]:
        made = make_blanks(root, check_handbook(root))
        assert made is not None
        files = [made.folder / Path(one.docx).name for one in made.papers if one.docx]
        found = {path.read_bytes().endswith(b"old") for path in files}
        for path in files:
            path.write_bytes(path.read_bytes() + b"old")
        return found

    assert marked() == {False}
    assert marked() == {True}, "what is unchanged is left alone"
    if other == "program":
        for module in (keys, program, run, make_documents):
            monkeypatch.setattr(module, "program", lambda: "another", raising=False)
    else:
        written("templates/letter.txt", "changed")(root)
    assert marked() == {False}
    assert len([*(root / "build" / "documents").iterdir()]) == 1
