"""Coverage-guided fuzzing: `python -m tests.attacks.fuzz TARGET CORPUS [libFuzzer's options]`; `all` for one of each.

Of every sixteen inputs one is also tried repeated, up to 256 KB, which finds what takes more than its length.
What breaks is written as `crash-…` into the current folder.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["rolebook", "markdown", "polib", "openpyxl"]):
    from tests.attacks.bounds import bounded
    from tests.attacks.seeds import seeds
    from tests.attacks.targets import TARGETS, any_of_them

_LONG = 256 * 1024
_SLOWER = 4  # counting every branch


def main(name: str, options: list[str]) -> None:
    """Fuzzes one target from its seeds; does not return."""
    target = any_of_them if name == "all" else TARGETS[name]
    corpus = [option for option in options if not option.startswith("-")]
    if not corpus:
        raise SystemExit("say a folder for the corpus")
    Path(corpus[0]).mkdir(parents=True, exist_ok=True)
    for index, seed in enumerate(seeds(name)):
        (Path(corpus[0]) / f"seed-{index:03}").write_bytes(seed)

    for seed in seeds(name):
        target(seed)  # what is read once, and the modules, are nobody's cost

    def one(data: bytes) -> None:
        bounded(target, data, slower=_SLOWER)
        if data and sum(data) % 16 == 0:
            bounded(target, data[:1] + data[1:] * (_LONG // len(data)), slower=_SLOWER)

    atheris.Setup([sys.argv[0], "-rss_limit_mb=2048", "-timeout=120", *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
