"""Each quantity as it is written, value by value."""

import math

import pytest

from initcore.words.numbers import (
    decimals,
    figure,
    magnitude,
    p_value,
    percent,
    percent_set,
    precise,
    quotient,
    seconds_text,
    setting,
    short_figure,
    short_number,
    short_percent,
    signed,
    spaced,
    times,
    whole_percent,
)

INF, NAN = math.inf, math.nan


def _look(text: str) -> str:
    """The table below is typed with plain spaces and hyphens; what is written has neither."""
    return text.replace(" ", "\N{NARROW NO-BREAK SPACE}").replace("-", "−")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1 000"),
        (15_000, "15 000"),
        (10**6, "1 000 000"),
        (-1000, "-1 000"),
    ],
)
def test_counts_have_thin_spaces(number: int, text: str) -> None:
    assert spaced(number) == _look(text)


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        *((0.0, "0.000"), (0.6931471805599453, "0.693"), (0.8830537, "0.883"), (0.06481, "0.065")),
        *((1773.5856, "1 773.6"), (99.9996, "100.000"), (100.0, "100.0"), (-5.3361, "-5.336")),
        *((0.0005, "0.001"), (0.000499, "5e-4"), (4.23e-5, "4.2e-5"), (5e-324, "4.9e-324")),
        *((999_999.0, "999 999.0"), (1e6, "1e6"), (1.7658e9, "1.77e9"), (1.7e300, "1.7e300")),
        *((0.0625, "0.063"), (100.25, "100.3"), (INF, "inf"), (-INF, "-inf"), (NAN, "–")),
    ],
)
def test_a_cost_has_three_decimals_or_one(cost: float, text: str) -> None:
    assert figure(cost) == _look(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.0, "0"), (-0.0, "0"), (2.16e-6, "2.2e-6"), (1e-5, "1e-5"), (0.0314, "0.031"), (0.05, "0.05")),
        *((0.6234, "0.623"), (0.5, "0.5"), (-5.336, "-5.34"), (99.96, "100"), (1773.586, "1 773.6")),
        *((123_456.0, "123 456.0"), (1.23e7, "1.2e7"), (2e7, "2e7"), (INF, "inf"), (NAN, "–")),
    ],
)
def test_a_size_is_as_short_as_it_can_be(value: float, text: str) -> None:
    assert magnitude(value) == _look(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((0.0, "0"), (0.6351, "0.64"), (12.4, "12"), (99.6, "100"), (250.0, "250"), (1773.6, "1 774")),
        *((0.00999, "1e-2"), (3.92e-6, "3.9e-6"), (9999.6, "10 000"), (41_234.0, "4.1e4"), (INF, "inf")),
    ],
)
def test_a_rough_figure_has_two_digits(value: float, text: str) -> None:
    assert short_figure(value) == _look(text)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        *((0.0, "0.0 %"), (0.96, "96.0 %"), (1.0, "100.0 %"), (0.8333, "83.3 %"), (0.1225, "12.3 %")),
        *((NAN, "–"), (INF, "–")),
    ],
)
def test_a_measured_share_has_one_decimal(share: float, text: str) -> None:
    assert percent(share) == text


def test_a_share_of_very_much_is_written_out() -> None:
    assert percent(1234.5678) == "123\N{NARROW NO-BREAK SPACE}456.8 %"
    assert percent(1e30) == "1e32 %"


@pytest.mark.parametrize(
    ("share", "text"), [(0.9, "90 %"), (0.95, "95 %"), (0.025, "2.5 %"), (0.07, "7 %"), (1.0, "100 %")]
)
def test_a_share_that_was_set_has_no_empty_digits(share: float, text: str) -> None:
    assert percent_set(share) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0187, "1.9 %"),
        (1.866, "187 %"),
        (63.42, "6\u202f342 %"),
        (1.78e-5, "1.8e−3 %"),
        (0, "0 %"),
        (NAN, "– %"),
    ],
)
def test_a_share_of_any_size_has_two_digits(share: float, text: str) -> None:
    assert short_percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.0460, "5 %"), (0.578, "58 %"), (0.005, "1 %"), (-0.001, "0 %")]
)
def test_a_share_of_which_the_size_counts_has_no_decimals(share: float, text: str) -> None:
    assert whole_percent(share) == text


