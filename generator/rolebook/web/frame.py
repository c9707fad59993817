"""What is around every screen: the reader's words and languages, the section, and whether the check is under way."""

from typing import Any

from rolebook.language import language_for
from rolebook.language.editor_words import EditorWords, editor_languages
from rolebook.web.sessions import Session


def frame(words: EditorWords, session: Session | None, section: str = "", here: str = "") -> dict[str, Any]:
    """Returns the values that the frame of a screen shows; a screen without a session is closed."""
    return {
        "words": words,
        "session": session,
        "section": section,
        "open": session is not None,
        "checking": False,
        "told": "",
        "problem": "",
        "organisation": "",
        "interface": [(tag, language_for(tag).name) for tag in editor_languages()],
        "name_of": words.language,
        "here": here,
    }
