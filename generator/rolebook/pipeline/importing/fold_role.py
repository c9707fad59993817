"""The lines of one description as a role: each part into the field that is made for it, else into a free section."""

import re
from collections.abc import Callable, Mapping, Sequence

from rolebook.exchange.documents.blocks import Where
from rolebook.language.comparison import folded
from rolebook.model.words.escaping import as_text
from rolebook.pipeline.importing.draft import Doubt, Draft, blocks_text, joined, wordless_reason
from rolebook.pipeline.importing.duties import fold_duties
from rolebook.pipeline.importing.free_sections import FreeSections
from rolebook.pipeline.importing.lexicon import Lexicon
from rolebook.pipeline.importing.lines import Line
from rolebook.pipeline.importing.parts import BLANK as WORDLESS
from rolebook.pipeline.importing.parts import DOCUMENT, REQUIREMENTS
from rolebook.pipeline.importing.posts import KnownPosts
from rolebook.pipeline.importing.requirements import names_preferred, requirement
from rolebook.pipeline.importing.titles import Title

BLANK = "____"
"""What somebody has to fill in: the check finds it as a blank."""
_LISTS = {
    "outcomes": "outcomes", "behaviours": "behaviours", "competencies": "behaviours", "rights": "rights",
    "prohibitions": "prohibitions", "liability": "liability", "indicators": "indicators",
    "authority": "authority", "legal-basis": "legal_basis",
}  # fmt: skip
_TEXTS: Mapping[str, tuple[str, ...]] = {
    "workplace": ("conditions", "workplace"), "hours": ("conditions", "hours"), "travel": ("conditions", "travel"),
    "pay": ("pay", "text"), "employment": ("employment", "text"), "subordinates": ("dimensions", "text"),
    "deputies": ("deputising",), "career": ("career", "text"), "territory": ("territory",),
}  # fmt: skip
_ORDER = (
    "title", "code", "grade", "headcount", "department", "territory", "reports_to", "deputising", "purpose", "outcomes",
    "duties", "requirements", "behaviours", "rights", "authority", "prohibitions", "liability", "indicators",
    "relations", "dimensions", "conditions", "pay", "employment", "career", "legal_basis", "sections",
)  # fmt: skip
_AFTER = {
    "reports-to": "purpose", "department": "purpose", "general": "purpose", "code": "purpose", "grade": "purpose",
    "headcount": "purpose", "appointment": "appointment", "conditions": "conditions", "duties": "duties",
    "requirements": "requirements", "rights": "rights", "indicators": "indicators", "relations": "relations",
}  # fmt: skip
_OUTSIDE = re.compile(r"extern|внешн|外部|bên ngoài", re.IGNORECASE)
_SENTENCE_ENDS = (".", "。", "!", "！")
_LONGEST_NAME, _LEAST_PURPOSE = 200, 25


