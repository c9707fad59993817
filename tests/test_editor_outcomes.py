"""What the screens of papers say: of people by name, of documents by title, with its weight and what comes next."""

import inspect
import json
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from rolebook.language.editor_words import editor_words
from rolebook.pipeline.desk.answers import ask_to_sign, record_looks, take_scans
from rolebook.pipeline.desk.called import Called
from rolebook.pipeline.desk.outcome_lines import WAYS, OutcomeLine, outcome_lines, ranges, unread_sheets, weights_of
from rolebook.pipeline.desk.papers import choose_roster, chosen_roster
from rolebook.pipeline.edit.workspace import Workspace
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.register import answers, confirm, scans
from rolebook.pipeline.register.answers import Outcome
from rolebook.pipeline.register.issued_copies import Issued, issued_in
from rolebook.pipeline.translate.accept import accept
from rolebook.register import Book
from rolebook.render.editor import editor_screen
from rolebook.web.frame import frame
from rolebook.web.sessions import Session
from tests.conftest import LANGUAGES
from tests.editors import Client, Running
from tests.registers import HEAD, ONE, TWO, on_one_page, register_of, sheets_of, states

HOSTILE = "<b onclick=x>Employee</b> 003 " + "x" * 90
HEBREW = "\u202eעובד 004"
MORE = (
    f"E003,{HOSTILE},e003@example.com,en,employer-gb,Team lead,2026-11-28\n"
    f"E005,{HEBREW},,es,employer-es,Integrante del equipo,2026-11-28\n"
)
ID = re.compile(r"\b(E00\d|role/|policy/|team-member|team-lead|employer-(es|gb))\b")
INLINE, TAGS = re.compile(r"</?(bdi|q|b|a|span)\b[^>]*>"), re.compile(r"<[^>]+>")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    on_one_page(root)
    return root


@pytest.fixture
def client(editor: Running) -> Client:
    return Client(editor)


def main_of(page: str) -> str:
    """What a screen says, without its tags."""
    inside = page[page.index("<main") : page.index("</main>")]
    return " ".join(TAGS.sub(" ", INLINE.sub("", inside)).split())


def printed(client: Client, root: Path, *people: str, **fields: str) -> tuple[str, dict[str, Issued]]:
    """Prints for people; the screen, and the copies by their document and person."""
    fields = {"ask": "yes", "what": "open", **fields}
    told = [("csrf", client.csrf), *(("person", one) for one in people), *fields.items()]
    status, _, page = client.post("/print") if not told else client.send("POST", "/print", encoded(told))
    assert status == 200, page
    copies = issued_in([register_of(root) / "documents" / "copies.jsonl"]).values()
    return page, {f"{one.document} {one.person}": one for one in copies}


def encoded(fields: list[tuple[str, str]]) -> bytes:
    from urllib.parse import urlencode  # noqa: PLC0415

    return urlencode(fields).encode()


def scanned(copy: Issued, folder: Path, name: str, sign: tuple[str, ...] = ("acknowledge",)) -> tuple[str, bytes]:
    """A copy as a scanner sends it."""
    pages = sheets_of(copy.files[-1].path, copy, sign)
    path = folder / name
    pages[0].save(path, save_all=True, append_images=pages[1:])
    return name, path.read_bytes()


def sent(client: Client, *files: tuple[str, bytes]) -> tuple[int, str]:
    """The answer to scans."""
    body = f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{client.csrf}\r\n'.encode()
    for name, content in files:
        body += f'--b\r\nContent-Disposition: form-data; name="scans"; filename="{name}"\r\n\r\n'.encode()
        body += content + b"\r\n"
    status, _, page = client.send("POST", "/scans", body + b"--b--\r\n", Content_Type="multipart/form-data; boundary=b")
    return status, page


def test_every_outcome_of_scans_and_looks_has_its_own_words() -> None:
    source = "".join(inspect.getsource(one) for one in (answers, scans, confirm))
    codes = set(re.findall(r'(?:Outcome|_outcome|keep_stray|_keep_as_evidence)\(\s*"([a-z-]+)"', source))
    codes |= set(answers.WAITING) | set(re.findall(r'return "([a-z-]+)"', inspect.getsource(answers._recorded_code)))
    codes |= {"rejected", "refusal-recorded", "confirmed", "rejected-before", "recorded", "second-person"}
    typed_or_signed = {"unknown-document", "no-document"}  # only where somebody typed a name
    assert len(codes) > 18
    assert codes - typed_or_signed <= WAYS.keys(), codes - WAYS.keys()
    for tag in LANGUAGES:
        words = editor_words(tag)
        for way in WAYS.values():
            for key in filter(
                None, (way.sentence, way.advice, way.where[1], f"weight-{way.weight}", f"count-{way.weight}")
            ):
                assert words.template(key)
            assert way.advice or way.weight in ("done", "open"), way


