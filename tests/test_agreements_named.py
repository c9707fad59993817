"""Collective agreements are named wherever it is said what of the law was looked at: check, `law`, report and site."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from rolebook.cli import application
from rolebook.pipeline.check.check import check_handbook
from rolebook.pipeline.check.coverage import coverage_line
from rolebook.view.law import looked_at
from rolebook.view.reader import Reader

FILES = {
    "content/handbook.yml": """\
language: en
languages: [en, es]
organisation: {name: Example}
entities:
  - {id: madrid, name: Madrid SL, jurisdiction: ES, agreement: hotels}
  - {id: vigo, name: Vigo SL, jurisdiction: ES, agreement: boats}
  - {id: lyon, name: Lyon SAS, jurisdiction: FR, agreement: union}
  - {id: leeds, name: Leeds Ltd, jurisdiction: GB, agreement: hotels}
""",
    "content/agreements/hotels.yml": """\
title: {en: Agreement of the hotels, es: Convenio de hoteles}
cite: {en: "Hotels[, art. {article}]", es: "Hoteles[, art. {article}]"}
jurisdictions: [ES]
valid_from: 2026-01-01
valid_until: 2027-12-31
severities:
  - id: minor
    article: agreement 40
    breaches: [lateness]
    sanctions: [{id: notice}, {id: fine}, {id: unpaid-suspension, max: P2D}]
limits:
  - {id: soon, kind: impose-from-discovery, value: P5D, working_days: true, severity: minor, article: agreement 42}
figures: [{id: annual-leave, min: P25D, article: agreement 20}, {id: sanction-time, max: P90D}]
procedure: [{id: union-notice, article: agreement 43}]
""",
    "content/agreements/boats.yml": "title: Agreement of the boats\njurisdictions: [ES]\n",
    "content/agreements/union.yml": "title: Agreement of the Union\njurisdictions: [EU]\n",
    "content/agreements/spare.yml": "title: Agreement of nobody\njurisdictions: [ES]\n",
}


@pytest.fixture(name="firm")
def made_firm(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    return tmp_path


def test_the_last_line_of_a_check_names_what_holds_beside_the_law(firm: Path) -> None:
    lines = [CliRunner().invoke(application("check"), ["check", str(firm)]).stdout.splitlines() for _ in range(2)]
    assert lines[0] == lines[1]  # made, then remembered
    last = lines[0][-1]
    assert "pack ES of 2026-11-22, with “Agreement of the hotels” (until 2027-12-31), “Agreement of the boats”" in last
    assert "with “Agreement of the Union”" in last.partition("layer only: ")[2]
    assert last.count("Agreement of the hotels") == 1  # it does not hold in Great Britain
    assert "Agreement of nobody" not in last
    report = check_handbook(firm)
    assert report.coverage is not None
    assert "con «Convenio de hoteles» (hasta el 2027-12-31)" in coverage_line(report.coverage, "es", clean=False)


def test_the_site_says_it_at_the_place(firm: Path) -> None:
    handbook = check_handbook(firm).handbook
    assert handbook is not None
    spanish = looked_at(Reader(handbook, "es"), "ES")
    assert "«Convenio de hoteles» (fin de vigencia: 31 de diciembre de 2027)" in spanish
    assert "Agreement of the boats" in spanish
    assert "hotels" not in looked_at(Reader(handbook, "en"), "GB")


def test_the_law_of_a_place_says_what_an_agreement_adds(firm: Path) -> None:
    def told(place: str, tag: str = "en") -> str:
        words = ["law", place, "--handbook", str(firm), "--messages", tag]
        return CliRunner().invoke(application("law"), words).stdout

    part = told("ES").partition("What “Agreement of the hotels” adds: Madrid SL; from January 1, 2026 on; ")[2]
    lines = part.partition("\n\n")[0].splitlines()[1:]
    assert [at for at, line in enumerate(lines) if "does not hold" in line] == [2, 6]
    assert "fine" in lines[2]
    assert lines[3].endswith("; ≤ 2 days [Hotels, art. 40]")
    assert "5 working days" in lines[4]
    assert "25 working days" in lines[5]
    assert lines[7].endswith("[Hotels, art. 43]")
    assert "Agreement of the hotels" not in told("GB")
    assert "Lo que añade «Convenio de hoteles»: Madrid SL" in told("ES", "es")
