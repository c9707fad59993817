"""Answers as mails: what the link of a page filled in, sent from one's own address, and everything that is not that."""

import time
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from rolebook.diagnostics import Message
from rolebook.exchange.mail import MAX_BYTES, UnreadableMailError, read_mail
from rolebook.model.handbook import Handbook
from rolebook.pipeline.register.mails import read_back
from rolebook.register import Book
from rolebook.render.read_links import ReadLinks
from rolebook.view import Audience, Reader
from tests.messages import says, sentence
from tests.registers import HEAD, ONE, TWO, register_of, run, states
from tests.test_register_site import links, own, told_to_click

KEY = ("E001", "policy/tills")
PLACED = "mailto:hr@example.com?subject=Read:%20{document}%20({language})&body={fingerprint}%0D%0A{title},%20{revision}"
Change = Callable[[EmailMessage], object]
OTHER = Message("register-unknown-person", person="other@example.com", document="policy/tills")
NO_SENDER = Message("register-mail-no-sender", source="answer.eml")
NO_ANSWER = Message("register-mail-no-answer", source="answer.eml")


def sent(address: str, sender: str = "Employee 001 <e001@example.com>", **written: str) -> EmailMessage:
    """The mail that a mail program makes of a link."""
    told = dict(parse_qsl(urlsplit(address).query))
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, "hr@example.com"
    mail["Date"], mail["Subject"] = "Mon, 30 Nov 2026 09:15:00 +0100", told["subject"]
    mail.set_content(told["body"].replace("\r\n", "\n"), **written)
    return mail


def recorded(root: Path, tmp_path: Path, mail: EmailMessage | bytes) -> tuple[int, str, str]:
    content = mail if isinstance(mail, bytes) else mail.as_bytes(policy=policy.SMTP)
    (tmp_path / "answer.eml").write_bytes(content)
    done = run(root, "record", tmp_path / "answer.eml")
    return done.returncode, done.stdout + done.stderr, states(root)[KEY]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return told_to_click(tmp_path, "mailto:hr@example.com")


def link(root: Path) -> str:
    return own(links(root, "es/policies/tills.md"))


@pytest.mark.parametrize("written", [{}, {"cte": "base64"}, {"cte": "quoted-printable"}, {"subtype": "html"}])
def test_a_mail_that_the_link_filled_in_is_a_click_of_its_sender(
    root: Path, tmp_path: Path, written: dict[str, str]
) -> None:
    mail = sent(link(root), **written)
    if written.get("subtype"):
        rows = "".join(f"<p>{line}</p>" for line in dict(parse_qsl(urlsplit(link(root)).query))["body"].split("\r\n"))
        mail.set_content(f"<html><head><style>p{{}}</style></head><body>{rows}</body></html>", subtype="html")
    code, told, state = recorded(root, tmp_path, mail)
    done = sentence("register-recorded", source="answer.eml", person="E001", document="policy/tills")
    assert (code, told, state) == (0, f"{done}\n", "completed")
    assert '"method": "click"' in run(root, "status", "--format", "json", "--document", "tills").stdout
    with Book(register_of(root), "employer-es") as book:
        (row,) = book.rows("kind = 'acknowledge'")
        assert book.evidence.read(row.body["evidence"][0]) == (tmp_path / "answer.eml").read_bytes()
        assert book.personal(row.number)["sender"] == "e001@example.com"
        assert (row.body["proven"], row.body["day"]) == (False, "2026-11-30")
    again = run(root, "record", tmp_path).stdout
    assert says(again, "register-already", person="E001"), "a folder is read, and nothing is doubled"
    assert run(root, "verify").returncode == 0


def test_an_address_with_places_of_its_own_is_read_back_from_them(tmp_path: Path) -> None:
    root = told_to_click(tmp_path, PLACED)
    mail = sent(link(root))
    assert mail["Subject"] == "Read: policy/tills (es)"
    changed = sent(link(root).replace("policy%2Ftills", "policy%2Fother"))
    assert recorded(root, tmp_path, changed)[::2] == (1, "overdue")
    reworded = sent(link(root).replace("Read%3A", "Read").replace("Read:", "Seen:"))
    assert says(recorded(root, tmp_path, reworded)[1], NO_ANSWER)
    assert recorded(root, tmp_path, mail)[::2] == (0, "completed")


def header(name: str, value: str) -> Change:
    def change(mail: EmailMessage) -> None:
        del mail[name]
        mail[name] = value

    return change