@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_outcome_speaks_in_ids(root: Path, tag: str) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO + MORE).encode())
    handbook = Workspace(root).now().handbook
    words = editor_words(tag)
    about = {"person": "E003", "document": "role/team-lead", "entity": "employer-gb", "copy": "31EJ-1", "file": "a.pdf"}
    more = {"pages": "1, 2, 3, 6", "total": 7, "method": "ink", "methods": "qualified, advanced", "by": "root"}
    more |= {
        "released": "2026-12-11",
        "day": "2026-12-01",
        "revision": "1.0",
        "entry": "employer-gb:3:ab",
        "answer": "?",
    }
    outcomes = [Outcome(code, "31EJ-1", arguments={**about, **more}) for code in WAYS]
    lines = outcome_lines(outcomes, Called(root, handbook, words, {"E003"}), words)
    page = editor_screen(
        "scans",
        **frame(words, Session("root", tag), "papers"),
        outcomes=lines,
        weights=weights_of(lines),
        lines=[],
        total=0,
        has_register=True,
        refused="",
    )
    told = main_of(page)
    assert not ID.search(told)
    assert "<b onclick" not in page
    assert "&lt;b onclick=x&gt;Employee&lt;/b&gt; 003" in page
    assert page.count('class="told-line tone-') == len(WAYS)
    assert "1–3, 6" in told
    assert " ".join(words.day(date(2026, 12, 11), "GB").split()) in told
    assert "{" not in told
    for weight, count in weights_of(lines):
        assert words.screen(f"count-{weight}", count=count) in told
        assert words.screen(f"weight-{weight}") in told
    assert [one.weight for one in lines] == sorted(
        (one.weight for one in lines), key=("look", "open", "refused", "done").index
    )


def test_days_are_written_as_the_place_writes_them() -> None:
    day = date(2026, 12, 11)
    places = [("en", "GB"), ("en", "US"), ("en", "VN"), ("es", "MX"), ("zh", "CN"), ("ru", ""), ("en", "US-CA")]
    assert [editor_words(tag).day(day, place) for tag, place in places] == [
        "11 December 2026",
        "December 11, 2026",
        "11 December 2026",
        "11 de diciembre de 2026",
        "2026年12月11日",
        "11 декабря 2026\u202fг.",
        "December 11, 2026",
    ]


def test_runs_of_pages_are_drawn_together() -> None:
    assert [ranges(one) for one in ([1], [1, 2], [1, 3], [2, 3, 4, 8, 9, 11])] == ["1", "1–2", "1, 3", "2–4, 8–9, 11"]


def test_sheets_without_a_code_weigh_more_where_there_are_no_others() -> None:
    assert unread_sheets(4, 0) == []
    (some,), (all_of_them,) = unread_sheets(4, 1), unread_sheets(4, 4)
    assert (some.weight, all_of_them.weight) == ("look", "refused")
    assert weights_of([some, OutcomeLine("done", "told-signed")]) == [("done", 1)]


def test_two_people_of_one_name_are_told_apart_by_their_numbers(root: Path) -> None:
    same = "E002,EMPLOYEE 001,x@example.com,en,employer-gb,team-lead,2026-11-28\n"
    choose_roster(root, "people.csv", (HEAD + ONE + same + MORE).encode())
    called = Called(root, Workspace(root).now().handbook, editor_words("en"))
    assert called.person("E001") == "Employee 001 (E001)"
    assert called.person("E005") == "עובד 004"
    assert called.person("E999") == "E999"


def test_printing_asks_those_people_and_nobody_else(client: Client, root: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO + MORE).encode())
    assert "Everybody" not in main_of(client.get("/unsigned"))
    page, copies = printed(client, root, "E001")
    told = main_of(page)
    assert "asked to sign since today: 2" in told
    assert "Working together" in told
    assert not ID.search(told)
    assert set(copies) == {"role/team-member E001", "policy/working-together E001"}
    assert {person for person, _ in states(root)} == {"E001"}
    assert "All 2 papers in one file" in told
    again, _ = printed(client, root, "E001")
    assert "asked to sign before" in main_of(again)
    for name in re.findall(r'href="/printed/([^"]+)"', page):
        assert client.send("GET", f"/printed/{name}")[0] == 200


