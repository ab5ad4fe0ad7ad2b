"""Says how the diagnosis does on the blind set: `python -m tests.blind`; or on another, with `--seed 7`.

What runs of the set came to is on file; with `--file`, outcomes of another set are kept there, and those that
are known are not trained again. `--show` tells of each run that is misled or not helped.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.blind.drawing import drawn
from tests.blind.known import COUNT, OUTCOMES, SEED, Known
from tests.blind.trials import changes, outcome_of
from tests.blind.verdicts import judged, reported, told


def main() -> int:
    """0; what was found is printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED, help="of the draws")
    parser.add_argument("--count", type=int, default=COUNT, help="how many runs")
    parser.add_argument("--file", type=Path, help="where outcomes are kept")
    parser.add_argument("--show", action="store_true", help="tells of each run that is misled or not helped")
    asked = parser.parse_args()
    configs = drawn(asked.seed, asked.count)
    known = Known(asked.file or OUTCOMES)
    with ProcessPoolExecutor() as pool:
        said = list(pool.map(told, configs, chunksize=2))
        wanted = [one for config in configs for one in (config, *changes(config).values())]
        wanted += [each.mended for each in said if each.mended is not None]
        new = [config for config in dict.fromkeys(wanted) if config not in known]
        for config, one in zip(new, pool.map(outcome_of, new, chunksize=2), strict=True):
            known.add(config, one)
    if asked.file is not None:
        known.write()
    found = [judged(config, each, known.of) for config, each in zip(configs, said, strict=True)]
    print(reported(found, show=asked.show))
    return 0


if __name__ == "__main__":
    sys.exit(main())
