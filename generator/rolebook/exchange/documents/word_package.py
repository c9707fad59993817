"""A Word file's parts (ECMA-376 part 2) as XML trees, bounded before anything is unpacked."""

import io
import posixpath
import zipfile
from collections.abc import Mapping
from functools import cached_property, lru_cache
from xml.etree import ElementTree as ET

from rolebook.exchange.documents.blocks import UnreadableDocumentError
from rolebook.exchange.segment import Unreadable
from rolebook.exchange.xml import local, read_xml
from rolebook.source.packed import BadPackage, look_over

MAX_UNPACKED = 256 * 1024 * 1024
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHARED, _MOST_SHARED = "/styles.xml", 1024 * 1024
_MAIN = "wordprocessingml.document.main+xml"
_REASONS = {"no-workbook": "broken-document", "no-xml": "broken-document"}


@lru_cache(maxsize=4)
def _shared_tree(data: bytes) -> ET.Element:
    """The tree of a part that the documents of one organisation have from one template; nobody changes it."""
    return read_xml(data, "styles.xml")


class Package:
    """The parts of one Word file; raises UnreadableDocumentError for what is none."""

    def __init__(self, data: bytes) -> None:
        try:
            look_over(data, MAX_UNPACKED)
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BadPackage as bad:
            raise UnreadableDocumentError(_REASONS.get(bad.reason, bad.reason)) from None
        self._names = {info.filename.lstrip("/"): info.filename for info in self._zip.infolist()}
        self.main = self._main_part()

    def tree(self, part: str) -> ET.Element | None:
        """Returns the root of a part, None where the package has none."""
        if part not in self._names:
            return None
        try:
            data = self._zip.read(self._names[part])
            return _shared_tree(data) if part.endswith(_SHARED) and len(data) < _MOST_SHARED else read_xml(data, part)
        except Unreadable as error:
            reason = str(error.arguments["reason"])
            raise UnreadableDocumentError(_REASONS.get(reason, reason)) from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError):
            raise UnreadableDocumentError("broken-document") from None

    @cached_property
    def relations(self) -> Mapping[str, tuple[str, str]]:
        """Relationships of the main part: kind and target by id; targets inside the package are part names."""
        return self.relations_of(self.main)

    def relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        """The same for any part."""
        folder, name = posixpath.split(part)
        root = self.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found = {}
        for element in root if root is not None else ():
            kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
            if element.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[element.get("Id", "")] = (kind, target)
        return found

    def parts_of(self, kind: str) -> list[str]:
        """Names of the parts that the main part refers to as `kind`, such as `header`, in order of name."""
        return sorted({target for found, target in self.relations.values() if found == kind})

    def related_tree(self, kind: str) -> ET.Element | None:
        """The root of the first part of a kind, None where there is none."""
        return next((self.tree(part) for part in self.parts_of(kind)), None)

    def _main_part(self) -> str:
        types = self.tree("[Content_Types].xml")
        for element in types if types is not None else ():
            if local(element) == "Override" and element.get("ContentType", "").endswith(_MAIN):
                return element.get("PartName", "").lstrip("/")
        for kind, target in self.relations_of("").values():
            if kind == "officeDocument" and target.endswith("document.xml"):
                return target
        raise UnreadableDocumentError("other-program")


def relation_id(element: ET.Element) -> str:
    """Returns the relationship that an element refers to; empty for none."""
    return element.get(f"{_RELATION}id", "")