def test_nobody_is_asked_for_a_paper_that_could_not_be_printed(client: Client, root: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO + MORE).encode())
    page, _ = printed(client, root, "E001", "E005")
    told = main_of(page)
    assert "עובד 004" in told
    assert "Not printed" in told
    assert {person for person, _ in states(root)} == {"E001"}
    page, _ = printed(client, root, "E005")
    assert "nobody was asked to sign" in main_of(page)
    assert {person for person, _ in states(root)} == {"E001"}


def test_what_changed_after_a_signature_is_asked_and_printed_again(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE).encode())
    _, copies = printed(client, root, "E001")
    _, page = sent(client, *(scanned(one, tmp_path, f"{number}.pdf") for number, one in enumerate(copies.values())))
    record_looks(root, dict.fromkeys(re.findall('name="line:([^"]+)" value="yes"', page), "yes"), "tester")
    assert set(states(root).values()) == {"completed"}
    role = root / "roles" / "team-member.yml"
    role.write_text(role.read_text("utf-8").replace("Atender a los clientes", "Servir a los clientes"), "utf-8")
    accept(root, (), ("es",), "translated")
    told = main_of(printed(client, root, "E001")[0])
    assert "asked to sign since today: 1" in told
    assert "Team member to sign by" in told
    assert "Working together" not in told.partition("Employee 001")[2]


def test_a_paper_may_be_printed_and_nobody_asked(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO).encode())
    page, _ = printed(client, root, "E001", ask="")
    assert "Nobody was asked to sign" in main_of(page)
    assert not (register_of(root) / "employer-es.sqlite").exists()
    status, page = sent(client, ("a.pdf", b"%PDF"))
    assert (status, "asked to sign yet" in main_of(page)) == (400, True)
    _, copies = printed(client, root, "E002")
    one = scanned(copies["role/team-member E001"], tmp_path, "tray.pdf")
    status, page = sent(client, one)
    assert status == 200
    assert "Employee 001, Team member: nobody has asked this person" in main_of(page)
    (asked,) = re.findall('name="person" value="([^"]+)"', page)
    status, _, page = client.post("/assign", person=asked)
    assert status == 200
    assert "Employee 001" in main_of(page)
    assert {person for person, _ in states(root)} == {"E001", "E002"}
    assert "something is written" in main_of(sent(client, one)[1])


def test_what_is_signed_is_not_printed_again_unless_asked_for(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE).encode())
    _, copies = printed(client, root, "E001")
    files = [scanned(one, tmp_path, f"{number}.pdf") for number, one in enumerate(copies.values())]
    _, page = sent(client, *files)
    entries = re.findall('name="(line:[^"]+)" value="yes"', page)
    assert len(entries) == 2
    assert not re.search(r"<input[^>]* checked", page[page.index("<form method") :].partition('id="choose"')[0])
    status, _, page = client.send(
        "POST", "/lines", encoded([("csrf", client.csrf), (entries[0], "yes"), (entries[1], "")])
    )
    assert status == 200
    told = main_of(page)
    assert "Signatures recorded: 1" in told
    assert entries[1] in page, "the next one to look at is there"
    assert entries[0] not in page
    page, _ = printed(client, root, "E001")
    assert "Nothing is left to sign" in main_of(page), "a paper that came back is not printed again either"
    page, _ = printed(client, root, "E001", what="everything")
    assert len(re.findall('href="/printed/', page)) == 3
    status, _, page = client.send("POST", "/lines", encoded([("csrf", client.csrf), (entries[1], "no")]))
    assert "no signature is recorded, because you saw none" in main_of(page)
    assert "Not recorded: 1" in main_of(page)
    page, _ = printed(client, root, "E001")
    assert len(re.findall('href="/printed/', page)) == 1


