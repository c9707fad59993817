"""YAML text to values with places, in one pass over libyaml's events.

Refused with a finding instead of a surprise: duplicate keys, tags, several documents, keys that are not text,
trees too deep and aliases that would unfold into too much.

## control-character
**Meaning.** The file has an invisible control character, usually pasted from another program.
**Why.** It would vanish on screen and break documents.
```yaml bad
title: "Co\u0007ok"   # the sign itself, not this escape
```
```yaml good
title: Cook
```

## duplicate-key
**Meaning.** A key appears twice in one map.
**Why.** One of the two would silently be lost. Authority: YAML 1.2.2, 3.2.1.3.
```yaml bad
purpose: Cooks.
purpose: Cooks well.
```
```yaml good
purpose: Cooks well.
```

## unsupported-yaml
**Meaning.** YAML that a handbook has no use for: tags, several documents in one file, keys that are not text.
**Why.** It is a mistake or an attack; content is data, never instructions.
```yaml bad
title: !!python/name:os.system
```
```yaml good
title: Cook
```

## too-deep
**Meaning.** The nesting goes deeper than any handbook needs.
**Why.** Such a file is damaged or hostile.
```yaml bad
a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
```
```yaml good
a: []
```

## alias-bomb
**Meaning.** Aliases repeat so much that the file would unfold into hundreds of thousands of values.
**Why.** Such a file is hostile.
```yaml bad
a: &a [x, x, x]
b: &b [*a, *a, *a]   # and so on, each level tripling the one before
```
```yaml good
a: [x, x, x]
```

## empty-file
**Meaning.** The file says nothing.
**Why.** Its name promises a role or policy that is not there.
```yaml bad
# to be written
```
```yaml good
title: Cook
purpose: Cooks.
duties: [{id: cook, text: Cooks the day's meals.}]
```
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml

from rolebook.diagnostics import Diagnostic, Location, Rule
from rolebook.source.merge_markers import merge_markers_in
from rolebook.source.positions import line_and_column
from rolebook.source.scalars import resolve
from rolebook.source.syntax_errors import Stop, syntax_findings
from rolebook.source.tree import Mapping, Sequence, Span, Value

CONTROL_CHARACTER = Rule("control-character")
DUPLICATE_KEY = Rule("duplicate-key")
UNSUPPORTED_YAML = Rule("unsupported-yaml")
TOO_DEEP = Rule("too-deep")
ALIAS_BOMB = Rule("alias-bomb")
EMPTY_FILE = Rule("empty-file")

RULES = (
    CONTROL_CHARACTER,
    DUPLICATE_KEY,
    UNSUPPORTED_YAML,
    TOO_DEEP,
    ALIAS_BOMB,
    EMPTY_FILE,
)

MAX_DEPTH = 40
MAX_NODES = 200_000
_MOST_REPORTED = 20
"""So many control characters are told; a file with more is no text."""

# U+0085, U+2028, U+2029 and a lone carriage return end a line for libyaml and for no editor: places would be wrong.
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)")

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class _Refused(Exception):
    """Reading cannot go on; carries the finding that says why."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding)
        self.finding = finding


def read_yaml(text: str, file: str) -> tuple[Value, list[Diagnostic]]:
    """The value of a one-document YAML text and what is wrong with it.

    The value is None when the text cannot be read at all; a text with duplicate keys is read with the first of each.
    """
    if unreadable := [*_unreadable(text, file), *merge_markers_in(text, file)]:
        return None, unreadable
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except _Refused as refusal:
        return None, [*builder.findings, refusal.finding]
    except yaml.YAMLError as error:
        return None, [*builder.findings, *syntax_findings(_stop(error), text, file, _first_stop)]
    if not builder.documents:
        return None, [EMPTY_FILE.at(Location(file))]
    return builder.documents[0], builder.findings


def _unreadable(text: str, file: str) -> Iterator[Diagnostic]:
    for match in islice(_CONTROL.finditer(text), _MOST_REPORTED):
        line, column = line_and_column(text, match.start())
        yield CONTROL_CHARACTER.at(Location(file, line, column), character=f"U+{ord(match[0]):04X}")


def _first_stop(text: str) -> Stop | None:
    try:
        for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as error:
        return _stop(error)
    return None


def _stop(error: Any) -> Stop:
    """Where libyaml stopped; some of its errors have one mark, some two, some none."""
    context = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or context
    problem = str(getattr(error, "problem", None) or error)
    if mark is None:
        return Stop(problem, 1, 1, 0, 1)
    return Stop(problem, mark.line + 1, mark.column + 1, mark.index, (context or mark).line + 1)


