"""Signature fields, signatures and what can be told about them: bytes in, bytes and values out."""

from rolebook.sign.fields import SignatureField, add_signature_fields
from rolebook.sign.reading import Step
from rolebook.sign.statement import Statement
from rolebook.sign.structure import Fault, structure_faults
from rolebook.sign.trust import Signature, Trust
from rolebook.sign.verification import Verdict

__all__ = [
    "Fault",
    "Signature",
    "SignatureField",
    "Statement",
    "Step",
    "Trust",
    "Verdict",
    "add_signature_fields",
    "structure_faults",
]
