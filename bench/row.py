"""A row of the table."""

from dataclasses import dataclass, field

from bench.measure import Sample

CHECK_COLD, CHECK_WARM = "check, cold", "check, warm"
SITE_COLD, SITE_WARM, SITE_CHANGED = "site, cold", "site, warm", "site, one changed role"
SITE_SEARCH = "site with search, cold"
EDITOR_COLD, EDITOR_START = "first page, nothing kept", "first page"
EDITOR_TEXT, EDITOR_FINDINGS = "a save until its findings", "a save until all findings"
EDITOR_PAGE = "preview of a paper"
MKDOCS, MATERIAL, ZENSICAL, HUGO = "MkDocs, default theme", "Material, pruned navigation", "Zensical", "Hugo"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was worked on; `roles` and `languages` of a generated handbook, else 0."""

    name: str
    roles: int = 0
    languages: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one job: CPU and wall in seconds, memory in MiB; ratios are a peer's figure over ours."""

    part: str
    corpus: Corpus
    job: str
    peer: bool
    count: int
    megabytes: float
    cpu: float
    wall: float
    memory: float
    cpu_ratio: float | None = None
    wall_ratio: float | None = None
    samples: list[Sample] = field(default_factory=list)
