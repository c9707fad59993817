"""The pages of a site: those that still hold from the last build, the others made on all cores."""

import json
from collections.abc import Sequence

from rolebook.diagnostics.record import as_record
from rolebook.model.handbook import Handbook
from rolebook.pipeline.running.keys import Keys
from rolebook.pipeline.running.program import digest, templates_in
from rolebook.pipeline.running.workers import spread
from rolebook.render import Output, Piece, SiteOptions, site_pieces
from rolebook.render.papers import OfferedPaper
from rolebook.store.cache import Bundle

_ENOUGH = 40
"""Fewer pieces are not worth another process."""


def make_pages(handbook: Handbook, options: SiteOptions, keys: Keys, bundle: Bundle) -> list[Output]:
    """Every page of the site."""
    names = _Names(options, keys)
    pieces = {names.of(piece): piece for piece in site_pieces(handbook, options)}
    known = {name: bundle[name] for name in pieces if name in bundle}
    fresh = [name for name in pieces if name not in known]
    known |= zip(fresh, spread(_make, [pieces[name] for name in fresh], least=_ENOUGH), strict=True)
    bundle.keep(known)
    return [Output(*one) for name in pieces for one in json.loads(known[name])]


def _make(pieces: Sequence[Piece]) -> list[bytes]:
    told = ([[one.path, one.text] for one in piece.make()] for piece in pieces)
    return [json.dumps(one, ensure_ascii=False).encode("utf-8", "surrogatepass") for one in told]


class _Names:
    """What each piece is kept under: a digest of all it follows from."""

    def __init__(self, options: SiteOptions, keys: Keys) -> None:
        self._keys, self._own_templates = keys, options.templates is not None
        self._papers: dict[str, list[str]] = {}
        for one in options.papers or ():
            self._papers.setdefault(f"{one.kind}/{one.id}", []).append(_digest_text(one))
        shared = [told for place, several in self._papers.items() if place.startswith("policy/") for told in several]
        made = str(options.papers is not None)
        own = templates_in(options.templates)
        self._shared = digest(options.audience.name, *options.languages, "", made, *own, *shared)
        sizes = (f"{language} {size}" for language, size in options.archives.items())
        papers = (told for all_ in self._papers.values() for told in all_)
        self._everything = digest(self._shared, keys.whole, *papers, "", *sizes)

    def of(self, piece: Piece) -> str:
        """A handbook's own template may show anything of everything."""
        if piece.of is None or self._own_templates:
            return digest(self._everything, piece.name)
        return digest(self._shared, piece.name, self._keys.of(piece.of), *self._papers.get(piece.of, ()))


def _digest_text(paper: OfferedPaper) -> str:
    """A paper as text, whole."""
    usable = paper.usable
    released = [usable.revision, str(usable.released), str(usable.effective)] if usable else []
    names = [paper.kind, paper.id, paper.entity, paper.language, paper.pdf, paper.docx]
    return json.dumps([*names, [as_record(one) for one in paper.findings], released])
