"""Pictures that people bring, made safe: no scripts, no metadata, in sizes for page and paper. Bytes in, bytes out."""

from rolebook.pictures.picture import BadPicture, Picture, for_paper, for_web, is_sound, redrawn, source_digest

__all__ = ["BadPicture", "Picture", "for_paper", "for_web", "is_sound", "redrawn", "source_digest"]
