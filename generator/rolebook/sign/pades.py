"""Signing a field: PAdES B-B, or B-T where a time-stamp server is given (ETSI EN 319 142-1)."""

import asyncio
from io import BytesIO
from typing import cast

from pyhanko.pdf_utils.content import PdfContent, ResourceType
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.stamp import BaseStampStyle, NoOpStampStyle, StaticStampStyle

from rolebook.diagnostics import UserError, did_you_mean
from rolebook.sign.credentials import digest_for
from rolebook.sign.integrity import doubts_about_bytes
from rolebook.sign.reading import SignedFile, Step, UnreadableError, read

_TIMEOUT = 20


def time_stamps_from(url: str) -> TimeStamper:
    """A time-stamp server (RFC 3161) at an address."""
    if not url.startswith(("http://", "https://")):
        raise UserError("no-time-server", url=url)
    return HTTPTimeStamper(url, timeout=_TIMEOUT)


def step_to_sign(pdf: bytes, step: str) -> Step:
    """The field to be signed next; UserError where it may not be, or the file is not as it was signed before."""
    try:
        file = read(pdf)
    except UnreadableError as error:
        raise UserError(f"verify-{error.code}") from None
    chosen = _chosen(file, step)
    if chosen.filled:
        raise UserError("already-signed", step=step)
    if any(doubts_about_bytes(file)):
        raise UserError("changed-since-signed")
    for done, _ in file.signatures:
        if step in done.before:
            raise UserError("closed-by", step=step, other=done.name)
    waiting = [other.name for other in file.unsigned if other.name in chosen.before]
    if waiting:
        raise UserError("not-yet-your-turn", step=step, others=", ".join(waiting))
    return chosen


def _chosen(file: SignedFile, step: str) -> Step:
    names = [known.name for known in file.steps]
    if not names:
        raise UserError("verify-no-fields")
    if step not in names:
        near = did_you_mean(step, names).get("suggestion")
        if near:
            raise UserError("misspelt-field", step=step, suggestion=near)
        raise UserError("unknown-field", step=step, known=", ".join(names))
    return next(known for known in file.steps if known.name == step)


def sign(
    pdf: bytes, step: str, signer: SimpleSigner, *, time_stamps: TimeStamper | None = None, stamp: bytes | None = None
) -> bytes:
    """The PDF, signed at `step` by one more revision; nothing before it changes.

    `stamp` is a one-page PDF of the size of the field that is shown in it; its fonts must be embedded and it must not
    be tagged, or the file is no longer PDF/A and PDF/UA. UserError where the step may not be signed now, or no time
    stamp can be had.
    """
    step_to_sign(pdf, step)
    style: BaseStampStyle = _shown(stamp) if stamp else NoOpStampStyle()
    metadata = PdfSignatureMetadata(field_name=step, md_algorithm=digest_for(signer), subfilter=SigSeedSubFilter.PADES)
    maker = PdfSigner(metadata, signer, timestamper=time_stamps, stamp_style=style)
    out = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        asyncio.run(maker.async_sign_pdf(writer, existing_fields_only=True, output=out))
    except TimestampRequestError as error:
        raise UserError("time-server-failed", reason=str(error)) from None
    except (SigningError, PdfError) as error:
        raise UserError("cannot-sign", reason=str(error)) from None
    return out.getvalue()


def _shown(stamp: bytes) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins(),
        inner_content_scaling=InnerScaling.SHRINK_TO_FIT,
    )
    return StaticStampStyle(background=_Page(stamp), background_layout=whole, background_opacity=1, border_width=0)


class _Page(PdfContent):
    """The first page of a PDF in memory, drawn into a signature's appearance."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__()
        self._pdf = pdf

    def render(self) -> bytes:
        """Operators that draw the page; sets `box` to its size."""
        writer = cast("BasePdfFileWriter", self.writer)
        page = writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)), page_ix=0)
        self.set_resource(ResourceType.XOBJECT, pdf_name("/Stamp"), page)
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stamp Do"
