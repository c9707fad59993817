"""A paper's values put into a Word template: the handbook's own, or the built-in one."""

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from rolebook.diagnostics import UserError
from rolebook.language.typography import LATIN
from rolebook.render.environment import faults_of, word_environment
from rolebook.render.word.figure import described_image
from rolebook.render.word.lines import Lines
from rolebook.render.word.package import describe, fit_page, hold_together
from rolebook.render.word.signature import signature_id
from rolebook.render.word.template import template_for
from rolebook.source.packed import BadPackage, look_over

MAX_BYTES = 64 * 1024 * 1024
_LOGO_SHARE = 22
"""How much of the line the logo of the organisation takes at most, in percent."""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def word_document(
    layout: str,
    values: Mapping[str, Any],
    copy: Mapping[str, str],
    own: Path | None = None,
    created: datetime | None = None,
) -> bytes:
    """A working copy as DOCX; the same input gives the same bytes.

    `values` may hold labels and words about the person as `known`, which go below the text. `created` is the day that
    the file names as its own. `own` is the handbook's folder of templates: `word/<layout>.docx` in it goes before the
    built-in template. Raises UserError for a template that names what there is not, or does what a template may not.
    """
    path = own / "word" / f"{layout}.docx" if own else Path()
    mine = own is not None and path.is_file()
    source = _own(path, own) if mine and own else template_for(layout, rtl=values["dir"] == "rtl")
    out = io.BytesIO()
    try:
        template = DocxTemplate(io.BytesIO(source))
        with faults_of(f"word/{layout}.docx"):
            draw = partial(described_image, template)
            template.render(context_of(layout, values, copy, draw), word_environment())
        about = {"title": values["title"], "author": values["letterhead"][0], "language": values["locale"]}
        describe(template.docx, **about, created=created)
        if not mine:
            fit_page(template.docx, values["size"])
        hold_together(template.docx)
        template.save(out)
    except (UserError, OSError):
        raise
    except Exception as error:  # what a damaged template makes python-docx and lxml raise has no common class
        if not mine:
            raise
        raise UserError("template-failed", reason=f"word/{layout}.docx: {error}") from error
    return _settled(out.getvalue())


def _own(path: Path, own: Path) -> bytes:
    """A handbook's template, which somebody else may have sent: in its folder, and of a size that a template has."""
    if not path.resolve().is_relative_to(own.resolve()):
        raise UserError("template-failed", reason=str(path.resolve()))
    try:
        look_over(source := path.read_bytes(), MAX_BYTES)
    except BadPackage as bad:
        raise UserError("template-failed", reason=f"word/{path.name}: {bad.reason}") from None
    return source


def context_of(
    layout: str,
    values: Mapping[str, Any],
    copy: Mapping[str, str],
    draw: Callable[[Mapping[str, Any]], Any] = dict,
) -> dict[str, Any]:
    """What a template can name; docs/documents.md lists it for HR. `draw` makes the picture of a figure."""
    # Two languages in one document keep the signs that both can read.
    signs = LATIN | ({} if "other" in values else values.get("signs", {}))
    lines = Lines(copy, draw, signs)
    signers = [_signer(one, values, copy) for one in values["signers"]]
    approval = _signer(values["approval"], values, copy) if values["approval"] else None
    told: dict[str, Any] = {name: values[name] for name in ("genre", "title", "motto", "letterhead", "notices", "seal")}
    told |= {"words": values["words"], "fingerprint": values["fingerprint"], "working_copy": values["working_copy"]}
    told |= {"facts": lines.facts(values["facts"]), "position": lines.facts(values["position"])}
    told |= {"lines": lines.document(values), "signers": signers, "approval": approval, "rows": values["rows"]}
    told["colon"] = signs["colon"]
    told["known"] = lines.facts([[label, [[words]]] for label, words in values.get("known", ())])
    told["sections"] = [
        {"heading": next(lines.section(one, 1)), "lines": lines.content(one)} for one in values["sections"]
    ]
    logo = values.get("brand", {}).get("logo")
    told["logo"] = draw({**logo, "width": _LOGO_SHARE}) if logo and "png" in logo else ""
    told["statement"] = lines.rich(values["statement"])
    if layout == "bilingual":
        told["other"] = values["other"]
        told["pairs"] = list(lines.pairs(values, values["other"]))
    if layout == "handbook":
        told["papers"] = [{"title": one["title"], "lines": lines.document(one, 2)} for one in values["papers"]]
    return told


def _signer(signer: Mapping[str, Any], values: Mapping[str, Any], copy: Mapping[str, str]) -> dict[str, Any]:
    name = copy.get(f"signer:{signer['party']}", "")
    return {
        **signer,
        "name": name,
        "suggested": name or signer["post"] or signer["act"],
        "guid": signature_id(values["fingerprint"], signer["id"]),
    }


def _settled(document: bytes) -> bytes:
    """The same package with its parts in one order and without the time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, read.read(name))
    return out.getvalue()
