"""Sets the papers of the register: whatever somebody is called, their paper is made."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from rolebook.language import language_for
from rolebook.model.handbook import Handbook
from rolebook.pipeline.print.run import FONTS
from rolebook.render.paper import Copy, Manuscript, Typesetter, fonts_of, own_fonts
from rolebook.sign import finished_pdf
from rolebook.source import today


def evidence_pdf(
    root: Path, handbook: Handbook, values: Mapping[str, Any], blanks: Mapping[str, str], files: Mapping[str, bytes]
) -> bytes:
    """Returns the PDF of what a register holds about a person, with files attached, dated today.

    Fonts of the handbook's own serve names. A character that no font shows is written as its code point, such as
    `[U+20BB7]`: the proof of somebody's signature cannot fail for their name.
    """
    sets = [language_for(tag, handbook.languages.get(tag)).fonts for tag in handbook.settings.languages]
    families = [family for one in sets for family in one.families]
    fonts = fonts_of(sets)
    if own := own_fonts(root / FONTS):
        fonts, families = fonts.with_own(own), [*families, *own.families]
    told = json.dumps({**values, "fonts": list(dict.fromkeys(families))}, ensure_ascii=False)
    moment = datetime.combine(today(), time(), UTC)
    manuscript = Manuscript("evidence", fonts.spelt(told), "archive", moment, dict(files))
    copy = Copy(values={name: fonts.spelt(value) for name, value in blanks.items()})
    return finished_pdf(Typesetter(fonts.folders).set(manuscript, copy).pdf)
