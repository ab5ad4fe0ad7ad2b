"""Makes a blind set and says how the diagnosis does on it: `python -m tests.blind --seed 7 --count 200`.

With `--file`, the outcomes of runs are kept there, and those that are known are not trained again.
`--show` tells of each run that is misled or not helped.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple
from pathlib import Path

from initcore import RunConfig
from tests.blind.drawing import drawn
from tests.blind.trials import Outcome, changes, outcome_of
from tests.blind.verdicts import reported, told

SEED, COUNT = 11, 240


def main() -> int:
    """0; what was found is printed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seed", type=int, default=SEED, help="of the draws")
    parser.add_argument("--count", type=int, default=COUNT, help="how many runs")
    parser.add_argument("--file", type=Path, help="where outcomes are kept")
    parser.add_argument("--show", action="store_true", help="tells of each run that is misled or not helped")
    asked = parser.parse_args()
    configs = drawn(asked.seed, asked.count)
    known = Known(asked.file)
    with ProcessPoolExecutor() as pool:
        said = list(pool.map(told, configs, chunksize=2))
        wanted = [one for config in configs for one in (config, *changes(config).values())]
        wanted += [each.mended for each in said if each.mended is not None]
        new = [config for config in dict.fromkeys(wanted) if config not in known]
        for config, one in zip(new, pool.map(outcome_of, new, chunksize=2), strict=True):
            known.add(config, one)
    known.write()
    print(reported(configs, said, known.of, show=asked.show))
    return 0


class Known:
    """Outcomes by run, in a file or nowhere."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        rows = json.loads(path.read_text("utf-8")) if path is not None and path.exists() else {}
        self._rows: dict[str, Outcome] = {link: Outcome(*row) for link, row in rows.items()}

    def __contains__(self, config: RunConfig) -> bool:
        return _link(config) in self._rows

    def of(self, config: RunConfig) -> Outcome:
        """What came of that run; KeyError where it is not known."""
        return self._rows[_link(config)]

    def add(self, config: RunConfig, one: Outcome) -> None:
        """Remembers it."""
        self._rows[_link(config)] = one

    def write(self) -> None:
        """Puts all that is known into the file."""
        if self._path is not None:
            lines = (f"{json.dumps(link)}: {json.dumps(astuple(one))}" for link, one in self._rows.items())
            self._path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _link(config: RunConfig) -> str:
    return " ".join(f"{name}={value}" for name, value in config.to_query().items())


if __name__ == "__main__":
    sys.exit(main())
