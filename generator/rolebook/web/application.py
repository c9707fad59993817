"""The routes of the editor behind its guard."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from rolebook.pipeline.edit.workspace import Workspace
from rolebook.web import (
    actions,
    answer_screens,
    inbox_screens,
    outside_screens,
    page_screens,
    paper_screens,
    picture_screens,
    release_screens,
    screens,
    undoing,
    word_screens,
)
from rolebook.web.answers import Visit, answering
from rolebook.web.guard import Guard
from rolebook.web.opening import asset
from rolebook.web.publishing import Publisher
from rolebook.web.sessions import Sessions

_SCREENS: dict[str, Callable[[Visit], Response]] = {
    "/": screens.show_waiting,
    "/list/{kind}": screens.show_list,
    "/edit/{place:path}": screens.show_part,
    "/add/{place:path}": screens.show_addition,
    "/translate": screens.show_queue,
    "/history": screens.show_history,
    "/preview/{lang}/{key:path}": screens.show_preview,
    "/preview": screens.choose_preview,
    "/people": paper_screens.show_people,
    "/people.csv": paper_screens.send_example,
    "/printed/{name}": paper_screens.send_paper,
    "/unsigned": answer_screens.show_unsigned,
    "/mail/{name}": answer_screens.send_mail,
    "/scans": answer_screens.show_scans,
    "/draft/{place:path}": paper_screens.show_draft,
    "/releases": release_screens.show_releases,
    "/redline/{place:path}": release_screens.show_redline,
    "/import": inbox_screens.show_inbox,
    "/imported/{place:path}": inbox_screens.show_imported,
    "/consult": outside_screens.send_policy,
    "/law": outside_screens.show_law,
    "/law/form": outside_screens.send_law,
    "/pictures": picture_screens.show_pictures,
    "/picture/{name}": picture_screens.send_picture,
    "/pages": page_screens.show_pages,
    "/page/{name}": page_screens.show_page,
    "/law-words": word_screens.show_law_words,
    "/interface-words": word_screens.show_interface_words,
    "/checked": screens.tell_whether_checked,
    "/interface": screens.change_interface,
}
_ACTIONS: dict[str, Callable[[Visit], Response]] = {
    "/save": actions.save_part,
    "/mend": actions.mend_file,
    "/insert": actions.insert_item,
    "/items": actions.change_items,
    "/confirm": actions.confirm_string,
    "/translate": actions.translate_string,
    "/undo": undoing.undo_edits,
    "/take-out": undoing.take_out,
    "/create": actions.create_document,
    "/rename": actions.rename_document,
    "/delete": actions.delete_document,
    "/here-only": actions.replace_here,
    "/people": paper_screens.take_roster,
    "/print": paper_screens.print_papers,
    "/assign": answer_screens.assign_papers,
    "/remind": answer_screens.remind_people,
    "/scans": answer_screens.read_scans,
    "/lines": answer_screens.answer_lines,
    "/import": inbox_screens.take_documents,
    "/place": inbox_screens.place_words,
    "/looked": inbox_screens.look_at_doubt,
    "/consult": outside_screens.take_policy,
    "/law": outside_screens.take_law,
    "/pictures": picture_screens.take_picture,
    "/picture": picture_screens.change_picture,
    "/pages": page_screens.add_page,
    "/page": page_screens.change_page,
    "/law-words": word_screens.change_law_words,
    "/interface-words": word_screens.change_interface_words,
    "/release": release_screens.release_document,
    "/publish": release_screens.publish,
}


def application(workspace: Workspace, sessions: Sessions, port: int) -> ASGIApp:
    """Returns the editor of one handbook as an ASGI application for a port of this computer."""
    return Guard(screens_of(workspace), sessions, port)


def screens_of(workspace: Workspace) -> ASGIApp:
    """Returns the screens and actions of the editor of one handbook, unguarded."""

    def static(request: Request) -> Response:
        return asset(request.path_params["name"])

    routes = [Route("/static/{name}", static, methods=["GET"])]
    routes += [Route(path, answering(workspace, route), methods=["GET"]) for path, route in _SCREENS.items()]
    routes += [Route(path, answering(workspace, route), methods=["POST"]) for path, route in _ACTIONS.items()]
    app = Starlette(routes=routes)
    app.state.publisher = Publisher(workspace.root)
    return app
