"""Signature fields, signatures and what can be told about them: bytes in, bytes and values out.

What signs and verifies is imported from its own module: pyHanko takes half a second, and printing needs only fields.
"""

from rolebook.sign.fault import Fault
from rolebook.sign.fields import SignatureField, bears_signature, finished_pdf
from rolebook.sign.joining import joined_pdf
from rolebook.sign.structure import structure_faults

__all__ = ["Fault", "SignatureField", "bears_signature", "finished_pdf", "joined_pdf", "structure_faults"]
