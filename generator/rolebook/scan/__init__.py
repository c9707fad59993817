"""Copy codes read back from scanned pages: bytes in, values out."""

from rolebook.scan.pages import FoundPage, ScannedSheet, UnreadableScanError, read_scan

__all__ = ["FoundPage", "ScannedSheet", "UnreadableScanError", "read_scan"]