class _Builder:
    """Grows the tree event by event; one frame a container that is still open."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.documents: list[Value] = []
        self.findings: list[Diagnostic] = []
        self._open: list[tuple[Mapping | Sequence, str | None, int]] = []
        self._key: tuple[str, Span] | None = None
        self._keys: list[tuple[str, Span] | None] = []
        self._anchors: dict[str, tuple[Value, int]] = {}
        self._nodes = 0

    def take(self, event: Any) -> None:
        """One event of libyaml's parser."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._take_scalar(event)
        elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
            self._enter(event)
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._leave(event)
        elif kind is yaml.AliasEvent:
            self._take_alias(event)
        elif kind is yaml.DocumentStartEvent and self.documents:
            raise _Refused(UNSUPPORTED_YAML.at(self._location(event), hint="one-document", what="---"))

    def _take_scalar(self, event: Any) -> None:
        self._refuse_tag(event)
        text, span = event.value, self._span(event)
        # what stands in the file was looked at before; an escape may say what it must not
        if event.style == '"' and (hidden := _HIDDEN.search(text)):
            raise _Refused(CONTROL_CHARACTER.at(self._location(event), character=f"U+{ord(hidden[0]):04X}"))
        if self._awaits_key():
            self._key = (text, span)
            return
        value = resolve(text) if event.implicit[0] and not event.style else text
        self._count(1, event)
        if event.anchor:
            self._anchors[event.anchor] = (value, 1)
        self._add(value, span)

    def _enter(self, event: Any) -> None:
        self._refuse_tag(event)
        if self._awaits_key():
            hint = "quote-text" if event.flow_style else "plain-key"  # `{{words}}` is a map for a key
            raise _Refused(UNSUPPORTED_YAML.at(self._location(event), hint=hint, what="?"))
        if len(self._open) >= MAX_DEPTH:
            raise _Refused(TOO_DEEP.at(self._location(event), limit=MAX_DEPTH))
        self._count(1, event)
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        self._open.append((kind(self.file, self._span(event)), event.anchor, self._nodes))
        self._keys.append(self._key)
        self._key = None

    def _leave(self, event: Any) -> None:
        container, anchor, nodes_before = self._open.pop()
        self._key = self._keys.pop()
        end = event.end_mark
        container.span = Span(*container.span[:3], end.line + 1, end.column + 1, end.index)
        if anchor:
            self._anchors[anchor] = (container, self._nodes - nodes_before + 1)
        self._add(container, container.span)

    def _take_alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            raise _Refused(UNSUPPORTED_YAML.at(self._location(event), hint="unknown-alias", what=f"*{event.anchor}"))
        if self._awaits_key():
            raise _Refused(UNSUPPORTED_YAML.at(self._location(event), hint="plain-key", what=f"*{event.anchor}"))
        value, size = self._anchors[event.anchor]
        self._count(size, event)
        self._add(value, self._span(event))

    def _awaits_key(self) -> bool:
        return self._key is None and bool(self._open) and type(self._open[-1][0]) is Mapping

    def _add(self, value: Value, span: Span) -> None:
        if not self._open:
            self.documents.append(value)
            return
        container = self._open[-1][0]
        if isinstance(container, Sequence):
            container.append(value)
            container.values_at.append(span)
            return
        key, key_span = self._key or ("", span)
        self._key = None
        if key in container:
            first = container.keys_at[key].line
            self.findings.append(DUPLICATE_KEY.at(self._at(key_span), key=key, first=first))
            return
        container[key] = value
        container.keys_at[key], container.values_at[key] = key_span, span

    def _count(self, nodes: int, event: Any) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise _Refused(ALIAS_BOMB.at(self._location(event), limit=MAX_NODES))

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None and event.tag != "!":
            hint = "no-tags" if event.tag.startswith("tag:") else "yaml-first-sign"
            raise _Refused(UNSUPPORTED_YAML.at(self._location(event), hint=hint, what=event.tag, sign="!"))

    def _location(self, event: Any) -> Location:
        return self._at(self._span(event))

    def _at(self, span: Span) -> Location:
        return Location(self.file, span.line, span.column, span.end_line, span.end_column)

    @staticmethod
    def _span(event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        places = (start.line + 1, start.column + 1, start.index, end.line + 1, end.column + 1, end.index)
        return tuple.__new__(Span, places)  # as Span's own constructor does, a hundred thousand times
