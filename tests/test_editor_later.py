"""Papers whose text is released only later, or waits for a release: what is printed and asked, and what is said."""

import json
import re
from collections.abc import Iterator
from email import message_from_string
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import urlencode

import pytest

from rolebook.pipeline.desk.papers import choose_roster
from rolebook.pipeline.init.scaffold import init_handbook
from rolebook.pipeline.translate.accept import accept
from rolebook.source import read_yaml
from tests.editors import Client, running
from tests.registers import DAY, HEAD, ONE, TWO, command, on_one_page, register_of, run, states
from tests.test_editor_outcomes import main_of, printed, scanned, sent

ORDER = {"approver": "office:hr-office", "change": "substantive", "note": "x", "effective": "2026-12-01"}
NEXT_YEAR, SPANISH = "2027-04-19", "2 de enero de 2028"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    init_handbook(root, ("en", "es"), ("ES", "GB"))
    on_one_page(root)
    choose_roster(root, "people.csv", (HEAD + ONE + TWO).encode())
    (tmp_path / "people.csv").write_text(HEAD + ONE + TWO, "utf-8")
    return root


@pytest.fixture
def client(shop: Path) -> Iterator[Client]:
    with running(shop) as editor:
        yield Client(editor)


def release(client: Client, root: Path, document: str, day: str = "2026-12-01", revision: str = "1.0") -> None:
    """Releases a document, as if on a day."""
    assert client.post("/release", document=document, revision=revision, **ORDER)[0] == 303
    path = root / "content" / "releases" / document / f"{revision}.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), "released": day}), "utf-8")


def test_what_is_released_later_is_named_before_and_left_out(client: Client, shop: Path) -> None:
    release(client, shop, "role/team-lead", NEXT_YEAR)
    before = main_of(client.get("/people"))
    assert "From 19 April 2027: Team lead" in before
    assert "Team member" not in before.partition("released only later")[2].partition("All departments")[0]
    page, copies = printed(client, shop, "E002")
    assert sorted(copies) == ["policy/working-together E002"]
    assert re.search(r"Left out, because the text is released only later: From 19 April 2027: Team lead", main_of(page))
    assert {document for _, document in states(shop)} == {"policy/working-together"}, "nobody is asked for it"
    page, copies = printed(client, shop, "E002", what="everything")
    assert sorted(copies) == ["policy/working-together E002"]
    page, copies = printed(client, shop, "E002", later="yes")
    assert sorted(copies) == ["policy/working-together E002", "role/team-lead E002"]
    assert "Can be signed from 19 April 2027" in main_of(page)
    assert "to sign by 29 April 2027" in main_of(page)
    assert "can be signed from 19 April 2027" in main_of(client.get("/unsigned"))


def test_somebody_with_nothing_else_is_told_in_one_sentence_with_the_ways_out(client: Client, shop: Path) -> None:
    release(client, shop, "role/team-lead", NEXT_YEAR)
    release(client, shop, "policy/working-together", "2028-01-02")
    page, copies = printed(client, shop, "E002")
    told = main_of(page)
    assert not copies
    assert "released only later, from 19 April 2027 on" in told
    assert "From 2 January 2028: Working together" in told
    assert "Nothing could be printed, so nobody was asked to sign" in told
    note = page[page.index('role="note"') :]
    assert all(f'href="{one}"' in note for one in ("/people#print", "/releases"))
    page, copies = printed(client, shop, "E002", later="yes")
    assert len(copies) == 2
    assert len(states(shop)) == 2


def test_asking_everybody_leaves_it_out_unless_told_otherwise(client: Client, shop: Path) -> None:
    release(client, shop, "policy/working-together", "2028-01-02")
    assert 'name="later"' in client.get("/unsigned")
    status, _, page = client.post("/assign")
    assert status == 200
    assert "released only later: From 2 January 2028: Working together" in main_of(page)
    assert {document for _, document in states(shop)} == {"role/team-member", "role/team-lead"}
    page = client.post("/assign", later="yes")[2]
    assert "Working together to sign by 12 January 2028 · can be signed from 2 January 2028" in main_of(page)


def test_reminders_and_the_terminal_say_from_when(client: Client, shop: Path, tmp_path: Path) -> None:
    release(client, shop, "policy/working-together", "2028-01-02")
    done = run(shop, "assign", tmp_path / "people.csv", "--messages", "en")
    assert done.stderr.count("policy/working-together for `employer-es` can be signed from 2028-01-02") == 1
    told = command(shop, "print", "working-together", "--language", "es", *DAY)
    assert "working-together: can be signed from 2028-01-02" in told.stderr
    assert "can be signed" not in command(shop, "print", "team-lead", "--language", "es", *DAY).stderr
    mails = run(shop, "remind", "--state", "pending", day=("--today", "2027-12-30"))
    assert mails.returncode == 0, mails.stderr
    content = (register_of(shop) / "reminders" / "employer-es.E001.eml").read_bytes().decode()
    mail = message_from_string(content, _class=EmailMessage, policy=SMTP)
    assert f"Se puede firmar a partir del {SPANISH}" in mail.get_content()


