"""A translator's file, read by the format that its name and content say."""

from pathlib import Path

from rolebook.diagnostics import UserError
from rolebook.exchange.po import read_po
from rolebook.exchange.segment import Delivery, Unreadable
from rolebook.exchange.xliff import read_xliff
from rolebook.exchange.xliff2 import read_xliff2
from rolebook.exchange.xlsx import read_xlsx
from rolebook.exchange.xml import MAX_BYTES, local, read_xml


def read_delivery(path: Path) -> Delivery:
    """What a file says: XLIFF 1.2 or 2, PO or a workbook, by the ending of its name."""
    if not path.is_file():
        raise UserError("no-file", file=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(path.name, "too-large")
    data = path.read_bytes()
    match path.suffix.lower():
        case ".xlf" | ".xliff":
            root = read_xml(data, path.name)
            if local(root) != "xliff":
                raise Unreadable(path.name, "no-xliff")
            reader = read_xliff2 if root.get("version", "").startswith("2") else read_xliff
            return reader(root, path.name)
        case ".po":
            return read_po(data, path.name)
        case ".xlsx":
            return read_xlsx(data, path.name)
        case _:
            raise Unreadable(path.name, "unknown-ending")
