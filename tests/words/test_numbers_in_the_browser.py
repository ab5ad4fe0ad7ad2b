"""The browser's formatter writes what Python's does, to the last digit."""

import base64
import json
import math
import random
import subprocess
from collections.abc import Callable

import pytest

from initcore.words.numbers import figure, magnitude, percent, spaced
from tests.helpers.scripts import FOLDER, node

FILE = FOLDER / "numbers.js"

SCRIPT = """
const numbers = await import('data:text/javascript;base64,%s')
const values = %s
const read = (value) => (typeof value === 'string' ? Number(value) : value)
console.log(JSON.stringify(values.map((value) => numbers[%s](read(value)))))
"""

TIES = [0.0625, 0.1875, 0.125, 0.375, 12.25, 12.75, 2.5, 100.25, 100.75, 0.1225, 0.8575, 1.0005, 250.5]
EDGES = [0.0005, 0.000499999, 0.01, 0.0099999, 0.1, 0.0996, 99.9996, 99.95, 100.0, 999_999.96, 1e6, 1e21]
EXTREMES = [0.0, -0.0, 5e-324, 1.7e308, math.inf, -math.inf, math.nan, -1773.586, -2.2e-6, -0.0004]


def _in_the_browser(name: str, values: list[float]) -> list[str]:
    given = [value if math.isfinite(value) else str(value).replace("inf", "Infinity") for value in values]
    module = base64.b64encode(FILE.read_bytes()).decode()
    code = SCRIPT % (module, json.dumps(given), json.dumps(name))
    done = subprocess.run(
        [node(), "--input-type=module"], input=code, capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(done.stdout)


def _values() -> list[float]:
    draw = random.Random(7)
    drawn = [draw.choice((1, -1)) * draw.random() * 10.0 ** draw.randint(-9, 9) for _ in range(2000)]
    shares = [count / size for size in (30, 40, 200, 400, 1797) for count in range(size)]
    return [*TIES, *EDGES, *EXTREMES, *drawn, *shares]


@pytest.mark.parametrize("write", [figure, magnitude, percent], ids=lambda write: write.__name__)
def test_both_write_the_same(write: Callable[[float], str]) -> None:
    values = _values()
    written = _in_the_browser(write.__name__, values)
    assert dict(zip(map(repr, values), written, strict=True)) == {
        repr(value): write(value) for value in values
    }


def test_both_count_the_same() -> None:
    counts = [0, 7, 999, 1000, 15_000, 123_456, 1_000_000, -1000]
    assert _in_the_browser("spaced", [*map(float, counts)]) == [spaced(count) for count in counts]
