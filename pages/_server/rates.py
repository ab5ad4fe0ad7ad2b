"""How much of one kind an address may ask for in a minute."""

import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

MOST_ADDRESSES = 10_000
"""That are remembered at once: whoever was not heard of for longest begins anew."""


class Rate:
    """So many a minute for each address, all of them at once if need be; 0 is no limit.

    What is left of an address grows by `a_minute` / 60 every second, up to `a_minute`. `clock` tells the
    time in seconds. To be used by one thread.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.a_minute, self._clock = a_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, address: str) -> bool:
        """Whether that address may have one more, which is then counted."""
        if self.a_minute == 0:
            return True
        name, now = home_of(address), self._clock()
        left, since = self._left.pop(name, (float(self.a_minute), now))
        left = min(self.a_minute, left + (now - since) * self.a_minute / 60)
        may = left >= 1
        self._left[name] = left - may, now
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return may


def home_of(address: str) -> str:
    """What is counted as one address: a house has as many of IPv6 as it likes, all alike in the first half.

    >>> home_of("2001:db8:1:2:3:4:5:6"), home_of("::ffff:192.0.2.1"), home_of("192.0.2.1")
    ('2001:db8:1:2::', '192.0.2.1', '192.0.2.1')
    """
    try:
        given = ip_address(address)
    except ValueError:
        return address
    if not isinstance(given, IPv6Address):
        return address
    if given.ipv4_mapped is not None:
        return str(given.ipv4_mapped)
    return str(IPv6Address(int(given) >> 64 << 64))