def test_a_scan_of_a_paper_signed_too_early_says_what_to_do(client: Client, shop: Path, tmp_path: Path) -> None:
    release(client, shop, "role/team-lead", NEXT_YEAR)
    _, copies = printed(client, shop, "E002", later="yes")
    told = main_of(sent(client, scanned(copies["role/team-lead E002"], tmp_path, "a.pdf"))[1])
    assert "Not recorded" in told
    assert "Have the person sign the paper on 19 April 2027 or later, once more if it is signed already" in told
    assert states(shop)["E002", "role/team-lead"] == "pending", "it proves nothing"


def change(root: Path, role: str, words: dict[str, str]) -> None:
    """Changes the purpose of a role in some languages, and confirms it."""
    path = root / "roles" / f"{role}.yml"
    text, tree = path.read_text("utf-8"), read_yaml(path.read_text("utf-8"), "x")[0]
    for tag, said in words.items():
        text = text.replace(str(tree["purpose"][tag]), said, 1)
    path.write_text(text, "utf-8")
    accept(root, (), ("en", "es"), "translated")


def test_a_change_in_one_language_keeps_no_paper_back_in_another(client: Client, shop: Path) -> None:
    for document in ("role/team-lead", "role/team-member", "policy/working-together"):
        release(client, shop, document)
    change(shop, "team-lead", {"es": "Dirige el equipo entero y responde de su trabajo."})
    change(shop, "team-member", {"es": "Hace todo el trabajo de su puesto."})
    page, copies = printed(client, shop, "E001", "E002")
    assert sorted(copies) == ["policy/working-together E001", "policy/working-together E002", "role/team-lead E002"]
    released = json.loads((shop / "content/releases/role/team-lead/1.0.json").read_text("utf-8"))
    assert copies["role/team-lead E002"].latest.fingerprints == (released["fingerprints"]["employer-gb"]["en"],)
    assert states(shop)["E002", "role/team-lead"] == "pending"
    assert ("E001", "role/team-member") not in states(shop)
    told = page[page.index("<main") :]
    assert told.count("Not printed, not asked to sign") == 1
    assert "held" not in told
    assert main_of(page).count("not the one") <= 1
    (link,) = re.findall(r'class="next">.*?<a href="([^"]+)"', told)
    assert link == "/redline/role/team-member"
    assert "Nobody is asked to sign these documents" not in main_of(page), "each is listed once"


def test_what_all_languages_share_keeps_every_paper_back(client: Client, shop: Path) -> None:
    release(client, shop, "role/team-lead")
    path = shop / "roles" / "team-lead.yml"
    path.write_text(f"{path.read_text('utf-8')}\nlegal_nature: employer-act\n", "utf-8")
    page, copies = printed(client, shop, "E002")
    assert "role/team-lead E002" not in copies
    assert 'href="/redline/role/team-lead"' in page


def test_last_changes_count_what_the_register_keeps_and_name_nobody(client: Client, shop: Path, tmp_path: Path) -> None:
    _, copies = printed(client, shop, "E001", "E002")
    page = sent(client, *(scanned(one, tmp_path, f"{number}.pdf") for number, one in enumerate(copies.values())))[1]
    entries = re.findall('name="(line:[^"]+)" value="yes"', page)
    told = [("csrf", client.csrf), *((entry, "yes") for entry in entries[:2]), (entries[2], "no")]
    assert client.send("POST", "/lines", urlencode(told).encode())[0] == 200
    assert client.post("/remind")[0] == 200
    assert client.post("/assign")[0] == 200, "nobody is asked anew"
    history = main_of(client.get("/history"))
    for line in ("printed papers: 4", "asked to sign, papers: 4", "recorded signatures: 2", "wrote reminders: 1"):
        assert history.count(line) == 1, (line, history)
    assert history.count("asked to sign, papers") == 1
    assert "recorded signatures: 2" in main_of(client.get("/"))
    state = shop.parent / f"{shop.name}.rolebook"
    kept = [one.read_bytes() for one in state.rglob("*") if one.is_file()]
    assert kept
    for words in (b"E001", b"E002", b"Employee 00", b"e001@example.com"):
        assert not any(words in one for one in kept)