def test_all_kinds_of_scans_are_told_with_what_to_do(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO + MORE).encode())
    _, copies = printed(client, root, "E001", "E002", "E003")
    ledger = register_of(root) / "documents" / "copies.jsonl"
    lines = [json.loads(one) for one in ledger.read_text("utf-8").splitlines()]
    for line in lines:
        if (line["person"], line["id"]) == ("E002", "team-lead"):
            line["pages"] += 4
    gone = copies["role/team-lead E003"]
    ledger.write_text("".join(f"{json.dumps(one)}\n" for one in lines if one["code"] != gone.code), "utf-8")
    Image.new("L", (800, 1100), 255).save(tmp_path / "back.png")
    status, page = sent(
        client,
        scanned(copies["role/team-member E001"], tmp_path, "10 Maria's <i>.pdf", ()),
        scanned(copies["policy/working-together E001"], tmp_path, "2.pdf"),
        scanned(copies["role/team-lead E002"], tmp_path, "3.pdf"),
        scanned(gone, tmp_path, "4.pdf"),
        ("letter.docx", b"PK"),
        ("broken.pdf", b"no"),
        ("back.png", (tmp_path / "back.png").read_bytes()),
    )
    told = main_of(page)
    assert status == 200
    assert "To look at: 2 · Not recorded: 1 · Refused: 3" in told
    assert "Employee 001, Team member: nothing seems to be on the signature line." in told
    assert "Employee 001, Working together: something is written on the signature line." in told
    assert re.search(r"Employee 002, Team lead: pages 2–\d+ of \d+ are missing.*Scan all \d+ pages of this paper", told)
    assert "4.pdf: this paper (code" in told
    assert "letter.docx: this is no PDF" in told
    assert "broken.pdf: this is no PDF" in told
    assert "no code can be read: 1 of" in told
    assert not ID.search(told)
    assert 'href="/scans#look"' in page
    assert 'id="look"' in page
    where = re.findall(r"· <bdi>([^<]+)</bdi></p>", page)
    assert where == ["2.pdf, page 1", "10 Maria_s _i_.pdf, page 1"], "the sheet with the line, by the file's own name"
    assert not list((register_of(root) / "scans").glob("[!.]*"))


def test_a_text_of_a_later_day_counts_from_then(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + TWO).encode())
    order = {"approver": "office:hr-office", "change": "substantive", "note": "x", "effective": "2026-12-01"}
    for document in ("role/team-lead", "policy/working-together"):
        assert client.post("/release", document=document, revision="1.0", **order)[0] == 303
    path = root / "content" / "releases" / "role" / "team-lead" / "1.0.json"
    later = {**json.loads(path.read_text("utf-8")), "released": "2099-12-24"}
    path.write_text(json.dumps(later), "utf-8")
    page, copies = printed(client, root, "E002", later="yes")
    assert "Can be signed from 24 December 2099" in main_of(page), "said before anybody signs"
    assert main_of(page).count("Can be signed from") == 1
    files = [scanned(one, tmp_path, f"{number}.pdf") for number, one in enumerate(copies.values())]
    told = main_of(sent(client, *files)[1])
    assert "To look at: 1 · Not recorded: 1" in told
    assert "Employee 002, Team lead: this text is released only on 24 December 2099." in told
    assert "Have the person sign the paper on 24 December 2099 or later" in told
    path.write_text(json.dumps({**later, "released": "2026-12-01"}), "utf-8")
    assert "To look at: 2" in main_of(sent(client, *files)[1]), "the same scans, once that day has come"


def test_files_keep_their_names_in_the_evidence(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE).encode())
    _, copies = printed(client, root, "E001")
    done = take_scans(root, [scanned(copies["role/team-member E001"], tmp_path, "a.pdf")])
    assert [one.code for one in done.outcomes] == ["marks-waiting"]
    with Book(register_of(root), "employer-es") as book:
        (row,) = book.rows("kind = 'review'")
        assert book.personal(row.number)["file"] == "a.pdf"


def test_a_roster_with_faults_says_whose_row_and_leads_on(client: Client, root: Path) -> None:
    bad = (
        "E006,Employee 006,,en,employer-gb,Team laed,2026-11-28\n"
        "E007,Employee 007,,en,employer-gb,,2026-11-28\n"
        "E008,Employee 008,,en,employer-gb,Responsable de equipo,28/11/2026\n"
        "E001,Employee 001 again,,es,employer-es,team-member,2026-11-20\n"
    )
    head = HEAD.strip() + ",shoe size\n"
    status, _ = client.upload(
        "/people", (head + (ONE + TWO + MORE + bad).replace("\n", ",41\n")).encode(), "people.csv"
    )
    assert status == 303
    page = client.get("/people?told=list-read")
    told = main_of(page)
    assert re.search(r"Line 6, Employee 006: .*Team laed.*did you mean Team lead", told)
    assert re.search(r"Line 7, Employee 007: .*job title", told)
    assert "shoe size" in told
    assert "--column" not in told
    assert "--skip" not in told
    assert "Team lead · People:" in told
    assert "Integrante del equipo" in told
    assert "28/11/2026 is read as 28 November 2026" in told
    assert "is read as Team" not in told, "posts are told once, with the posts"
    assert "New on the list" in told
    assert "Employee 007" not in told.partition("New on the list")[2].partition("Posts")[0]
    assert "<b onclick" not in page
    read = told.partition("Print for")[0].replace("Employee 001 again", "")
    assert not re.search("role/|employer-(es|gb)|team-lead", read)
    page, _ = printed(client, root, "E002", "E003")
    assert "&lt;b onclick=x&gt;" in page
    for path in ("/people", "/unsigned", "/scans"):
        assert "<b onclick" not in client.get(path)
    assert not ID.search(main_of(client.get("/unsigned")))


