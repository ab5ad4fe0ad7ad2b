"""`python -m tests.load [NAMES] [--soak MINUTES]`: what many people at once make of the server."""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from tests.load.amid import amid
from tests.load.figures import Line, printed
from tests.load.first_visits import first_visits
from tests.load.killed import killed
from tests.load.replicas import why_not
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

SETTINGS = {"addresses": {"INITLAB_MEMORY_MB": "600"}}
"""What a scenario's server is told beside the usual: the budget of a container of 2 GB, on any machine."""

REPLICAS = "replicas"
"""The one scenario that has its own servers."""

NAMES = (*SCENARIOS, REPLICAS)


def main() -> int:
    """Runs what is named, all by default; 1 where a goal is not met."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(NAMES)}; all where none is given")
    parser.add_argument(
        "--soak", type=float, default=0.0, metavar="MINUTES", help="how long `memory` goes on"
    )
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in NAMES]
    if unknown:
        parser.error(f"there is no scenario {unknown[0]!r}; there are {', '.join(NAMES)}")
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.names or NAMES:
            if name == REPLICAS:
                lines += _with_replicas(Path(folder) / name)
                continue
            scenario = partial(memory, minutes=asked.soak) if name == "memory" else SCENARIOS[name]
            print(f"{name} …", file=sys.stderr)
            lines += _ran(scenario, Path(folder) / name, SETTINGS.get(name, {}))
    print(printed(lines))
    return int(any(line.met is False for line in lines))


def _ran(scenario: Scenario, home: Path, settings: Mapping[str, str]) -> list[Line]:
    """Its figures, with what this client took itself, on the same cores."""
    with served(home, settings=settings) as server:
        begun, own = time.monotonic(), time.process_time()
        lines: list[Line] = asyncio.run(scenario(server))
        share = (time.process_time() - own) / (time.monotonic() - begun)
    return [
        *lines,
        Line(lines[0].scenario, f"this client's share of {os.cpu_count()} cores", f"{share:.0%} of one"),
    ]


def _with_replicas(home: Path) -> list[Line]:
    """The figures of two servers behind nginx; none, and a sentence, where a program is missing."""
    if missing := why_not():
        print(f"{REPLICAS} is left out: {missing}", file=sys.stderr)
        return []
    print(f"{REPLICAS} …", file=sys.stderr)
    return asyncio.run(killed(home))


if __name__ == "__main__":
    sys.exit(main())
