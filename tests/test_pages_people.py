"""Pages for people: a post's own page, first days, what is new, its feed; and that none tells what is hidden."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from rolebook.model.handbook import Handbook
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.release.release import Decision, release_documents
from rolebook.render import SiteOptions, render_site
from rolebook.render.staff_pages import NEWS_SHOWN
from rolebook.view import Audience, Reader, holder_view, role_view, shown_to
from rolebook.view.tree import Section, Table
from tests.conftest import LANGUAGES
from tests.test_visibility import HIDDEN_WORD, handbook, site, write

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = Decision(approver="office:hr", released=date(2027, 1, 1), note={"en": f"Grade of {HIDDEN_WORD}."})


def released(root: Path, clerk: dict[str, Any], later: dict[str, Any]) -> Path:
    """A clerk whose two revisions are released, and who says `later` in the second."""
    handbook(root, {"revision": "1.0", "effective": "2027-01-01", **clerk})
    assert not release_documents(root, replace(FIRST, documents=("clerk",)))[0].failed
    path = root / "roles" / "clerk.yml"
    told = {**json.loads(path.read_text("utf-8")), **later, "revision": "1.1", "effective": "2027-03-01"}
    write(root, "roles/clerk.yml", told)
    second = replace(FIRST, documents=("clerk",), released=date(2027, 2, 1))
    report, paths = release_documents(root, second)
    assert len(paths) == 1, report.findings
    return root


def page(root: Path, key: str, audience: Audience = Audience.STAFF) -> str:
    found = check_handbook(root).handbook
    assert found is not None
    return next(one.text for one in render_site(found, SiteOptions(audience)) if one.path == key)


def test_a_difference_is_marked_in_words(tmp_path: Path) -> None:
    root = released(tmp_path, {"purpose": "Answers in 15 days."}, {"purpose": "Answers in 20 days."})
    told = page(root, "en/roles/clerk.md")
    assert '<del><span class="unseen">[removed: </span>15<span class="unseen"> end]</span></del>' in told
    assert '<ins><span class="unseen">[added: </span>20<span class="unseen"> end]</span></ins>' in told
    assert "Difference from revision 1.0" in told
    assert "Difference from revision 1.0" in page(root, "en/news.md")


def test_references_are_told_by_titles(tmp_path: Path) -> None:
    root = released(tmp_path, {}, {"reports_to": "owner"})
    told = page(root, "en/roles/clerk.md")
    assert "[removed: </span>Chief<" in told
    assert "[added: </span>Owner<" in told


@pytest.mark.parametrize(
    ("clerk", "later"),
    [
        ({"grade": HIDDEN_WORD}, {"grade": "G2"}),
        ({"grade": "G1"}, {"grade": HIDDEN_WORD}),
        ({"authority": [{"id": "buy", "text": HIDDEN_WORD}]}, {"authority": []}),
        ({"territory": HIDDEN_WORD}, {"territory": "North", "field_visibility": {"territory": "managers"}}),
    ],
)
def test_what_is_hidden_is_in_no_difference_note_or_feed(
    clerk: dict[str, Any], later: dict[str, Any], tmp_path: Path
) -> None:
    root = released(tmp_path, clerk, later)
    assert HIDDEN_WORD not in site(root, Audience.STAFF)
    assert HIDDEN_WORD in site(root, Audience.MANAGERS)


def test_a_hidden_superior_is_named_in_no_difference(tmp_path: Path) -> None:
    root = released(tmp_path, {}, {"reports_to": "owner"})
    chief = root / "roles" / "chief.yml"
    told = {**json.loads(chief.read_text("utf-8")), "visibility": "managers", "title": HIDDEN_WORD}
    chief.write_text(json.dumps(told), "utf-8")
    assert HIDDEN_WORD not in site(root, Audience.STAFF).replace(f"Grade of {HIDDEN_WORD}.", "")
    assert ">not shown here<" in page(root, "en/roles/clerk.md")


def test_the_public_is_told_no_names(tmp_path: Path) -> None:
    root = released(tmp_path, {"visibility": "public"}, {})
    assert "Approved by" in page(root, "en/roles/clerk.md")
    assert "Approved by" not in page(root, "en/roles/clerk.md", Audience.PUBLIC)


def test_the_feed_is_atom_with_absolute_addresses_and_says_the_same_every_time(sample: Handbook, site: Path) -> None:
    texts = {one.path: one.text for one in render_site(sample) if one.path.endswith("feed.xml")}
    assert texts == {path: (site / path).read_text("utf-8") for path in texts}
    assert set(texts) == {f"{tag}/feed.xml" for tag in LANGUAGES}
    feed = ET.fromstring(texts["ru/feed.xml"])  # noqa: S314  our own
    entries = feed.findall(f"{ATOM}entry")
    later = [one for one in sample.releases if one.change != "first"]
    first_days = {one.released for one in sample.releases if one.change == "first"}
    days = sorted(f"{one}T00:00:00Z" for one in [*first_days, *(one.released for one in later)])
    assert len(days) > NEWS_SHOWN  # first editions of a day are told of as one; the oldest news is left out
    days = days[-NEWS_SHOWN:]
    assert len(entries) == NEWS_SHOWN
    ids = [str(entry.findtext(f"{ATOM}id")) for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(one.startswith("https://handbook.example/ru/") for one in ids)
    assert sorted(str(entry.findtext(f"{ATOM}updated")) for entry in entries) == days
    assert days[-1] > days[0]


def rows(section: Section) -> dict[str, list[str]]:
    """A table's rows: the words of each cell."""
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    return {
        row.id: [" ".join(getattr(run, "text", "") for prose in cell for run in prose.runs) for cell in row.cells]
        for row in table.rows
    }


def test_a_holder_is_told_what_to_sign_by_when_and_what_binds_and_why(sample: Handbook) -> None:
    reader = Reader(shown_to(sample, Audience.STAFF), "en")
    role = reader.handbook.roles["sales-manager"]
    view = holder_view(role, reader, role_view(role, reader))
    sections = {section.id: section for section in view.sections}
    assert list(sections) == ["to-acknowledge", "my-policies", "relations", "competencies", "my-sanctions"]
    signed = rows(sections["to-acknowledge"])
    assert next(iter(signed)) == "sign-own"
    assert signed["sign-information-security"][2:] == [
        (
            "within 10 days of your first day or of a new revision "
            "Primer Trade LLC: before you sign the employment contract"  # art. 68 of the Labour Code
        ),
        "after 1 year",
    ]
    why = rows(sections["my-policies"])
    assert set(why) == {f"why-{one.id}" for one in sample.policies_of(sample.roles["sales-manager"])}
    assert why["why-discipline"][1].startswith("It binds everyone.")
    assert why["why-credit-and-receivables"][1].startswith("It binds the department: Sales department.")
    assert set(rows(sections["my-sanctions"])) == {f"employer-{one.id}" for one in sample.settings.entities}


def test_newcomers_find_the_guide_what_binds_everyone_and_every_post(sample: Handbook) -> None:
    told = next(one.text for one in render_site(sample) if one.path == "vi/first-days.md")
    assert all(f"guide/{one.name}.html" in told for one in sample.guides)
    assert all(f"my/{name}.html" in told for name in sample.roles)
    assert 'id="sign-discipline"' in told
    assert 'id="sign-sales-process"' not in told
