""" "I have read this": from a page's link to the register, for exactly the revision and language that was read."""

import csv
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from rolebook.model.settings import Acknowledging
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.site.build import CONTENT_SECURITY_POLICY
from rolebook.render import SiteOptions, render_site
from rolebook.view import Audience
from tests.messages import says, sentence
from tests.papers import by_pdfium, without_spaces
from tests.registers import HEAD, ONE, command, open_shop, printed, run, states

FORM = "https://forms.example.com/ack?entry.1={document}&entry.2={revision}&entry.3={language}&entry.4={fingerprint}"
POLICY = """\
title: {en: "Tills & <keys>", es: "Cajas & <llaves>"}
purpose: {en: How tills are kept., es: Cómo se llevan las cajas.}
scope: {everyone: true}
sections:
  - id: all
    heading: {en: All, es: Todo}
    clauses: [{id: one, text: {en: Nobody leaves a till open., es: Nadie deja una caja abierta.}}]
acknowledgement: {form: read, within: P10D}
visibility: public
revision: "1.2"
"""


def told_to_click(tmp_path: Path, address: str = FORM) -> Path:
    """A shop with a policy that need only be read, answers to be sent to an address, and a Spanish employee."""
    root = open_shop(tmp_path)
    (root / "policies" / "tills.yml").write_text(POLICY, "utf-8")
    settings = root / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8") + f'acknowledgement: {{address: "{address}"}}\n', "utf-8")
    assert command(root, "translate", "accept").returncode == 0
    (tmp_path / "people.csv").write_text(HEAD + ONE, "utf-8")
    assert run(root, "assign", tmp_path / "people.csv").returncode == 0
    return root


def links(root: Path, key: str, audience: Audience = Audience.STAFF) -> list[tuple[str, str]]:
    """Text and address of the links of a page, as a browser reads them."""
    handbook = check_handbook(root).handbook
    assert handbook is not None
    page = next(one.text for one in render_site(handbook, SiteOptions(audience)) if one.path == key)
    found = BeautifulSoup(page, "html.parser").select(".read a, .reads a")
    return [(" ".join(one.get_text().split()), str(one["href"])) for one in found]


def own(found: list[tuple[str, str]]) -> str:
    """The link of the Spanish employer, which bears the same name as the other."""
    return next(address for text, address in found if text.endswith((", Spain", ", España")))


def answered(path: Path, address: str, **other: str) -> Path:
    """What a form makes of a link that somebody sent: a row with the person's mail."""
    values = [value for _, value in parse_qsl(urlsplit(address).query)]
    row = dict(zip(("document", "revision", "language", "fingerprint"), values, strict=True))
    row |= {"Your mail": "e001@example.com", "Timestamp": "2026-11-30T09:15:00", **other}
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, row)
        table.writeheader()
        table.writerow(row)
    return path


RECORD = ("--method", "click", "--column", "email=Your mail", "--column", "day=Timestamp")


def test_what_a_page_links_to_completes_exactly_that_revision_and_language(tmp_path: Path) -> None:
    root = told_to_click(tmp_path)
    spanish, english = (own(links(root, f"{tag}/policies/tills.md")) for tag in ("es", "en"))
    key = ("E001", "policy/tills")
    refused = run(root, "record", answered(tmp_path / "en.csv", english), *RECORD)
    assert (refused.returncode, states(root)[key]) == (1, "overdue")
    forged = answered(tmp_path / "forged.csv", spanish, fingerprint=f"rb1:{'0' * 64}")
    refused = run(root, "record", forged, *RECORD)
    assert says(refused.stderr, "register-other-text", person="E001", document="policy/tills")
    assert (refused.returncode, states(root)[key]) == (1, "overdue")
    done = run(root, "record", answered(tmp_path / "answers.csv", spanish), *RECORD)
    recorded = sentence("register-recorded", source="answers.csv:2", person="E001", document="policy/tills")
    assert done.stdout == f"{recorded}\n"
    assert states(root)[key] == "completed"
    assert [state for (_, document), state in states(root).items() if document == "policy/tills"] == ["completed"]
    assert run(root, "verify").returncode == 0


