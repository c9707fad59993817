"""Files that a form brings, kept in memory until the pipeline puts them where they belong."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

PLACES = frozenset({"/people", "/scans", "/import", "/pictures", "/picture", "/consult", "/law"})
"""The only addresses that take files."""
MAX_UPLOAD = 128 * 1024 * 1024
TOO_LARGE = 413
_MAX_FILES, _MAX_FIELDS = 500, 50


@dataclass(frozen=True, slots=True)
class Upload:
    """A file by the name that it had on the computer it came from; the name is words, and no path is made of it."""

    name: str
    content: bytes


class _TooLarge(Exception):
    """More came than is allowed."""


class _InMemory(MultiPartParser):
    """Keeps files in memory: files about people are written nowhere but where they belong."""

    spool_max_size = MAX_UPLOAD


def brings_files(request: Request) -> bool:
    """Returns whether a form may bring files and does."""
    media = request.headers.get("content-type", "")
    return request.url.path in PLACES and media.startswith("multipart/form-data")


async def read_uploads(request: Request) -> tuple[dict[str, list[str]], list[Upload]] | int:
    """Returns the fields and files of a form, or the status that refuses it: too large, or no form."""
    size = request.headers.get("content-length", "0")
    if not size.isdecimal() or int(size) > MAX_UPLOAD:
        return TOO_LARGE
    try:
        parser = _InMemory(
            request.headers, _bounded(request), max_files=_MAX_FILES, max_fields=_MAX_FIELDS, max_part_size=MAX_UPLOAD
        )
        form = await parser.parse()
    except _TooLarge:
        return TOO_LARGE
    except (MultiPartException, KeyError, UnicodeDecodeError):
        return 400
    fields: dict[str, list[str]] = {}
    files: list[Upload] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            if value.filename:
                files.append(Upload(value.filename, content))
        else:
            fields.setdefault(name, []).append(value)
    return fields, files


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    count = 0
    async for chunk in request.stream():
        count += len(chunk)
        if count > MAX_UPLOAD:
            raise _TooLarge
        yield chunk
