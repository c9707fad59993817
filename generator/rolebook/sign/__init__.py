"""Signature fields, signatures and what can be told about them: bytes in, bytes and values out.

What signs and verifies is imported from its own module: pyHanko takes half a second, and printing needs only fields.
"""

from rolebook.sign.fields import SignatureField, add_signature_fields, bears_signature
from rolebook.sign.structure import Fault, structure_faults

__all__ = ["Fault", "SignatureField", "add_signature_fields", "bears_signature", "structure_faults"]
