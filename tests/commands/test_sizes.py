"""Sizes and spans: what may be typed, what is refused in a sentence, and how sizes are printed."""

import pytest

from initcore.commands.sizes import seconds_of_days, size_of, size_text
from initcore.experiment.values import ConfigError


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", 0),
        ("1000", 1000),
        ("2kB", 2048),
        (" 200 MB ", 200 * 2**20),
        ("1.5gb", 3 * 2**29),
        ("0.0001kb", 0),
    ],
)
def test_a_size_is_a_number_with_or_without_a_unit(text: str, size: int) -> None:
    assert size_of("--to", text) == size


@pytest.mark.parametrize(
    "text", ["", "MB", "-1", "1,5GB", "nan", "1e9", "9999999999999999GB", "1 TB", "٣MB", "9" * 5000]
)
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^--to must be a size such as 200MB or 1.5GB; got ") as caught:
        size_of("--to", text)
    assert len(str(caught.value)) < 200


def test_days_are_seconds() -> None:
    assert seconds_of_days("--older-than", "2") == 2 * 86400
    assert seconds_of_days("--older-than", "0.5") == 43200


@pytest.mark.parametrize("text", ["", "-1", "inf", "100001", "3 days", "1e3", "9" * 5000])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^--older-than must be a number of days in \[0, 100000\]; got "):
        seconds_of_days("--older-than", text)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1023, "1\N{NARROW NO-BREAK SPACE}023 bytes"), (1024, "1.0 kB"), (2**29, "512.0 MB")],
)
def test_a_size_is_printed_in_the_largest_unit_it_has(size: int, text: str) -> None:
    assert size_text(size) == text
