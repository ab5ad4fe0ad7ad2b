"""`python -m tests.load [NAMES] [--soak MINUTES]`: what many people at once make of the server."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from tests.load.amid import amid
from tests.load.figures import Line, printed
from tests.load.first_visits import first_visits
from tests.load.scenarios import Scenario, addresses, alike, different, idle, memory, opens
from tests.load.serving import served

SCENARIOS: dict[str, Scenario] = {
    "opens": opens,
    "thirty": different,
    "sixty": partial(different, crowd=60),
    "alike": alike,
    "idle": idle,
    "first": first_visits,
    "memory": memory,
    "addresses": addresses,
    "amid": amid,
}


def main() -> int:
    """Runs what is named, all by default; 1 where a goal is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(SCENARIOS)}; all where none is given")
    parser.add_argument(
        "--soak", type=float, default=0.0, metavar="MINUTES", help="how long `memory` goes on"
    )
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in SCENARIOS]
    if unknown:
        parser.error(f"there is no scenario {unknown[0]!r}; there are {', '.join(SCENARIOS)}")
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.names or SCENARIOS:
            scenario = partial(memory, minutes=asked.soak) if name == "memory" else SCENARIOS[name]
            print(f"{name} …", file=sys.stderr)
            lines += _ran(scenario, Path(folder) / name)
    print(printed(lines))
    return int(any(line.met is False for line in lines))


def _ran(scenario: Scenario, home: Path) -> list[Line]:
    """Its figures, with what this client took itself, on the same cores."""
    with served(home) as server:
        begun, own = time.monotonic(), time.process_time()
        lines: list[Line] = asyncio.run(scenario(server))
        share = (time.process_time() - own) / (time.monotonic() - begun)
    return [
        *lines,
        Line(lines[0].scenario, f"this client's share of {os.cpu_count()} cores", f"{share:.0%} of one"),
    ]


if __name__ == "__main__":
    sys.exit(main())
