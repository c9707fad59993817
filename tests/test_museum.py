"""Nothing that is out changes its meaning: today's code says of the museum's pieces what it said when they were made.

Each test works on a copy. A failure here means that papers already signed would be judged otherwise: the code is to be
changed back, never the record (`tests/museum/README.md`).
"""

import csv
import hashlib
import json
import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.register.issued_copies import Issued, issued_in
from rolebook.register import STATES
from rolebook.scan import sheets_in
from rolebook.view.copies.code import CopyPage, page_payload, read_code, read_payload, spaced
from rolebook.view.identity import Identity
from tests import exhibits
from tests.exhibits import DIGESTS, MUSEUM, record
from tests.registers import command

WHOLE = "d5a8e8829c50d8414475164adde7c7a94a70c80b43afca3a4209c37e4c96c40e"
"""SHA-256 of the list of all digests: with it, every byte of the museum is fixed."""
DAY = "2026-12-01"
LIMIT = 6_000_000

SIGNED = {
    "scans/signed/hygiene.E004.3.jpg": {"acknowledge"},
    "scans/signed/hygiene.E005.tif": {"acknowledge"},
    "scans/signed/night-baker.E007.pdf": {"acknowledge"},
    "scans/signed/refusal.E004.1.jpg": {"present"},
    "scans/signed/sheet.hygiene.1.jpg": {"E008"},
    "scans/doubtful/hygiene.E001.3.jpg": {"acknowledge"},
}
"""On which lines somebody wrote; on all the others of the scans nobody did."""
OUTCOMES = {
    ("scans/blank/baker.E002.tif", "acknowledge"): "none",
    ("scans/blank/hygiene.E008.3.jpg", "acknowledge"): "none",
    ("scans/doubtful/hygiene.E001.3.jpg", "acknowledge"): "unsure",
    ("scans/signed/hygiene.E004.3.jpg", "acknowledge"): "seen",
    ("scans/signed/hygiene.E005.tif", "acknowledge"): "seen",
    ("scans/signed/night-baker.E007.pdf", "acknowledge"): "seen",
    ("scans/signed/refusal.E004.1.jpg", "present"): "seen",
    ("scans/signed/sheet.hygiene.1.jpg", "E004"): "none",
    ("scans/signed/sheet.hygiene.1.jpg", "E007"): "none",
    ("scans/signed/sheet.hygiene.1.jpg", "E008"): "seen",
}
"""What the lines of staff are read as now. A stricter reader may say `unsure` here; the test below holds the rest."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the museum to work on."""
    folder = tmp_path_factory.mktemp("museum") / "museum"
    shutil.copytree(MUSEUM, folder)
    return folder


@pytest.fixture(scope="module")
def handbook(copy: Path) -> Handbook:
    """Its handbook, without errors but in the policy that is not translated on purpose."""
    report = check_handbook(copy / "handbook")
    assert report.handbook is not None
    assert not report.failed, report.findings
    return report.handbook


@pytest.fixture(scope="module")
def issued() -> dict[str, Issued]:
    """The copies in its ledgers."""
    return issued_in(sorted((MUSEUM / "documents").rglob("copies.jsonl")))


@pytest.fixture(scope="module")
def people() -> dict[str, dict[str, str]]:
    """The rows of its roster."""
    with (MUSEUM / "people.csv").open(encoding="utf-8") as file:
        return {row["person"]: row for row in csv.DictReader(file)}


def ledger_lines() -> list[dict[str, Any]]:
    """What the ledgers say, each line with the folder that its file is in."""
    ledgers = sorted((MUSEUM / "documents").rglob("copies.jsonl"))
    lines = [(ledger, line) for ledger in ledgers for line in ledger.read_text("utf-8").splitlines()]
    return [json.loads(line) | {"folder": ledger.parent} for ledger, line in lines]


# --- the pieces themselves


