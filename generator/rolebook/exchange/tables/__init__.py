"""Tables that HR keeps, read as their programs show them: CSV in the encodings of Excel, and workbooks."""

from rolebook.exchange.tables.read import read_table

__all__ = ["read_table"]
