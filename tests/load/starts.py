"""Fresh servers with a crowd at the door: python -m tests.load.starts --starts 100 --people 30

Each start is a server with an empty store, and people who all come while it is being started, to different
pages and comparisons. The table says how long they waited, and whatever went wrong.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from pages._frame.places import COMPARE, PLACES
from tests.helpers.serving import begin_server, free_port
from tests.visitor import enter

COMPARISONS = (
    "",
    "init=zeros+he&iters=500",
    "init=he&hidden=30x16&seed=7",
    "init=xavier&data=digits",
    "init=none",
)


def people(count: int) -> list[tuple[str, str]]:
    """So many pages with what their addresses ask for: every other one a comparison."""
    comparisons, places = cycle(COMPARISONS), cycle(place.name for place in PLACES if place is not COMPARE)
    turns = islice(cycle((True, False)), count)
    return [("", next(comparisons)) if compares else (next(places), "") for compares in turns]


async def _come(port: int, page: str, query: str) -> tuple[float, list[str]]:
    """How long (s) somebody waits for a page, and what goes wrong."""
    begun = time.monotonic()
    try:
        visit = await enter(port, page, query)
    except Exception as error:  # whatever it is, it is what a person would see
        return time.monotonic() - begun, [repr(error)]
    seconds = time.monotonic() - begun
    await visit.connection.close()
    nothing = [] if any(True for _ in visit.words()) else ["the page is empty"]
    return seconds, visit.troubles + nothing


async def _crowd(port: int, count: int) -> list[tuple[float, list[str]]]:
    return await asyncio.gather(*(_come(port, page, query) for page, query in people(count)))


def start(count: int) -> tuple[list[float], list[str]]:
    """How long each of so many people waited for a server that was just being started; what went wrong."""
    with tempfile.TemporaryDirectory() as home:
        port, log = free_port(), Path(home, "log")
        settings = {"INITLAB_DATABASE_URL": f"sqlite:///{home}/runs.db", "INITLAB_WORKERS": "2"}
        server = begin_server(port, settings, log)
        try:
            came = asyncio.run(_crowd(port, count))
        finally:
            server.terminate()
            server.wait(30)
        wrong = [trouble for _, troubles in came for trouble in troubles]
        if "Traceback" in log.read_text():
            wrong.append("a traceback in the log")
        return [seconds for seconds, _ in came], wrong


def main() -> int:
    """Prints a line a start, and what it came to; status 1 when anything went wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=100)
    parser.add_argument("--people", type=int, default=30)
    asked = parser.parse_args()
    print(f"{'start':>5} {'median s':>9} {'last s':>7} {'errors':>7}")
    waited: list[float] = []
    errors = 0
    for number in range(1, asked.starts + 1):
        seconds, wrong = start(asked.people)
        waited += seconds
        errors += len(wrong)
        print(f"{number:>5} {np.median(seconds):>9.1f} {max(seconds):>7.1f} {len(wrong):>7}", flush=True)
        for trouble in wrong:
            print(f"      {trouble}", flush=True)
    print(f"{'all':>5} {np.median(waited):>9.1f} {max(waited):>7.1f} {errors:>7}  of {len(waited)} visits")
    return int(errors > 0)


if __name__ == "__main__":
    sys.exit(main())
