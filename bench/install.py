"""Installs the peers that pyproject.toml names, one by one: what this Python cannot have keeps nothing else away."""

import subprocess
import sys
import tomllib

from bench.plan import ROOT


def main() -> None:
    """The command."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        peers = tomllib.load(file)["project"]["optional-dependencies"]["bench"]
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    for peer in peers:
        done = subprocess.run([*pip, peer], capture_output=True, text=True, check=False)
        if done.returncode:
            why = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), "pip failed")
            print(f"left out: {peer}: {why}")


if __name__ == "__main__":
    main()