def test_posts_left_out_of_the_next_list_are_told(client: Client, root: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO + MORE).encode())
    ask_to_sign(root, Workspace(root).now().handbook)
    choose_roster(root, "people.csv", (HEAD + ONE + ONE.replace("001", "009")).encode())
    told = main_of(client.get("/people"))
    assert "New on the list (1): Employee 009" in told
    assert "עובד 004 is no longer on the list" in told
    assert "Employee 002 is no longer" not in told, "nobody of that employer is on the list: it may be a part"


def test_reminders_name_people_and_are_opened_from_the_screen(client: Client, root: Path) -> None:
    choose_roster(
        root, "people.csv", (HEAD + ONE + TWO + MORE + ONE.replace("001", "009").replace("e009@", "é@")).encode()
    )
    assert client.post("/remind")[0] == 400
    ask_to_sign(root, Workspace(root).now().handbook)
    status, _, page = client.post("/remind")
    told = main_of(page)
    assert status == 200
    assert "Employee 001 papers to sign: 2 · to sign by 30 November 2026" in told
    assert "עובד 004 has no e-mail address" in told
    assert editor_words("en").screen("bad-address", person="Employee 009", email="é@example.com") in told
    assert not ID.search(told.replace("e009@", ""))
    mails = re.findall('href="(/mail/[^"]+)"', page)
    status, headers, mail = client.send("GET", mails[0])
    assert (status, headers["content-type"]) == (200, "message/rfc822")
    assert "Subject:" in mail
    for name in ("..%2f..%2fpeople.csv", "none.eml", "%00"):
        assert client.send("GET", f"/mail/{name}")[0] == 404


def test_an_empty_desk_says_what_comes_first(client: Client, root: Path) -> None:
    assert "Nobody has chosen a list" in main_of(client.get("/people"))
    assert "Nobody has chosen a list" in main_of(client.get("/unsigned"))
    assert "asked to sign yet" in main_of(client.get("/scans"))
    assert client.post("/assign")[0] == 400
    choose_roster(root, "people.csv", (HEAD + ONE).encode())
    page = client.get("/unsigned")
    assert "Nobody has been asked to sign yet" in main_of(page)
    assert 'action="/assign"' in page
    assert 'action="/remind"' not in page
    status, _, page = client.post("/print")
    assert (status, "Tick at least one person" in main_of(page)) == (400, True)
    assert client.post("/print", person="E999")[0] == 400
    status, _, page = client.post("/assign")
    assert (status, "papers to sign that are new: 2" in main_of(page)) == (200, True)
    assert "Nothing" not in main_of(client.get("/unsigned"))
    choose_roster(root, "people.csv", HEAD.encode())
    assert client.post("/assign")[0] in (200, 400)
    assert chosen_roster(root, Workspace(root).now().handbook).people == ()


def test_everybody_of_a_department_is_printed_for_at_once(client: Client, root: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE + TWO).encode())
    page, copies = printed(client, root, everybody="yes")
    assert {one.person for one in copies.values()} == {"E001", "E002"}
    assert "Employee 002" in main_of(page)


def test_a_line_answered_twice_is_told_and_not_recorded_twice(client: Client, root: Path, tmp_path: Path) -> None:
    choose_roster(root, "people.csv", (HEAD + ONE).encode())
    _, copies = printed(client, root, "E001")
    _, page = sent(client, scanned(copies["role/team-member E001"], tmp_path, "a.pdf"))
    (entry,) = re.findall('name="line:([^"]+)" value="yes"', page)
    assert [one.code for one in record_looks(root, {entry: "yes"}, "tester")] == ["confirmed"]
    status, _, page = client.send("POST", "/lines", encoded([("csrf", client.csrf), (f"line:{entry}", "no")]))
    assert status == 200
    assert "somebody answered it meanwhile" in main_of(page)
    assert entry not in main_of(page)
    assert states(root)["E001", "role/team-member"] == "completed"