def test_the_link_names_the_text_that_the_printed_copy_bears(tmp_path: Path) -> None:
    root = told_to_click(tmp_path)
    fingerprint = parse_qsl(urlsplit(own(links(root, "es/policies/tills.md"))).query)[-1][1]
    path, issued = printed(root, tmp_path, "tills", "--person", "E001")
    assert [one.latest.fingerprints for one in issued.values()] == [(fingerprint,)]
    assert fingerprint[:20] in without_spaces(by_pdfium(path.read_bytes()))


def test_my_page_has_the_links_of_my_papers_and_says_where_a_signature_is_due(tmp_path: Path) -> None:
    root = told_to_click(tmp_path)
    found = links(root, "es/my/team-member.md")
    assert own(links(root, "es/policies/tills.md")) in {address for _, address in found}
    assert any("d=role%2Fteam-member" in address.replace("entry.1", "d") for _, address in found)
    handbook = check_handbook(root).handbook
    assert handbook is not None
    pages = {one.path: one.text for one in render_site(handbook)}
    groups = BeautifulSoup(pages["es/my/team-member.md"], "html.parser").select("details.reads")
    employers = [one.summary.get_text().split(" (")[0] for one in groups if one.summary]
    assert len(set(employers)) == len(groups) == 2, "whoever is employed in one place finds all of theirs in one"
    for employer, group in zip(employers, groups, strict=True):
        names = [" ".join(one.get_text().split()) for one in group.select("a")]
        assert len(set(names)) == len(names) >= 2
        assert all(name.endswith(employer) for name in names), "a screen reader lists them without their group"
    assert "A signature is asked for as well" in pages["en/roles/team-member.md"]
    assert "A signature is asked for as well" not in pages["en/policies/tills.md"]


def test_the_public_gets_no_links_and_a_borrowed_text_has_none(tmp_path: Path) -> None:
    root = told_to_click(tmp_path)
    assert links(root, "es/policies/tills.md", Audience.PUBLIC) == []
    assert links(root, "es/policies/tills.md", Audience.MANAGERS) == links(root, "es/policies/tills.md")
    policy = root / "policies" / "tills.yml"
    policy.write_text(
        policy.read_text("utf-8").replace("{en: How tills are kept., es", "{en: How tills are, es"), "utf-8"
    )
    assert links(root, "es/policies/tills.md") == []
    assert links(root, "en/policies/tills.md") != []


def test_a_mail_is_filled_in_so_that_nothing_gets_out_of_it(tmp_path: Path) -> None:
    root = told_to_click(tmp_path, "mailto:hr@example.com")
    address = own(links(root, "es/policies/tills.md"))
    before, _, query = address.partition("?")
    subject, body = (part.partition("=")[2] for part in query.split("&"))
    assert (before, query.count("&"), "#" in query) == ("mailto:hr@example.com", 1, False)
    assert unquote(subject) == "He leído: Cajas & <llaves>, versión 1.2"
    lines = unquote(body).split("\r\n")
    (answer,) = csv.DictReader([line for line in lines if line][-2:])
    assert (answer["document"], answer["revision"], answer["language"]) == ("policy/tills", "1.2", "es")
    assert answer["fingerprint"].startswith("rb1:")


def test_an_address_without_placeholders_gets_names_before_its_fragment(tmp_path: Path) -> None:
    root = told_to_click(tmp_path, "https://forms.example.com/ack?id=7#top")
    told = urlsplit(own(links(root, "en/policies/tills.md")))
    assert (told.netloc, told.fragment) == ("forms.example.com", "top")
    names = [name for name, _ in parse_qsl(told.query)]
    assert names == ["id", "document", "revision", "language", "fingerprint", "entity", "title"]
    assert dict(parse_qsl(told.query))["title"] == "Tills & <keys>"
    assert "form-action 'none'" in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example/",
        "javascript:alert(1)",
        "https://{entity}.example/",
        "https://x.example/?a={person}",
        "mailto:{title}",
    ],
)
def test_an_address_that_leads_elsewhere_is_told(tmp_path: Path, address: str) -> None:
    root = open_shop(tmp_path)
    settings = root / "content" / "handbook.yml"
    settings.write_text(settings.read_text("utf-8") + f'acknowledgement:\n  address: "{address}"\n', "utf-8")
    line = settings.read_text("utf-8").count("\n")
    assert any(one.location.line == line for one in check_handbook(root).findings if one.severity.value == "error")
    assert Acknowledging().address is None
