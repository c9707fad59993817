"""Pictures of the handbook: what there is, one more, and each as a page shows it."""

from starlette.responses import PlainTextResponse, Response

from rolebook.diagnostics import UserError
from rolebook.pipeline.desk.pictures import (
    USES,
    PictureLine,
    add_picture,
    picture_lines,
    picture_of,
    remove_picture,
    replace_picture,
)
from rolebook.web.answers import Visit, goes_to

_MEDIA = {"svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg"}


def show_pictures(visit: Visit) -> Response:
    """Every picture with what shows it, and the form for more."""
    uses = [(use, visit.words.label(use)) for use in USES]
    return visit.screen("pictures", "library", rows=picture_lines(visit.snapshot, visit.words), uses=uses)


def send_picture(visit: Visit) -> Response:
    """A picture as pages show it: drawn anew or cleaned."""
    picture = picture_of(visit.snapshot.handbook, visit.request.path_params["name"])
    return Response(picture.data, media_type=_MEDIA[picture.kind]) if picture else PlainTextResponse("", 404)


def take_picture(visit: Visit) -> Response:
    """Puts a picture into the handbook."""
    add_picture(visit.door, visit.snapshot, visit.field("title"), _brought(visit), visit.field("use"))
    return goes_to("/pictures", "saved")


def change_picture(visit: Visit) -> Response:
    """Puts another picture in the place of one, or takes it out; not where something shows it that nobody saw there."""
    line = _line(visit)
    if visit.field("do") == "replace":
        replace_picture(visit.door, visit.snapshot, line, _brought(visit))
        return goes_to("/pictures", "saved")
    if visit.field("seen").replace("\r\n", "\n") != line.seen:
        raise UserError("edit-picture-shown")
    remove_picture(visit.door, visit.snapshot, line)
    return goes_to("/pictures", "removed-told")


def _brought(visit: Visit) -> bytes:
    if not visit.files:
        raise UserError("edit-no-files")
    return visit.files[0].content


def _line(visit: Visit) -> PictureLine:
    name = visit.field("which")
    line = next((one for one in picture_lines(visit.snapshot, visit.words) if one.name == name), None)
    if line is None:
        raise UserError("edit-no-document", id=name[:40])
    return line
