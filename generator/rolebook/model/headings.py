"""What the headings and labels of other people's documents mean: one lexicon a language, as data."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from rolebook.model.base import Name, Part
from rolebook.model.policy import BreachKind, Sanction

RequirementKind = Literal[
    "education", "experience", "knowledge", "skill", "language", "certificate", "training", "trait"
]
DocumentPart = Literal[
    "title", "purpose", "outcomes", "duties", "requirements", "education", "experience", "knowledge", "skills",
    "languages", "certificates", "training", "traits", "person", "behaviours", "competencies", "rights", "authority",
    "prohibitions", "liability", "indicators", "relations", "conditions", "workplace", "hours", "travel", "pay",
    "benefits", "employment", "reports-to", "subordinates", "deputies", "appointment", "career", "legal-basis",
    "department", "code", "grade", "headcount", "territory", "general", "revision", "effective", "scope",
    "definitions", "process", "penalties", "other",
]  # fmt: skip
"""What a piece of a document can be; `other` is no part of a description or policy, such as how to apply."""
PARTS: tuple[str, ...] = get_args(DocumentPart)
Words = tuple[Name, ...]


class HeadingLexicon(Part):
    """The words of one language that say what follows them.

    `document` and `policy` head a whole description or policy, `either` a description or a part of it. `posts` are
    words that titles of posts have, `organisations` those of
    names of employers. `cues` say within a sentence what it is about,
    `sentences` do so with other words between. Duties
    begin with `actions`, or with words that end so; indicators have `figures`. `fillers` stand around a heading, and
    `stems` are in headings that nobody knows and `labels` in such labels of one value, the surest part first;
    `contents` are in the lines of such a part; one that ends in `*` may have any ending. `kinds`,
    `preferred`, `years` and `language_names` describe requirements. `secrets`, `telephones` and `signatories` name
    what stays out of a handbook. `sanctions`, `breaches`, `occurrences` and `severities` read tables of penalties.
    """

    document: Words
    either: Words
    policy: Words
    posts: Words
    organisations: Words
    headings: dict[DocumentPart, Words]
    cues: dict[DocumentPart, Words]
    sentences: dict[DocumentPart, Words]
    actions: Words
    figures: Words
    fillers: Words
    stems: dict[DocumentPart, Words]
    labels: dict[DocumentPart, Words]
    contents: dict[DocumentPart, Words]
    kinds: dict[RequirementKind, Words]
    preferred: Words
    years: Words
    language_names: dict[str, Words]
    secrets: Words
    telephones: Words
    signatories: Words
    blanks: Words
    sanctions: dict[Sanction, Words]
    breaches: dict[BreachKind, Words]
    occurrences: dict[Annotated[int, Field(ge=1)], Words]
    severities: dict[Literal["minor", "serious", "gross"], Words]


class ExampleLines(Part):
    """Lines as descriptions have them, by what they are: one file a language."""

    examples: dict[DocumentPart, tuple[str, ...]]


class OwnHeadings(Part):
    """`content/import/<tag>.yml`: what a handbook's own headings mean, before what Rolebook knows."""

    headings: dict[DocumentPart, Words] = Field(default_factory=dict)
