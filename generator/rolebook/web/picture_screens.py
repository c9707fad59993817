"""Pictures of the handbook: what there is, one more, and each as a page shows it."""

from starlette.responses import PlainTextResponse, Response

from rolebook.diagnostics import UserError
from rolebook.pipeline.desk.pictures import USES, add_picture, picture_lines, picture_of
from rolebook.web.answers import Visit, goes_to

_MEDIA = {"svg": "image/svg+xml", "png": "image/png", "jpeg": "image/jpeg"}


def show_pictures(visit: Visit) -> Response:
    """Every picture with how often it is shown, and the form for more."""
    uses = [(use, visit.words.label(use)) for use in USES]
    return visit.screen("pictures", "library", rows=picture_lines(visit.snapshot.handbook), uses=uses)


def send_picture(visit: Visit) -> Response:
    """A picture as pages show it: drawn anew or cleaned."""
    picture = picture_of(visit.snapshot.handbook, visit.request.path_params["name"])
    return Response(picture.data, media_type=_MEDIA[picture.kind]) if picture else PlainTextResponse("", 404)


def take_picture(visit: Visit) -> Response:
    """Puts a picture into the handbook."""
    if not visit.files:
        raise UserError("edit-no-files")
    add_picture(visit.door, visit.snapshot, visit.field("title"), visit.files[0].content, visit.field("use"))
    return goes_to("/pictures", "saved")
