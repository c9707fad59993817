"""Plain text as blocks: a line is a paragraph, and lines that a program wrapped are put together again."""

import re
from collections.abc import Iterable, Iterator

from rolebook.exchange.documents.blocks import Block, Counter, Document, Run, UnreadableDocumentError, Where
from rolebook.exchange.tables.encodings import DecodedText, UnknownEncodingError, decode

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROL = 0.001
_LEAST_WRAPPED, _MOST_WRAPPED = 45, 110
_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", "…")
_ENCODINGS = {
    "ru": ("cp1251", "koi8-r", "cp866"), "zh": ("gb18030", "big5"), "vi": ("cp1258",), "es": ("cp1252",),
    "en": ("cp1252",),
}  # fmt: skip
_NAMES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252", "cp1258": "Windows-1258", "koi8-r": "KOI8-R"}
_COMMON_LETTERS = {
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "vi": "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ\u0300\u0301\u0303\u0309\u0323",
    "es": "áéíóúüñ¿¡ªº«»",
    "en": "",
}
_TYPOGRAPHY = "–—‘’“”„…•«»№§°€© "


def read_text(data: bytes, file: str, digest: str, language: str) -> Document:
    """Returns the lines of a text; raises UnreadableDocumentError for bytes that are no text."""
    decoded = decoded_text(data, language)
    if len(_CONTROL.findall(decoded.words)) > _MOST_CONTROL * len(decoded.words):
        raise UnreadableDocumentError("other-program")
    blocks = tuple(paragraphs(decoded.words.splitlines(), ""))
    return Document(file, "text", digest, blocks, encoding=decoded.encoding, sample=decoded.sample)


def decoded_text(data: bytes, language: str) -> DecodedText:
    """Returns the words of a text file; `language` decides between encodings that several fit."""
    try:
        return decode(data)
    except UnknownEncodingError:
        pass
    scored = [(score, text) for text in _candidates(data, language) if (score := _score(text.words, language)) > 0]
    if not scored:
        raise UnreadableDocumentError("unknown-encoding")
    return max(scored, key=lambda one: one[0])[1]


def _candidates(data: bytes, language: str) -> Iterator[DecodedText]:
    for encoding in _ENCODINGS.get(language.partition("-")[0], ()):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = next(iter(re.findall(r"[^\W\d_]*[^\x00-\x7f][^\W\d_]*", words)), "")
        yield DecodedText(words, _NAMES.get(encoding, encoding.upper()), sample)


def _score(words: str, language: str) -> float:
    """How much of a text's foreign signs are letters of its language, and in their usual case; 0 for none."""
    wide = [sign for sign in words if ord(sign) > 127]
    tag = language.partition("-")[0]
    if tag == "zh":
        usual = sum("\u4e00" <= sign <= "\u9fff" or "\u3000" <= sign <= "\u303f" or sign > "\uff00" for sign in wide)
        return usual / len(wide) if wide and usual > 0.9 * len(wide) else 0.0
    known = _COMMON_LETTERS.get(tag, "")
    usual = sum(sign.lower() in known or sign in _TYPOGRAPHY for sign in wide)
    small = sum(sign in known for sign in wide)
    return usual / len(wide) * (0.5 + small / len(wide)) if wide and usual > 0.9 * len(wide) else 0.0


def paragraphs(lines: Iterable[str], part: str, counter: Counter | None = None) -> Iterator[Block]:
    """Returns a block for each paragraph. `where` counts lines of the text; empty lines are not blocks."""
    counter = counter or Counter()
    held: list[str] = []
    start = 0
    for line in lines:
        number = counter.next()
        if held and not _goes_on(held[-1], line):
            yield _paragraph(held, part, start)
            held = []
        if line.strip():
            start = start if held else number
            held.append(line)
    if held:
        yield _paragraph(held, part, start)


def _goes_on(line: str, following: str) -> bool:
    """Whether a program wrapped a line: it is long, ends no sentence, and the next one begins small and set alike."""
    end, begin = line.rstrip(), following.strip()
    wrapped = _LEAST_WRAPPED <= len(end) <= _MOST_WRAPPED and not end.endswith(_ENDS)
    return bool(begin) and wrapped and begin[0].islower() and not re.match(r"[a-zа-я]\)", begin)


def _paragraph(lines: list[str], part: str, start: int) -> Block:
    text = " ".join(line.strip() for line in lines)
    return Block("paragraph", text, Where(part, start, 0, len(text)), runs=(Run(text),))
