"""What a file said is kept as bytes: it comes back as it was, with every place, and such bytes run nothing."""

import copy
import os
import pickle
import pickletools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rolebook.model.base import walk
from rolebook.model.law.pack import Pack
from rolebook.model.library import Competencies, Glossary
from rolebook.model.policy import Discipline, Policy
from rolebook.model.reading.pickled import pickled, unpickled
from rolebook.model.reading.read_part import PartReading, read_part
from rolebook.model.settings import Settings
from rolebook.model.variant import RoleFile
from rolebook.pipeline.check.schema import KINDS
from rolebook.pipeline.reading import cached_models
from rolebook.pipeline.reading.cached_models import Readings
from rolebook.pipeline.running import workers
from rolebook.source import Mapping, Sequence, SourceFile, read_source, read_yaml
from rolebook.store.cache import Cache
from tests.conftest import ROOT

FILES = {
    "content/handbook.yml": Settings,
    "content/glossary.yml": Glossary,
    "content/competencies.yml": Competencies,
    "generator/rolebook/jurisdictions/ES.yml": Pack,
    **{path.relative_to(ROOT).as_posix(): RoleFile for path in (ROOT / "roles").rglob("*.yml")},
    **{path.relative_to(ROOT).as_posix(): Policy for path in (ROOT / "policies").rglob("*.yml")},
    "policies/discipline.yml": Discipline,
}


def read(path: str, root: Path = ROOT) -> PartReading[Any]:
    file, _ = read_source(root, path)
    assert file
    return read_part(file, FILES.get(path, RoleFile), Path(path).stem, "en")


def spans(tree: Any) -> Iterator[tuple[int, ...]]:
    if isinstance(tree, Mapping | Sequence):
        yield tree.span
    if isinstance(tree, Mapping):
        for name, value in tree.items():
            yield from (tree.keys_at[name], tree.values_at[name])
            yield from spans(value)
    elif isinstance(tree, Sequence):
        yield from tree.values_at
        for value in tree:
            yield from spans(value)


@pytest.mark.parametrize("path", FILES)
def test_a_file_comes_back_as_it_was_read(path: str) -> None:
    made = read(path)
    assert made.part is not None
    again = unpickled(pickled(made))
    assert again == made
    assert [one.at() for one in walk(again.part)] == [one.at() for one in walk(made.part)]
    assert list(spans(again.part.given)) == list(spans(made.part.given))


def test_faults_and_what_was_lost_come_back_too(tmp_path: Path) -> None:
    (tmp_path / "roles").mkdir()
    text = "title: A\npurpose: {en: B, en: C}\nnumber: 1\nduties:\n- {id: one, text: Does.}\n- {id: two, txt: Does.}\n"
    (tmp_path / "roles" / "cook.yml").write_text(text, "utf-8")
    made = read("roles/cook.yml", tmp_path)
    again = unpickled(pickled(made))
    assert [one.code for one in made.findings] == ["duplicate-key", "missing-field", "unknown-key", "unknown-key"]
    assert again == made
    assert [one.arguments for one in again.findings] == [one.arguments for one in made.findings]
    assert again.lost == {"two"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_comes_back(kind: str) -> None:
    made = KINDS[kind].model_construct()
    assert type(unpickled(pickled(PartReading(made, ()))).part) is KINDS[kind]


def test_no_pickle_looks_a_member_up_by_name(tmp_path: Path) -> None:
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "cook.yml").write_text("title: A\nnumber: 1\n", "utf-8")
    content = pickled(read("roles/cook.yml", tmp_path))
    words = [argument for _, argument, _ in pickletools.genops(content) if isinstance(argument, str)]
    assert "Severity" in words
    assert not {"builtins", "getattr"} & {part for word in words for part in word.split()}


def test_a_copied_tree_knows_its_places_when_the_copy_changes() -> None:
    tree, _ = read_yaml("a: [1, 2, 3]\nb: {c: 4}\n", "x.yml")
    twin = copy.deepcopy(tree)
    del twin["a"][0], twin["a"].values_at[0], twin["b"]
    assert [span.column for span in twin["a"].values_at] == [8, 11]
    assert twin.keys_at["a"] == tree.keys_at["a"]
    assert list(spans(tree)) == list(spans(copy.deepcopy(tree)))


class Hostile:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch ran",)


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(Hostile()),
        pickle.dumps(PartReading(None, (Hostile(),))),  # type: ignore[arg-type]
        pickle.dumps(Path("data")),
        pickle.dumps({"no": "reading"}),
    ],
)
def test_bytes_that_name_anything_else_are_refused(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(pickle.UnpicklingError):
        unpickled(content)
    cache = Cache(tmp_path / "cache")
    file = SourceFile("roles/cook.yml", "title: A\npurpose: B\nduties: [{id: one, text: Does.}]\n")
    honest = Readings([], cache.bundle("readings"))
    made = honest(file, RoleFile, "cook", "en")
    honest.keep()
    (key,) = cache.bundle("readings")
    cache.bundle("readings").keep({key: content, "another": b""})
    assert Readings([], cache.bundle("readings"))(file, RoleFile, "cook", "en") == made
    assert not (tmp_path / "ran").exists()


def test_roles_read_together_are_what_they_are_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_can_fork", lambda: True)
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    monkeypatch.setattr(cached_models, "_ENOUGH", 2)
    roles = [file for path, model in FILES.items() if model is RoleFile and (file := read_source(ROOT, path)[0])]
    together = Readings(roles, Cache(None).bundle("readings"))
    for file in roles:
        name = Path(file.path).stem
        assert together(file, RoleFile, name, "en") == read_part(file, RoleFile, name, "en")