@pytest.mark.parametrize(("share", "text"), [(0.013, "+1.3"), (-0.006, "−0.6"), (0, "+0.0"), (-0.5, "−50.0")])
def test_a_difference_has_its_sign(share: float, text: str) -> None:
    assert signed(share) == text
    assert signed(0.00004, 3) == "+0.004"


@pytest.mark.parametrize(
    ("value", "screen", "typed"),
    [
        *((0.5, "0.5", "0.5"), (10, "10", "10"), (-5.0, "−5", "-5"), (1e-7, "1e−7", "1e-07")),
        *((0.1234567, "0.1234567", "0.1234567"), (1000.0, "1000", "1000"), (1e100, "1e100", "1e+100")),
    ],
)
def test_a_setting_keeps_every_digit(value: float, screen: str, typed: str) -> None:
    assert setting(value) == screen
    assert short_number(value) == typed
    assert float(typed) == value


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        *((0.6234, "0.62"), (3.42, "3.4"), (14_345.0, "14 000"), (1.234e7, "1.2e7"), (9.8e-4, "9.8e-4")),
        *((99.6, "100"), (0.0, "0")),
    ],
)
def test_how_many_times_has_two_digits(ratio: float, text: str) -> None:
    assert times(ratio) == _look(text)
    assert times(INF) == "infinitely many"


def test_more_digits_are_given_where_numbers_are_compared() -> None:
    assert precise(math.sqrt(0.2), 6) == "0.447214"
    assert precise(2.00049, 4) == "2"
    assert precise(1.23456e-7, 4) == "1.235e−7"
    assert precise(0.0, 4) == "0"
    assert decimals(-1.5, 8) == "−1.50000000"
    assert decimals(-1e-9, 8) == "0.00000000"


def test_a_quotient_is_rounded_once() -> None:
    large, small = 0.0349, 0.0349 / math.sqrt(2**21)
    assert times(quotient(large, small)) == _look("1 400")
    assert times(quotient(float(f"{large:.2g}"), float(f"{small:.2g}"))) == _look("1 500")
    assert quotient(1773.586, 0.6234) == 1773.586 / 0.6234
    assert quotient(0.5, 0) == INF
    assert quotient(INF, 2.0) == INF


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        *((0, "0.00 s"), (0.004, "0.00 s"), (0.42, "0.42 s"), (0.994, "0.99 s"), (0.999, "1.0 s")),
        *((1, "1.0 s"), (3.14, "3.1 s"), (59.94, "59.9 s"), (59.96, "1 min 0 s"), (59.99, "1 min 0 s")),
        *((60, "1 min 0 s"), (119.4, "1 min 59 s"), (119.6, "2 min 0 s"), (125, "2 min 5 s")),
        *((3599, "59 min 59 s"), (3599.6, "1 h 0 min"), (3600, "1 h 0 min"), (4800, "1 h 20 min")),
        *((7169, "1 h 59 min"), (7199, "2 h 0 min"), (86_400, "24 h 0 min")),
    ],
)
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


def test_no_duration_comes_to_sixty_of_anything() -> None:
    for tenths in range(0, 2 * 36_000, 7):
        for seconds in (tenths / 10, tenths / 10 + 0.05, tenths / 10 + 0.0499):
            assert "60" not in seconds_text(seconds)


@pytest.mark.parametrize(
    ("chance", "said"),
    [(1.0, "p = 1"), (0.344, "p = 0.34"), (0.0313, "p = 0.031"), (0.001, "p = 0.001"), (0.0009, "p < 0.001")],
)
def test_a_chance_is_told_to_a_thousandth(chance: float, said: str) -> None:
    assert p_value(chance) == said
