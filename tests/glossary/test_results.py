"""What the glossary says of results is how they are worked out."""

import numpy as np

from initcore.glossary.results import RESULTS
from initcore.measures.sizes import rms
from initcore.statistics.intervals import INTERVAL
from initcore.statistics.quantiles import spread
from initcore.words.numbers import points

TERMS = {term.name: term for term in RESULTS}


def test_rms_is_the_root_of_the_mean_of_squares() -> None:
    values = np.array([3.0, -4.0, 0.0, 1.0, 2.0])
    assert rms(values) == np.sqrt(np.mean(values**2))
    assert TERMS["rms"].formula == "√(mean of x²)"


def test_half_of_all_lie_between_the_quartiles_and_half_below_the_median() -> None:
    numbers = np.random.RandomState(0).standard_cauchy(4001)
    found = spread(numbers)
    assert np.count_nonzero((numbers >= found.low) & (numbers <= found.high)) == 2001
    assert np.mean(numbers < found.median) < 0.5 < np.mean(numbers <= found.median)


def test_points_are_hundredths() -> None:
    assert points(0.93 - 0.90) == "3.0"
    assert "three points" in TERMS["points of test accuracy"].means


def test_the_interval_is_called_what_the_sentences_call_it() -> None:
    assert INTERVAL in TERMS
    assert f"{INTERVAL.split()[0]} of 100" in TERMS[INTERVAL].means
