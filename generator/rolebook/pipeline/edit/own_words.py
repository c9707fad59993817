"""Words that Rolebook brings and a handbook may say otherwise: what is shown of them, and what somebody wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rolebook.language.editor_words import EditorWords
from rolebook.pipeline.edit.documents import DocumentId, folder_of
from rolebook.pipeline.edit.door import Change, Collision, Door
from rolebook.pipeline.edit.finding_lines import FindingLine
from rolebook.pipeline.edit.versions import plain
from rolebook.source import write_yaml
from rolebook.source.editing import SetText
from rolebook.store.together import FileChange


@dataclass(frozen=True, slots=True)
class OwnWord:
    """Some words of one name: what readers see now, and what Rolebook brings, by language.

    `forms` are the other forms of the same word by their names, which are written together with it.
    """

    name: str
    label: str
    now: Mapping[str, str]
    brought: Mapping[str, str]
    group: str = ""
    forms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def is_own(self, tag: str) -> bool:
        """Whether the handbook says it otherwise in a language."""
        return self.now.get(tag, "") != self.brought.get(tag, "")


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote for a name in a language, and the words that were on screen before."""

    name: str
    tag: str
    words: str
    seen: str


def differs(word: OwnWord, one: Written, document: DocumentId) -> bool:
    """Returns whether somebody wrote something else than what is there.

    Raises Collision where that is not what was shown to them.
    """
    now, words = plain(word.now.get(one.tag, "")), plain(one.words)
    if words in (plain(one.seen), now):
        return False
    if plain(one.seen) != now:
        edit = SetText((one.name,), one.tag, one.words, "")
        raise Collision(Change(document, edit, field=f"v:{one.name}:{one.tag}"), now)
    return True


def create_words(door: Door, document: DocumentId, said: Mapping[str, Any]) -> None:
    """Adds the file of a language or place with the words that were written first."""
    path = f"{folder_of(document.kind)}/{document.name}.yml"
    text = write_yaml(dict(said), {})
    door.write_files([FileChange(path, None, text)], {"created": [document.kind, document.name]})


def as_field(
    one: OwnWord, words: EditorWords, tags: Sequence[str], findings: Sequence[FindingLine] = ()
) -> dict[str, Any]:
    """Returns some words as a field of a form, with what Rolebook brings beside those that a handbook has."""
    own = [tag for tag in tags if one.is_own(tag)]
    brought = "; ".join(f"{words.language(tag)}: {one.brought.get(tag) or words.screen('none')}" for tag in own)
    texts = [
        {"tag": tag, "words": one.now.get(tag, ""), "state": "", "place": "", "rows": _rows(one, tag)} for tag in tags
    ]
    return {
        "name": one.name,
        "kind": "text",
        "label": one.label,
        "help": words.screen("brought-words", words=brought) if own else "",
        "required": False,
        "texts": texts,
        "findings": list(findings),
    }


def _rows(one: OwnWord, tag: str) -> int:
    return min(6, 1 + len(one.now.get(tag, "")) // 55)
