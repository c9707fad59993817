"""Words that Rolebook brings, beside those that the handbook has instead: of the law of a place, and of the site."""

from collections.abc import Callable, Iterator, Sequence

from starlette.responses import Response

from rolebook.diagnostics import UserError
from rolebook.pipeline.edit.documents import DocumentId
from rolebook.pipeline.edit.door import Collision
from rolebook.pipeline.edit.finding_lines import FindingLine, finding_lines
from rolebook.pipeline.edit.interface_words import TOPICS, interface_words, save_interface_words
from rolebook.pipeline.edit.law_words import GROUPS, law_words, path_of_word, save_law_words
from rolebook.pipeline.edit.own_words import OwnWord, Written, as_field
from rolebook.pipeline.edit.parts import words_of
from rolebook.pipeline.edit.versions import plain
from rolebook.web.answers import Visit, goes_to
from rolebook.web.collisions import collided

_MOST = 60
"""So many words are on a screen."""
_HEADINGS = {"sanctions": "topic-sanction", "severities": "topic-severity", "grounds": "words-grounds"}


def show_law_words(visit: Visit) -> Response:
    """What a place, its sanctions, degrees and grounds are called."""
    place = _place(visit)
    found, shown = law_words(visit.snapshot, place, visit.words), _languages(visit)
    lines = finding_lines(visit.snapshot, visit.words, DocumentId("jurisdiction", place))
    groups = [
        (visit.words.screen(_HEADINGS[group]) if group else "", [one for one in found if one.group == group])
        for group in ("", *GROUPS)
    ]
    title = visit.words.screen("law-words", place=visit.words.territory(place))
    where = {one.name: words_of(path_of_word(one.name)) for one in found}
    return visit.screen(
        "own_words",
        "library",
        title=title,
        lead=visit.words.screen("law-words-help" if found else "law-none"),
        action="/law-words",
        asked=[("place", place)],
        narrowing=None,
        **_values(visit, groups, lines, where, shown),
    )


def show_interface_words(visit: Visit) -> Response:
    """The words of the site and the papers: those of a topic, those that were searched for, or those said otherwise."""
    shown, query, topic = _languages(visit), plain(visit.field("q")), visit.field("topic")
    found = [one for one in interface_words(visit.snapshot, visit.words, shown) if _is_wanted(one, query, topic, shown)]
    start = min(int(visit.field("from")), len(found)) if visit.field("from").isdecimal() else 0
    here = found[start : start + _MOST]
    documents = [DocumentId("language", tag) for tag in shown]
    lines = [line for one in documents for line in finding_lines(visit.snapshot, visit.words, one)]
    where = {one.name: f"words/{one.name.partition('.')[0]}" for one in here}
    topics = [("", visit.words.screen("topic-all")), ("own", visit.words.screen("topic-own"))]
    topics += [(one, visit.words.screen(f"topic-{one}")) for one in TOPICS]
    narrowing = {"q": query, "topic": topic, "topics": topics, "total": len(found)}
    narrowing["next"] = start + _MOST if len(found) > start + _MOST else 0
    return visit.screen(
        "own_words",
        "library",
        title=visit.words.screen("interface-words"),
        lead=visit.words.screen("interface-words-help"),
        action="/interface-words",
        asked=[],
        narrowing=narrowing,
        **_values(visit, [("", here)], lines, where, shown),
    )


def change_law_words(visit: Visit) -> Response:
    """Saves what a place and its sanctions are called."""
    place = _place(visit)

    def save(said: Sequence[Written]) -> bool:
        return save_law_words(visit.door, visit.snapshot, place, visit.words, said)

    return _saved(visit, save, "/law-words", place=place)


def change_interface_words(visit: Visit) -> Response:
    """Saves words of the site and the papers."""

    def save(said: Sequence[Written]) -> bool:
        return save_interface_words(visit.door, visit.snapshot, visit.words, said)

    kept = {name: visit.field(name) for name in ("q", "topic", "from")}
    return _saved(visit, save, "/interface-words", **kept)


def _saved(visit: Visit, save: Callable[[Sequence[Written]], bool], address: str, **query: str) -> Response:
    try:
        changed = save(list(_written(visit)))
    except Collision as collision:
        field = collision.change.field
        return collided(visit, collision, field, f"b{field[1:]}", address)
    return goes_to(address, "saved" if changed else "unchanged", lang=visit.field("lang"), **query)


def _written(visit: Visit) -> Iterator[Written]:
    for field, told in visit.form.items():
        kind, _, rest = field.partition(":")
        name, _, tag = rest.partition(":")
        if kind == "v" and tag in visit.snapshot.languages:
            yield Written(name, tag, plain(told[0]), plain(visit.field(f"b:{rest}")))


def _is_wanted(one: OwnWord, query: str, topic: str, shown: Sequence[str]) -> bool:
    if topic == "own" and not any(one.is_own(tag) for tag in shown):
        return False
    if topic in TOPICS and one.group != topic:
        return False
    return query.casefold() in " ".join((one.label, *(one.now.get(tag, "") for tag in shown))).casefold()


def _values(
    visit: Visit,
    groups: Sequence[tuple[str, Sequence[OwnWord]]],
    lines: Sequence[FindingLine],
    where: dict[str, str],
    shown: Sequence[str],
) -> dict[str, object]:
    """What the template shows of words: the fields with their findings, and the findings of nothing that is shown."""
    of_fields = {
        name: [line for line in lines if line.at == at or line.at.startswith(f"{at}/")] for name, at in where.items()
    }
    placed = {id(line) for several in of_fields.values() for line in several}
    return {
        "groups": [
            (heading, [as_field(one, visit.words, shown, of_fields[one.name]) for one in several])
            for heading, several in groups
            if several
        ],
        "others": [line for line in lines if id(line) not in placed],
        "shown": shown,
        "languages": visit.snapshot.languages,
    }


def _languages(visit: Visit) -> tuple[str, ...]:
    return visit.languages(DocumentId("handbook"))


def _place(visit: Visit) -> str:
    place, handbook = visit.field("place"), visit.snapshot.handbook
    used = {one.jurisdiction for one in handbook.settings.entities} if handbook else set()
    if place not in used | set(handbook.jurisdictions if handbook else ()):
        raise UserError("edit-no-document", id=place[:40])
    return place
