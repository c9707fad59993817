"""Pictures in Word documents."""

import io
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.shared import Emu, Mm
from docxtpl import DocxTemplate, InlineImage

LINE = Mm(165)
"""The width of a line of the built-in templates."""


class DescribedImage(InlineImage):  # type: ignore[misc]
    """A picture in the line, with the words for who cannot see it."""

    def __init__(self, template: DocxTemplate, content: bytes, share: float, alt: str) -> None:
        super().__init__(template, io.BytesIO(content))
        self._share, self._alt = share, alt

    def _insert_image(self) -> str:
        part = self.tpl.current_rendering_part
        own = part.new_pic_inline(self.image_descriptor, None, None)
        wide = min(own.extent.cx, int(LINE * self._share))
        self.image_descriptor.seek(0)
        inline = part.new_pic_inline(self.image_descriptor, Emu(wide), None)
        inline.docPr.set("descr", self._alt)
        self.image_descriptor.seek(0)
        drawn = parse_xml(inline.xml).xml
        return f'</w:t></w:r><w:r><w:drawing>{drawn}</w:drawing></w:r><w:r><w:t xml:space="preserve">'


def described_image(template: DocxTemplate, figure: Mapping[str, Any]) -> DescribedImage:
    """A figure's picture for a template; `png` is its bytes in base 64, `width` its share of the line in percent."""
    return DescribedImage(template, b64decode(figure["png"]), figure["width"] / 100, figure["alt"])
