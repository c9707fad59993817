"""What earlier runs made is used again only where it is what a run without it would make."""

import os
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rolebook.checks.engine import local_findings
from rolebook.diagnostics.record import as_record
from rolebook.model.handbook import Handbook
from rolebook.model.outline import OWN
from rolebook.model.role import Duty, Role
from rolebook.model.translation.text_addresses import PAGES, documents_of
from rolebook.model.words.text import Text
from rolebook.pipeline.check.cached_report import findings_of
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.running import workers
from rolebook.pipeline.site.build import docs_of
from rolebook.render import SiteOptions, site_pieces
from rolebook.store.cache import VARIABLE, Cache, this_cache
from rolebook.view import Audience
from tests.conftest import EFFORT, ROOT
from tests.edits import EDITS, files, grown_firm
from tests.messages import says


@contextmanager
def kept_in(folder: Path | str) -> Iterator[None]:
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(folder)
    try:
        yield
    finally:
        os.environ[VARIABLE] = before or "off"


def everything(root: Path, audience: str) -> tuple[list[list[object]], dict[str, str]]:
    """All findings and all pages, as a run makes them."""
    told = [as_record(one) for one in findings_of(root).findings]
    assert told == [as_record(one) for one in check_handbook(root).findings]
    return told, dict(docs_of(root, check_handbook(root), audience=audience).files)


@settings(
    max_examples=10 * EFFORT,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking would take an hour
)
@given(
    edits=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 2**32)), min_size=1, max_size=7),
    audience=st.sampled_from(["public", "staff", "managers"]),
    mend=st.booleans(),
)
def test_after_any_edits_a_run_that_remembers_makes_what_one_that_does_not_makes(
    *, edits: list[tuple[object, int]], audience: str, mend: bool
) -> None:
    with TemporaryDirectory() as folder:
        root, cache = grown_firm(Path(folder) / "firm"), Path(folder) / "cache"
        cache.mkdir(mode=0o700)
        with kept_in(cache):
            assert everything(root, audience)[1], "the first handbook is sound"
        for edit, seed in edits:
            before = {path: path.read_bytes() for path in files(root)}
            edit(random.Random(seed), root)  # type: ignore[operator]
            with kept_in(cache):
                remembered = everything(root, audience)
            with kept_in("off"):
                clean = everything(root, audience)
            assert remembered == clean
            if mend and check_handbook(root).failed:  # the next edit meets a sound handbook
                for path in set(files(root)) - set(before):
                    path.unlink()
                for path, content in before.items():
                    path.write_bytes(content)


def among_outlines(handbook: Handbook, place: str) -> Handbook:
    """The handbook with nothing but the outline left of every role, but for those that a document is made of."""
    whole, role = set(), handbook.roles.get(place.partition("/")[2])
    while role is not None and place.startswith("role/"):
        whole.add(role.id)
        role = handbook.roles.get(role.extends or "")
    roles = {name: role if name in whole else outlined(role) for name, role in handbook.roles.items()}
    return replace(handbook, roles=roles)


def outlined(role: Role) -> Role:
    hidden = Text({"en": "nobody sees this"}, "en")
    fields = {name for name in Role.model_fields if name in OWN} - {"purpose", "duties"}
    empty = {name: Role.model_fields[name].get_default(call_default_factory=True) for name in fields}
    return role.model_copy(
        update={
            **empty,
            "purpose": hidden,
            "duties": (Duty.model_validate({"id": "none", "text": "nobody sees this"}),),
        }
    )


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.MANAGERS])
def test_a_page_shows_no_more_of_other_roles_than_their_outline(sample: Handbook, audience: Audience) -> None:
    options = SiteOptions(audience, languages=("zh",))
    looked_at = 0
    for piece in site_pieces(sample, options):
        if piece.of is not None:
            pieces = site_pieces(among_outlines(sample, piece.of), options)
            (alone,) = (one for one in pieces if one.name == piece.name)
            assert alone.make() == piece.make()
            looked_at += 1
    assert looked_at > len(sample.roles) + len(sample.policies)


def test_local_checks_see_no_more_of_other_roles_than_their_outline(sample: Handbook) -> None:
    places = [*(place for place, _ in documents_of(sample)), PAGES]
    apart = []
    for place in places:
        made = local_findings(replace(among_outlines(sample, place), focus=frozenset({place})))
        assert made == local_findings(replace(sample, focus=frozenset({place})))
        apart += made
    assert sorted(map(str, apart)) == sorted(map(str, local_findings(sample)))


