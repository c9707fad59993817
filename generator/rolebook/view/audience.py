"""The handbook as one audience may see it. Everything that renders is given this, so nothing else can reach a page."""

from collections.abc import Iterator
from dataclasses import replace
from enum import IntEnum
from typing import Any, TypeVar

from rolebook.model.base import Part, post_of, reference_fields
from rolebook.model.handbook import Document, Handbook
from rolebook.model.library import Competencies, Competency
from rolebook.model.settings import Settings
from rolebook.model.visibility import for_managers, is_counted, uncounted

ALWAYS_SHOWN = frozenset({"title", "purpose"})

P = TypeVar("P", bound=Part)


class Audience(IntEnum):
    """Who reads; each sees what those before see."""

    PUBLIC = 0
    STAFF = 1
    MANAGERS = 2

    @classmethod
    def of(cls, visibility: str) -> "Audience":
        """The audience of a visibility as files write it."""
        return cls[visibility.upper()]


def shown_to(handbook: Handbook, audience: Audience) -> Handbook:
    """The handbook without documents, fields and interview questions that are not for the audience.

    References to what is left out go too, where a part can do without them; a reader gets a neutral word for the
    rest. A document that loses nothing is the same object.
    """
    hidden = {
        (kind, document.id)
        for kind, documents in (("role", handbook.described), ("policy", handbook.policies))
        for document in documents.values()
        if Audience.of(document.visibility) > audience
    }
    hidden |= {("role", post.id) for post in handbook.settings.posts if Audience.of(post.visibility) > audience}
    if handbook.discipline and ("policy", handbook.discipline.id) in hidden:
        hidden |= {("offence", offence.id) for offence in handbook.discipline.offences}
    roles = [role for role in handbook.roles.values() if ("role", role.id) not in hidden]
    families = [family for family in handbook.families.values() if ("role", family.id) not in hidden]
    policies = [policy for policy in handbook.policies.values() if ("policy", policy.id) not in hidden]
    return replace(
        handbook,
        settings=_without_references(_named(handbook.settings, hidden), hidden),
        roles={role.id: _shown(role, audience, hidden) for role in roles},
        families={family.id: _shown(family, audience, hidden) for family in families},
        policies={policy.id: _shown(policy, audience, hidden) for policy in policies},
        competencies=handbook.competencies if audience >= Audience.MANAGERS else _unasked(handbook.competencies),
    )


def _named(settings: Settings, hidden: set[tuple[str, str]]) -> Settings:
    """The settings without the posts that are not for the audience."""
    kept = tuple(post for post in settings.posts if ("role", post.id) not in hidden)
    return settings if len(kept) == len(settings.posts) else settings.model_copy(update={"posts": kept})


def _shown(document: Any, audience: Audience, hidden: set[tuple[str, str]]) -> Any:
    fields = type(document).model_fields
    withheld = {name: fields[name].get_default(call_default_factory=True) for name in _withheld(document, audience)}
    if "duties" in withheld:  # compulsory, so without a default
        withheld["duties"] = ()
    return _without_references(document.model_copy(update=withheld) if withheld else document, hidden)


def _withheld(document: Document, audience: Audience) -> Iterator[str]:
    return (field for field in hidden_fields(document, audience) if getattr(document, field))


def hidden_fields(document: Document, audience: Audience) -> Iterator[str]:
    """Fields of a document that are not for the audience, given or not."""
    for field in type(document).model_fields.keys() - ALWAYS_SHOWN:
        default = "managers" if field in for_managers(type(document)) else document.visibility
        if Audience.of(document.field_visibility.get(field, default)) > audience:
            yield field


def tells_all(shown: Document, whole: Document) -> bool:
    """Whether a document says everything that the fingerprint of the whole one covers."""
    counted = type(whole).model_fields.keys() - uncounted(type(whole))
    return all(
        getattr(shown, field) is getattr(whole, field) or not is_counted(getattr(whole, field)) for field in counted
    )


def _unasked(library: Competencies) -> Competencies:
    withheld = dict.fromkeys(for_managers(Competency), ())
    kept = tuple(one.model_copy(update=withheld) for one in library.competencies)
    return library.model_copy(update={"competencies": kept})


def _without_references(part: P, hidden: set[tuple[str, str]]) -> P:
    """The part without references to hidden things, at any depth; the same object when it has none."""
    if not hidden:
        return part
    referring = {field: kind for field, _, kind in reference_fields(type(part))}
    changes: dict[str, Any] = {}
    for field, info in type(part).model_fields.items():
        value = getattr(part, field)
        kept = _visible(value, referring.get(field), hidden)
        if kept is not value and not (kept is None and info.is_required()):
            changes[field] = kept
    return part.model_copy(update=changes) if changes else part


def _visible(value: Any, kind: str | None, hidden: set[tuple[str, str]]) -> Any:
    if isinstance(value, str) and kind:
        return None if _target(kind, value) in hidden else value
    if isinstance(value, Part):
        return _without_references(value, hidden)
    if isinstance(value, dict):
        changed = {key: _visible(below, None, hidden) for key, below in value.items()}
        return changed if any(changed[key] is not below for key, below in value.items()) else value
    if not isinstance(value, tuple):
        return value
    kept = tuple(below for element in value if (below := _visible(element, kind, hidden)) is not None)
    same = len(kept) == len(value) and all(one is other for one, other in zip(kept, value, strict=True))
    return value if same else kept


def _target(kind: str, value: str) -> tuple[str, str]:
    return post_of(value) if kind == "post" else (kind, value)
