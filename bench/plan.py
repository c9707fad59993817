"""What was asked for, and the generated handbooks it needs."""

import argparse
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import write_handbook
from bench.row import Corpus

ROOT = Path(__file__).parent.parent
ROLEBOOK = (sys.executable, "-m", "rolebook")


@dataclass(frozen=True, slots=True)
class Plan:
    """The command's choices, and the folder for everything that is written."""

    out: Path
    roles: tuple[int, ...]
    languages: tuple[int, ...]
    rounds: int
    people: int
    sheets: int
    peers_up_to: int
    onet: Path | None = None
    esco: Path | None = None

    @property
    def cache(self) -> Path:
        """Where the program keeps what it made, apart from the user's own."""
        return self.out / "cache"

    @property
    def peers(self) -> bool:
        """Whether anything of somebody else's is timed."""
        return self.peers_up_to > 0

    def corpora(self) -> list[Corpus]:
        """The handbooks, small ones first."""
        sizes = sorted((roles, languages) for roles in set(self.roles) for languages in set(self.languages))
        return [Corpus(f"{roles:,} roles, {_languages(count)}", roles, count) for roles, count in sizes]

    def handbooks(self, name: str) -> Iterator[tuple[Corpus, Path]]:
        """Every handbook, written anew into a folder of that name."""
        for corpus in self.corpora():
            folder = self.out / f"{name}-{corpus.roles}-{corpus.languages}"
            shutil.rmtree(folder, ignore_errors=True)
            write_handbook(folder, corpus.roles, corpus.languages, self.onet, self.esco)
            yield corpus, folder

    def forget(self) -> None:
        """Makes the next run a cold one."""
        shutil.rmtree(self.cache, ignore_errors=True)


def _languages(count: int) -> str:
    return "1 language" if count == 1 else f"{count} languages"


def plan_of(options: argparse.Namespace, out: Path) -> Plan:
    """The plan that the options of the command line make."""
    told = {name: getattr(options, name) for name in ("rounds", "people", "sheets", "onet", "esco")}
    limit = 0 if options.no_peers else options.peers_up_to
    return Plan(out, tuple(options.roles), tuple(options.languages), peers_up_to=limit, **told)
