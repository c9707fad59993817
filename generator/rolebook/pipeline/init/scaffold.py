"""`rolebook init` and `rolebook new`: files to start from, in the languages asked for."""

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.model.base import is_id, is_jurisdiction
from rolebook.model.law.printed_form import LAYOUTS
from rolebook.model.reading.load import LIST_PAGE
from rolebook.model.translation.lock import PATH
from rolebook.model.translation.units import State, Translations
from rolebook.model.words.text import is_language_tag
from rolebook.pipeline.reading.handbook import read_handbook, require_whole_handbook
from rolebook.pipeline.translate.accept import accept
from rolebook.source import read_yaml
from rolebook.store import settle_before_writing, write_all_new, write_new

_SKELETONS = files("rolebook.pipeline.init") / "skeletons"
_SLOT = re.compile(r"@([a-z-]+)@")
_FALLBACK = "en"
SUBJECTS = ("leave", "remote", "expenses", "personal-data", "gifts")
"""What a new policy may be about from the start; its words have the subject's name before theirs."""
_TRANSLATE = "translate into"
"""Marks texts of a new handbook that one of its languages lacks."""


def init_handbook(
    folder: Path, languages: tuple[str, ...], jurisdictions: tuple[str, ...], employer: str = ""
) -> list[Path]:
    """Starts a handbook in a new or empty folder; returns the files written.

    The first language is the source. `employer` is the name of the organisation and of its employers, made up without
    it. Raises UserError for tags and codes that cannot be, and for a folder in use.
    Where Rolebook has no words in any of the languages, the texts are in English, as English, and each is marked.
    """
    for tag in languages:
        if not is_language_tag(tag):
            raise UserError("invalid-language", tag=tag)
    for code in jurisdictions:
        if not is_jurisdiction(code):
            raise UserError("invalid-jurisdiction", code=code)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("folder-not-empty", folder=str(folder))
    fixed = {
        "source-language": languages[0],
        "languages": ", ".join(dict.fromkeys((*languages, *written_in(languages)))),
        "entities": "\n".join(_entity(code, languages, employer) for code in dict.fromkeys(jurisdictions)),
        **_named("organisation", employer, languages),
    }
    made = {
        "content/handbook.yml": _filled("handbook.yml", languages, fixed),
        "content/competencies.yml": _filled("competencies.yml", languages),
        "content/glossary.yml": _filled("glossary.yml", languages),
        "roles/team-lead.yml": _filled("team-lead.yml", languages),
        "roles/team-member.yml": _filled("team-member.yml", languages),
        "policies/working-together.yml": _filled("working-together.yml", languages),
        "mkdocs.yml": _filled("mkdocs.yml", languages),
        ".gitignore": "/build/\n/site/\n/.site.*\n",
    }
    for tag in written_in(languages):
        made[f"content/pages/{tag}/welcome.md"] = _filled("welcome.md", (tag,))
    write_all_new({folder / path: text for path, text in made.items()})
    return [*(folder / path for path in made), *_lock(folder)]