def test_no_byte_of_the_museum_changes() -> None:
    assert exhibits.digests() == record("digests")
    assert hashlib.sha256((MUSEUM / DIGESTS).read_bytes()).hexdigest() == WHOLE
    assert sum(path.stat().st_size for path in MUSEUM.rglob("*") if path.is_file()) < LIMIT


def test_the_handbook_gives_every_field_that_the_format_had() -> None:
    """Fields that came later need not be in it; all that there were are used, but for ids that are file names."""
    was = record("fields")
    named_by_file = {"policy.id", "discipline.id", "jurisdiction.id"}
    used = exhibits.paths_used(MUSEUM / "handbook")
    assert len(was) > 500
    assert set(was) - used == named_by_file
    assert {"role.language", "role.add.duties.in", "role.add.duties.after"} <= used


def test_a_field_keeps_its_shape_its_default_and_its_choices() -> None:
    for path, was in record("fields").items():
        now = exhibits.fields_at(path)
        assert now is not None, path
        assert (now["shape"], now["required"], now["default"]) == (was["shape"], was["required"], was["default"]), path
        assert set(was["choices"]) <= set(now["choices"]), path


def test_a_model_that_loses_a_field_is_noticed() -> None:
    assert exhibits.fields_at("role.duties.mode") is not None
    assert exhibits.fields_at("role.duties.no-such-field") is None


# --- what a handbook's words are


def test_every_fingerprint_code_and_mark(handbook: Handbook, people: dict[str, dict[str, str]]) -> None:
    assert exhibits.documents(handbook) == record("documents")
    assert exhibits.personal_codes(handbook, people) == record("codes")


def test_names_in_an_identity_are_part_of_every_fingerprint_and_code() -> None:
    """Worked out from the documented recipe alone, with nothing of the package."""
    names = exhibits.names_of(Identity)
    assert names == ["kind", "id", "entity", "jurisdiction", "language", "revision"]
    identity = dict(zip(names, ["role", "owner", "bakery-zz", "ZZ", "en", "1.0"], strict=True))
    content = {
        "title": [["p", "Owner"]],
        "purpose": [["p", "Owns and runs ", ["blank", "organisation"], "."]],
        "duties": [{"text": [["p", "Decides what is baked."]]}],
        "effective": "2026-01-01",
    }
    whole = json.dumps(
        {"recipe": "rb1", "identity": identity, "content": content},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
    )
    told = record("documents")["role/owner bakery-zz en"]
    assert told["fingerprint"] == f"rb1:{hashlib.sha256(unicodedata.normalize('NFC', whole).encode()).hexdigest()}"
    named = json.dumps(["RB1", identity, None, 1], ensure_ascii=False, sort_keys=True)
    number = int.from_bytes(hashlib.sha256(named.encode()).digest()) >> (256 - 65)
    signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    assert told["codes"].split()[0] == "".join(signs[number >> 5 * place & 31] for place in range(12, -1, -1))


def test_every_unit_of_every_translation_is_in_the_state_it_was(handbook: Handbook) -> None:
    was = record("translations")
    assert exhibits.translations(handbook) == was
    states = {line.rpartition(" ")[2] for line in was}
    assert states == {"missing", "unconfirmed", "stale", "machine", "translated", "reviewed"}


def test_what_was_released_is_what_the_handbook_would_release(copy: Path, tmp_path: Path) -> None:
    """Released again as it stands, each last revision has the same words, values and fingerprints."""
    root = tmp_path / "handbook"
    shutil.copytree(copy / "handbook", root)
    folder = root / "content" / "releases"
    shutil.rmtree(folder)
    names = ("head-baker", "baker", "discipline")
    done = command(root, "release", *names, "--approver", "somebody", "--today", DAY)
    assert done.returncode == 0, done.stderr
    again = sorted(path.relative_to(folder) for path in folder.rglob("*.json"))
    assert len(again) == len(names)
    for path in again:
        now = json.loads((folder / path).read_text("utf-8"))
        was = json.loads((copy / "handbook" / "content" / "releases" / path).read_text("utf-8"))
        for field in ("kind", "id", "revision", "effective", "words", "values", "fingerprints", "notation"):
            assert now[field] == was[field], (path, field)


