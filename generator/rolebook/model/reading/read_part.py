"""One file understood: the part of the model that it says, its faults of shape, and what of it was lost to them."""

import re
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from rolebook.diagnostics import Diagnostic, Location
from rolebook.model.reading.as_written import written_otherwise
from rolebook.model.reading.cutting import cut_out
from rolebook.model.reading.faults import findings_of
from rolebook.model.reading.shape_rules import INVALID_LANGUAGE, UNKNOWN_KEY, WRONG_TYPE
from rolebook.model.settings import Settings
from rolebook.model.words.text import LANGUAGE_PATTERN
from rolebook.source import Mapping, Sequence, SourceFile, locate, read_yaml
from rolebook.source.lookalikes import LOOKALIKE_SIGN, lookalikes_in_place
from rolebook.source.misreadings import misreadings_in

M = TypeVar("M", bound=BaseModel)

_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class PartReading(Generic[M]):
    """What a file says, as far as it can be understood.

    `given` are the keys of its map that have a value; `lost` the ids of items that a fault took away, or a part of.
    """

    part: M | None
    findings: tuple[Diagnostic, ...] = ()
    given: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()


class Read(Protocol):
    """How a file is read as a model: `name` is the id it gives, `language` that of texts which name none."""

    def __call__(self, file: SourceFile, model: type[M], name: str, language: str) -> PartReading[M]:
        """The same for the same arguments, always."""


def read_part(file: SourceFile, model: type[M], name: str, language: str) -> PartReading[M]:
    """Reads it from its text."""
    raw, findings = read_map(file.text, file.path, model)
    if raw is None:
        return PartReading(None, tuple(findings))
    language = _language_of(raw, model, language, findings)
    given = frozenset(key for key, value in raw.items() if value not in (None, []))
    if name and "id" in model.model_fields:
        if "id" in raw:
            findings.append(UNKNOWN_KEY.at(locate(raw, ("id",), key=True), key="id", hint="id-is-file-name"))
        raw.put("id", name, raw.span)
    reading = understood(raw, model, language)
    return replace(reading, findings=(*findings, *reading.findings), given=given)


def map_of(text: str, path: str) -> tuple[Mapping | None, list[Diagnostic]]:
    """The map that a file holds, or None, and why."""
    raw, findings = read_yaml(text, path)
    findings = [*findings, *misreadings_in(text, raw, path)]
    if any(one.code == LOOKALIKE_SIGN.code for one in findings):
        return None, findings  # its keys are others than they look
    if isinstance(raw, Mapping):
        return raw, findings
    if isinstance(raw, str) and (due := lookalikes_in_place(text, path)):
        return None, [*findings, *due]  # all of it is one text, since no key ends
    if raw is not None or not findings:
        found = "list" if isinstance(raw, Sequence) else "text"
        findings = [
            *findings,
            WRONG_TYPE.at(Location(path), field=path, expected="map", found=found, hint="whole-file"),
        ]
    return None, findings


def read_map(text: str, path: str, model: type[BaseModel]) -> tuple[Mapping | None, list[Diagnostic]]:
    """The map of a file that is to be read as a model; what it does not mean as it is written is found, too."""
    raw, findings = map_of(text, path)
    return raw, [*findings, *(written_otherwise(text, raw, model) if raw is not None else ())]


def understood(raw: Mapping, model: type[M], language: str) -> PartReading[M]:
    """The model of a map. Faults are reported once, cut out, and the rest is tried again."""
    context = {"language": language}
    findings: tuple[Diagnostic, ...] = ()
    lost: frozenset[str] = frozenset()
    for turn in range(_ROUNDS):
        try:
            return PartReading(model.model_validate(raw, context=context), findings, lost=lost)
        except ValidationError as error:
            if turn == 0:
                findings = tuple(findings_of(error, raw, model))
            cut = cut_out(raw, [detail["loc"] for detail in error.errors(include_url=False)])
            if cut is None:
                break
            raw = cut.rest
            lost |= cut.ids
    return PartReading(None, findings, lost=lost)


def _language_of(raw: Mapping, model: type[BaseModel], default: str, findings: list[Diagnostic]) -> str:
    """The language that a file names for its texts, taken out of it; settings keep theirs."""
    if "language" not in raw:
        return default
    tag = raw["language"] if model is Settings else raw.pop("language")
    if isinstance(tag, str) and re.fullmatch(LANGUAGE_PATTERN, tag):
        return tag
    if model is not Settings:
        span = raw.values_at["language"]
        findings.append(INVALID_LANGUAGE.at(Location(raw.file, *span[:2]), tag=str(tag)))
    return default
