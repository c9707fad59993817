"""What goes out for an answer: the file to send, and the one that comes back."""

from starlette.responses import Response

from rolebook.diagnostics import UserError
from rolebook.pipeline.desk.outside import (
    Asking,
    law_lines,
    law_to_review,
    policy_to_ask_about,
    take_answer,
    take_review,
)
from rolebook.web.answers import Visit, document_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def send_policy(visit: Visit) -> Response:
    """The Word file about a policy, for those who are asked."""
    asking = _asking(visit)
    return _word(policy_to_ask_about(visit.workspace.root, asking), f"{asking.policy}-{asking.language}")


def take_policy(visit: Visit) -> Response:
    """The answer that came back."""
    lines = take_answer(visit.door, _asking(visit), _content(visit), visit.words.tag)
    return visit.screen("outcome", "publish", lines=lines, back=f"/redline/{visit.field('document')}")


def show_law(visit: Visit) -> Response:
    """The law of the places of the employers, one of them in words."""
    places = _places(visit)
    place = visit.field("place") if visit.field("place") in places else next(iter(places), "")
    lines, lacking = [], ""
    try:
        lines = list(law_lines(visit.workspace.root, place, visit.words.tag)) if place else []
    except UserError:
        lacking = visit.words.screen("law-none")
    titles = [(code, visit.words.territory(code)) for code in places]
    return visit.screen("law", "library", places=titles, place=place, lines=lines, lacking=lacking)


def send_law(visit: Visit) -> Response:
    """The form about the law of a place, for a lawyer."""
    place = _place(visit)
    return _word(law_to_review(visit.workspace.root, place, visit.words.tag), f"law-{place}")


def take_law(visit: Visit) -> Response:
    """The form that a lawyer filled in."""
    place = _place(visit)
    lines = take_review(visit.door, place, _content(visit), visit.words.tag)
    return visit.screen("outcome", "library", lines=lines, back=f"/law?place={place}")


def _places(visit: Visit) -> tuple[str, ...]:
    handbook = visit.snapshot.handbook
    return tuple(dict.fromkeys(one.jurisdiction for one in handbook.settings.entities)) if handbook else ()


def _place(visit: Visit) -> str:
    place = visit.field("place")
    if place not in _places(visit):
        raise UserError("edit-no-document", id=place[:40])
    return place


def _asking(visit: Visit) -> Asking:
    document = document_of(visit.field("document"))
    if document.kind != "policy" or document not in visit.snapshot.documents:
        raise UserError("edit-no-document", id=document.name[:40])
    if visit.field("lang") not in visit.snapshot.languages:
        raise UserError("edit-no-value", value=visit.field("lang")[:40])
    entities = (visit.field("entity"),) if visit.field("entity") else ()
    return Asking(document.name, visit.field("by"), visit.field("lang"), entities)


def _content(visit: Visit) -> bytes:
    if not visit.files:
        raise UserError("edit-no-files")
    return visit.files[0].content


def _word(content: bytes, name: str) -> Response:
    return Response(content, media_type=WORD, headers={"Content-Disposition": f'attachment; filename="{name}.docx"'})