def test_old_releases_are_read_and_compared(copy: Path) -> None:
    done = command(copy / "handbook", "diff", "baker", "2.0", "2.1", "--json")
    assert done.returncode == 0, done.stderr
    assert {"duties/sell/text", "effective"} <= {one["place"] for one in json.loads(done.stdout)}


@pytest.mark.parametrize("was", record("texts"), ids=lambda was: repr(was["text"])[:40])
def test_a_text_is_read_as_the_same_tree(was: dict[str, Any]) -> None:
    now = exhibits.tree(was["text"], lists=was["lists"])
    assert now["tree"] == was["tree"]
    assert all(fault in now["faults"] for fault in was["faults"])


def test_every_place_keeps_its_layers() -> None:
    was = record("layers")
    assert len(was) > 250
    assert exhibits.layers(was) == was


def test_no_sanction_and_no_ground_of_a_shipped_pack_is_gone() -> None:
    now = exhibits.pack_ids()
    for code, sanctions in record("packs").items():
        for sanction, grounds in sanctions.items():
            assert sanction in now[code], (code, sanction)
            assert set(grounds) <= set(now[code][sanction]), (code, sanction)


# --- what was printed


def test_every_line_of_the_ledger_is_of_a_file_that_is_there(issued: dict[str, Issued]) -> None:
    """The last line of a file that was printed again is of the file as it is."""
    lines = ledger_lines()
    last = {line["folder"] / line["file"]: line for line in lines}
    assert last.keys() == {path for path in (MUSEUM / "documents").rglob("*") if path.suffix in (".pdf", ".docx")}
    for path, line in last.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == line["sha256"], path.name
    assert {line["form"] for line in lines} == {"document", "sheet", "refusal", "sanctions", "handbook"}
    returned = ("document", "sheet", "refusal")
    assert set(issued) == {line["code"] for line in lines if line["code"] and line["form"] in returned}


def test_every_fingerprint_and_code_in_the_ledger_is_the_handbooks(handbook: Handbook) -> None:
    """Bilingual papers carry those of both languages; a personal copy's code is its person's."""
    codes = record("codes")
    known = {told["fingerprint"] for told in record("documents").values()}
    known |= {print_ for one in handbook.releases for told in one.fingerprints.values() for print_ in told.values()}
    for line in ledger_lines():
        if line["form"] in ("document", "sheet", "refusal") and line["id"] != "porter":
            assert set(line["fingerprints"]) <= known, line["file"]
            assert len(line["fingerprints"]) == 1 + ("+" in line["file"].split(".")[2]), line["file"]
        own = codes.get(f"{line['person']} {line['kind']}/{line['id']} {line['revision']}", "").split()
        if own and line["form"] == "document":
            assert line["code"] == own[line["issue"] - 1]


def test_a_copy_printed_twice_with_other_words_has_one_code_and_two_fingerprints() -> None:
    first, second = (line for line in ledger_lines() if line["id"] == "porter")
    assert first["code"] == second["code"]
    assert first["fingerprints"] != second["fingerprints"]
    assert second["fingerprints"] == [record("documents")["role/porter bakery-es es"]["fingerprint"]]


