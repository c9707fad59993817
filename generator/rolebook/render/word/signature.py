"""Word's own signature line: a shape that Word turns into a digital signature (ISO/IEC 29500-4, signatureline)."""

import struct
import uuid
import zlib
from functools import cache

_NAMESPACE = uuid.UUID("6f1c1e0a-7a5b-5f6e-9b0e-5f4f0b8f2c11")
_WIDTH, _HEIGHT = 420, 90


def signature_id(fingerprint: str, step: str) -> str:
    """The id of a signature line, in braces and capitals: the same for the same document and step."""
    return f"{{{uuid.uuid5(_NAMESPACE, f'{fingerprint} {step}')}}}".upper()


@cache
def line_image() -> bytes:
    """What readers that know no signature lines show: a PNG with a rule to sign on."""
    rule = _HEIGHT - 22
    rows = (b"\x00" + (b"\x50" if y == rule else b"\xff") * _WIDTH for y in range(_HEIGHT))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 0, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(b"".join(rows))), _chunk(b"IEND"))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def line_xml(relation: str) -> str:
    """A run with a signature line, for a template: the signer `s` fills it in."""
    return (
        '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
        ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:pict>'
        '<v:shape type="#_x0000_t75" alt="{{ s.act }}: {{ s.suggested }}" style="width:192pt;height:42pt">'
        f'<v:imagedata r:id="{relation}" o:title=""/><o:lock v:ext="edit" ungrouping="t" rotation="t" cropping="t"/>'
        '<o:signatureline v:ext="edit" id="{{ s.guid }}" provid="{00000000-0000-0000-0000-000000000000}"'
        ' o:suggestedsigner="{{ s.suggested }}" o:suggestedsigner2="{{ s.act }}" allowcomments="f"'
        ' issignatureline="t"/>'
        "</v:shape></w:pict></w:r>"
    )


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
