"""A role that uses every field, each text with a word of its own: a word that no page or paper shows was lost."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

LANGUAGES = ("en", "es", "zh", "vi", "ru")
PLACES = {"firm-gb": "GB", "firm-es": "ES", "firm-cn": "CN", "firm-vn": "VN", "firm-ru": "RU", "firm-fr": "FR"}


def mark(name: str, language: str) -> str:
    """A word that is in one text and language alone and that no layout breaks: `Xqdutyru`."""
    return f"Xq{name.replace('-', '')}{language}"


def text(name: str) -> dict[str, str]:
    return {language: mark(name, language) for language in LANGUAGES}


def worded(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "text": text(name), **more}


CELLS = [{"cells": [worded("first-col") | {"id": "a"}, worded("second-col") | {"id": "b"}], "id": "row"}]
SECTION = {
    "id": "norms",
    "heading": text("norms-heading"),
    "text": text("norms-text"),
    "after": "duties",
    "blocks": [
        {"id": "said", "text": text("norms-block")},
        {
            "id": "sums",
            "table": {
                "caption": text("table-caption"),
                "columns": [
                    {"id": "a", "heading": text("column-one")},
                    {"id": "b", "heading": text("column-two")},
                ],
                "rows": CELLS,
            },
        },
        {"id": "plan", "figure": {"file": "plan.png", "alt": text("figure-alt"), "caption": text("figure-caption")}},
    ],
    "clauses": [worded("clause", number="7", kind="right", items=[worded("clause-item")])],
}
ROLE: dict[str, Any] = {
    "title": text("title"),
    "purpose": text("purpose"),
    "alternative_titles": [worded("alias")],
    "code": "XqcodeA7",
    "headcount": 3,
    "department": "office",
    "territory": text("territory"),
    "occupation": {"isco": "1221", "onet": "11-2022.00"},
    "reports_to": "chief",
    "reports_to_functionally": ["owner"],
    "deputises_for": ["owner"],
    "deputised_by": ["chief"],
    "deputising": text("deputising"),
    "appointment": {"by": "role:owner", "proposed_by": "role:chief", "text": text("appointment")},
    "dismissal": {"by": "role:owner", "text": text("dismissal")},
    "duties": [
        worded(
            "duty",
            mode="leads",
            when=text("duty-when"),
            rhythms=["daily", "monthly"],
            time_share=30.0,
            result=text("duty-result"),
            indicators=["speed"],
            steps=[worded("duty-step")],
            items=[worded("duty-item", frequency="weekly")],
        ),
        {"id": "group", "heading": text("group-heading"), "items": [worded("grouped-duty")]},
    ],
    "other_tasks": {"kinds": ["related", "temporary"], "text": text("other-tasks")},
    "service_levels": [
        worded(
            "service",
            respond_within="PT4H",
            channels=[worded("channel")],
            priorities=[worded("priority")],
            otherwise=text("otherwise"),
        )
    ],
    "requirements": [
        worded("education", kind="education", alternatives=[worded("instead", years=2, years_up_to=4)]),
        worded("experience", kind="experience", years=3, years_up_to=5),
        worded("knowledge", kind="knowledge", need="preferred"),
        worded("skill", kind="skill"),
        worded("tongue", kind="language", language="es", level="B2"),
        worded("certificate", kind="certificate"),
        worded("training", kind="training"),
        worded("trait", kind="trait"),
    ],
    "sections": [SECTION],
    "competencies": [{"id": "care", "level": "l1"}],
    "behaviours": [worded("behaviour")],
    "rights": [worded("right", heading=text("right-heading"))],
    "liability": [worded("liability", heading=text("liability-heading"))],
    "prohibitions": [worded("prohibition", heading=text("prohibition-heading"))],
    "outcomes": [worded("outcome")],
    "headings": {
        name: text(f"h-{name.replace('_', '-')}")
        for name in ("duties", "outcomes", "requirements", "rights", "prohibitions", "liability", "conditions")
    },
    "indicators": [worded("speed", target=text("target"), rhythms=["weekly", "yearly"])],
    "relations": [
        {"id": "inside", "side": "internal", "with": "owner", "gives": text("gives"), "gets": text("gets")},
        worded("outside", side="external"),
    ],
    "dimensions": {
        "direct_reports": 4,
        "indirect_reports": 9,
        "budget": {"amount": 70000.0, "currency": "EUR"},
        "text": text("scale"),
    },
    "conditions": {
        "workplace": text("workplace"),
        "hours": text("hours"),
        "travel": text("travel"),
        "travel_share": 20.0,
        "shifts": text("shifts"),
        "dress": text("dress"),
        "physical_demands": text("physical"),
        "hazards": text("hazards"),
    },
    "pay": {
        "in_document": True,
        "minimum": 1000.0,
        "maximum": 2000.0,
        "currency": "EUR",
        "period": "month",
        "basis": "gross",
        "ranges": [
            {"id": "coast", "minimum": 3000.0, "currency": "EUR", "period": "year", "text": text("pay-range")},
        ],
        "variable": text("variable"),
        "variable_share": 15.0,
        "text": text("pay-text"),
    },
    "employment": {
        "in_document": True,
        "contract": "fixed-term",
        "length": "P6M",
        "time": "part",
        "share": 80.0,
        "hours_system": "irregular",
        "probation": "P1M",
        "benefits": [worded("benefit")],
        "text": text("employment-text"),
    },
    "career": {"from": ["chief"], "to": ["owner"], "text": text("career")},
    "policies": ["rules"],
    "legal_nature": "information",
    "legal_basis": [worded("law")],
    "revision": "4",
    "effective": "2026-11-01",
}


def clause(name: str) -> dict[str, Any]:
    return worded(name, items=[worded(f"{name}-item")])


POLICY: dict[str, Any] = {
    "title": text("title"),
    "purpose": text("purpose"),
    "code": "XqcodeP1",
    "scope": {"departments": ["office"], "roles": ["post"], "text": text("scope")},
    "owner": "role:owner",
    "approver": "role:chief",
    "definitions": [worded("definition", term=text("term"))],
    "sections": [{key: value for key, value in SECTION.items() if key != "after"}],
    "process": [
        {
            "id": "path",
            "heading": text("path-heading"),
            "text": text("path-text"),
            "steps": [
                worded("step", heading=text("step-heading"), by="role:chief", within="P2D", result=text("step-result"))
            ],
        }
    ],
    "evaluation": [
        {
            "id": "year",
            "heading": text("year-heading"),
            "frequency": "yearly",
            "text": text("year-text"),
            "criteria": [worded("criterion", weight=100.0)],
            "scale": [worded("scale-step")],
        }
    ],
    "improvement": [
        {
            "id": "plan",
            "heading": text("plan-heading"),
            "text": text("plan-text"),
            "gap": text("gap"),
            "support": text("support"),
            "deadline": "P30D",
            "review": text("plan-review"),
        }
    ],
    "thresholds": [worded("threshold", limit={"percent": 5.0}, above="role:owner")],
    "approvals": [
        {
            "id": "matrix",
            "heading": text("matrix-heading"),
            "text": text("matrix-text"),
            "rows": [worded("matter", up_to={"amount": 900.0, "currency": "EUR"}, approver="role:chief")],
        }
    ],
    "acknowledgement": {"form": "read-and-sign", "within": "P5D", "text": text("acknowledge")},
    "legal_nature": "employer-act",
    "legal_basis": [worded("law")],
    "revision": "2",
    "effective": "2026-11-01",
}
LATE = {
    "id": "late",
    "kind": "absence",
    "heading": text("late"),
    "text": text("late-text"),
    "severity": "minor",
    "counting": [{"count": 3, "within": "P30D"}],
    "consequences": [{"occurrence": 1, "sanction": "reprimand", "text": text("late-consequence")}],
    "overrides": {"RU": {"adds": text("late-adds")}},
}
DISCIPLINE: dict[str, Any] = {
    **{key: POLICY[key] for key in ("title", "purpose", "scope", "owner", "definitions", "legal_nature", "revision")},
    "offences": [LATE],
    "procedure": [
        worded("hearing", heading=text("hearing-heading"), within="P3D", by="role:chief", result=text("hearing-result"))
    ],
    "damage_recovery": [clause("damage")],
    "bonus_rules": [clause("bonus")],
    "rewards": [clause("reward")],
}
COMPETENCIES = {
    "levels": [{"id": "l1", "name": text("level")}],
    "competencies": [
        {
            "id": "care",
            "name": text("care"),
            "definition": text("care-definition"),
            "behaviours": [worded("care-behaviour")],
            "levels": [worded("care-level") | {"id": "l1"}],
        }
    ],
}


def marks_in(node: Any, language: str) -> Iterator[str]:
    """The words of a language in a part of a document."""
    if isinstance(node, dict):
        if set(node) == set(LANGUAGES):
            yield node[language]
        else:
            for below in node.values():
                yield from marks_in(below, language)
    elif isinstance(node, list):
        for below in node:
            yield from marks_in(below, language)


def write_handbook(root: Path) -> Path:
    """Writes a handbook with the role `post`, its superiors and a policy, for an employer in each place."""

    def write(path: str, content: object) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    def plain(words: str) -> dict[str, str]:
        return dict.fromkeys(LANGUAGES, words)

    entities = [
        {"id": entity, "name": plain(f"Firm {code}"), "jurisdiction": code, "head": "owner"}
        for entity, code in PLACES.items()
    ]
    write(
        "content/handbook.yml",
        {
            "language": "en",
            "languages": list(LANGUAGES),
            "organisation": {"name": plain("Firm")},
            "entities": entities,
            "departments": [{"id": "office", "name": text("department"), "head": "owner"}],
        },
    )
    write("content/competencies.yml", COMPETENCIES)
    work = {"purpose": plain("Works."), "duties": [{"id": "work", "text": plain("Works.")}]}
    write("roles/post.yml", ROLE)
    write("roles/chief.yml", {"title": text("superior"), **work, "reports_to": "owner"})
    write("roles/owner.yml", {"title": text("functional"), **work})
    write("policies/whole.yml", POLICY)
    write("policies/discipline.yml", DISCIPLINE)
    rules = {"title": text("policy"), "purpose": plain("Order."), "owner": "role:owner"}
    clauses = [{"id": "b", "text": plain("Be in time.")}]
    write("policies/rules.yml", {**rules, "sections": [{"id": "a", "heading": plain("A"), "clauses": clauses}]})
    (root / "content" / "figures").mkdir()
    Image.new("RGB", (80, 40), "teal").save(root / "content" / "figures" / "plan.png")
    return root