def test_every_printed_and_signed_file_carries_the_mark_it_did() -> None:
    was = record("marks")
    assert sum(map(len, was.values())) > len(was)  # bilingual ones carry two
    for name, marks in was.items():
        assert exhibits.marks_of(MUSEUM / name) == marks, name


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("baker", "owner", "--person", "E001", "--person", "E002"), id="instruction and table"),
        pytest.param(("night-baker", "--person", "E007", "--issue", "2"), id="profile, a second copy"),
        pytest.param(("hygiene", "--person", "E003", "--person", "E005"), id="a policy, two employers"),
        pytest.param(("hygiene", "--person", "E004", "--as", "refusal"), id="a refusal"),
        pytest.param(("hygiene", "--as", "sheet", "--language", "es", "--jurisdiction", "ES"), id="a sheet"),
        pytest.param(("owner", "--language", "zh", "--jurisdiction", "CN", "--bilingual", "en"), id="bilingual"),
    ],
)
def test_printed_again_a_copy_has_the_same_code_fingerprint_and_mark(
    copy: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    roster = () if "--bilingual" in words else ("--roster", copy / "people.csv")
    more = ("--output", tmp_path, "--workers", "1", "--today", DAY)
    done = command(copy / "handbook", "print", *words, *roster, *more)
    assert done.returncode == 0, done.stderr
    was = {line["file"]: line for line in ledger_lines()}
    codes, marks = record("codes"), record("marks")
    lines = [json.loads(line) for line in (tmp_path / "copies.jsonl").read_text("utf-8").splitlines()]
    assert lines
    for line in lines:
        if line["file"] in was:
            for field in ("code", "fingerprints", "kind", "id", "entity", "jurisdiction", "revision", "form", "person"):
                assert line[field] == was[line["file"]][field], (line["file"], field)
            assert exhibits.marks_of(tmp_path / line["file"]) == marks[f"documents/{line['file']}"]
        else:
            assert line["code"] in codes[f"{line['person']} {line['kind']}/{line['id']} {line['revision']}"].split()


def test_codes_are_typed_and_scanned_as_ever(issued: dict[str, Issued]) -> None:
    assert len(issued) > 20
    for code in issued:
        assert read_payload(f"RB1/{code}/3") == CopyPage(code, 3)
        assert page_payload(code, 3) == f"RB1/{code}/3"
        assert spaced(code) == f"{code[:4]}-{code[4:8]}-{code[8:]}"
        assert read_code(spaced(code).lower().replace("0", "o").replace("1", "l")) == code


# --- what was signed


@pytest.fixture(scope="module")
def scans(issued: dict[str, Issued]) -> dict[str, list[dict[str, Any]]]:
    """What is read in each file of scans."""
    files = [path for path in sorted((MUSEUM / "scans").rglob("*")) if path.is_file()]
    assert all(sheets_in(path.read_bytes()) for path in files)
    return {path.relative_to(MUSEUM).as_posix(): exhibits.scanned(path, issued) for path in files}


def test_every_scanned_page_is_known(scans: dict[str, list[dict[str, Any]]]) -> None:
    now = {
        name: [[page["code"], page["page"], sorted(page["marks"])] for page in pages] for name, pages in scans.items()
    }
    assert now == record("scans")


def test_no_signed_line_is_none_and_no_empty_one_is_seen(scans: dict[str, list[dict[str, Any]]]) -> None:
    for name, pages in scans.items():
        for page in pages:
            for line, mark in page["marks"].items():
                never = "none" if line in SIGNED.get(name, ()) else "seen"
                assert mark != never, (name, line)


def test_lines_of_staff_are_read_as_the_table_says(scans: dict[str, list[dict[str, Any]]]) -> None:
    for (name, line), outcome in OUTCOMES.items():
        assert [page["marks"][line] for page in scans[name] if line in page["marks"]] == [outcome], (name, line)


TRUST = {
    "trusted": ("root.pem",),
    "stranger": (),
    "none-revoked": ("root.pem", "revoked-none.crl"),
    "owner-revoked": ("root.pem", "revoked-owner.crl"),
}


def verified(copy: Path, *words: object) -> list[dict[str, Any]]:
    done = command(copy, "verify", *words, "--today", DAY, "--json")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    assert done.returncode == (0 if all(one["intact"] for one in found) else 1)
    return found


def doubts(statements: list[Any]) -> set[tuple[str, str | None]]:
    """Codes and steps of what is doubtful: as recorded, or as the command says it."""
    rows = [[one["code"], one["doubt"], one["step"]] if isinstance(one, dict) else one for one in statements]
    return {(code, step) for code, doubt, step in rows if doubt}


@pytest.mark.parametrize("believed", TRUST)
def test_a_signed_file_is_judged_as_it_was(copy: Path, believed: str) -> None:
    """Its signatures, their times and doubts; remarks may come."""
    options = [
        word
        for name in TRUST[believed]
        for word in ("--trust" if name.endswith("pem") else "--crl", copy / "certificates" / name)
    ]
    was = record("signatures")[believed]
    if believed.endswith("revoked"):
        was = {"signed/baker.E001.pdf": was["signed/baker.E001.pdf"]}  # the one whose signer is on the list
    compared = ("--handbook", "handbook") if believed == "trusted" else ()
    now = verified(copy, *was, *options, *compared)
    for one in now:
        then = was[one["file"]]
        assert [one[key] for key in ("intact", "unsigned")] == [then[key] for key in ("intact", "unsigned")], then
        assert doubts(one["statements"]) == doubts(then["statements"])
        if compared:
            assert "text-current" in {statement["code"] for statement in one["statements"]}
        for document, before in zip(one["documents"], then["documents"], strict=True):
            assert {key: document[key] for key in before} == before
        for signature, before in zip(one["signatures"], then["signatures"], strict=True):
            for key in ("step", "signer", "issuer", "time", "time_proven"):
                assert signature[key] == before[key], (one["file"], key)
            assert doubts(signature["statements"]) == doubts(before["statements"]), one["file"]


@pytest.mark.parametrize("change", ["flipped", "appended", "cut"])
def test_a_signed_file_that_was_changed_is_doubted(copy: Path, tmp_path: Path, change: str) -> None:
    data = (MUSEUM / "signed" / "baker.E003.pdf").read_bytes()
    flipped = data[:2000] + bytes([data[2000] ^ 1]) + data[2001:]
    changed = {"flipped": flipped, "appended": data + b"\n% more\n", "cut": data[:-2000]}[change]
    (tmp_path / "changed.pdf").write_bytes(changed)
    (one,) = verified(copy, tmp_path / "changed.pdf", "--trust", "certificates/root.pem")
    assert not one["intact"]


# --- what the register says


def register(copy: Path, *words: object) -> Any:
    return command(copy / "handbook", "register", *words, "--register", copy / "register")


@pytest.mark.parametrize("day", record("register")["status"])
def test_everybody_is_in_the_state_they_were_on_that_day(copy: Path, day: str) -> None:
    done = register(copy, "status", "--format", "json", "--today", day)
    was = record("register")["status"][day]
    now = json.loads(done.stdout)
    assert [{key: line[key] for key in before} for line, before in zip(now, was, strict=True)] == was
    if day == DAY:
        assert {line["state"] for line in was} == set(STATES)


def test_the_registers_are_whole_and_end_in_the_heads_they_did(copy: Path) -> None:
    heads = record("register")["heads"]
    assert register(copy, "head").stdout.splitlines() == heads
    anchors = [word for path in sorted((copy / "register" / "anchors").iterdir()) for word in ("--anchor", path)]
    held = [word for head in heads for word in ("--head", head)]
    done = register(copy, "verify", *held, *anchors, "--trust", copy / "certificates" / "root.pem")
    assert done.returncode == 0, done.stdout + done.stderr
    other = heads[0][:-1] + ("0" if heads[0][-1] != "0" else "1")
    assert register(copy, "verify", "--head", other).returncode == 1


def test_what_was_recorded_once_is_not_recorded_again(copy: Path) -> None:
    """A signed file that the register knows changes nothing."""
    words = ("--trust", copy / "certificates" / "root.pem", "--copies", copy / "documents" / "copies.jsonl")
    before = register(copy, "head").stdout
    done = register(copy, "record", copy / "signed" / "baker.E001.pdf", *words, "--today", "2026-11-30")
    assert done.returncode == 0, done.stderr
    assert register(copy, "head").stdout == before
