"""# Competencies

The library of competencies, its groups and scales.

## level-off-scale
**Meaning.** A level is not one of those that its competency is measured by.
**Why.** Nobody could say what is expected.
```yaml bad
competencies: [{id: english, level: good}]   # whose scale has A1 to C2
```
```yaml good
competencies: [{id: english, level: b2}]
```
"""

from collections.abc import Iterator

from rolebook.diagnostics import Diagnostic, Rule
from rolebook.model.handbook import Handbook
from rolebook.model.role import ExpectedCompetency

LEVEL_OFF_SCALE = Rule("level-off-scale")

RULES = (LEVEL_OFF_SCALE,)


def levels_off_scale(handbook: Handbook) -> Iterator[Diagnostic]:
    """A level that is expected, or described, is one of its competency's."""
    library = handbook.competencies
    known = {level.id for level in library.all_levels}
    described = [(one, level.id, level) for one in library.competencies for level in one.levels]
    expected = [
        (handbook.library[part.id], part.level, part)
        for role in handbook.described.values()
        for part in role.competencies
        if part.id in handbook.library and part.file_of() == role.file_of()
    ]
    for competency, level, part in (*described, *expected):
        levels = [one.id for one in library.levels_of(competency)]
        if level in known and level not in levels:
            key = "level" if isinstance(part, ExpectedCompetency) else "id"
            yield LEVEL_OFF_SCALE.at(part.at(key), id=level, competency=competency.id, levels=", ".join(levels))


CHECKS = (levels_off_scale,)
