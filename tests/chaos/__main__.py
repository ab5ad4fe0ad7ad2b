"""`python -m tests.chaos [NAMES] [--seed N] [--tries N]`: faults, done to a real server, as a table."""

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from tests.chaos.faults import FAULTS


def main() -> int:
    """Does what is named, all by default; 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(FAULTS)}; all where none is given")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn at random")
    parser.add_argument("--tries", type=int, default=3, help="of each")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in FAULTS]
    if unknown:
        parser.error(f"there is no fault {unknown[0]!r}; there are {', '.join(FAULTS)}")
    print(f"{'fault':12}  tries  failures  seconds a try")
    failures = 0
    for name in asked.names or FAULTS:
        begun, said = time.monotonic(), []
        for attempt in range(asked.tries):
            with tempfile.TemporaryDirectory() as folder:
                said.append(_tried(name, Random(f"{asked.seed} {name} {attempt}"), Path(folder)))
        wrong = [text for text in said if text]
        failures += len(wrong)
        took = (time.monotonic() - begun) / asked.tries
        print(f"{name:12}  {asked.tries:5}  {len(wrong):8}  {took:13.1f}  {'; '.join(wrong)}".rstrip())
    return int(failures > 0)


def _tried(name: str, random: Random, folder: Path) -> str:
    """What went wrong, in words."""
    try:
        return FAULTS[name](random, folder)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())
