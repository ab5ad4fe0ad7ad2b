"""The blind set that is on file, and outcomes by run."""

import json
from dataclasses import astuple
from pathlib import Path

from initcore import RunConfig
from tests.blind.trials import Outcome

SEED, COUNT = 43, 220
"""Of the set whose outcomes are on file: drawn once, when the rules of the diagnosis stood."""

OUTCOMES = Path(__file__).with_name("outcomes.json")


class Known:
    """Outcomes by run, from a file that there may be."""

    def __init__(self, path: Path) -> None:
        self._path = path
        rows = json.loads(path.read_text("utf-8")) if path.exists() else {}
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
        lines = (f"{json.dumps(link)}: {json.dumps(astuple(one))}" for link, one in self._rows.items())
        self._path.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _link(config: RunConfig) -> str:
    return " ".join(f"{name}={value}" for name, value in config.to_query().items())