def written_in(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Returns those of the languages that Rolebook has words for, else the one that it writes instead of them."""
    return tuple(tag for tag in dict.fromkeys(languages) if _words(tag)) or (_FALLBACK,)


def _lock(folder: Path) -> list[Path]:
    """A handbook that we have words for in all its languages keeps track of its translations from the start."""
    handbook = require_whole_handbook(folder)
    translations = Translations(handbook)
    units = [unit for tag in handbook.settings.languages for unit in translations.units(tag)]
    if any(unit.state is State.MISSING for unit in units):
        return []
    accept(folder, (), (), "translated")
    return [folder / PATH]


def new_role(root: Path, role_id: str) -> Path:
    """Writes a commented role; raises UserError for an id that cannot be or is taken."""
    return _new(root, "role", role_id)


def new_policy(root: Path, policy_id: str, subject: str = "") -> Path:
    """Writes a commented policy, or one about a subject with blanks to fill in.

    Raises UserError for an id that cannot be or is taken, and for a subject that there is not.
    """
    return _new(root, "policy", policy_id, subject)


def new_template(root: Path, layout: str, *, word: bool) -> Path:
    """Writes a built-in layout (Typst) or Word template into the handbook, to be changed there."""
    # late: a new handbook, role or policy needs nothing that prints
    from rolebook.render.paper import layout_source  # noqa: PLC0415
    from rolebook.render.word import template_for  # noqa: PLC0415

    if layout not in LAYOUTS:
        raise UserError("unknown-layout", layout=layout, known=", ".join(LAYOUTS))
    if word:
        path = root / "templates" / "word" / f"{layout}.docx"
        write_new(path, template_for(layout))
    else:
        path = root / "templates" / "paper" / f"{layout}.typ"
        write_new(path, layout_source(layout))
    return path


def new_text(root: Path, kind: str, name: str, subject: str = "") -> str:
    """Returns what a new role or policy says before it is filled in, in the languages of the handbook.

    A policy about one of `SUBJECTS` has its headings and sentences, with blanks for what the employer decides. Raises
    UserError for another subject.
    """
    if subject and (kind != "policy" or subject not in SUBJECTS):
        raise UserError("unknown-subject", subject=subject, known=", ".join(SUBJECTS))
    return _skeleton(root, "policy-by-subject.yml" if subject else f"new-{kind}.yml", name, subject)


def subjects_in(language: str) -> list[tuple[str, str]]:
    """Returns the subjects that policies may begin with, and what they are called in a language."""
    words = _words(language) or _words(_FALLBACK)
    return [(one, words[f"{one}-title"]) for one in SUBJECTS]


def _skeleton(root: Path, skeleton: str, name: str, subject: str = "") -> str:
    handbook = read_handbook(root)
    languages = handbook.settings.languages if handbook else (_FALLBACK,)
    return _filled(skeleton, languages, {"id": name}, subject)


def _new(root: Path, kind: str, name: str, subject: str = "") -> Path:
    folder = {"role": "roles", "policy": "policies"}[kind]
    if not is_id(name) or name == LIST_PAGE:
        raise UserError("invalid-id", id=name)
    if taken := next((root / folder).rglob(f"{name}.y*ml"), None):
        raise UserError("file-exists", file=str(taken))
    path, text = root / folder / f"{name}.yml", new_text(root, kind, name, subject)
    settle_before_writing(root)
    write_new(path, text)
    return path


def _entity(jurisdiction: str, languages: tuple[str, ...], employer: str) -> str:
    fixed = {"code": jurisdiction, "entity-id": f"employer-{jurisdiction.lower()}"}
    fixed |= _named("entity", employer, languages)
    return _filled("entity.yml", languages, fixed).rstrip("\n")


def _named(slot: str, name: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The words of a slot that are a name: the same in every language."""
    told = json.dumps(name, ensure_ascii=False)
    names = ", ".join(f"{tag}: {told}" for tag in dict.fromkeys((*languages, *written_in(languages))))
    return {slot: f"{{{names}}}"} if name else {}


def _filled(
    skeleton: str, languages: tuple[str, ...], fixed: Mapping[str, str] | None = None, subject: str = ""
) -> str:
    """A skeleton with `@slots@` filled: the fixed ones as they are, the others by their words in each language.

    A line with words that one of the languages lacks is marked for whoever translates it.
    """
    words = {tag: _words(tag) for tag in written_in(languages)}
    lacking = [tag for tag in dict.fromkeys(languages) if tag not in words]
    mark = f"  # {_TRANSLATE} {', '.join(lacking)}" if lacking else ""
    given = fixed or {}

    def fill(slot: re.Match[str]) -> str:
        if slot[1] in given:
            return given[slot[1]]
        if skeleton.endswith(".md"):
            return words[languages[0]][slot[1]]
        return "{" + ", ".join(f'{tag}: "{told[slot[1]]}"' for tag, told in words.items()) + "}"

    def line(text: str) -> str:
        worded = any(slot not in given for slot in _SLOT.findall(text))
        return _SLOT.sub(fill, text) + (mark if worded and not skeleton.endswith(".md") else "")

    source = (_SKELETONS / skeleton).read_text("utf-8").replace("@subject-", f"@{subject}-")
    return "".join(f"{line(text)}\n" for text in source.splitlines())


def _words(tag: str) -> dict[str, str]:
    resource = _SKELETONS / "words" / f"{tag.partition('-')[0]}.yml"
    if not resource.is_file():
        return {}
    words, _ = read_yaml(resource.read_text("utf-8"), resource.name)
    return dict(words)