def test_work_on_all_cores_comes_to_the_same_in_the_same_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert threading.active_count() == 1 or not workers._can_fork()
    monkeypatch.setattr(workers, "_can_fork", lambda: True)
    monkeypatch.setattr(workers, "usable_cores", lambda: 3)

    def work(items: object) -> list[tuple[int, int]]:
        return [(item, os.getpid()) for item in items]  # type: ignore[attr-defined]

    made = workers.spread(work, range(100))
    assert [item for item, _ in made] == list(range(100))
    processes = {process for _, process in made}
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 3


def test_work_whose_process_is_killed_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_can_fork", lambda: True)
    monkeypatch.setattr(workers, "usable_cores", lambda: 2)
    here = os.getpid()

    def work(items: object) -> list[int]:
        if os.getpid() != here:
            os.kill(os.getpid(), 9)
        return list(items)  # type: ignore[call-overload]

    assert workers.spread(work, range(10)) == list(range(10))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", limit=10_000)


def test_entries_come_back_as_they_were(cache: Cache) -> None:
    entries = {"one": b"\0\xff", "two": b"", "three": "中文".encode()}
    cache.bundle("pages", "here").keep(entries)
    assert dict(cache.bundle("pages", "here")) == entries
    assert not cache.bundle("pages", "there")


def test_damage_is_nothing_kept(cache: Cache) -> None:
    cache.bundle("pages").keep({"one": b"content"})
    assert cache.folder is not None
    (path,) = cache.folder.iterdir()
    whole = path.read_bytes()
    for end in range(len(whole)):
        path.write_bytes(whole[:end])
        assert not cache.bundle("pages"), end
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert not cache.bundle("pages"), place


def test_a_folder_that_others_may_write_to_is_not_believed(cache: Cache) -> None:
    cache.bundle("pages").keep({"one": b"content"})
    assert cache.folder is not None
    cache.folder.chmod(0o777)
    assert not cache.bundle("pages")
    cache.bundle("others").keep({"one": b"content"})
    assert len(list(cache.folder.iterdir())) == 1


def test_what_was_not_used_for_longest_goes_first(cache: Cache) -> None:
    for number in range(4):
        cache.bundle(str(number)).keep({"one": b"x" * 3000})
        os.utime(next(iter(sorted(cache._files(), key=lambda path: -path.stat().st_mtime))), (number, number))
    cache.bundle("4").keep({"one": b"x" * 3000})
    assert [bool(cache.bundle(str(number))) for number in range(5)] == [False, False, True, True, True]
    assert cache.size() <= 10_000
    cache.bundle("huge").keep({"one": b"x" * 20_000})
    assert not cache.bundle("huge")


def test_where_nothing_can_be_written_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    cache = Cache(tmp_path / "file" / "cache")
    cache.bundle("pages").keep({"one": b"content"})
    assert not cache.bundle("pages")
    Cache(None).bundle("pages").keep({"one": b"content"})


def test_it_may_be_deleted_at_any_time_and_belongs_to_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    root = grown_firm(tmp_path / "firm")
    first = findings_of(root).findings
    folder = this_cache().folder
    assert folder == tmp_path / "rolebook"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert findings_of(root).findings == first
    shutil.rmtree(folder)
    assert findings_of(root).findings == first


def test_what_else_lies_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    """A folder of one's own may be any: a home, a repository."""
    cache = Cache(tmp_path, limit=2_000)
    others = [tmp_path / name for name in (".profile", ".git", "history.bundle", f".{'0' * 32}.txt", "notes.txt")]
    for path in others:
        path.write_bytes(b"x" * 1_000)
    for number in range(4):
        cache.bundle(str(number)).keep({"key": bytes(1_000)})
    assert 0 < cache.size() <= 2_000
    cache.clear()
    assert cache.size() == 0
    assert sorted(tmp_path.iterdir()) == sorted(others)


@pytest.mark.parametrize(("mode", "told"), [(0o700, "cache-size"), (0o777, "cache-unusable")])
def test_the_command_tells_a_folder_that_is_not_used(mode: int, told: str, tmp_path: Path) -> None:
    tmp_path.chmod(mode)
    command = [sys.executable, "-m", "rolebook", "cache"]
    done = subprocess.run(
        command, env=os.environ | {VARIABLE: str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert says(done.stdout, told, folder=str(tmp_path))


def test_the_repository_keeps_nothing_in_itself() -> None:
    assert not list((ROOT / "build").glob("*.bundle"))
