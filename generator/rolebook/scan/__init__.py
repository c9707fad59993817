"""Copy codes and marks read back from scanned pages: bytes in, values out."""

from rolebook.scan.marks import Mark
from rolebook.scan.pages import FoundPage, ScannedSheet, UnreadableScanError, read_scan, sheets_in
from rolebook.scan.upright import Box, Printed

__all__ = ["Box", "FoundPage", "Mark", "Printed", "ScannedSheet", "UnreadableScanError", "read_scan", "sheets_in"]
