"""`rolebook translate`, `build --strict` and the notices on pages, as their users meet them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from rolebook.diagnostics import Message, UserError
from rolebook.model.translation.lock import LockState
from rolebook.pipeline.check.check import check_handbook, strictly
from rolebook.pipeline.check.report import Report
from rolebook.pipeline.translate.accept import accept
from rolebook.render import render_site
from tests.commands import rolebook
from tests.messages import says, sentence

CHEF = "roles/head-chef.yml"


def change(root: Path, old: str, new: str, file: str = CHEF) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def firm_es(firm_copy: Path) -> Path:
    """The firm, whole in English and Spanish, all confirmed."""
    for name in ("Corner Kitchen S.L.", "Corner Kitchen Ltd"):
        change(firm_copy, f"name: {name},", f"name: {{en: {name}, es: {name}}},", "content/handbook.yml")
    both = "purpose: {en: Cooks the dishes of the day., es: Cocina los platos del día.}"
    change(firm_copy, "purpose: Cocina los platos del día.", both, "roles/cook.yml")
    accept(firm_copy, (), (), "reviewed")
    return firm_copy


def test_status_counts_strings_by_state_and_the_words_left(firm_es: Path) -> None:
    change(firm_es, "Tastes every dish.", "Tastes each dish twice.")
    change(firm_es, ", es: Prueba cada plato.", "")
    data = json.loads(rolebook("translate", "status", "--language", "es", "--json", cwd=firm_es).stdout)
    chef = data["languages"]["es"]["documents"]["role/head-chef"]
    assert chef["states"] == {
        "missing": 1,
        "unconfirmed": 0,
        "stale": 0,
        "machine": 0,
        "translated": 0,
        "reviewed": chef["strings"] - 1,
    }
    assert chef["left"] == {"en": {"words": 4}}
    told = rolebook("translate", "status", "--language", "es", cwd=firm_es).stdout.splitlines()
    missing, reviewed = (
        sentence("strings-in", count=chef["states"][state], state=state) for state in ("missing", "reviewed")
    )
    left = sentence("left-words", count=4, language="en")
    assert told[1] == f"    role/head-chef  {missing}, {reviewed} · {left}"


def test_signs_are_counted_where_a_language_has_no_spaces(tmp_path: Path) -> None:
    words = ["--language", "zh", "--language", "vi", "--jurisdiction", "CN"]
    assert rolebook("init", tmp_path / "book", *words, cwd=tmp_path).returncode == 0
    data = json.loads(rolebook("translate", "status", "--json", cwd=tmp_path / "book").stdout)
    assert data["languages"]["vi"]["size"]["zh"]["characters"] > 100


def test_accept_confirms_what_was_touched_and_leaves_what_was_not(firm_es: Path) -> None:
    change(firm_es, "Tastes every dish.", "Tastes each dish.")
    change(firm_es, "Buys food., es: Compra alimentos.", "Buys fresh food., es: Compra alimentos frescos.")
    done = rolebook("translate", "accept", cwd=firm_es)
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == sentence("accepted", count=1)
    assert says(done.stdout, "left-stale", place="role/head-chef/duties/taste", language="es")
    named = rolebook("translate", "accept", "role/head-chef", "--language", "es", "--json", cwd=firm_es)
    assert {"place": "role/head-chef/duties/taste", "language": "es"} in json.loads(named.stdout)["confirmed"]
    assert rolebook("check", "--only", "stale-translation", "--strict", cwd=firm_es).returncode == 0


def test_review_and_machine_are_recorded(firm_es: Path) -> None:
    def state(place: str) -> str:
        lock = (firm_es / "content" / "translations.lock").read_text("utf-8")
        return next(row.split()[-1] for row in lock.splitlines() if row.startswith(f"{place} es "))

    rolebook("translate", "accept", "role/cook/title", "--machine", cwd=firm_es)
    assert state("role/head-chef/title") == "reviewed"
    rolebook("translate", "accept", "role/head-chef/title", "--machine", cwd=firm_es)
    assert state("role/head-chef/title") == "machine"
    rolebook("translate", "review", "role/head-chef/title", "--language", "es", cwd=firm_es)
    assert state("role/head-chef/title") == "reviewed"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["accept", "role/head-cheff"],
            Message("misspelt-place", place="role/head-cheff", suggestion="role/head-chef"),
        ),
        (["review", "role", "--language", "xx"], Message("not-a-language", tag="xx")),
        (
            ["export", "--language", "es", "--format", "doc"],
            Message("unknown-format", format="doc", known="xliff, xliff2, po, xlsx"),
        ),
        (["import", "none.xlf"], Message("no-file", file="none.xlf")),
        (["import", "mkdocs.yml"], Message("unreadable-file", file="mkdocs.yml", reason="unknown-ending")),
    ],
)
def test_wrong_use_exits_2_with_one_line(firm_es: Path, words: list[str], why: Message) -> None:
    (firm_es / "mkdocs.yml").write_text("x", "utf-8")
    done = rolebook("translate", *words, cwd=firm_es)
    assert done.returncode == 2
    assert says(done.stderr, why)
    assert len(done.stderr.splitlines()) == 1


def test_a_handbook_with_hidden_texts_is_not_recorded(firm_es: Path) -> None:
    change(firm_es, "grade: K4", "graed: K4")
    change(firm_es, "text: {en: Tastes", "text: [1]\n    txt: {en: Tastes")
    before = (firm_es / "content" / "translations.lock").read_bytes()
    assert rolebook("translate", "accept", cwd=firm_es).returncode == 2
    assert (firm_es / "content" / "translations.lock").read_bytes() == before


def test_export_and_import_go_round_and_refusals_exit_1(firm_es: Path) -> None:
    nothing = rolebook("translate", "export", "--language", "es", cwd=firm_es)
    assert says(nothing.stderr, "nothing-open", language="es")
    change(firm_es, "Tastes every dish.", "Tastes each dish.")
    done = rolebook("translate", "export", "--language", "es", "--format", "po", "--kit", cwd=firm_es)
    names = sorted(Path(line).name for line in done.stdout.splitlines())
    assert names == ["brief.md", "glossary.tbx", "handbook.en-es.po", "memory.en-es.tmx", "preview.pdf"]
    file = firm_es / "build" / "translation" / "es" / "handbook.en-es.po"
    text = file.read_text("utf-8").replace("#, fuzzy\n", "")
    file.write_text(text.replace("Prueba cada plato.", "Prueba {entity}."), "utf-8")
    refused = rolebook("translate", "import", file, cwd=firm_es)
    assert refused.returncode == 1
    broken = sentence("import-broken-codes", place="role/head-chef/duties/taste", detail="{entity}")
    assert refused.stderr == f"{broken}\n"
    file.write_text(text.replace("Prueba cada plato.", "Prueba todos los platos."), "utf-8")
    taken = rolebook("translate", "import", file, "--json", cwd=firm_es)
    assert taken.returncode == 0
    assert json.loads(taken.stdout) == {
        "language": "es",
        "strings": [{"place": "role/head-chef/duties/taste", "outcome": "taken", "detail": ""}],
    }


# --- gates


NEW = "  - {id: new, text: {en: New., es: Nuevo.}}"


def strict(root: Path, *languages: str) -> Report:
    return strictly(check_handbook(root), languages)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("es: Prueba cada plato.", "", "missing-translation", 24),
        ("Tastes every dish.", "Tastes each dish.", "stale-translation", 24),
        (
            "  - id: taste\n",
            "  - {id: new, text: {en: New., es: Nuevo.}}\n  - id: taste\n",
            "unconfirmed-translation",
            23,
        ),
    ],
)
def test_a_strict_build_refuses_what_is_not_settled_whatever_its_severity(
    firm_es: Path, old: str, new: str, code: str, line: int
) -> None:
    change(firm_es, "severities: {", f"severities: {{{code}: off, ", "content/handbook.yml")
    assert not [one for one in strict(firm_es, "es").findings if one.code.endswith("-translation")]
    change(firm_es, old, new)
    (found,) = (one for one in strict(firm_es, "es").findings if one.code.endswith("-translation"))
    assert (found.code, found.severity, found.location.file, found.location.line) == (code, "error", CHEF, line)
    assert not [one for one in strict(firm_es, "en").findings if one.code.endswith("-translation")]
    assert not check_handbook(firm_es).failed


def test_a_strict_build_publishes_nothing_and_a_plain_one_does(firm_es: Path) -> None:
    (firm_es / "mkdocs.yml").write_text("site_name: x\ntheme: {name: rolebook}\nplugins: [rolebook]\n", "utf-8")
    (firm_es / "docs").mkdir()
    change(firm_es, "Tastes every dish.", "Tastes each dish.")
    refused = rolebook("build", "--strict", "--language", "es", cwd=firm_es)
    assert refused.returncode == 1
    assert f"{CHEF}:24:39: error[stale-translation]" in refused.stderr
    assert not (firm_es / "site").exists()
    assert rolebook("build", "--no-documents", cwd=firm_es).returncode == 0
    page = (firm_es / "site" / "es" / "roles" / "head-chef.html").read_text("utf-8")
    assert "se tradujeron de una versión anterior" in page


def test_a_handbook_without_a_lock_is_refused_too(firm_copy: Path) -> None:
    codes = {one.code for one in strict(firm_copy, "es").findings}
    assert {"missing-translation", "unconfirmed-translation"} <= codes
    assert "missing-translation" not in {one.code for one in check_handbook(firm_copy).findings}


# --- notices


def pages(root: Path) -> dict[str, str]:
    handbook = check_handbook(root).handbook
    assert handbook is not None
    return {page.path: page.text for page in render_site(handbook)}


def test_a_page_that_lags_behind_says_so_in_its_language_and_leads_to_the_source(firm_es: Path) -> None:
    assert "notice" not in pages(firm_es)["es/roles/cook.md"].replace("_NOTICE", "")
    change(firm_es, 'en: "Plans the [[rota]]', 'en: "Draws up the [[rota]]')
    shown = pages(firm_es)
    for path in ("es/roles/head-chef.md", "es/roles/cook.md"):
        notice = shown[path].partition('<div class="notice" role="note">')[2].partition("</div>")[0]
        assert "se tradujeron de una versión anterior. El texto más reciente está en: English." in notice
        assert f'<a href="../../{path.replace("es/", "en/", 1).replace(".md", ".html")}" hreflang="en">' in notice
    assert 'class="notice"' not in shown["en/roles/head-chef.md"]
    assert 'class="notice"' not in shown["es/policies/hygiene.md"]


def test_a_hand_written_page_that_lags_behind_says_so(firm_es: Path) -> None:
    change(firm_es, "Ask [[role", "Always ask [[role", "content/pages/en/welcome.md")
    assert "versión anterior" in pages(firm_es)["es/guide/welcome.md"]


def test_a_source_in_another_language_is_led_to(firm_es: Path) -> None:
    change(firm_es, "Limpia los fogones.", "Limpia todos los fogones.", "roles/cook.yml")
    shown = pages(firm_es)
    assert "The newer text is in Español." in shown["en/roles/cook.md"]
    assert 'class="notice"' not in shown["es/roles/cook.md"]


LOCK = "content/translations.lock"
DIGESTS = f"{'1' * 20} {'2' * 20}"
FOREIGN = (
    f"page/other/body es {DIGESTS} reviewed",
    f"role/gone/title es {DIGESTS} machine",
    f"role/head-chef/title pl {DIGESTS} reviewed",
)


def unmerged(text: str) -> str:
    first, second = [line for line in text.splitlines(keepends=True) if not line.startswith("#")][:2]
    return text.replace(first + second, f"<<<<<<< HEAD\n{first}=======\n{second}>>>>>>> other\n")


def doubled(text: str) -> str:
    line = text.splitlines()[-1]
    return text + line.replace("reviewed", "machine") + "\n"


@pytest.mark.parametrize(("damage", "line"), [(unmerged, 2), (doubled, None), (lambda text: text + "x y\n", None)])
def test_a_lock_with_faults_is_left_as_it_is(firm_es: Path, damage: Callable[[str], str], line: int | None) -> None:
    lock = firm_es / LOCK
    lock.write_text(damage(lock.read_text("utf-8")), "utf-8")
    before = lock.read_bytes()
    for state in ("translated", "reviewed"):
        with pytest.raises(UserError) as refused:
            accept(firm_es, ("role/head-chef",), ("es",), cast("LockState", state))
        assert refused.value.code == "unsound-lock"
        assert refused.value.arguments["line"] == (line or before.decode().count("\n"))
    assert lock.read_bytes() == before


def test_a_lock_that_is_no_text_is_left_as_it_is(firm_es: Path) -> None:
    lock = firm_es / LOCK
    lock.write_bytes(b"\xff" + lock.read_bytes())
    with pytest.raises(UserError) as refused:
        accept(firm_es, (), (), "translated")
    assert (refused.value.code, refused.value.arguments["line"]) == ("unsound-lock", 1)


def test_lines_of_other_documents_and_languages_are_kept(firm_es: Path) -> None:
    lock = firm_es / LOCK
    known = lock.read_text("utf-8")
    lock.write_text(known + "".join(f"{line}\n" for line in FOREIGN), "utf-8")
    change(firm_es, "Prueba cada plato", "Cata cada plato")
    assert len(accept(firm_es, (), (), "translated").confirmed) == 1
    assert set(FOREIGN) < set(lock.read_text("utf-8").splitlines())


def test_a_translation_that_is_gone_for_a_moment_keeps_its_line(firm_es: Path) -> None:
    before = (firm_es / LOCK).read_text("utf-8")
    change(firm_es, ", es: Prueba cada plato.", "")
    change(firm_es, "Planifica", "Prepara")
    accept(firm_es, (), (), "translated")
    taste = next(line for line in before.splitlines() if line.startswith("role/head-chef/duties/taste "))
    assert taste in (firm_es / LOCK).read_text("utf-8")


def test_a_string_that_its_document_no_longer_has_loses_its_line(firm_es: Path) -> None:
    lock = firm_es / LOCK
    gone = "role/head-chef/duties/gone es " + f"{DIGESTS} reviewed"
    lock.write_text(lock.read_text("utf-8") + gone + "\n", "utf-8")
    accept(firm_es, (), (), "translated")
    assert gone in lock.read_text("utf-8"), "nothing was confirmed, so nothing is written"
    change(firm_es, "Prueba cada plato", "Cata cada plato")
    accept(firm_es, (), (), "translated")
    assert gone not in lock.read_text("utf-8")


def test_nothing_confirmed_is_nothing_written(firm_es: Path) -> None:
    lock = firm_es / LOCK
    lock.write_text("# by hand\n" + lock.read_text("utf-8"), "utf-8")
    before = lock.read_bytes()
    assert accept(firm_es, (), (), "translated").confirmed == ()
    assert lock.read_bytes() == before