class RoleFolder:
    """Makes one role of its lines; what no field takes goes into a free section, what no role has is left over."""

    def __init__(
        self, lexicon: Lexicon, posts: KnownPosts, before: Mapping[str, Mapping[str, str]], name: str = ""
    ) -> None:
        self._name_of_role = name
        self.draft = Draft("role", before=before)
        self._lexicon, self._posts = lexicon, posts
        self._sections = FreeSections(self.draft)
        self._label = ""

    def fold(self, lines: Sequence[Line], title: Title) -> Draft:
        """Returns the role."""
        self._title(title)
        groups: dict[str, list[Line]] = {}
        for line in lines:
            if line is title.line:
                self.draft.placed += 1
            elif line.table:
                self._sections.add_table(line, self._label, _AFTER.get(line.part, ""))
            elif line.use == "label":
                self._label = line.text or line.heading
                self.draft.leave("heading", line)
            else:
                if line.typed:
                    self.draft.leave("number", Line(line.typed, line.where))
                self._place(line, groups)
        self._finish(groups)
        return self.draft

    def _title(self, title: Title) -> None:
        self.draft.fields["title"] = as_text(title.text) or BLANK
        if title.is_doubtful:
            self.draft.doubts["title",] = Doubt("title", title.line.where if title.line else Where(), title.text)

    def _place(self, line: Line, groups: dict[str, list[Line]]) -> None:
        """Puts a line where its part belongs, or with others of its part."""
        text = as_text(line.text)
        if line.part in (*_TEXTS, "department", "code", "grade", "reports-to") and self._is_blank(text):
            self.draft.leave("blank", line)
        elif line.part in _LISTS:
            field = _LISTS[line.part]
            self.draft.add(field, line, text=text)
        elif line.part in REQUIREMENTS:
            full = f"{line.heading}: {line.text}" if line.heading else line.text
            is_preferred = line.need == "preferred" or names_preferred(self._label, self._lexicon)
            fields = requirement(full, line.part, self._lexicon, is_preferred=is_preferred)
            self.draft.add("requirements", line, **{**fields, "text": as_text(full)})
        elif line.part == "relations":
            side = "external" if _OUTSIDE.search(f"{self._label} {line.text}") else "internal"
            self.draft.add("relations", line, side=side, text=text)
        elif line.part == "benefits":
            groups.setdefault("benefits", []).append(line)
        elif handler := self._handlers.get(line.part):
            handler(line, text)
        elif line.part in ("duties", "purpose", *_TEXTS):
            groups.setdefault(line.part, []).append(line)
        elif line.part in ("", DOCUMENT):
            groups.setdefault("", []).append(line)
        else:
            self._sections.add(line, line.heading or self._label, _AFTER.get(line.part, ""))

    @property
    def _handlers(self) -> Mapping[str, Callable[[Line, str], None]]:
        return {
            "other": lambda line, _: self.draft.leave("other-matter", line),
            WORDLESS: lambda line, _: self.draft.leave(wordless_reason(line), line),
            "effective": lambda line, _: self.draft.leave("approval", line),
            "revision": lambda line, _: self.draft.leave("approval", line),
            "title": lambda line, _: self.draft.leave("second-title", line),
            "code": self._name,
            "grade": self._name,
            "headcount": self._count,
            "department": self._department,
            "reports-to": self._superior,
        }

    def _is_blank(self, text: str) -> bool:
        return folded(text).strip(" .。-–—/") in {"", *map(folded, self._lexicon.words.blanks)}

    def _name(self, line: Line, text: str) -> None:
        if line.part in self.draft.fields or not 0 < len(text) <= _LONGEST_NAME:
            self._particular(line)
        else:
            self.draft.fields[line.part] = text
            self.draft.placed += 1

    def _count(self, line: Line, text: str) -> None:
        if text.strip().isdecimal() and len(text) < 5 and "headcount" not in self.draft.fields:
            self.draft.fields["headcount"] = int(text)
            self.draft.placed += 1
        else:
            self._particular(line)

    def _department(self, line: Line, _: str) -> None:
        known = self._posts.department(line.text)
        if known and "department" not in self.draft.fields:
            self.draft.fields["department"] = known
            self.draft.leave("resolved", line)
        else:
            self._particular(line)

    def _superior(self, line: Line, _: str) -> None:
        """The superior by id where the whole line is the title of one role, else the source's words."""
        known = self._posts.role(line.text) or self._posts.role(self._lexicon.after_cue(line.text, "reports-to"))
        if known and known != self._name_of_role and "reports_to" not in self.draft.fields:
            self.draft.fields["reports_to"] = known
            self.draft.leave("resolved", line)
            return
        path = self._particular(line)
        if candidates := [one for one in self._posts.candidates(line.text) if one != self._name_of_role]:
            self.draft.doubts[path] = Doubt("superior", line.where, line.text, ", ".join(candidates))

    def _particular(self, line: Line) -> tuple[str | int, ...]:
        return self._sections.add(line, line.heading or self._label, _AFTER.get(line.part, ""))

    def _finish(self, groups: dict[str, list[Line]]) -> None:
        """What needs all lines of a part at once; then the fields that no role can be without, in the usual order."""
        fold_duties(self.draft, groups.pop("duties", []))
        intro = groups.pop("", [])
        purpose = groups.pop("purpose", []) or self._purpose_of(intro)
        for line in intro:
            if line not in purpose:
                self.draft.leave("unplaced", line)
        self._purpose(purpose)
        for line in groups.pop("benefits", []):
            benefits = self.draft.fields.setdefault("employment", {}).setdefault("benefits", [])
            benefits.append({"id": self.draft.next_id("benefits", line.text), "text": as_text(line.text)})
            self.draft.placed += 1
        for part, lines in groups.items():
            self._text(_TEXTS[part], lines)
        if not self.draft.fields.get("duties"):
            self.draft.fields["duties"] = [{"id": "to-fill-in", "text": BLANK}]
            self.draft.doubts["duties", 0] = Doubt("no-duties", lines_start(intro))
        ordered = {name: self.draft.fields[name] for name in _ORDER if name in self.draft.fields}
        self.draft.fields = {**ordered, **self.draft.fields}

    def _purpose_of(self, intro: Sequence[Line]) -> list[Line]:
        """The first sentence before any heading, where no heading says what the post is for."""
        if not self.draft.fields.get("duties"):
            return []
        sentences = [line for line in intro if line.text.endswith(_SENTENCE_ENDS) and not line.is_heading]
        return [line for line in sentences if len(line.text) >= _LEAST_PURPOSE][:1]

    def _purpose(self, lines: Sequence[Line]) -> None:
        self.draft.fields["purpose"] = blocks_text(lines) or BLANK
        self.draft.placed += len(lines)
        if not lines:
            self.draft.doubts["purpose",] = Doubt("no-purpose", lines_start(lines))
        elif lines[0].part == "":
            self.draft.doubts["purpose",] = Doubt("first-sentence", lines[0].where, lines[0].text)
        elif doubtful := next((line for line in lines if line.doubt), None):
            self.draft.doubt(("purpose",), doubtful)

    def _text(self, path: tuple[str, ...], lines: Sequence[Line]) -> None:
        holder = self.draft.fields
        for name in path[:-1]:
            holder = holder.setdefault(name, {})
        holder[path[-1]] = as_text(joined(lines, "; "))
        self.draft.placed += len(lines)
        for line in lines:
            self.draft.doubt(path, line)


def lines_start(lines: Sequence[Line]) -> Where:
    """Returns where lines begin; the beginning of the document for none."""
    return lines[0].where if lines else Where()