def text(old: str, new: str) -> Change:
    return lambda mail: mail.set_content(mail.get_content().replace(old, new))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (header("From", "Employee 001 <other@example.com>"), OTHER),
        (header("From", '"e001@example.com" <other@example.com>'), OTHER),
        (header("From", "e001@example.com, other@example.com"), NO_SENDER),
        (header("From", "all: e001@example.com;"), NO_SENDER),
        (header("Sender", "other@example.com"), NO_SENDER),
        (header("From", ""), NO_SENDER),
        (header("In-Reply-To", "<1@example.com>"), Message("register-mail-reply", source="answer.eml")),
        (header("Date", "Mon, 30 Nov 2099 09:15:00 +0100"), Message("register-mail-day", day="2099-11-30")),
        (header("Date", "soon"), Message("register-mail-day", day="—")),
        (text("rb1:", "rb2:"), NO_ANSWER),
        (text("document,revision", "> document,revision"), NO_ANSWER),
        (text(",es,", ",en,"), Message("register-other-text", person="E001", document="policy/tills")),
        (
            text("policy/tills", "policy/till"),
            Message("register-unknown-document", document="policy/till", near="policy/tills"),
        ),
        (text("employer-es", "employer-gb"), Message("register-unknown-person", person="e001@example.com")),
    ],
)
def test_a_mail_that_does_not_match_is_told_with_why(root: Path, tmp_path: Path, change: Change, why: Message) -> None:
    mail = sent(link(root))
    change(mail)
    code, told, state = recorded(root, tmp_path, mail)
    assert (code, state) == (1, "overdue"), told
    assert says(told, why), told


def test_an_address_of_several_is_nobodys_and_a_signature_is_not_replaced(root: Path, tmp_path: Path) -> None:
    description = own(links(root, "es/roles/team-member.md"))
    (tmp_path / "answer.eml").write_bytes(sent(description).as_bytes())
    done = run(root, "record", tmp_path / "answer.eml")
    assert says(done.stderr, "register-method-not-enough", method="click", document="role/team-member")
    same = TWO.replace("e002@", "E001@").replace("employer-gb", "employer-es")
    (tmp_path / "people.csv").write_text(HEAD + ONE + same, "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    code, told, state = recorded(root, tmp_path, sent(link(root)))
    assert (code, state) == (1, "overdue")
    assert says(told, "register-mail-shared", person="e001@example.com", document="policy/tills")


def nested(depth: int) -> bytes:
    part = b"Content-Type: message/rfc822\r\n\r\n"
    return b"From: e001@example.com\r\n" + part * depth + b"\r\nend"


def many_parts() -> bytes:
    rows = [f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000)]
    return ("From: e001@example.com\r\n" + "".join(rows)).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x" * (MAX_BYTES + 1), "too-large"),
        (b"From: e001@example.com\r\nX: " + b"(" * 200_000 + b"\r\n\r\n", "too-large"),
        (nested(5000), "nested"),
        (many_parts(), "nested"),
        (b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\n\n" * 100_000, "nested"),
        (b"", "no-sender"),
        (b"\x00\xff\xfe" * 1000, "no-sender"),
        (b"From: " + b'"' * 60_000 + b"\r\n\r\n", "too-large"),
        (b"From: " + b'"' * 1_900 + b"\r\n\r\n", "no-sender"),
        (b"From: e001@example.com\r\nFrom: other@example.com\r\n\r\n", "no-sender"),
        (b"From: =?utf-8?q?e001=40example.com?=\r\n\r\n", "no-sender"),
        (b"From: e001@example.com(x)@other.example\r\n\r\n", "no-sender"),
    ],
)
def test_a_hostile_mail_is_refused_with_a_code_and_soon(content: bytes, code: str) -> None:
    start = time.process_time()
    with pytest.raises(UnreadableMailError) as refused:
        read_mail(content)
    assert time.process_time() - start < 2
    assert refused.value.code in (code, "unreadable") if code == "no-sender" else refused.value.code == code


@pytest.mark.parametrize("mark", ["<", "<a", "<!--", "&#", "<a b='", "<div>", "</", "<script>", "<style><"])
def test_no_run_of_marks_keeps_a_mail_busy(mark: str) -> None:
    start = time.process_time()
    read_mail(b"From: e001@example.com\r\nContent-Type: text/html\r\n\r\n" + mark.encode() * (300_000 // len(mark)))
    assert time.process_time() - start < 2


@pytest.mark.parametrize("charset", ["utf-16", "x-unknown", "idna", "us-ascii", "rot13"])
def test_a_charset_that_lies_hides_no_lines_and_breaks_nothing(root: Path, tmp_path: Path, charset: str) -> None:
    raw = (
        sent(link(root), cte="8bit")
        .as_bytes(policy=policy.SMTP)
        .replace(b'charset="utf-8"', b"charset=" + charset.encode())
    )
    assert charset.encode() in raw
    code, told, _ = recorded(root, tmp_path, raw)
    assert (code, told.count("answer.eml:")) in ((0, 1), (1, 1))
    assert charset not in ("x-unknown", "us-ascii") or code == 0


@pytest.mark.parametrize("language", ["en", "es", "zh", "vi", "ru"])
def test_every_link_of_the_sample_is_read_back_as_it_was_filled_in(sample: Handbook, language: str) -> None:
    reads = ReadLinks(sample, Reader(sample, language), Audience.STAFF)
    found = [link for one in (*sample.roles.values(), *sample.policies.values()) for link in reads.of(one)]
    assert len(found) > 20
    for one in found:
        (told,) = read_back(sample, read_mail(sent(one.address).as_bytes(policy=policy.SMTP)))
        assert told["entity"] == one.entity
        assert (
            f"{told['document']},{told['revision']},{language},{told['fingerprint']}"
            in dict(parse_qsl(urlsplit(one.address).query))["body"]
        )
