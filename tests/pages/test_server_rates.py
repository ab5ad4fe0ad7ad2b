"""An address gets so many a minute, at once if need be, and others theirs."""

import pytest

from pages._server.rates import MOST_ADDRESSES, Rate, home_of


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


def test_all_of_a_minute_may_come_at_once_and_comes_back_bit_by_bit(clock: _Clock) -> None:
    rate = Rate(30, clock)
    assert [rate.takes("school") for _ in range(32)] == [True] * 30 + [False] * 2
    clock.now += 2.0
    assert [rate.takes("school") for _ in range(2)] == [True, False]
    clock.now += 3600
    assert sum(rate.takes("school") for _ in range(100)) == 30


def test_what_is_refused_costs_nothing(clock: _Clock) -> None:
    rate = Rate(60, clock)
    for _ in range(60):
        rate.takes("school")
    for _ in range(10):
        clock.now += 0.5
        rate.takes("school")
        assert not rate.takes("school")


def test_others_have_theirs(clock: _Clock) -> None:
    rate = Rate(1, clock)
    assert rate.takes("192.0.2.1")
    assert not rate.takes("::ffff:192.0.2.1")  # the same, as a socket of both kinds calls it
    assert rate.takes("192.0.2.2")
    assert rate.takes("2001:db8::1")
    assert not rate.takes("2001:db8::2:3:4:5")
    assert rate.takes("2001:db8:0:1::1")


def test_none_is_no_limit(clock: _Clock) -> None:
    assert all(Rate(0, clock).takes("school") for _ in range(10_000))


def test_it_remembers_no_more_addresses_than_it_has_room_for(clock: _Clock) -> None:
    rate = Rate(1, clock)
    for number in range(MOST_ADDRESSES + 10):
        assert rate.takes(f"host-{number}")
    assert len(rate._left) == MOST_ADDRESSES
    assert not rate.takes(f"host-{MOST_ADDRESSES}")
    assert rate.takes("host-0")


@pytest.mark.parametrize("address", ["", "unix", "10.0.0.1"])
def test_what_is_no_address_of_a_house_stays(address: str) -> None:
    assert home_of(address) == address
